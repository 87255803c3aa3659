"""Relevance figures, on a collection small enough to reckon by hand."""

import json
import math

from django.core.management import CommandError, call_command

import pytest

from search import evaluation
from search.evaluation import JudgedQuery, Score

CORPUS = [
    {"id": "a", "title": "河堤加固完工", "body": "两百米河堤赶在汛期前加固完了。"},
    {"id": "b", "title": "村里办起读书会", "body": "每月一次，大家轮流领读。"},
    {"id": "c", "title": "河堤巡查", "body": "党员分段巡查。\n夜里也有人。"},
]
QUERIES = [
    {"id": "q1", "text": "河堤加固什么时候完工", "kind": "question"},
    {"id": "q2", "text": "读书会", "kind": "word"},
    {"id": "q3", "text": "没有答案的问题", "kind": "word"},
]
QRELS = [
    {"query_id": "q1", "doc_id": "a", "relevance": 1},
    {"query_id": "q2", "doc_id": "b"},
    {"query_id": "q3", "doc_id": "c", "relevance": 0},
]


@pytest.fixture
def folder(tmp_path):
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES), ("qrels", QRELS)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return tmp_path


def test_one_question_is_scored_by_where_its_answers_stand():
    query = JudgedQuery("q", "", "", {"a": 1.0, "b": 1.0})
    score = evaluation.score(query, ["x", "a", "y", "b"])
    assert score.ndcg == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    )
    assert (score.success, score.recall, score.mrr, score.empty) == (0.0, 1.0, 0.5, 0.0)


def test_only_the_first_ten_count_and_nothing_found_is_empty():
    query = JudgedQuery("q", "", "", {"a": 1.0})
    assert evaluation.score(query, [*"0123456789", "a"]).ndcg == 0
    assert evaluation.score(query, []).empty == 1
    many = JudgedQuery("q", "", "", dict.fromkeys(map(str, range(20)), 1.0))
    assert evaluation.score(many, [str(number) for number in range(10)]).recall == 1


def test_percentiles_are_values_that_occurred():
    times = [float(number) for number in range(1, 101)]
    assert evaluation.percentile(times, 50) == 50
    assert evaluation.percentile(times, 95) == 95
    assert evaluation.percentile([7.0], 95) == 7


def scores(*values: float) -> dict[str, Score]:
    return {
        f"q{place}": Score("", value, value, value, value, 0, 1)
        for place, value in enumerate(values)
    }


def test_a_difference_comes_with_its_doubt():
    clear = evaluation.compare(scores(*[1.0] * 30), scores(*[0.5] * 30), "ndcg")
    assert (clear.mean, clear.low, clear.high, clear.p) == (0.5, 0.5, 0.5, 0.0)
    noise = evaluation.compare(scores(*[1.0, 0.0] * 15), scores(*[0.0, 1.0] * 15), "ndcg")
    assert noise.low < 0 < noise.high
    assert noise.p > 0.5
    assert noise == evaluation.compare(scores(*[1.0, 0.0] * 15), scores(*[0.0, 1.0] * 15), "ndcg")
    same = evaluation.compare(scores(1.0, 0.5), scores(1.0, 0.5), "ndcg")
    assert (same.mean, same.p) == (0.0, 1.0)


def test_only_questions_of_both_are_compared():
    assert evaluation.compare(scores(1.0, 1.0), scores(0.5), "mrr").mean == 0.5
    with pytest.raises(ValueError, match="common"):
        evaluation.compare(scores(1.0), {}, "mrr")


