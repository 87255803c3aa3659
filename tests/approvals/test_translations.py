"""Translations are manuscripts of their own; wagtail-localize's ways into the live row are shut."""

import contextlib
from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import TranslationCreator

import pytest

from approvals.exceptions import Refusal
from approvals.services import ensure_workflow, submit
from approvals.verification import problems
from home.models import HomePage
from news.models import NewsPage
from tests.support.page_forms import PUBLISH, edit_url, page_form
from tests.support.review import approve, pass_review, refused


@pytest.fixture
def english(site_tree: Any) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def translated(published: Any, english: Any, site_tree: Any, people: Any) -> Any:
    """A live page sent to translation by an editor, with its ancestors."""
    page = published(slug="du-kou")
    TranslationCreator(people.editor, [english]).create_translations(page)
    return NewsPage.objects.get(locale=english)


def test_submitting_makes_drafts(translated: Any, english: Any) -> None:
    assert not translated.live
    # Above it, what is live in the source language is shown as it is.
    assert HomePage.objects.get(locale=english).alias_of is not None
    assert not Translation.objects.filter(enabled=True).exists()


def test_an_editor_submits_in_the_admin(published: Any, people: Any, english: Any) -> None:
    page = published()
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    people.client(people.editor).post(url, {"locales": [english.pk]})
    assert not NewsPage.objects.get(locale=english).live


def test_a_translation_passes_its_own_three_stages(
    translated: Any, people: Any, english: Any
) -> None:
    draft = translated.get_latest_revision_as_object() if translated.latest_revision else translated
    draft.title = "The ferry has a handrail"
    draft.save_revision(user=people.writer)
    with refused("还没有通过审稿"):
        draft.get_latest_revision().publish()


def test_the_synced_mode_stays_off(translated: Any) -> None:
    translation = Translation.objects.filter(
        target_locale=translated.locale, source__object_id=translated.translation_key
    ).get()
    translation.enabled = True
    with refused("译文是单独的稿件"):
        translation.save()


@pytest.mark.parametrize("name", ["editor", "chief", "superuser"])
def test_nor_is_it_switched_on_in_the_editor(translated: Any, people: Any, name: str) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    people.client(getattr(people, name)).post(url, {"localize-restart-translation": "1"})
    assert not Translation.objects.filter(enabled=True).exists()


