"""What Elasticsearch is asked and what comes back, on a real server."""

import datetime
import logging
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.analysis import ask_terms, phrase_terms
from search.documents import Passage, SearchDocument
from search.engines.base import EngineUnavailable, Hit, Plan
from search.engines.elasticsearch import ElasticsearchEngine, mapping
from search.engines.elasticsearch import engine as engine_module
from search.engines.payload import dump

pytestmark = pytest.mark.elasticsearch

OPEN = ("all",)


def document(pk: int, title: str, text: str = "", **values: Any) -> SearchDocument:
    return SearchDocument(
        **{
            "key": f"page:{pk}",
            "version": pk,
            "kind": "news",
            "locale": "zh-hans",
            "title": title,
            "passages": (Passage(text, anchor="p-1"),) if text else (),
            **values,
        }
    )


def asked(text: str, **values: Any) -> Plan:
    terms = ask_terms(text)
    fields = {name: tuple((t, 1.0) for t in getattr(terms, name)) for name in ("w", "b", "u")}
    return Plan(**{**fields, "access": OPEN, **values})


def found(engine: ElasticsearchEngine, plan: Plan) -> list[str]:
    return [hit.key for hit in engine.search(plan).hits]


@pytest.fixture
def engine(elasticsearch_engine: ElasticsearchEngine) -> ElasticsearchEngine:
    return elasticsearch_engine


@pytest.fixture
def filled(engine: ElasticsearchEngine) -> ElasticsearchEngine:
    engine.write(
        [
            document(
                1, "河堤加固完工", "两百米河堤赶在汛期前加固完了。", topics=(3,), length="short"
            ),
            document(
                2,
                "党员先锋岗",
                "党员在河堤上值守。",
                kind="theory",
                topics=(3, 4),
                media=("video",),
            ),
            document(
                3, "读书会", "大家一起读书。", date=datetime.date(2025, 3, 1), branches=(1, 2)
            ),
            document(4, "内部通报", "河堤的内部情况。", access=("login",), under=(4, 9)),
        ]
    )
    engine.refresh()
    return engine