class TestCommand:
    def run(self, capsys, *arguments) -> str:
        call_command("search_eval", *map(str, arguments))
        return capsys.readouterr().out

    def test_a_table_by_kind(self, capsys, folder):
        lines = [line.split("\t") for line in self.run(capsys, folder).splitlines()]
        table = {line[0]: line[1:6] for line in lines[2:]}
        assert table["question"] == ["1", "1.0000", "1.0000", "1.0000", "1.0000"]
        assert table["全部"][:2] == ["2", "1.0000"]

    def test_figures_can_be_kept_and_compared(self, capsys, folder, tmp_path):
        kept = self.run(capsys, folder, "--json")
        found = json.loads(kept)
        assert found["documents"] == 3
        assert found["all"]["ndcg"] == 1.0
        earlier = tmp_path / "earlier.json"
        earlier.write_text(kept.replace('"ndcg": 1.0', '"ndcg": 0.5'), encoding="utf-8")
        assert "ndcg\t+0.5000" in self.run(capsys, folder, "--against", earlier)

    @pytest.mark.elasticsearch
    def test_both_engines_agree(self, capsys, folder, elasticsearch_settings, elasticsearch_client):
        embedded = json.loads(self.run(capsys, folder, "--json"))
        remote = json.loads(self.run(capsys, folder, "--json", "--engine", "elasticsearch"))
        for query, one in embedded["queries"].items():
            assert remote["queries"][query] | {"ms": 0} == one | {"ms": 0}
        assert not elasticsearch_client.indices.get(index="hongfan-scratch-*").body

    def test_the_folder_may_come_from_the_environment(self, capsys, folder, monkeypatch):
        monkeypatch.setenv("HONGFAN_DATA", str(folder))
        assert "全部" in self.run(capsys)
        monkeypatch.delenv("HONGFAN_DATA")
        with pytest.raises(CommandError, match="HONGFAN_DATA"):
            self.run(capsys)

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            ("corpus", '{"id": "a", "title": "x"}', "corpus.jsonl:1：缺少 body"),
            ("corpus", '{"id": null, "title": null, "body": null}', "corpus.jsonl:1：id 应当是"),
            ("corpus", '{"id": "a", "title": null, "body": ""}', "corpus.jsonl:1：title 应当是文"),
            ("corpus", '{"id": "a", "title": "", "body": 3}', "corpus.jsonl:1：body 应当是文"),
            ("corpus", '{"id": 1.0, "title": "", "body": ""}', "corpus.jsonl:1：id 应当是"),
            ("corpus", '{"id": true, "title": "", "body": ""}', "corpus.jsonl:1：id 应当是"),
            ("corpus", '{"id": " ", "title": "", "body": ""}', "corpus.jsonl:1：id 应当是"),
            (
                "corpus",
                '{"id": "1", "title": "", "body": ""}\n\n{"id": 1, "title": "", "body": ""}',
                "corpus.jsonl:3：编号“1”前面已经有了",
            ),
            ("queries", "{", "queries.jsonl:1：不是"),
            ("queries", "[1]", "queries.jsonl:1：不是"),
            ("queries", "[" * 100_000, "queries.jsonl:1：不是"),
            ("queries", '{"id": "q1", "text": null}', "queries.jsonl:1：text 应当是文"),
            ("queries", '{"id": "q1", "text": "x", "kind": 1}', "queries.jsonl:1：kind 应当是文"),
            (
                "queries",
                '{"id": "q1", "text": "x"}\n{"id": "q1", "text": "y"}',
                "queries.jsonl:2：编号“q1”前面已经有了",
            ),
            ("qrels", '{"query_id": "q9", "doc_id": "a"}', "带答案"),
            ("qrels", '{"query_id": {}, "doc_id": "a"}', "qrels.jsonl:1：query_id 应当是"),
            (
                "qrels",
                '{"query_id": "q1", "doc_id": "a", "relevance": "high"}',
                "qrels.jsonl:1：relevance 应当是",
            ),
            (
                "qrels",
                '{"query_id": "q1", "doc_id": "a", "relevance": NaN}',
                "qrels.jsonl:1：relevance 应当是",
            ),
        ],
    )
    def test_what_is_wrong_is_named(self, capsys, folder, name, text, message):
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=message):
            self.run(capsys, folder)

    def test_another_encoding_is_named(self, capsys, folder):
        lines = '{"id": "q1", "text": "rice"}\n{"id": "q2", "text": "河堤"}'
        (folder / "queries.jsonl").write_text(lines, encoding="gb18030")
        with pytest.raises(CommandError, match=r"queries\.jsonl:2：不是 UTF-8"):
            self.run(capsys, folder)

    def test_a_number_is_an_id_as_its_figures_are(self, capsys, folder):
        (folder / "corpus.jsonl").write_text(
            '{"id": 7, "title": "读书会", "body": "领读。"}', encoding="utf-8"
        )
        (folder / "qrels.jsonl").write_text('{"query_id": "q2", "doc_id": "7"}')
        assert json.loads(self.run(capsys, folder, "--json"))["all"]["ndcg"] == 1.0

    @pytest.mark.parametrize(
        "kept",
        [
            b"{}",
            b"[]",
            b"{",
            b"\xb0\xa1",
            b'{"queries": {"q1": {"ndcg": 1}}}',
            b'{"queries": {"q1": {"kind": "", "ndcg": "x", "success": 1, "recall": 1, "mrr": 1,'
            b' "empty": 0, "ms": 1}}}',
        ],
    )
    def test_what_is_no_earlier_result_is_named(self, capsys, folder, tmp_path, kept):
        (tmp_path / "earlier.json").write_bytes(kept)
        with pytest.raises(CommandError, match=r"earlier\.json：不是用 --json 存下的结果"):
            self.run(capsys, folder, "--against", tmp_path / "earlier.json")

    def test_what_is_missing_is_named(self, capsys, folder, tmp_path):
        with pytest.raises(CommandError, match="nowhere"):
            self.run(capsys, tmp_path / "nowhere")
        with pytest.raises(CommandError, match="earlier"):
            self.run(capsys, folder, "--against", tmp_path / "earlier.json")