@pytest.mark.parametrize("name", ["editor", "chief", "superuser"])
@pytest.mark.parametrize("data", [{"action": "publish"}, {"action-publish": "1"}])
def test_nor_does_its_editor_publish(
    translated: Any, people: Any, client: Any, name: str, data: dict[str, str]
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    person = people.client(getattr(people, name))
    # As if the mode had been on before this site refused it.
    Translation.objects.filter(target_locale=translated.locale).update(enabled=True)
    person.post(url, data)
    translated.refresh_from_db()
    assert not translated.live
    assert client.get("/en/news/du-kou/").status_code != 200


def test_a_revision_of_a_translation_is_not_put_back(published: Any, people: Any) -> None:
    """By the view that shows an old revision, which posts to the editor."""
    english = Locale.objects.get(language_code="en")
    copy = published(slug="du-kou").copy_for_translation(english, copy_parents=True)
    ensure_workflow(HomePage.objects.get(locale=english))
    pass_review(copy, people.editor, people.reviewers)
    copy.refresh_from_db()
    old = copy.get_latest_revision()
    edited = copy.get_latest_revision_as_object()
    edited.title = "Second version"
    edited.save_revision(user=people.writer)
    pass_review(copy, people.writer, people.reviewers)
    data = page_form(title="渡口修好了扶手", slug=copy.slug, revision=old.pk, **PUBLISH)
    for name in ("editor", "chief", "superuser"):
        people.client(getattr(people, name)).post(edit_url(copy), data)
    copy.refresh_from_db()
    assert copy.title == "Second version"


@pytest.mark.parametrize("publish", [True, False])
def test_saving_a_target_leaves_the_live_row(
    translated: Any, people: Any, publish: bool, english: Any
) -> None:
    translation = Translation.objects.get(
        target_locale=english, source__object_id=translated.translation_key
    )
    with contextlib.suppress(Refusal):
        translation.save_target(user=people.editor, publish=publish)
    translated.refresh_from_db()
    assert not translated.live


def test_syncing_with_the_box_publishes_nothing(translated: Any, people: Any, english: Any) -> None:
    source = TranslationSource.objects.get(object_id=translated.translation_key)
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    for name in ("editor", "chief", "superuser"):
        people.client(getattr(people, name)).post(url, {"publish_translations": "on"})
    translated.refresh_from_db()
    assert not translated.live


def test_a_draft_translation_becomes_no_live_alias_in_review(
    translated: Any, people: Any, english: Any
) -> None:
    draft = translated.get_latest_revision_as_object() if translated.latest_revision else translated
    draft.title = "Handrail"
    draft.save_revision(user=people.writer)
    translated = NewsPage.objects.get(pk=translated.pk)
    home = HomePage.objects.get(locale=english)
    ensure_workflow(home)
    submit(translated, people.writer)
    url = reverse("wagtail_localize:convert_to_alias", args=[translated.pk])
    for name in ("editor", "chief", "superuser"):
        people.client(getattr(people, name)).post(url)
    translated.refresh_from_db()
    assert not translated.live
    assert translated.alias_of_id is None
    for person in people.reviewers:
        approve(translated, person)
    translated.refresh_from_db()
    assert translated.live
    assert translated.title == "Handrail"
    assert list(problems()) == []


def test_an_unknown_author_is_adopted_by_who_submits(
    published: Any, people: Any, english: Any, site_tree: Any
) -> None:
    page = published()
    copy = page.copy_for_translation(english, copy_parents=True)
    ensure_workflow(HomePage.objects.get(locale=english))
    people.editor.groups.add(people.first.groups.get())
    submit(copy, people.editor)
    with refused("不能审自己的稿件"):
        approve(copy, people.editor)
    pass_after = [people.first, people.second, people.final]
    for person in pass_after:
        approve(copy, person)
    copy.refresh_from_db()
    assert copy.live


def test_locale_aliases_show_approved_pages_only(
    published: Any, draft: Any, english: Any, site_tree: Any, people: Any
) -> None:
    from django.core.management import call_command

    from wagtail_localize.models import LocaleSynchronization

    published(slug="du-kou")
    draft(title="草稿")
    LocaleSynchronization.objects.create(locale=english, sync_from=Locale.get_default())
    call_command("sync_locale_trees")
    live = NewsPage.objects.filter(locale=english, live=True)
    assert [page.title for page in live] == ["渡口修好了扶手"]
    assert list(problems()) == []


@pytest.mark.parametrize("way", ["po file", "one string"])
def test_strings_written_during_review_change_no_page(
    translated: Any, people: Any, english: Any, way: str
) -> None:
    """wagtail-localize keeps strings of its own; only saving the target would write the page."""
    draft = translated.get_latest_revision_as_object() if translated.latest_revision else translated
    draft.title = "Handrail"
    draft.save_revision(user=people.writer)
    submit(NewsPage.objects.get(pk=translated.pk), people.writer)
    before = NewsPage.objects.get(pk=translated.pk).latest_revision_id
    translation = Translation.objects.get(
        target_locale=english, source__object_id=translated.translation_key
    )
    client = people.client(people.superuser)
    if way == "po file":
        po = translation.export_po()
        for entry in po:
            entry.msgstr = "slipped in"
        upload = ContentFile(str(po).encode(), name="x.po")
        client.post(
            reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": upload}
        )
    else:
        segment = translation.source.stringsegment_set.first()
        address = reverse(
            "wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]
        )
        client.put(address, "value=slipped+in", content_type="application/x-www-form-urlencoded")
    page = NewsPage.objects.get(pk=translated.pk)
    assert page.latest_revision_id == before
    assert not page.live
    assert "slipped in" not in str(page.get_latest_revision().content)
    approve(page, people.first)