class TestAsking:
    def test_the_title_counts_and_any_word_finds(self, filled):
        assert found(filled, asked("河堤加固")) == ["page:1", "page:2"]

    def test_a_card_gets_the_document_as_it_was(self, filled):
        [hit] = filled.search(asked("读书会")).hits
        assert dump(hit.document) == dump(
            document(3, "读书会", "大家一起读书。", date=datetime.date(2025, 3, 1), branches=(1, 2))
        )
        assert hit.score > 0

    def test_an_exact_phrase_and_what_must_not_stand_there(self, filled):
        assert found(filled, asked("", phrases=(tuple(phrase_terms("河堤上值守")),))) == ["page:2"]
        assert found(filled, asked("", phrases=(tuple(phrase_terms("值守河堤")),))) == []
        assert found(filled, asked("河堤", excluded=(tuple(phrase_terms("党员")),))) == ["page:1"]

    def test_only_what_the_asker_may_see(self, filled):
        assert found(filled, asked("内部")) == []
        assert found(filled, asked("内部", access=("all", "login"))) == ["page:4"]
        assert found(filled, asked("内部", access=())) == []
        assert found(filled, asked("内部", access=None)) == ["page:4"]

    def test_what_may_have_closed_is_kept_back(self, filled):
        everybody = ("all", "login")
        assert found(filled, asked("河堤", access=everybody, hidden=("page:1", "page:2"))) == [
            "page:4"
        ]
        assert "page:4" not in found(filled, asked("河堤", access=everybody, hidden_under=(9,)))

    def test_nothing_whose_time_is_up_by_our_clock(self, engine):
        ends = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)
        engine.write([document(1, "招募志愿者", live_until=ends)])
        engine.refresh()
        minute = datetime.timedelta(minutes=1)
        assert found(engine, asked("志愿者", now=ends - minute)) == ["page:1"]
        assert found(engine, asked("志愿者", now=ends + minute)) == []

    def test_without_words_everything_newest_first(self, filled):
        assert found(filled, Plan(access=OPEN))[0] == "page:3"
        assert filled.search(Plan(access=None)).total == 4

    def test_facets_leave_their_own_filter_aside(self, filled):
        plan = asked("河堤党员读书", facets=("kind", "topic"), filters={"kind": ("theory",)})
        answer = filled.search(plan)
        assert [hit.key for hit in answer.hits] == ["page:2"]
        assert answer.total == 1
        assert answer.facets["kind"] == {"news": 2, "theory": 1}
        assert answer.facets["topic"] == {"3": 1, "4": 1}

    def test_copies_of_a_story_are_folded_and_counted(self, engine):
        same = {"story": "0123456789abcdef"}
        engine.write(
            [
                document(1, "通知", "河堤", **same),
                document(2, "通知 通知", "河堤", **same),
                document(3, "其他", "河堤"),
            ]
        )
        engine.refresh()
        answer = engine.search(asked("河堤"))
        assert answer.total == 3
        assert sorted(hit.folded for hit in answer.hits) == [0, 1]
        assert len(engine.search(asked("河堤", fold=False)).hits) == 3

    def test_a_rescorer_sees_the_first_hits_whatever_the_page(self, filled):
        seen: list[int] = []

        def backwards(hits: list[Hit]) -> list[Hit]:
            seen.append(len(hits))
            return hits[::-1]

        plan = asked("河堤", rescore=backwards, limit=1)
        assert found(filled, plan) == ["page:2"]
        assert found(filled, replace(plan, offset=1)) == ["page:1"]
        assert seen == [2, 2]

    def test_characters_that_are_everywhere_say_nothing(self, engine, monkeypatch):
        monkeypatch.setattr(engine_module, "COMMON_FROM", 3)
        engine.write([document(pk, "党") for pk in range(1, 5)] + [document(9, "建")])
        engine.refresh()
        assert engine._common_among(["党", "建"]) == {"党"}
        assert len(found(engine, Plan(u=(("党", 1.0),), access=OPEN))) == 4

    @pytest.mark.parametrize(
        "text", ['"', "AND (OR", "title:*", "a/b\\c", "😀", "'; DROP", "字" * 500]
    )
    def test_whatever_is_typed_is_a_term(self, filled, text):
        filled.search(asked(text))
        filled.search(Plan(w=((text, 1.0),), phrases=((text, text),), access=OPEN))

    def test_keys_for_the_office_and_for_checks(self, filled, monkeypatch):
        monkeypatch.setattr(engine_module, "KEYS_AT_ONCE", 3)
        take_in_up_to(filled, 17)
        assert filled.keys_found(asked("河堤", access=None), 10) == ["page:1", "page:4", "page:2"]
        assert sorted(filled.keys()) == [(f"page:{pk}", pk) for pk in range(1, 5)]
        assert filled.count() == 4
        assert filled.df("w", ["河堤", "没有"]) == {"河堤": 3, "没有": 0}


class TestKeeping:
    def test_an_older_state_never_replaces_a_newer_one(self, engine):
        engine.write([document(1, "新", version=8)])
        engine.write([document(1, "旧", version=7)], gone=[("page:1", 6)])
        engine.refresh()
        assert list(engine.keys()) == [("page:1", 8)]
        engine.write([document(1, "同", version=8)])
        engine.refresh()
        assert engine.search(Plan(access=None)).hits[0].document.title == "同"

    def test_a_removal_outlives_a_late_older_state(self, engine):
        engine.write([document(1, "甲", version=3)])
        engine.write([], gone=[("page:1", 5), ("page:2", 5)])
        engine.write([document(1, "甲", version=4)])
        engine.refresh()
        assert engine.count() == 0

    def test_the_position_goes_forward_only(self, engine):
        assert engine.position() == 0
        engine.set_position(12)
        engine.position()
        engine.set_position(11)
        assert engine.position() == 12
        assert engine.count() == 0

    def test_many_go_in_several_requests(self, engine, monkeypatch):
        monkeypatch.setattr("search.engines.elasticsearch.writing.BULK_ITEMS", 7)
        engine.write([document(pk, f"第{pk}篇") for pk in range(1, 31)])
        engine.refresh()
        assert engine.count() == 30

    def test_one_refused_document_keeps_nobody_else_away(self, engine, monkeypatch, caplog):
        fields = mapping.fields_of

        def spoilt(one: SearchDocument) -> dict[str, Any]:
            return {**fields(one), **({"date": "yesterday"} if one.key == "page:2" else {})}

        monkeypatch.setattr("search.engines.elasticsearch.writing.fields_of", spoilt)
        with caplog.at_level(logging.ERROR):
            engine.write([document(pk, "甲") for pk in (1, 2, 3)])
        engine.refresh()
        assert [key for key, _version in sorted(engine.keys())] == ["page:1", "page:3"]
        assert "page:2" in caplog.text


