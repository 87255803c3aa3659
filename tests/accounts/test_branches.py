"""The tree of organisations, and its place in the admin."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from accounts import roles
from accounts.models import Branch
from accounts.models.branch import BranchKind
from news.models import NewsPage
from tests.factories.accounts import BranchFactory, UserFactory
from tests.factories.news import NewsPageFactory
from tests.support.page_forms import add_url

COMMITTEE, GENERAL, BRANCH = BranchKind.COMMITTEE, BranchKind.GENERAL_BRANCH, BranchKind.BRANCH


@pytest.fixture
def tree(site_tree):
    """青禾镇党委 > 机关党总支 > 办公室党支部; 青禾镇党委 > 北渡口村党支部."""
    committee = BranchFactory(name="青禾镇党委", kind=COMMITTEE)
    general = BranchFactory(parent=committee, name="机关党总支", kind=GENERAL)
    BranchFactory(parent=general, name="办公室党支部")
    BranchFactory(parent=Branch.objects.get(pk=committee.pk), name="北渡口村党支部")
    return {branch.name: branch for branch in Branch.objects.all()}


@pytest.fixture
def admin(client_of):
    return client_of(roles.ADMINISTRATOR)


def url(name, *branches):
    return reverse(
        Branch.snippet_viewset.get_url_name(name), args=[branch.pk for branch in branches]
    )


def form(name, kind=BRANCH, parent=None, slug=""):
    return {"name": name, "kind": kind, "parent": parent.pk if parent else "", "slug": slug}


def place(name):
    branch = Branch.objects.get(name=name)
    parent = branch.get_parent()
    return parent.name if parent else None


@pytest.mark.parametrize(
    ("kind", "parent", "allowed"),
    [
        (COMMITTEE, None, True),
        (GENERAL, None, True),
        (BRANCH, None, True),
        (COMMITTEE, COMMITTEE, True),
        (GENERAL, COMMITTEE, True),
        (BRANCH, COMMITTEE, True),
        (BRANCH, GENERAL, True),
        (GENERAL, GENERAL, False),
        (COMMITTEE, GENERAL, False),
        (BRANCH, BRANCH, False),
        (GENERAL, BRANCH, False),
    ],
)
def test_what_may_stand_below_what(kind, parent, allowed):
    above = Branch(kind=parent) if parent else None
    if allowed:
        Branch.check_place(kind, above)
    else:
        with pytest.raises(ValidationError, match="不能设在"):
            Branch.check_place(kind, above)


def test_names_that_sound_the_same_get_numbered_addresses(db):
    first = BranchFactory(name="河口党支部")
    second = BranchFactory(name="和口党支部")
    assert first.slug == "he-kou-dang-zhi-bu"
    assert second.slug == "he-kou-dang-zhi-bu-2"


def test_a_name_without_letters_still_has_an_address(db):
    assert BranchFactory(name="※").slug == "branch"


class TestAdmin:
    def test_the_list_shows_the_tree(self, tree, admin):
        text = admin.get(url("list")).content.decode()
        order = [text.index(f">{name}<") for name in tree]
        names = [name for _place, name in sorted(zip(order, tree, strict=True))]
        assert names == ["青禾镇党委", "北渡口村党支部", "机关党总支", "办公室党支部"]
        assert 'hongfan-depth--3">办公室党支部' in text

    def test_the_list_asks_as_often_for_many_as_for_few(self, tree, admin):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                admin.get(url("list"))
            return len(queries)

        asked()
        few = asked()
        for number in range(8):
            UserFactory(branch=BranchFactory(name=f"新{number}"))
        assert asked() == few

    def test_adding_one(self, tree, admin):
        parent = tree["机关党总支"]
        assert admin.post(url("add"), form("财政所党支部", parent=parent)).status_code == 302
        assert place("财政所党支部") == "机关党总支"
        assert Branch.objects.get(name="财政所党支部").slug == "cai-zheng-suo-dang-zhi-bu"

    def test_adding_one_at_the_top(self, tree, admin):
        assert admin.post(url("add"), form("县直机关党委", COMMITTEE)).status_code == 302
        assert place("县直机关党委") is None

    def test_a_wrong_place_is_refused_and_nothing_is_lost(self, tree, admin):
        parent = tree["北渡口村党支部"]
        response = admin.post(url("add"), form("财政所党支部", parent=parent))
        assert "党支部不能设在党支部之下。" in response.content.decode()
        assert response.context["form"]["name"].value() == "财政所党支部"
        assert not Branch.objects.filter(name="财政所党支部").exists()

    def test_a_name_exists_once(self, tree, admin):
        response = admin.post(url("add"), form("机关党总支", GENERAL, tree["青禾镇党委"]))
        assert response.status_code == 200
        assert "name" in response.context["form"].errors

    def test_another_parent_moves_it_with_what_is_below(self, tree, admin):
        admin.post(url("add"), form("县委", COMMITTEE))
        county = Branch.objects.get(name="县委")
        general = tree["机关党总支"]
        assert (
            admin.post(url("edit", general), form("机关党总支", GENERAL, county)).status_code == 302
        )
        assert place("机关党总支") == "县委"
        assert place("办公室党支部") == "机关党总支"
        assert Branch.find_problems() == ([], [], [], [], [])

    def test_moving_to_the_top(self, tree, admin):
        branch = tree["办公室党支部"]
        admin.post(url("edit", branch), form("办公室党支部"))
        assert place("办公室党支部") is None
        assert Branch.find_problems() == ([], [], [], [], [])

    def test_renaming_keeps_place_and_address(self, tree, admin):
        branch = tree["办公室党支部"]
        data = form("党政办党支部", parent=tree["机关党总支"], slug=branch.slug)
        admin.post(url("edit", branch), data)
        renamed = Branch.objects.get(pk=branch.pk)
        assert (renamed.name, renamed.slug) == ("党政办党支部", "ban-gong-shi-dang-zhi-bu")
        assert place("党政办党支部") == "机关党总支"

    def test_it_cannot_stand_below_itself(self, tree, admin):
        committee = tree["青禾镇党委"]
        data = form("青禾镇党委", COMMITTEE, tree["机关党总支"])
        response = admin.post(url("edit", committee), data)
        assert "parent" in response.context["form"].errors
        assert place("青禾镇党委") is None

    def test_a_kind_that_does_not_suit_what_is_below_is_refused(self, tree, admin):
        committee = tree["青禾镇党委"]
        response = admin.post(url("edit", committee), form("青禾镇党委", GENERAL))
        assert "它的下面有“机关党总支”（党总支），不能改成这个类别。" in response.content.decode()
        committee.refresh_from_db()
        assert committee.kind == COMMITTEE

    def test_deleting_an_unused_one(self, tree, admin):
        assert admin.post(url("delete", tree["北渡口村党支部"])).status_code == 302
        assert not Branch.objects.filter(name="北渡口村党支部").exists()

    @pytest.mark.parametrize("use", ["下级组织 1", "用户 1", "新闻 2"])
    @pytest.mark.parametrize("many", [False, True])
    def test_one_in_use_stays(self, site_tree, tree, admin, use, many):
        branch = tree["机关党总支" if "下级" in use else "北渡口村党支部"]
        if "用户" in use:
            UserFactory(branch=branch)
        if "新闻" in use:
            NewsPageFactory.create_batch(2, parent=site_tree.news, branch=branch)
        address = url("delete", branch)
        if many:
            address = reverse("wagtail_bulk_action", args=["accounts", "branch", "delete"])
            address += f"?id={branch.pk}"
        response = admin.post(address, follow=True)
        assert f"“{branch.name}”不能删除，还在用：{use}。" in response.content.decode()
        assert Branch.objects.filter(pk=branch.pk).exists()


def test_the_article_editor_offers_the_tree(site_tree, tree, client_of):
    response = client_of(roles.CONTRIBUTOR).get(add_url(NewsPage, site_tree.news))
    labels = [label for _value, label in response.context["form"].fields["branch"].choices]
    assert labels[1:] == [
        "青禾镇党委",
        "\u3000北渡口村党支部",
        "\u3000机关党总支",
        "\u3000\u3000办公室党支部",
    ]
