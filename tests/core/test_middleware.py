"""The language of an address, and addresses that are not translated."""

import datetime

from wagtail.models import Locale, PageViewRestriction

import pytest

from news.models import NewsPage
from tests.factories.home import StandardPageFactory
from tests.factories.news import NewsPageFactory

SAID = {
    "en": "This page is not available in English yet. Here is the Chinese original.",
    "zh-hant": "本頁尚無繁體版，以下是簡體原文。",
}


@pytest.fixture
def page(site_tree):
    return NewsPageFactory(parent=site_tree.news, title="修路", slug="xiu-lu")


def translate(page, code, *, alias=False, **values):
    """A live translation of ``page``; what is above it becomes stand-ins, as in the admin."""
    locale = Locale.objects.get(language_code=code)
    version = page.copy_for_translation(locale, copy_parents=True, alias=alias)
    if not alias:
        for name, value in values.items():
            setattr(version, name, value)
        version.save_revision().publish()
        version = type(page).objects.get(pk=version.pk)
    return version


@pytest.mark.parametrize("accepted", ["en", "en-GB,en;q=0.9", "zh-TW", "fr", "*", "", "日"])
def test_the_source_address_is_chinese_whatever_the_browser_asks(page, client, accepted):
    for url in ("/", page.url):
        response = client.get(url, headers={"accept-language": accepted})
        assert response.status_code == 200
        assert response.headers["Content-Language"] == "zh-hans"
        assert '<html lang="zh-Hans"' in response.content.decode()


def test_a_language_cookie_changes_nothing(page, client):
    client.cookies["django_language"] = "en"
    assert '<html lang="zh-Hans"' in client.get(page.url).content.decode()


def test_public_answers_are_the_same_for_everybody(page, client):
    for url in ("/", "/news/", page.url):
        response = client.get(url)
        # But for the reader's own choice of display, which is the only cookie that counts.
        assert set(response.headers["Vary"].split(", ")) <= {"Cookie", "Accept-Encoding"}, url
        assert not response.cookies, url


def test_a_translated_address_says_its_language(page, client):
    version = translate(page, "en", title="A new path")
    response = client.get(version.url)
    assert response.headers["Content-Language"] == "en"
    text = response.content.decode()
    assert '<html lang="en"' in text
    assert "A new path" in text


