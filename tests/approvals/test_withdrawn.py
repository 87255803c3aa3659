"""What readers find at the address of a page that was taken back."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

import pytest

from news.models import NewsPage
from tests.support.review import pass_review

SENTENCE = "这个页面已撤下"


@pytest.fixture
def withdrawn(published: Any, people: Any) -> Any:
    page = published(title="渡口明日停航", slug="du-kou")
    page.unpublish(user=people.chief)
    return page


def test_says_when_and_nothing_of_the_page(withdrawn: Any, client: Any) -> None:
    answer = client.get(withdrawn.url)
    assert answer.status_code == 410
    assert SENTENCE in answer.text
    assert "noindex" in answer.text
    assert "渡口明日停航" not in answer.text


def test_in_elder_mode(withdrawn: Any, client: Any) -> None:
    client.cookies["display"] = "mode:elder"
    answer = client.get(withdrawn.url)
    assert answer.status_code == 410
    assert SENTENCE in answer.text


def test_is_said_while_it_is_written_anew(withdrawn: Any, people: Any, client: Any) -> None:
    withdrawn.title = "渡口照常通航"
    withdrawn.save_revision(user=people.writer)
    assert client.get(withdrawn.url).status_code == 410


def test_ends_when_it_is_published_again(withdrawn: Any, people: Any, client: Any) -> None:
    page = NewsPage.objects.get(pk=withdrawn.pk)
    pass_review(page, people.writer, people.reviewers)
    assert client.get(page.url).status_code == 200


def test_is_no_word_about_what_was_never_out(draft: Any, client: Any) -> None:
    page = draft(slug="cao-gao")
    assert client.get(page.url).status_code == 404


def test_is_no_word_about_what_few_could_read(withdrawn: Any, client: Any) -> None:
    PageViewRestriction.objects.create(page=withdrawn, restriction_type="login")
    assert client.get(withdrawn.url).status_code == 404


def test_is_no_word_below_a_section_that_is_gone(withdrawn: Any, people: Any, client: Any) -> None:
    withdrawn.get_parent().unpublish(user=people.chief)
    assert client.get(withdrawn.url).status_code == 404


def test_is_no_word_where_its_time_had_come(published: Any, client: Any) -> None:
    page = published()
    page.unpublish(set_expired=True)
    assert client.get(page.url).status_code == 404


def test_a_redirect_goes_before(withdrawn: Any, site_tree: Any, client: Any) -> None:
    Redirect.objects.create(old_path=withdrawn.url.rstrip("/"), redirect_page=site_tree.news)
    answer = client.get(withdrawn.url)
    assert answer.status_code == 301
    assert answer["Location"].endswith(site_tree.news.url)
