"""Suggesting topics and deciding them."""

from django.core.exceptions import PermissionDenied, ValidationError

from wagtail.models import ModelLogEntry

import pytest

from accounts import roles
from tests.factories.topics import TopicFactory
from topics.models import Topic
from topics.services.suggestions import decide, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(user_of):
    return user_of(roles.EDITOR)


@pytest.fixture
def chief(user_of):
    return user_of(roles.CHIEF_EDITOR)


def test_a_suggestion_waits_and_cannot_be_chosen(editor):
    topic = suggest(editor, " 河长制 ", "每月都有巡河稿件", ["河长", "巡河"])
    assert (topic.name, topic.status, topic.suggested_by) == ("河长制", "suggested", editor)
    assert topic.aliases.count() == 3
    assert Topic.objects.by_names(["河长制", "巡河"]) == {}
    assert ModelLogEntry.objects.get(action="topics.suggest").user == editor


def test_accepting_lets_editors_choose(editor, chief):
    topic = decide(suggest(editor, "河长制", "理由", ["巡河"]), chief, accept=True)
    assert (topic.status, topic.decided_by) == ("accepted", chief)
    assert Topic.objects.by_names(["巡河"]) == {"巡河": topic}


def test_refusing_needs_a_reason_and_can_be_taken_back(editor, chief):
    topic = suggest(editor, "河长制", "理由")
    with pytest.raises(ValidationError, match="写明理由"):
        decide(topic, chief, accept=False, reason="  ")
    decide(topic, chief, accept=False, reason="先归入生态文明")
    with pytest.raises(ValidationError, match="没有采纳：先归入生态文明"):
        suggest(editor, "河长制", "再试")
    assert decide(topic, chief, accept=True).is_accepted


def test_a_decision_stands_against_a_second_one(editor, chief):
    topic = suggest(editor, "河长制", "理由")
    decide(topic, chief, accept=True)
    with pytest.raises(ValidationError, match="使用中"):
        decide(topic, chief, accept=False, reason="晚了一步")
    assert Topic.objects.get(pk=topic.pk).is_accepted


def test_a_taken_name_or_alias_is_refused(editor):
    TopicFactory(name="生态文明", aliases=["绿水青山"])
    for name, aliases in (("生态文明", []), ("河长制", ["绿水青山"])):
        with pytest.raises(ValidationError):
            suggest(editor, name, "理由", aliases)
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("role", [roles.FINAL_REVIEWER])
def test_who_may_suggest(user_of, role):
    with pytest.raises(PermissionDenied):
        suggest(user_of(role), "河长制", "理由")


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CONTRIBUTOR, roles.FINAL_REVIEWER])
def test_who_may_decide(user_of, editor, role):
    topic = suggest(editor, "河长制", "理由")
    with pytest.raises(PermissionDenied):
        decide(topic, user_of(role), accept=True)
    assert not Topic.objects.get(pk=topic.pk).is_accepted
