"""Merging: no page loses its subject, no address leads nowhere, nothing approved is rewritten."""

from django.core.exceptions import PermissionDenied, ValidationError

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, ModelLogEntry, ReferenceIndex, Revision

import pytest

from accounts import roles
from news.models import NewsPage
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.models import TaggedPage, Topic, TopicPage
from topics.services.merging import count_merge, merge
from topics.services.suggestions import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(user_of):
    return user_of(roles.CHIEF_EDITOR)


@pytest.fixture
def source():
    return TopicFactory(name="美丽乡村", aliases=["和美乡村"])


def live_names(page):
    tags = TaggedPage.objects.filter(content_object=page)
    return sorted(tags.values_list("tag__name", flat=True))


def names(page):
    return sorted(tag.name for tag in page.topics.all())


def test_pages_names_and_state(site_tree, topic, source, chief):
    one = NewsPageFactory(parent=site_tree.news, topics=[source])
    both = NewsPageFactory(parent=site_tree.news, topics=[source, topic])
    expected = count_merge(source, topic)
    assert (expected.pages, expected.pages_with_both, expected.names) == (2, 1, 2)

    assert merge(source, topic, chief) == expected

    assert live_names(one) == live_names(both) == [topic.name]
    assert set(Topic.objects.by_names(["美丽乡村", "和美乡村"]).values()) == {topic}
    source.refresh_from_db()
    assert (source.status, source.merged_into) == ("merged", topic)


def test_again_changes_nothing(site_tree, topic, source, chief):
    page = NewsPageFactory(parent=site_tree.news, topics=[source])
    merge(source, topic, chief)
    numbers = merge(source, topic, chief)
    assert set(vars(numbers).values()) == {0}
    assert live_names(page) == [topic.name]
    assert ModelLogEntry.objects.filter(action="topics.merge").count() == 2


def test_a_draft_made_before_and_published_after(site_tree, topic, source, chief):
    page = NewsPageFactory(parent=site_tree.news)
    page.topics.set([source])
    page.save_revision()
    merge(source, topic, chief)

    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert names(draft) == [topic.name]
    draft.save_revision().publish()
    assert live_names(page) == [topic.name]
    assert not source.items.exists()


def test_a_draft_with_both_topics_keeps_one(site_tree, topic, source, chief):
    page = NewsPageFactory(parent=site_tree.news, topics=[source, topic])
    revision = page.save_revision()
    content = Revision.objects.get(pk=revision.pk).content
    merge(source, topic, chief)

    revision.refresh_from_db()
    assert revision.content == content, "what may be approved was rewritten"
    assert names(revision.as_object()) == [topic.name]
    revision.publish()
    assert live_names(page) == [topic.name]


def test_a_page_in_the_editor_during_the_merge(site_tree, topic, source, chief):
    page = NewsPageFactory(parent=site_tree.news, topics=[source])
    held = NewsPage.objects.get(pk=page.pk)
    held_topics = list(held.topics.all())
    merge(source, topic, chief)
    # The form still says the old name.
    held.topics.set([topic.name for topic in held_topics])
    held.save()
    assert live_names(page) == [topic.name]


def test_chains_end_at_the_last_topic(site_tree, topic, source, chief):
    page = NewsPageFactory(parent=site_tree.news, topics=[source])
    revision = page.save_revision()
    last = TopicFactory(name="城乡融合")
    merge(source, topic, chief)
    merge(topic, last, chief)
    assert names(revision.as_object()) == ["城乡融合"]
    assert live_names(page) == ["城乡融合"]
    source.refresh_from_db()
    assert source.merged_into == last
    assert set(Topic.objects.by_names(["和美乡村", "新农村", "乡村振兴"]).values()) == {last}


def test_merging_into_what_was_merged_is_refused(topic, source, chief):
    merge(source, topic, chief)
    with pytest.raises(ValidationError, match="已合并"):
        merge(topic, source, chief)
    with pytest.raises(ValidationError, match="已经合并到“乡村振兴”"):
        merge(source, TopicFactory(), chief)
    with pytest.raises(ValidationError, match="它自己"):
        merge(topic, topic, chief)
    assert topic.aliases.count() == 5


