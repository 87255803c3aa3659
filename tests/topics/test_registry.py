"""Which types topics collect."""

from django.core.exceptions import ImproperlyConfigured

import pytest

from learning.models import TheoryArticlePage, VideoLecturePage
from news.models import BranchPage, NewsPage
from topics import registry


def test_the_four_article_types_are_registered():
    found = {kind.key: kind.model for kind in registry.all_types()}
    assert found == {
        "news": NewsPage,
        "theory": TheoryArticlePage,
        "lecture": VideoLecturePage,
        "branch": BranchPage,
    }


def test_a_key_is_taken_once_but_a_type_may_register_again():
    with pytest.raises(ImproperlyConfigured, match="NewsPage"):
        registry.collectable("news", "新闻")(BranchPage)
    assert registry.collectable("news", registry.get_type("news").label)(NewsPage) is NewsPage


def test_cards_join_what_the_type_has_and_leave_bodies_out():
    lecture = registry.type_of(VideoLecturePage)
    assert lecture.card_related == ["branch", "cover", "media"]
    assert "body" in lecture.card_deferred
    assert registry.type_of(NewsPage).card_related == ["branch", "cover"]


def test_keys_that_name_nothing_are_left_out():
    assert [kind.key for kind in registry.types_for(["theory", "nichts"])] == ["theory"]
    assert registry.get_type("nichts") is None
    assert registry.type_of(dict) is None
