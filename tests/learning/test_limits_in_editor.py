"""Formats' limits over the admin's real views: drafts may pass them, nothing else may."""

import pytest

from accounts import roles
from approvals.exceptions import Refusal
from assets.models import Media
from learning.models import TheoryArticlePage, VideoLecturePage
from news.models import NewsPage
from tests.factories.articles import SourceFactory, body, body_form, words
from tests.factories.assets import MediaFactory
from tests.factories.learning import TheoryArticlePageFactory
from tests.support.page_forms import AUTOSAVE, PUBLISH, SUBMIT, add_url, edit_url, page_form
from tests.support.review import approve

pytestmark = pytest.mark.usefixtures("reviewers")

TOO_LONG = "微理论不超过 1,200 字，现在有 1,201 字，多出 1 字。"


def micro(count, **values):
    return page_form(**body_form(words(count)), format="micro", **values)


def only_theory():
    return TheoryArticlePage.objects.get().get_latest_revision_as_object()


@pytest.fixture
def submitted(site_tree, client_of):
    """A 微理论 of exactly 1,200 字 that waits for the first review."""
    url = add_url(TheoryArticlePage, site_tree.theory)
    assert client_of(roles.CONTRIBUTOR).post(url, micro(1200, **SUBMIT)).status_code == 302
    page = TheoryArticlePage.objects.get()
    assert page.current_workflow_task.specific.stage == "first"
    return page


def test_a_longer_micro_article_can_be_kept_as_a_draft(site_tree, client_of):
    url = add_url(TheoryArticlePage, site_tree.theory)
    response = client_of(roles.CONTRIBUTOR).post(url, micro(1201))
    assert response.status_code == 302
    assert only_theory().word_count == 1201


def test_a_longer_micro_article_is_autosaved(site_tree, client_of):
    client = client_of(roles.CONTRIBUTOR)
    response = client.post(add_url(TheoryArticlePage, site_tree.theory), micro(1201), **AUTOSAVE)
    assert response.json()["success"]
    page = TheoryArticlePage.objects.get()
    response = client.post(edit_url(page), micro(1300), **AUTOSAVE)
    assert response.json()["success"]
    assert only_theory().word_count == 1300


def test_submitting_it_from_the_first_form_is_refused_and_keeps_the_text(site_tree, client_of):
    url = add_url(TheoryArticlePage, site_tree.theory)
    response = client_of(roles.CONTRIBUTOR).post(url, micro(1201, author="王小河", **SUBMIT))
    assert TOO_LONG in response.content.decode()
    assert not TheoryArticlePage.objects.exists()
    form = response.context["form"]
    assert form["author"].value() == "王小河"
    assert words(1201) in str(form["body"].value())


def test_submitting_a_draft_is_refused_until_it_is_short_enough(site_tree, client_of):
    client = client_of(roles.CONTRIBUTOR)
    client.post(add_url(TheoryArticlePage, site_tree.theory), micro(1201))
    page = TheoryArticlePage.objects.get()
    response = client.post(edit_url(page), micro(1201, **SUBMIT))
    assert TOO_LONG in response.content.decode()
    assert page.current_workflow_state is None
    assert client.post(edit_url(page), micro(1200, **SUBMIT)).status_code == 302
    page = TheoryArticlePage.objects.get()
    assert page.current_workflow_state.status == "in_progress"


def test_a_longer_text_is_simply_another_format(site_tree, client_of):
    url = add_url(TheoryArticlePage, site_tree.theory)
    data = {**micro(1201, **SUBMIT), "format": "long"}
    assert client_of(roles.CONTRIBUTOR).post(url, data).status_code == 302
    assert TheoryArticlePage.objects.get().current_workflow_state is not None


@pytest.mark.parametrize("parent_only", [True, False])
def test_publishing_it_is_refused_even_to_a_chief_editor(site_tree, client_of, parent_only):
    client = client_of(roles.CHIEF_EDITOR)
    url = add_url(TheoryArticlePage, site_tree.theory)
    if not parent_only:
        client.post(url, micro(1201))
        url = edit_url(TheoryArticlePage.objects.get())
    response = client.post(url, micro(1201, **PUBLISH))
    assert TOO_LONG in response.content.decode()
    assert not TheoryArticlePage.objects.live().exists()


def test_under_review_it_does_not_change(submitted, client_of):
    for role in (roles.CONTRIBUTOR, roles.FIRST_REVIEWER, roles.CHIEF_EDITOR):
        client_of(role).post(edit_url(submitted), micro(1201))
        client_of(role).post(edit_url(submitted), micro(1150), **AUTOSAVE)
    assert only_theory().word_count == 1200


