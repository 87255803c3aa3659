"""What somebody without access is shown in place of a private page."""

from django.contrib.auth.models import Group

from wagtail.models import PageViewRestriction

import pytest
from bs4 import BeautifulSoup

from tests.factories.accounts import UserFactory
from tests.factories.news import NewsPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(site_tree):
    return NewsPageFactory(parent=site_tree.news, title="内部学习安排", summary="只给党员看的导语")


def restrict(page, kind, **values):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **values)


def test_the_password_form_tells_nothing_of_the_page(client, secret):
    restrict(secret, "password", password="hai-bian")
    html = client.get(secret.url).content.decode()
    assert "需要密码" in html
    assert 'name="viewport"' in html
    assert "内部学习安排" not in html
    assert "只给党员看的导语" not in html


def test_a_wrong_password_is_answered_in_place(client, secret):
    restriction = restrict(secret, "password", password="hai-bian")
    address = f"/_util/authenticate_with_password/{restriction.pk}/{secret.pk}/"
    response = client.post(address, {"password": "x", "return_url": secret.url})
    html = response.content.decode()
    assert response.status_code == 200
    assert "field__error" in html
    assert "内部学习安排" not in html


def test_the_password_opens_the_page(client, secret):
    restriction = restrict(secret, "password", password="hai-bian")
    address = f"/_util/authenticate_with_password/{restriction.pk}/{secret.pk}/"
    response = client.post(address, {"password": "hai-bian", "return_url": secret.url})
    assert response.url == secret.url
    assert "内部学习安排" in client.get(secret.url).content.decode()


def test_a_page_for_members_leads_to_the_login(client, secret):
    restrict(secret, "login")
    response = client.get(secret.url)
    assert response.status_code == 302
    html = client.get(response.url).content.decode()
    assert "这个页面登录后才能看" in html
    assert "内部学习安排" not in html


def test_logging_in_opens_it(client, secret):
    restrict(secret, "login")
    UserFactory(username="lin", password="chuan-dao-qiao-tou")
    response = client.post(
        "/_util/login/",
        {"username": "lin", "password": "chuan-dao-qiao-tou", "next": secret.url},
    )
    assert response.status_code == 302
    assert "内部学习安排" in client.get(secret.url).content.decode()


@pytest.mark.parametrize("mode", ["", "mode:elder"])
def test_who_is_signed_in_can_leave_from_there(client, secret, mode):
    client.cookies["display"] = mode
    restrict(secret, "login")
    client.force_login(UserFactory(username="lin"))
    html = BeautifulSoup(client.get(secret.url).content, "html.parser")
    form = html.find("form", action="/logout/")
    assert "lin" in form.get_text()
    assert form.find("input", {"name": "csrfmiddlewaretoken"})["value"]
    assert form.find("input", {"name": "next"})["value"] == secret.url
    response = client.post("/logout/", {"next": secret.url})
    assert response.url == secret.url
    assert client.get(secret.url).status_code == 302


def test_leaving_leads_nowhere_else(client):
    client.force_login(UserFactory())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/", {"next": "https://elsewhere.invalid/"}).url == "/"


def test_who_is_nobody_is_given_nothing_to_keep(client, site_tree):
    """A token in every page would keep all of them from caches."""
    page = NewsPageFactory(parent=site_tree.news)
    for address in (page.url, site_tree.news.url, "/"):
        response = client.get(address)
        assert "退出登录" not in response.text
        assert not response.cookies


def test_a_page_for_a_group_opens_for_its_members_only(client, secret):
    members = Group.objects.create(name="党员")
    restrict(secret, "groups").groups.add(members)
    for username, is_member in (("lin", False), ("shen", True)):
        user = UserFactory(username=username, password="chuan-dao-qiao-tou")
        user.groups.set([members] if is_member else [])
        login = {"username": username, "password": "chuan-dao-qiao-tou", "next": secret.url}
        response = client.post("/_util/login/", login, follow=True)
        assert ("内部学习安排" in response.text) is is_member


def test_a_wrong_log_in_says_so_and_keeps_the_name(client, secret):
    response = client.post(
        "/_util/login/", {"username": "lin", "password": "x", "next": secret.url}
    )
    html = response.content.decode()
    assert "用户名或密码不对" in html
    assert 'value="lin"' in html