class TestRebuilding:
    def test_readers_change_over_in_one_step(self, filled, elasticsearch_client):
        with filled.rebuild() as rebuild:
            rebuild.add([document(7, "重建之后")])
            assert found(filled, asked("河堤加固")) == ["page:1", "page:2"]
            rebuild.finish(40)
        assert found(filled, asked("重建")) == ["page:7"]
        assert filled.position() == 40
        assert len(indices_of(filled, elasticsearch_client)) == 1

    def test_broken_off_it_leaves_no_trace(self, filled, elasticsearch_client):
        before = indices_of(filled, elasticsearch_client)
        with pytest.raises(ZeroDivisionError), filled.rebuild() as rebuild:
            rebuild.add([document(7, "重建之后")])
            raise ZeroDivisionError
        assert indices_of(filled, elasticsearch_client) == before
        assert found(filled, asked("河堤加固")) == ["page:1", "page:2"]

    def test_what_a_killed_one_left_goes_with_a_later_one(
        self, filled, elasticsearch_client, monkeypatch
    ):
        monkeypatch.setattr("search.engines.elasticsearch.rebuilding.ALIVE_WITHIN", 0.0)
        left = f"{filled.alias}.0123456789ab"
        another_site = f"{filled.alias}.x-site.0123456789ab"
        elasticsearch_client.indices.create(index=left)
        elasticsearch_client.indices.create(index=another_site)
        with filled.rebuild() as rebuild:
            rebuild.finish(1)
        assert left in indices_of(filled, elasticsearch_client)
        monkeypatch.setattr("search.engines.elasticsearch.rebuilding.SURELY_LEFT", -1)
        with filled.rebuild() as rebuild:
            rebuild.finish(1)
        assert left not in indices_of(filled, elasticsearch_client)
        assert another_site in indices_of(filled, elasticsearch_client)

    def test_a_position_is_not_written_into_the_next_index(self, filled):
        assert filled.position() == 0
        with ElasticsearchEngine("site").rebuild() as rebuild:
            rebuild.finish(3)
        with pytest.raises(EngineUnavailable, match="换过"):
            filled.set_position(9)
        assert filled.position() == 3
        filled.set_position(9)
        assert filled.position() == 9

    def test_of_two_that_begin_the_first_builds(self, filled, monkeypatch):
        monkeypatch.setattr("search.engines.elasticsearch.rebuilding.LOOK_EVERY", 0.0)
        with filled.rebuild() as first:
            monkeypatch.setattr(
                "search.engines.elasticsearch.rebuilding.time.sleep",
                lambda seconds: first.add([document(7, "第一个")]),
            )
            with (
                pytest.raises(EngineUnavailable, match="另一个进程"),
                ElasticsearchEngine("site").rebuild(),
            ):
                pytest.fail("it must not begin")
            first.finish(2)
        assert filled.position() == 2

    def test_an_index_of_another_layout_is_not_asked(self, filled, monkeypatch):
        monkeypatch.setattr(engine_module, "VERSION", mapping.VERSION + 1)
        another_process = ElasticsearchEngine("site")
        for action in (
            lambda: another_process.search(asked("河堤")),
            lambda: another_process.write([document(1, "甲")]),
            another_process.position,
        ):
            with pytest.raises(EngineUnavailable, match="search_rebuild"):
                action()
        health = another_process.health()
        assert health.unbuilt
        assert "search_rebuild" in health.problem

    def test_an_index_of_newer_code_is_left_alone(self, filled, monkeypatch):
        monkeypatch.setattr(engine_module, "VERSION", mapping.VERSION - 1)
        health = ElasticsearchEngine("site").health()
        assert health.problem and not health.unbuilt

    def test_without_an_index_it_says_what_to_do(self, elasticsearch_settings):
        engine = ElasticsearchEngine("site")
        with pytest.raises(EngineUnavailable, match="search_rebuild"):
            engine.search(asked("河堤"))
        with pytest.raises(EngineUnavailable, match="search_rebuild"):
            engine.write([document(1, "甲")])
        assert engine.position() == 0
        assert engine.health().unbuilt


def test_health_tells_figures(filled):
    take_in_up_to(filled, 5)
    health = filled.health()
    assert (health.documents, health.position, health.problem) == (4, 5, "")
    assert health.size_bytes > 0


def take_in_up_to(engine: ElasticsearchEngine, number: int) -> None:
    engine.position()
    engine.set_position(number)


def indices_of(engine: ElasticsearchEngine, client: Elasticsearch) -> set[str]:
    return set(client.indices.get(index=f"{engine.alias}*").body)