def test_a_live_article_keeps_its_text_while_a_longer_draft_waits(site_tree, client_of, client):
    page = TheoryArticlePageFactory(
        parent=site_tree.theory, format="micro", body=body(words(800)), summary=""
    )
    response = client_of(roles.CHIEF_EDITOR).post(
        edit_url(page), micro(1201, title=page.title, slug=page.slug)
    )
    assert response.status_code == 302
    assert only_theory().word_count == 1201
    page.refresh_from_db()
    assert page.word_count == 800
    assert "800 字" in client.get(page.url).content.decode()


class TestLectures:
    @pytest.fixture
    def long_video(self, site_tree):
        video = MediaFactory()
        # The duration is read from the file at upload; here only its figure matters.
        Media.objects.filter(pk=video.pk).update(duration=361)
        return video

    def lecture(self, video, **values):
        return page_form(format="micro", media=video.pk, speaker="", speaker_title="", **values)

    def test_a_longer_micro_video_is_a_draft_only(self, site_tree, client_of, long_video):
        client = client_of(roles.CONTRIBUTOR)
        url = add_url(VideoLecturePage, site_tree.lectures)
        response = client.post(url, self.lecture(long_video, **SUBMIT))
        assert "微视频不超过 6 分 00 秒，这个视频长 6 分 01 秒。" in response.content.decode()
        assert response.context["form"]["media"].value() == str(long_video.pk)
        assert not VideoLecturePage.objects.exists()
        assert client.post(url, self.lecture(long_video)).status_code == 302
        assert VideoLecturePage.objects.get().media == long_video

    def test_six_minutes_exactly_are_allowed(self, site_tree, client_of, long_video):
        Media.objects.filter(pk=long_video.pk).update(duration=360)
        url = add_url(VideoLecturePage, site_tree.lectures)
        data = self.lecture(long_video, **SUBMIT)
        assert client_of(roles.CONTRIBUTOR).post(url, data).status_code == 302
        assert VideoLecturePage.objects.get().current_workflow_state is not None

    def test_a_video_that_grew_under_review_is_not_approved(
        self, site_tree, client_of, user_of, long_video
    ):
        Media.objects.filter(pk=long_video.pk).update(duration=300)
        url = add_url(VideoLecturePage, site_tree.lectures)
        client_of(roles.CONTRIBUTOR).post(url, self.lecture(long_video, **SUBMIT))
        Media.objects.filter(pk=long_video.pk).update(duration=400)
        # What would go out is looked at when it is to go out.
        approve(VideoLecturePage.objects.get(), user_of(roles.FIRST_REVIEWER))
        approve(VideoLecturePage.objects.get(), user_of(roles.SECOND_REVIEWER))
        with pytest.raises(Refusal, match="微视频不超过 6 分 00 秒"):
            approve(VideoLecturePage.objects.get(), user_of(roles.FINAL_REVIEWER))
        assert not VideoLecturePage.objects.get().live

    def test_a_lecture_without_a_video_is_not_submitted(self, site_tree, client_of):
        data = page_form(format="lecture", media="", speaker="", speaker_title="", **SUBMIT)
        url = add_url(VideoLecturePage, site_tree.lectures)
        response = client_of(roles.CONTRIBUTOR).post(url, data)
        assert "视频讲座要有视频" in response.content.decode()


def test_a_reprint_without_its_address_is_not_submitted(site_tree, client_of):
    source = SourceFactory(name="人民日报", is_own=False)
    client = client_of(roles.CONTRIBUTOR)
    url = add_url(NewsPage, site_tree.news)
    data = page_form(**body_form(words(60)), source=source.pk)
    response = client.post(url, {**data, **SUBMIT})
    assert "转载的稿件要填写原文网址。" in response.content.decode()
    assert client.post(url, data).status_code == 302
    data["original_url"] = "https://example.org/a"
    assert client.post(url, {**data, **SUBMIT}).status_code == 302


def test_a_new_manuscript_knows_its_writer(site_tree, client_of, user_of):
    own = SourceFactory(name="红帆党建")
    response = client_of(roles.CONTRIBUTOR).get(add_url(NewsPage, site_tree.news))
    form = response.context["form"]
    assert form["author"].value() == user_of(roles.CONTRIBUTOR).display_name
    assert form["source"].value() == own.pk
