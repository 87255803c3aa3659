"""Rules of topic pages: what each does, and how editors fill them in."""

import datetime

from wagtail.models import Locale

import pytest

from tests.factories.accounts import BranchFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics import rules
from topics.collecting import CollectedList, Collection
from topics.models import TopicPage
from topics.rules import RULES, Rule, apply_rules, topic_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def collected(topic):
    """``collected(("dates", {…}))``: the ids that a page of the topic with these rules lists."""

    def collect(*raw):
        value = RULES.to_python([{"type": name, "value": fields} for name, fields in raw])
        start = Collection(Locale.get_default().pk).also([topic.pk])
        return CollectedList(apply_rules(value, start))[:100]

    return collect


def test_no_rule_collects_the_topic(collected, articles):
    assert collected() == articles


def test_other_topics_too(site_tree, collected, articles):
    other = TopicFactory()
    page = NewsPageFactory(parent=site_tree.news, topics=[other], date=datetime.date(2027, 1, 1))
    assert collected(("also", {"topics": [other.pk]})) == [page, *articles]


def test_all_of_several_and_none_of_others(site_tree, topic, collected, articles):
    other, third = TopicFactory(), TopicFactory()
    both = NewsPageFactory(parent=site_tree.news, topics=[topic, other])
    NewsPageFactory(parent=site_tree.news, topics=[topic, other, third])
    with_other = ("all", {"topics": [other.pk]})
    assert len(collected(with_other)) == 2
    assert collected(with_other, ("without", {"topics": [third.pk]})) == [both]
    assert both in collected(("all", {"topics": [other.pk, topic.pk]}))
    assert collected(("all", {"topics": [other.pk, TopicFactory().pk]})) == []


def test_types(collected, articles):
    assert collected(("types", {"types": ["theory", "branch"]})) == [articles[0], articles[2]]
    assert collected(("types", {"types": ["gone"]})) == []


def test_branches_with_those_below(site_tree, topic, collected):
    committee = BranchFactory(kind="committee")
    below = BranchFactory(parent=committee)
    own = NewsPageFactory(parent=site_tree.news, topics=[topic], branch=committee)
    lower = NewsPageFactory(parent=site_tree.news, topics=[topic], branch=below)
    NewsPageFactory(parent=site_tree.news, topics=[topic], branch=BranchFactory())
    chosen = {"branches": [str(committee.pk)], "below": True}
    assert set(collected(("branches", chosen))) == {own, lower}
    assert collected(("branches", {**chosen, "below": False})) == [own]
    assert collected(("branches", {"branches": ["99999", "x"], "below": True})) == []


def test_dates_include_both_ends(collected, articles):
    assert collected(("dates", {"since": "2025-06-01", "until": "2026-02-01"})) == articles[1:3]
    assert collected(("dates", {"since": None, "until": "2025-06-01"})) == articles[2:]
    assert collected(("dates", {"since": None, "until": None})) == articles


def test_single_pages_left_out(collected, articles):
    assert collected(("without_pages", {"pages": [articles[0].pk, 99999]})) == articles[1:]


def test_rules_apply_from_top_to_bottom_on_a_page(client, site_tree, topic, articles):
    page = TopicPageFactory(
        parent=site_tree.topics,
        topic=topic,
        rules=[
            ("types", {"types": ["news"]}),
            ("dates", {"since": datetime.date(2026, 1, 1), "until": None}),
        ],
    )
    assert list(client.get(page.url).context["page_obj"]) == [articles[1]]


def test_a_new_rule_is_a_block_with_one_method(topic, articles, monkeypatch):
    monkeypatch.setattr(RULES, "child_blocks", RULES.child_blocks.copy())

    @topic_rule("nothing")
    class NothingRule(Rule):
        def apply(self, value, collection):
            return collection.where(rules.Q(pk__in=[]))

    value = RULES.to_python([{"type": "nothing", "value": {}}])
    start = Collection(Locale.get_default().pk).also([topic.pk])
    assert CollectedList(apply_rules(value, start)).count() == 0


class TestForm:
    """What an editor's form sends, rule by rule."""

    def fill(self, name, **fields):
        data = {
            "rules-count": "1",
            "rules-0-type": name,
            "rules-0-order": "0",
            "rules-0-deleted": "",
        }
        data |= {f"rules-0-value-{field}": value for field, value in fields.items()}
        value = RULES.value_from_datadict(data, {}, "rules")
        return RULES.clean(value)

    def errors(self, name, **fields):
        with pytest.raises(Exception) as caught:
            self.fill(name, **fields)
        return str(caught.value.as_json_data())

    def test_topics_are_chosen_by_name_or_alias(self, topic):
        cleaned = self.fill("also", topics="新农村、 乡村振兴")
        assert RULES.get_prep_value(cleaned)[0]["value"] == {"topics": [topic.pk]}

    def test_unknown_topics_are_named(self, topic):
        assert "没有叫“瞎编”的专题" in self.errors("also", topics="乡村振兴, 瞎编")

    def test_a_rule_needs_its_topics(self):
        assert self.errors("all", topics=" ")

    def test_what_was_typed_is_shown_again(self):
        block = RULES.child_blocks["also"].child_blocks["topics"]
        assert block.get_form_state("瞎编") == "瞎编"

    def test_a_merged_topic_is_shown_as_the_one_in_its_place(self, topic):
        gone = TopicFactory(status="merged", merged_into=topic)
        block = RULES.child_blocks["also"].child_blocks["topics"]
        assert block.get_form_state([gone.pk, topic.pk]) == "乡村振兴"

    def test_dates_in_the_wrong_order(self):
        assert "早于" in self.errors("dates", since="2026-02-01", until="2026-01-01")

    def test_a_type_that_does_not_exist(self):
        assert self.errors("types", types=["lecture-x"])

    def test_choices_come_from_registry_and_tree(self):
        below = BranchFactory(name="一支部", parent=BranchFactory(name="镇党委", kind="committee"))
        types = RULES.child_blocks["types"].child_blocks["types"].field.choices
        assert {key for key, _label in types} == {"branch", "news", "theory", "lecture"}
        assert (str(below.pk), "　一支部") in rules.branch_choices()

    def test_rules_refer_to_their_topics(self, site_tree, topic):
        page = TopicPageFactory(
            parent=site_tree.topics, topic=None, rules=[("also", {"topics": [topic.pk]})]
        )
        found = list(TopicPage._meta.get_field("rules").extract_references(page.rules))
        assert [(model, pk) for model, pk, _model_path, _content_path in found] == [
            (type(topic), str(topic.pk))
        ]