def test_a_suggestion_may_be_merged_but_not_merged_into(topic, chief):
    suggestion = TopicFactory(name="乡村全面振兴", status="suggested")
    with pytest.raises(ValidationError, match="待审定"):
        merge(topic, suggestion, chief)
    merge(suggestion, topic, chief)
    assert Topic.objects.by_names(["乡村全面振兴"]) == {"乡村全面振兴": topic}
    with pytest.raises(ValidationError, match="已合并"):
        decide(suggestion, chief, accept=True)


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CONTRIBUTOR, roles.FINAL_REVIEWER])
def test_others_may_not_merge(user_of, topic, source, role):
    with pytest.raises(PermissionDenied):
        merge(source, topic, user_of(role))
    assert Topic.objects.accepted().count() == 2


def test_its_page_becomes_the_targets_where_that_has_none(client, site_tree, topic, source, chief):
    page = TopicPageFactory(parent=site_tree.topics, topic=source)
    page.save_revision()
    article = NewsPageFactory(parent=site_tree.news, topics=[topic])
    numbers = merge(source, topic, chief)
    assert (numbers.pages_moved, numbers.pages_redirected) == (1, 0)
    page.refresh_from_db()
    assert (page.live, page.topic) == (True, topic)
    assert list(client.get(page.url).context["page_obj"]) == [article]
    assert page.get_latest_revision_as_object().topic == topic


def test_its_page_leads_to_the_targets_page(client, site_tree, topic, source, chief):
    old = TopicPageFactory(parent=site_tree.topics, topic=source)
    new = TopicPageFactory(parent=site_tree.topics, topic=topic)
    address = old.url
    numbers = merge(source, topic, chief)
    assert (numbers.pages_moved, numbers.pages_redirected) == (0, 1)

    response = client.get(address)
    assert (response.status_code, response.url) == (301, new.url)
    redirect = Redirect.objects.get()
    assert redirect.redirect_page_id == new.pk
    assert not TopicPage.objects.get(pk=old.pk).live
    response = client.get(f"{site_tree.topics.url}?topic={source.slug}")
    assert (response.status_code, response.url) == (302, new.url)


def test_pages_in_another_language_are_kept_apart(site_tree, topic, source, chief):
    english = Locale.objects.get(language_code="en")
    old = TopicPageFactory(parent=site_tree.topics, topic=source)
    translated = old.copy_for_translation(english, copy_parents=True)
    TopicPageFactory(parent=site_tree.topics, topic=topic)
    numbers = merge(source, topic, chief)
    assert (numbers.pages_moved, numbers.pages_redirected) == (1, 1)
    translated.refresh_from_db()
    assert translated.topic == topic


def test_the_address_without_a_page_leads_on_too(client, site_tree, topic, source, chief):
    merge(source, topic, chief)
    response = client.get(f"{site_tree.topics.url}?topic={source.slug}")
    assert (response.status_code, response.url) == (
        302,
        f"{site_tree.topics.url}?topic={topic.slug}",
    )


def test_rules_mean_the_target(client, site_tree, topic, source, chief):
    article = NewsPageFactory(parent=site_tree.news, topics=[source])
    page = TopicPageFactory(
        parent=site_tree.topics, topic=None, rules=[("also", {"topics": [source.pk]})]
    )
    merge(source, topic, chief)
    assert list(client.get(page.url).context["page_obj"]) == [article]


def test_what_refers_to_it_refers_to_the_target(site_tree, topic, source, chief):
    for topics in ([source], [source, topic]):
        # Here tasks run at once; a page's references are noted with its second save.
        NewsPageFactory(parent=site_tree.news, topics=topics).save()
    assert ReferenceIndex.get_references_to(source).count() == 2
    merge(source, topic, chief)
    assert not ReferenceIndex.get_references_to(source).exists()
    assert ReferenceIndex.get_references_to(topic).count() == 2


def test_it_is_logged_on_both(topic, source, chief):
    merge(source, topic, chief)
    entries = ModelLogEntry.objects.filter(action="topics.merge", user=chief)
    assert {entry.object_id for entry in entries} == {str(source.pk), str(topic.pk)}
    assert entries[0].message == "“美丽乡村”合并到“乡村振兴”，改标 0 篇稿件"


def test_a_failure_half_way_changes_nothing(site_tree, topic, source, chief, monkeypatch):
    page = NewsPageFactory(parent=site_tree.news, topics=[source])

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("topics.services.merging.log", fail)
    with pytest.raises(RuntimeError):
        merge(source, topic, chief)
    assert live_names(page) == ["美丽乡村"]
    assert Topic.objects.get(pk=source.pk).is_accepted
