"""Locales, the home page and the first-level sections."""

from django.conf import settings

from wagtail.models import Locale, Page, Site

from approvals.services import found
from core.models import BasePage, SiteSettings
from home.models import HomePage
from home.setup.environment import UNNAMED, follow_environment
from learning.models import LectureIndexPage, TheoryIndexPage
from news.models import BranchIndexPage, NewsIndexPage
from topics.models import TopicIndexPage

SECTIONS: list[tuple[type[BasePage], str, str]] = [
    (NewsIndexPage, "新闻", "news"),
    (TheoryIndexPage, "理论文章", "theory"),
    (LectureIndexPage, "视频讲座", "lectures"),
    (BranchIndexPage, "支部风采", "branches"),
    (TopicIndexPage, "专题", "topics"),
]

# In the record of the pages that come with the site.
REASON = "setup_site：网站自带的首页和栏目"


def ensure_locales() -> Locale:
    """All languages of the site; returns the source language."""
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    return Locale.objects.get(language_code=settings.LANGUAGE_CODE)


def ensure_home(locale: Locale) -> HomePage:
    """The home page as the root of the default site; Wagtail's welcome page goes."""
    home = HomePage.objects.filter(locale=locale, depth=2).first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(
            instance=HomePage(
                title="首页", slug="shouye", locale=locale, show_in_menus=False, live=False
            )
        )
        found(home, REASON)
    # Editors meet it in breadcrumbs and lists.
    Page.objects.filter(depth=1, title="Root").update(title="全部", draft_title="全部")
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site.objects.create(
            hostname=UNNAMED, is_default_site=True, root_page=home, site_name="红帆"
        )
    elif not isinstance(site.root_page.specific, HomePage):
        welcome, site.root_page = site.root_page, home
        site.save()
        # Only Wagtail's own sample; a page that somebody made stays.
        if welcome.specific_class is Page and welcome.title == "Welcome to your new Wagtail site!":
            welcome.delete()
    if not site.site_name:
        # Shown to editors; without it they would see the host name.
        site.site_name = "红帆"
        site.save()
    SiteSettings.objects.get_or_create(site=site)
    follow_environment(site)
    return home


def ensure_sections(home: HomePage) -> None:
    for model, title, slug in SECTIONS:
        if not model.objects.child_of(home).exists():
            page = home.add_child(
                instance=model(
                    title=title, slug=slug, locale=home.locale, show_in_menus=True, live=False
                )
            )
            found(page, REASON)
    if not home.sections:
        home.sections = [  # type: ignore[assignment]
            ("news", {"title": "新闻", "count": 5}),
            ("theory", {"title": "理论文章", "count": 3}),
            ("lectures", {"title": "视频讲座", "count": 4}),
            ("topics", {"title": "专题", "topics": []}),
            ("branches", {"title": "支部风采", "count": 4}),
        ]
        found(home, REASON)
