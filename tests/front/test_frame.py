"""Header, breadcrumb, footer, languages."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Locale, Page

from core.models import SiteSettings
from news.models import NewsPage
from tests.factories.home import SiteTree, StandardPageFactory
from tests.factories.news import NewsPageFactory
from tests.front.conftest import Read


def links(tag: object) -> dict[str, str]:
    return {link.get_text(strip=True): link["href"] for link in tag.find_all("a")}


def test_navigation_is_the_tree(read: Read, site_tree: SiteTree) -> None:
    Page.objects.filter(pk=site_tree.branches.pk).update(show_in_menus=False)
    nav = read("/").find("nav", attrs={"aria-label": "栏目"})
    assert list(links(nav)) == ["新闻", "理论文章", "视频讲座", "专题"]


def test_the_section_one_is_in_is_marked(read: Read, news: NewsPage) -> None:
    on_page = read(news.url).find("nav", attrs={"aria-label": "栏目"})
    assert on_page.find(attrs={"aria-current": True}).get_text(strip=True) == "新闻"
    assert on_page.find(attrs={"aria-current": "page"}) is None
    in_section = read("/news/").find("nav", attrs={"aria-label": "栏目"})
    assert in_section.find(attrs={"aria-current": "page"}).get_text(strip=True) == "新闻"


def test_breadcrumb_leads_up(read: Read, news: NewsPage) -> None:
    trail = read(news.url).find("nav", attrs={"aria-label": "当前位置"})
    assert links(trail) == {"首页": "/", "新闻": "/news/"}


def test_breadcrumb_of_a_page_below_a_plain_page(read: Read, site_tree: SiteTree) -> None:
    above = StandardPageFactory(parent=site_tree.home, title="关于")
    below = StandardPageFactory(parent=above)
    trail = read(below.url).find("nav", attrs={"aria-label": "当前位置"})
    assert links(trail) == {"首页": "/", "关于": above.url}


def test_footer_names_who_is_responsible(read: Read, site_tree: SiteTree) -> None:
    about = StandardPageFactory(parent=site_tree.home)
    settings = SiteSettings.objects.get(site=site_tree.site)
    settings.organisation = "青禾镇"
    settings.icp_number = "京ICP备12345678号"
    settings.police_number = "京公网安备11010802012345号"
    settings.footer_links = [
        ("link", {"label": "无障碍说明", "page": about}),
        ("link", {"label": "外部", "url": "https://example.org/"}),
    ]
    settings.save()
    footer = read("/").footer
    assert "青禾镇主办" in footer.get_text()
    found = links(footer)
    assert found["京ICP备12345678号"] == "https://beian.miit.gov.cn/"
    assert "11010802012345" in found["京公网安备11010802012345号"]
    assert found["无障碍说明"] == about.url
    assert found["外部"] == "https://example.org/"


def test_footer_leaves_out_withdrawn_pages(read: Read, site_tree: SiteTree) -> None:
    above = StandardPageFactory(parent=site_tree.home)
    pages = [StandardPageFactory(parent=parent) for parent in (site_tree.home, above)]
    settings = SiteSettings.objects.get(site=site_tree.site)
    settings.footer_links = [("link", {"label": page.title, "page": page}) for page in pages]
    settings.save()
    assert [page.title in links(read("/").footer) for page in pages] == [True, True]
    for page in pages:
        page.unpublish()
    assert [page.title in links(read("/").footer) for page in pages] == [False, False]


def test_first_level_pages_in_the_footer_cost_no_question(
    read: Read, site_tree: SiteTree, django_assert_max_num_queries
) -> None:
    about = StandardPageFactory(parent=site_tree.home)
    read("/wu-ci-ye/", status=404)
    with CaptureQueriesContext(connection) as without:
        read("/wu-ci-ye/", status=404)
    settings = SiteSettings.objects.get(site=site_tree.site)
    settings.footer_links = [("link", {"label": "关于", "page": about})]
    settings.save()
    with django_assert_max_num_queries(len(without)):
        document = read("/wu-ci-ye/", status=404)
    assert links(document.footer)["关于"] == about.url


def test_no_switcher_where_there_is_one_language(read: Read, news: NewsPage) -> None:
    document = read(news.url)
    assert document.find("nav", attrs={"aria-label": "语言"}) is None
    assert document.find("link", hreflang=True) is None


def test_switcher_and_hreflang_offer_what_exists(read: Read, site_tree: SiteTree) -> None:
    english = site_tree.home.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    Page.objects.filter(pk=english.pk).update(live=True)
    document = read("/")
    switcher = document.find("nav", attrs={"aria-label": "语言"})
    assert links(switcher) == {"简体": "/", "English": "/en/"}
    assert switcher.find("a", lang="en")["hreflang"] == "en"
    alternates = document.find_all("link", rel="alternate", hreflang=True)
    assert [link["hreflang"] for link in alternates] == ["zh-Hans", "en"]
    assert read("/en/").html["lang"] == "en"


def test_a_later_page_of_a_list_has_no_counterpart(read: Read, site_tree: SiteTree) -> None:
    english = Locale.objects.get(language_code="en")
    site_tree.home.copy_for_translation(english).save()
    site_tree.news.get_translation_or_none(english) or site_tree.news.copy_for_translation(
        english, copy_parents=True
    ).save()
    Page.objects.filter(locale=english).update(live=True)
    for number in range(21):
        NewsPageFactory(parent=site_tree.news, title=f"第{number}篇")
    assert read("/news/").find_all("link", hreflang=True)
    later = read("/news/?page=2")
    assert later.find("link", rel="canonical")["href"].endswith("/news/?page=2")
    assert not later.find_all("link", hreflang=True)


def test_an_untranslated_page_says_so_in_the_language_asked_for(read: Read, news: NewsPage) -> None:
    notice = read(f"{news.url}?untranslated=en").find(class_="notice")
    assert notice["lang"] == "en"
    assert read(f"{news.url}?untranslated=zh-hant").find(class_="notice")["lang"] == "zh-Hant"
    assert read(f"{news.url}?untranslated=<b>").find(class_="notice") is None


def test_home_and_sections_are_described(read: Read, site_tree: SiteTree) -> None:
    def description(page: Any) -> str:
        found = read(page.url).select_one("meta[name=description]")
        return str(found["content"]) if found else ""

    settings = SiteSettings.for_site(site_tree.site)
    settings.organisation = "枫渡镇党委"
    settings.save()
    for page in (site_tree.home, site_tree.news, site_tree.topics):
        page.introduction = ""
        page.save()
        assert description(page).startswith("枫渡镇党委")
    site_tree.home.search_description = "一座虚构小镇的网站"
    site_tree.home.save()
    assert description(site_tree.home) == "一座虚构小镇的网站"
