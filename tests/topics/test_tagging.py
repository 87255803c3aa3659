"""Topics on pages: drafts, revisions, copies, translations, references."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from wagtail.models import Locale, Page, ReferenceIndex
from wagtail_localize.fields import copy_synchronised_fields

import pytest

from news.models import NewsPage
from tests.factories.learning import TheoryArticlePageFactory
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from topics.models import TaggedPage, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(site_tree):
    return NewsPageFactory(parent=site_tree.news, topics=[TopicFactory(name="乡村振兴")])


def names(page):
    return sorted(topic.name for topic in page.topics.all())


def live_names(page):
    return sorted(
        TaggedPage.objects.filter(content_object=page).values_list("tag__name", flat=True)
    )


def test_a_topic_of_a_draft_is_not_live_until_published(page):
    page.topics.add(TopicFactory(name="基层治理"))
    page.save_revision()

    assert live_names(page) == ["乡村振兴"]
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert names(draft) == ["乡村振兴", "基层治理"]
    draft.save_revision().publish()
    assert live_names(page) == ["乡村振兴", "基层治理"]


def test_names_aliases_and_topics_are_set_alike(page):
    ecology = TopicFactory(name="生态文明", aliases=["绿水青山"])
    page.topics.set(["绿水青山", ecology, "生态文明"])
    page.save()
    assert live_names(page) == ["生态文明"]


def test_an_unknown_name_is_refused_in_code_too(page):
    with pytest.raises(ValidationError, match="没有叫“凭空捏造”的专题"):
        page.topics.add("凭空捏造")
    assert not Topic.objects.filter(name="凭空捏造").exists()


@pytest.mark.parametrize("status", ["suggested", "rejected"])
def test_a_topic_that_is_not_accepted_has_no_name_to_choose(page, status):
    TopicFactory(name="还没同意", status=status)
    with pytest.raises(ValidationError):
        page.topics.add("还没同意")


def test_a_copy_carries_the_topics(page):
    copy = page.copy(update_attrs={"slug": "copy", "title": "另一篇"})
    assert names(copy) == ["乡村振兴"]
    assert live_names(page) == ["乡村振兴"]


def test_a_translation_carries_the_topics_and_follows_the_source(site_tree, page):
    english = Locale.objects.get(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)
    assert names(translation) == ["乡村振兴"]

    page.topics.set([TopicFactory(name="基层治理")])
    page.save()
    copy_synchronised_fields(page, translation)
    translation.save()
    assert live_names(translation) == ["基层治理"]
    assert live_names(page) == ["基层治理"]


def test_pages_are_found_and_prefetched_by_topic(site_tree, page, django_assert_num_queries):
    NewsPageFactory(parent=site_tree.news)
    topic = Topic.objects.get()
    assert list(NewsPage.objects.filter(topics=topic)) == [page]
    assert list(Page.objects.filter(tagged_pages__tag=topic).specific()) == [page]
    with django_assert_num_queries(2):
        found = NewsPage.objects.prefetch_related("topics").order_by("pk")
        assert [[t.name for t in item.topics.all()] for item in found] == [["乡村振兴"], []]


def test_where_a_topic_is_used_is_known(page):
    # Here tasks run at once, so the tags are noted with the second save.
    page.save()
    references = ReferenceIndex.get_references_to(Topic.objects.get())
    assert {ref.object_id for ref in references} == {str(page.pk)}


def test_topics_keep_the_order_in_which_they_were_chosen(page):
    page.topics.set([TopicFactory(name="乙"), TopicFactory(name="甲")])
    page.save()
    assert [topic.name for topic in NewsPage.objects.get(pk=page.pk).topics.all()] == ["乙", "甲"]


def test_deleting_a_topic_in_use_is_refused_in_bulk_too(page):
    with pytest.raises(ProtectedError, match="改用“合并”"), transaction.atomic():
        Topic.objects.all().delete()
    assert live_names(page) == ["乡村振兴"]


def test_an_old_revision_of_a_deleted_topic_opens_without_it(page):
    topic = Topic.objects.get()
    page.save_revision()
    page.topics.clear()
    page.save()
    topic.delete()
    assert names(page.get_latest_revision_as_object()) == []


def test_a_page_goes_and_leaves_no_tags(page):
    page.delete()
    assert not TaggedPage.objects.exists()


def test_every_type_carries_topics(site_tree):
    topic = TopicFactory()
    theory = TheoryArticlePageFactory(parent=site_tree.theory, topics=[topic])
    assert live_names(theory) == [topic.name]