class TestUntranslated:
    @pytest.mark.parametrize("code", ["en", "zh-hant"])
    @pytest.mark.parametrize("path", ["", "news/", "news/xiu-lu/", "news/xiu-lu"])
    def test_leads_to_the_source_page_which_says_so(self, page, client, code, path):
        response = client.get(f"/{code}/{path}")
        assert response.status_code == 302
        expected = f"/{path}".rstrip("/") + "/"
        assert response.url == f"{expected}?untranslated={code}"
        text = client.get(response.url).content.decode()
        assert SAID[code] in text
        assert '<html lang="zh-Hans"' in text

    def test_the_source_page_alone_says_nothing(self, page, client):
        for query in ("", "?untranslated=zh-hans", "?untranslated=xx", "?untranslated="):
            text = client.get(f"{page.url}{query}").content.decode()
            assert not any(said in text for said in SAID.values())

    def test_a_page_translated_since_says_nothing(self, page, client):
        translate(page, "en")
        text = client.get(f"{page.url}?untranslated=en").content.decode()
        assert SAID["en"] not in text
        assert SAID["zh-hant"] in client.get(f"{page.url}?untranslated=zh-hant").content.decode()

    def test_keeps_the_rest_of_the_query(self, site_tree, client):
        response = client.get("/en/news/", {"year": "2026", "untranslated": "zh-hant"})
        assert response.url == "/news/?year=2026&untranslated=en"

    def test_answers_head_too(self, page, client):
        assert client.head("/en/news/xiu-lu/").status_code == 302

    def test_does_not_take_a_post(self, page, client):
        assert client.post("/en/news/xiu-lu/").status_code == 404

    @pytest.mark.parametrize(
        "path",
        ["nothing/", "news/nothing/", "news/xiu-lu/more/", "a/" * 40, "%E6%96%B0/", "../admin/"],
    )
    def test_what_exists_nowhere_is_a_plain_404(self, page, client, path):
        assert client.get(f"/en/{path}").status_code == 404

    @pytest.mark.parametrize("path", ["/zh-hans/", "/zh-hans/news/", "/fr/", "/xx/news/"])
    def test_other_prefixes_are_a_plain_404(self, page, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("path", ["//example.org/", "/\\example.org", "https://example.org/"])
    def test_leads_never_to_another_site(self, page, client, path):
        response = client.get(f"/en/{path}")
        assert response.status_code == 404 or response.url.startswith("/?")

    def test_an_unpublished_source_is_a_plain_404(self, page, client):
        page.unpublish()
        assert client.get("/en/news/xiu-lu/").status_code == 404

    def test_an_expired_source_is_a_plain_404(self, page, client):
        NewsPage.objects.filter(pk=page.pk).update(live=False, expired=True)
        assert client.get("/en/news/xiu-lu/").status_code == 404

    @pytest.mark.parametrize("restricted", ["page", "section"])
    def test_a_private_source_is_a_plain_404(self, page, client, site_tree, restricted):
        PageViewRestriction.objects.create(
            page=page if restricted == "page" else site_tree.news,
            restriction_type=PageViewRestriction.LOGIN,
        )
        assert client.get("/en/news/xiu-lu/").status_code == 404

    def test_a_draft_translation_leads_to_the_source(self, page, client):
        version = page.copy_for_translation(
            Locale.objects.get(language_code="en"), copy_parents=True
        )
        version.slug = "a-new-path"
        version.save()
        assert not version.live
        response = client.get("/en/news/a-new-path/")
        assert response.url == "/news/xiu-lu/?untranslated=en"

    def test_a_withdrawn_translation_leads_to_the_source(self, page, client):
        version = translate(page, "en", slug="a-new-path")
        assert client.get("/en/news/a-new-path/").status_code == 200
        version.unpublish()
        response = client.get("/en/news/a-new-path/")
        assert response.url == "/news/xiu-lu/?untranslated=en"

    def test_a_translated_section_with_another_name_is_followed(self, page, client, site_tree):
        translate(site_tree.news, "en", slug="stories", title="Stories")
        assert client.get("/en/stories/").status_code == 200
        assert client.get("/en/stories/xiu-lu/").url == "/news/xiu-lu/?untranslated=en"
        # Its old name under the prefix was never an address of the translation.
        assert client.get("/en/news/xiu-lu/").url == "/news/xiu-lu/?untranslated=en"

    def test_deep_paths_are_followed(self, site_tree, client):
        about = StandardPageFactory(parent=site_tree.home, slug="about")
        team = StandardPageFactory(parent=about, slug="team")
        StandardPageFactory(parent=team, slug="office")
        translate(team, "en", slug="people", title="People")
        assert client.get("/en/about/people/").status_code == 200
        assert client.get("/en/about/people/office/").url == "/about/team/office/?untranslated=en"
        assert client.get("/en/about/").url == "/about/?untranslated=en"

    def test_what_only_the_other_language_has_leads_nowhere(self, page, client):
        version = translate(page, "en", slug="a-new-path")
        version.unpublish()
        page.delete()
        assert client.get("/en/news/a-new-path/").status_code == 404


class TestStandIns:
    """What wagtail-localize puts above a translation is no page for readers."""

    def test_an_untranslated_section_above_a_translation_leads_to_the_source(self, page, client):
        translate(page, "en", slug="a-new-path")
        assert client.get("/en/news/").url == "/news/?untranslated=en"
        assert client.get("/en/").url == "/?untranslated=en"

    def test_it_is_not_offered_as_a_language(self, page, client):
        translate(page, "en", slug="a-new-path")
        assert 'hreflang="en"' not in client.get("/news/").content.decode()
        assert 'hreflang="en"' not in client.get("/").content.decode()

    def test_a_translation_is_read_below_a_home_page_in_draft(self, page, client, site_tree):
        version = translate(page, "en", slug="a-new-path", title="A new path")
        home = site_tree.home.get_translation(Locale.objects.get(language_code="en"))
        home.unpublish()
        response = client.get(version.url)
        assert response.status_code == 200
        assert client.get("/en/").url == "/?untranslated=en"
        # The way out leads to what exists.
        assert 'class="site-name" href="/"' in response.content.decode()

    def test_an_alias_in_the_same_language_is_a_page(self, page, client, site_tree):
        alias = page.create_alias(parent=site_tree.news, update_slug="ling-yi-chu")
        assert client.get(alias.url).status_code == 200


def test_zero_bytes_are_refused(client, db):
    assert client.get("/news/%00/").status_code == 400
    assert client.get("/?q=%00").status_code == 400


def test_tomorrows_page_is_not_read_under_a_prefix(site_tree, client):
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    page = NewsPageFactory(parent=site_tree.news, slug="ming-tian", live=False)
    page.go_live_at = tomorrow
    page.save_revision(approved_go_live_at=tomorrow)
    assert client.get("/en/news/ming-tian/").status_code == 404
