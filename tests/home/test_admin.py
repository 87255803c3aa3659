"""The admin as our editors see it."""

from django.contrib.staticfiles import finders
from django.urls import reverse

from wagtail.admin.icons import get_icons

import pytest

from accounts import roles
from articles.blocks import BodyBlock
from home.blocks import HomeSectionsBlock
from home.panels import starts_for
from news.models import NewsPage
from tests.support.page_forms import add_url


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (roles.CONTRIBUTOR, ["新闻", "理论文章", "视频讲座", "支部风采"]),
        (roles.CHIEF_EDITOR, ["新闻", "理论文章", "视频讲座", "支部风采"]),
        (roles.FIRST_REVIEWER, []),
        (roles.ADMINISTRATOR, []),
    ],
)
def test_writers_begin_on_the_first_page(role, labels, user_of, client_of):
    starts = starts_for(user_of(role))
    assert [start.label for start in starts] == labels
    client = client_of(role)
    text = client.get("/admin/").content.decode()
    assert ("写稿" in text) is bool(labels)
    for start in starts:
        assert f'href="{start.url}"' in text
        assert client.get(start.url).status_code == 200


def test_the_first_page_tells_who_one_is(client_of, user_of):
    text = client_of(roles.EDITOR).get("/admin/").content.decode()
    assert user_of(roles.EDITOR).display_name in text
    assert f'<p class="hongfan-me__roles">{roles.EDITOR}</p>' in text


def test_it_is_our_house(client_of):
    text = client_of(roles.EDITOR).get("/admin/").content.decode()
    assert "<title>" in text
    assert "红帆采编</title>" in text
    assert "hongfan/css/admin/admin.css" in text
    for foreign in ("editor-guide", "whats-new", "guide.wagtail.org", "wagtail.org/"):
        assert foreign not in text


def test_the_editor_loads_the_meter_as_a_module(client_of, site_tree):
    text = client_of(roles.EDITOR).get(add_url(NewsPage, site_tree.news)).content.decode()
    assert '<script type="module" src="/static/hongfan/js/admin/length-meter.js">' in text
    assert "data-hongfan-meter" in text
    assert finders.find("hongfan/js/admin/length-meter.js")


def test_tabs_say_what_is_in_them(client_of, site_tree):
    text = client_of(roles.EDITOR).get(add_url(NewsPage, site_tree.news)).content.decode()
    for tab in ("内容", "网址与导航"):
        assert tab in text
    assert "推荐" not in text


def test_branches_and_people_stand_among_the_settings(client_of):
    text = client_of(roles.ADMINISTRATOR).get("/admin/").content.decode()
    assert reverse("wagtailsnippets_accounts_branch:list") in text
    assert reverse("wagtailusers_users:index") in text


@pytest.mark.parametrize("stream", [BodyBlock(), HomeSectionsBlock()], ids=["body", "home"])
def test_every_block_has_an_icon_that_exists(stream):
    sprite = get_icons()
    icons = {name: block.meta.icon for name, block in stream.child_blocks.items()}
    assert [name for name, icon in icons.items() if f'id="icon-{icon}"' not in sprite] == []
