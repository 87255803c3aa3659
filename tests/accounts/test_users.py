"""Accounts in the admin: one name, branch and roles; nobody becomes more than they are."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from accounts import roles
from accounts.models import User
from tests.factories.accounts import PASSWORD, BranchFactory, UserFactory

NEW_PASSWORD = "chuan-guo-bei-du-kou-2026"


@pytest.fixture
def admin(client_of):
    return client_of(roles.ADMINISTRATOR)


def group_ids(*names):
    return [
        str(pk)
        for pk in User.groups.rel.model.objects.filter(name__in=names).values_list("pk", flat=True)
    ]


def account(**values):
    data = {
        "username": "linzx",
        "display_name": "林知行",
        "email": "lin@example.org",
        "branch": "",
        "groups": group_ids(roles.EDITOR, roles.FIRST_REVIEWER),
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "is_active": "on",
    }
    return {**data, **values}


def edit(user):
    return reverse("wagtailusers_users:edit", args=[user.pk])


def test_a_user_has_one_name():
    user = User(username="lin", display_name="林知行")
    assert str(user) == user.get_full_name() == user.get_short_name() == "林知行"
    assert str(User(username="lin")) == "lin"
    assert "first_name" not in {field.name for field in User._meta.get_fields()}


def test_making_an_account(admin, client):
    branch = BranchFactory(name="北渡口村党支部")
    response = admin.post(reverse("wagtailusers_users:add"), account(branch=branch.pk))
    assert response.status_code == 302
    user = User.objects.get(username="linzx")
    assert (user.display_name, user.branch, user.is_superuser) == ("林知行", branch, False)
    assert {group.name for group in user.groups.all()} == {roles.EDITOR, roles.FIRST_REVIEWER}
    assert client.login(username="linzx", password=NEW_PASSWORD)
    assert client.get("/admin/").status_code == 200


def test_changing_an_account_keeps_the_password(admin, client):
    user = UserFactory(username="linzx", roles=[roles.EDITOR])
    data = account(groups=group_ids(roles.CHIEF_EDITOR), password1="", password2="")
    assert admin.post(edit(user), data).status_code == 302
    user.refresh_from_db()
    assert [group.name for group in user.groups.all()] == [roles.CHIEF_EDITOR]
    assert client.login(username="linzx", password=PASSWORD)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("username", "林 知行", "只能用字母、数字"),
        ("display_name", "", "必"),
        ("password2", "another-one-2026", "密码"),
        ("password1", "12345", "密码"),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(admin, field, value, said):
    data = account(**{field: value})
    if field == "password1":
        data["password2"] = value
    response = admin.post(reverse("wagtailusers_users:add"), data)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert said in str(errors)
    assert response.context["form"]["email"].value() == "lin@example.org"
    assert not User.objects.filter(username="linzx").exists()


def test_nobody_but_a_superuser_makes_one(admin, client):
    response = admin.get(reverse("wagtailusers_users:add"))
    assert "is_superuser" not in response.context["form"].fields
    admin.post(reverse("wagtailusers_users:add"), account(is_superuser="on"))
    assert not User.objects.get(username="linzx").is_superuser
    client.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    data = account(username="second", is_superuser="on")
    client.post(reverse("wagtailusers_users:add"), data)
    assert User.objects.get(username="second").is_superuser


def test_a_site_administrator_cannot_take_over_a_superuser(admin, client):
    root = UserFactory(username="root", is_superuser=True)
    admin.post(edit(root), account(username="root"))
    assert client.login(username="root", password=PASSWORD)
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    admin.post(f"{address}?id={root.pk}", {"mark_as_active": ""})
    root.refresh_from_db()
    assert root.is_active


def test_nobody_switches_themselves_off(admin, user_of):
    me = user_of(roles.ADMINISTRATOR)
    data = account(username=me.username, groups=group_ids(roles.ADMINISTRATOR))
    del data["is_active"]
    assert admin.post(edit(me), {**data, "password1": "", "password2": ""}).status_code == 302
    me.refresh_from_db()
    assert me.is_active


def test_the_list_tells_branch_and_roles(admin):
    branch = BranchFactory(name="北渡口村党支部")
    UserFactory(username="linzx", display_name="林知行", branch=branch, roles=[roles.EDITOR])
    text = admin.get(reverse("wagtailusers_users:index"), {"q": "知行"}).content.decode()
    assert "林知行" in text
    assert "北渡口村党支部" in text
    assert roles.EDITOR in text
    # The search left out everybody else.
    assert "站点管理员张" not in text.split("<table")[1]


def test_the_list_asks_as_often_for_many_as_for_few(admin):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            admin.get(reverse("wagtailusers_users:index"))
        return len(queries)

    asked()
    few = asked()
    UserFactory.create_batch(8, roles=[roles.EDITOR, roles.FIRST_REVIEWER])
    assert asked() == few


def test_the_own_account_asks_for_the_one_name(client_of, user_of):
    client = client_of(roles.CONTRIBUTOR)
    url = reverse("wagtailadmin_account")
    form = client.get(url).content.decode()
    assert "name_email-display_name" in form
    assert "first_name" not in form
    data = {
        "name_email-display_name": "王小河",
        "name_email-email": "",
        "locale-preferred_language": "zh-hans",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "theme-keyboard_shortcuts": "on",
    }
    response = client.post(url, data)
    assert response.status_code == 302
    me = User.objects.get(pk=user_of(roles.CONTRIBUTOR).pk)
    assert me.display_name == "王小河"
    assert "王小河" in client.get("/admin/").content.decode()


def test_the_log_in_page_speaks_chinese(client, db):
    text = client.get(reverse("wagtailadmin_login")).content.decode()
    for words in ("登录采编后台", "用户名", "密码", "记住我"):
        assert words in text
    assert "Password" not in text
    assert "Wagtail<" not in text


def test_a_wrong_password_is_told_in_chinese(client, db):
    UserFactory(username="linzx")
    response = client.post(
        reverse("wagtailadmin_login"), {"username": "linzx", "password": "wrong"}
    )
    assert response.status_code == 200
    assert "didn't match" not in response.content.decode()


def test_nobody_is_copied(admin):
    user = UserFactory()
    for page in (f"/admin/users/copy/{user.pk}/", "/admin/users/copy/999999/"):
        assert admin.get(page).status_code == 404
    for page in (reverse("wagtailusers_users:index"), edit(user)):
        assert "/users/copy/" not in admin.get(page).text
