"""Files that approved pages show are not replaced in place; lists and settings have their roles."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import pytest

from approvals.services import submit
from approvals.verification import problems
from articles.models import Source
from assets.models import Image
from learning.models import VideoLecturePage
from tests.factories.articles import SourceFactory
from tests.factories.assets import ImageFactory, MediaFactory
from tests.support.review import approve, pass_review, refused
from tests.support.uploads import picture

IN_USE = "不能在原处改动或删除"


@pytest.fixture(params=["in review", "approved", "live"])
def used(request: Any, draft: Any, people: Any) -> Image:
    image = ImageFactory()
    date = timezone.now() + timedelta(days=1) if request.param == "approved" else None
    page = draft(cover=image, go_live_at=date)
    if request.param == "in review":
        submit(page, people.writer)
    else:
        pass_review(page, people.writer, people.reviewers)
    return Image.objects.get(pk=image.pk)


def test_alternative_text(used: Image) -> None:
    used.description = "别的说明"
    with refused(IN_USE):
        used.save()


def test_another_file(used: Image) -> None:
    used.file = picture(size=(64, 64))
    with refused(IN_USE):
        used.save()


def test_deletion(used: Image) -> None:
    with refused(IN_USE):
        used.delete()


def test_what_is_no_content(used: Image) -> None:
    used.title = "新标题"
    used.save()


def test_in_a_draft_it_is_free(draft: Any) -> None:
    image = ImageFactory()
    draft(cover=image)
    image.description = "别的说明"
    image.save()


def test_after_another_picture_was_approved_the_old_one_is_free(
    published: Any, people: Any
) -> None:
    image, other = ImageFactory(), ImageFactory()
    page = published(cover=image).get_latest_revision_as_object()
    page.cover = other
    page.save_revision(user=people.writer)
    pass_review(page, people.writer, people.reviewers)
    image = Image.objects.get(pk=image.pk)
    image.description = "别的说明"
    image.save()


def test_captions_and_video(draft: Any, people: Any, site_tree: Any) -> None:
    video = MediaFactory()
    page = draft(model=VideoLecturePage, parent=site_tree.lectures, media=video, title="一讲")
    pass_review(page, people.writer, people.reviewers)
    video.refresh_from_db()
    video.transcript = [{"start": 0, "end": 1, "text": "别的"}]
    with refused(IN_USE):
        video.save()
    video.refresh_from_db()
    video.captions = ContentFile(b"WEBVTT\n", name="a.vtt")
    with refused(IN_USE):
        video.save()


@pytest.mark.parametrize("name", ["editor", "chief", "superuser"])
def test_refused_in_the_admin_with_a_sentence(used: Image, people: Any, name: str) -> None:
    url = reverse("wagtailimages:edit", args=[used.pk])
    data = {"title": used.title, "description": "别的说明", "collection": used.collection_id}
    response = people.client(getattr(people, name)).post(url, data, follow=True)
    assert IN_USE in response.content.decode()
    # Refused, and there to be copied.
    assert "别的说明" in response.text
    assert Image.objects.get(pk=used.pk).description != "别的说明"


LISTS = [
    ("wagtailsnippets_articles_source:edit", {"chief"}),
    ("wagtailsettings:edit", {"admin"}),
    ("wagtailredirects:add", {"admin"}),
    ("wagtaillocales:add", {"admin"}),
    ("wagtailsites:add", set()),
]


@pytest.mark.parametrize("name", ["writer", "editor", "first", "second", "final", "chief", "admin"])
@pytest.mark.parametrize(("view", "allowed"), LISTS)
def test_lists_and_settings_by_role(
    site_tree: Any, people: Any, view: str, allowed: set[str], name: str
) -> None:
    arguments: list[Any] = []
    if "source" in view:
        arguments = [SourceFactory().pk]
    if "settings" in view:
        arguments = ["core", "sitesettings", site_tree.site.pk]
    response = people.client(getattr(people, name)).get(reverse(view, args=arguments))
    assert (response.status_code == 200) == (name in allowed)


def test_search_promotions_are_not_installed() -> None:
    """They would show chosen pages and external links to readers without any review."""
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsearchpromotions:index")


class TestSources:
    """来源 is a line that many pages show: what it says was reviewed with each of them."""

    @pytest.fixture(params=["in review", "approved", "live"])
    def source(self, request: Any, draft: Any, people: Any) -> Source:
        source = SourceFactory(name="枫渡", url="https://fengdu.example/", is_own=True)
        date = timezone.now() + timedelta(days=1) if request.param == "approved" else None
        page = draft(source=source, go_live_at=date)
        if request.param == "in review":
            submit(page, people.writer)
        else:
            pass_review(page, people.writer, people.reviewers)
        return source

    @pytest.mark.parametrize(
        "values", [{"name": "别处"}, {"url": "https://elsewhere.example/"}, {"is_own": False}]
    )
    def test_is_not_changed_in_place(self, source: Source, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(source, name, value)
        with refused(IN_USE):
            source.save()

    def test_is_free_where_nothing_shows_it(self, draft: Any) -> None:
        source = SourceFactory(name="枫渡")
        draft(source=source)
        source.name = "枫渡党建"
        source.save()

    @pytest.mark.parametrize("name", ["chief", "superuser"])
    def test_the_admin_says_why(self, source: Source, people: Any, name: str) -> None:
        url = reverse("wagtailsnippets_articles_source:edit", args=[source.pk])
        client = people.client(getattr(people, name))
        response = client.post(url, {"name": "别处", "url": ""}, follow=True)
        assert IN_USE in response.content.decode()
        assert Source.objects.get(pk=source.pk).name == "枫渡"

    def test_changed_past_us_it_is_found(self, published: Any) -> None:
        source = SourceFactory(name="枫渡")
        published(source=source)
        Source.objects.filter(pk=source.pk).update(name="别处")
        assert any("other content" in line for line in problems())


def test_approving_notices_a_file_replaced_past_us(draft: Any, people: Any) -> None:
    image = ImageFactory()
    page = draft(cover=image)
    submit(page, people.writer)
    Image.objects.filter(pk=image.pk).update(description="别的")
    with refused("送审之后内容有变动"):
        approve(page, people.first)
