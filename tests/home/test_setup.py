"""What ``setup_site`` makes."""

from django.contrib.auth.models import Group
from django.core.management import call_command

from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

import pytest

from accounts import roles
from approvals.permits import maintaining
from core.models import SiteSettings
from home.models import HomePage
from home.setup.tree import SECTIONS, ensure_home, ensure_locales


def counts():
    models = (Page, Locale, Site, Group, Workflow, WorkflowPage)
    models += (GroupPagePermission, GroupCollectionPermission)
    return {model.__name__: model.objects.count() for model in models}


def test_site_answers_with_its_sections(site_tree, client):
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    for section in (site_tree.news, site_tree.theory, site_tree.lectures, site_tree.topics):
        assert f'href="{section.url}"' in page
        assert client.get(section.url).status_code == 200


def test_running_it_again_changes_nothing(site_tree):
    before = counts()
    call_command("setup_site", verbosity=0)
    assert counts() == before


def test_it_brings_rights_up_to_date(site_tree):
    group = Group.objects.get(name=roles.CONTRIBUTOR)
    before = counts()
    group.permissions.clear()
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.create(group=group, page=site_tree.home, permission_type="publish")
    call_command("setup_site", verbosity=0)
    assert counts() == before
    assert group.permissions.filter(codename="access_admin").exists()
    assert not group.page_permissions.filter(page=site_tree.home).exists()


def test_what_editors_have_changed_stays(site_tree):
    site_tree.news.title = "要闻"
    site_tree.news.save_revision().publish()
    site_tree.home.sections = [("news", {"title": "要闻", "count": 3})]
    site_tree.home.save_revision().publish()
    call_command("setup_site", verbosity=0)
    site_tree.news.refresh_from_db()
    assert site_tree.news.title == "要闻"
    assert len(HomePage.objects.get(pk=site_tree.home.pk).sections) == 1


def test_a_removed_section_comes_back(site_tree, client):
    site_tree.theory.delete()
    call_command("setup_site", verbosity=0)
    assert client.get("/theory/").status_code == 200


def test_wagtails_sample_workflow_goes(site_tree):
    with maintaining():
        task = GroupApprovalTask.objects.create(name="Moderators approval")
        sample = Workflow.objects.create(name="Moderators approval")
        WorkflowTask.objects.create(workflow=sample, task=task)
        WorkflowPage.objects.create(workflow=sample, page=Page.get_first_root_node())
    call_command("setup_site", verbosity=0)
    assert not Workflow.objects.filter(pk=sample.pk).exists()
    assert not GroupApprovalTask.objects.exists()


def test_wagtails_root_speaks_chinese(site_tree):
    root = Page.get_first_root_node()
    Page.objects.filter(pk=root.pk).update(title="Root", draft_title="Root")
    call_command("setup_site", verbosity=0)
    root.refresh_from_db()
    assert (root.title, root.draft_title) == ("全部", "全部")


def test_wagtails_sample_page_makes_room(site_tree):
    Site.objects.all().delete()
    site_tree.home.delete()
    root = Page.get_first_root_node()
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    site = Site.objects.create(hostname="localhost", is_default_site=True, root_page=welcome)
    home = ensure_home(ensure_locales())
    site.refresh_from_db()
    assert site.root_page_id == home.pk
    assert site.site_name
    assert not Page.objects.filter(pk=welcome.pk).exists()


def test_a_page_that_somebody_made_stays(site_tree):
    Site.objects.all().delete()
    site_tree.home.delete()
    own = Page.get_first_root_node().add_child(instance=Page(title="旧首页", slug="jiu"))
    Site.objects.create(hostname="localhost", is_default_site=True, root_page=own)
    ensure_home(ensure_locales())
    assert Page.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(("model", "title", "slug"), SECTIONS)
def test_every_section_stands_in_the_menu(site_tree, model, title, slug):
    section = model.objects.get()
    assert (section.title, section.slug) == (title, slug)
    assert section.live
    assert section.show_in_menus


class TestProduction:
    """A site under production settings knows its address and its ICP number."""

    @pytest.fixture(autouse=True)
    def production(self, settings):
        settings.HONGFAN_ENVIRONMENT = "production"
        settings.HONGFAN_ICP = "京ICP备12345678号"
        settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
        settings.ALLOWED_HOSTS = ["www.example.org"]

    def served(self, client):
        return client.get("/", HTTP_HOST="www.example.org").text

    def test_pages_name_both(self, site_tree, client):
        call_command("setup_site", verbosity=0)
        page = self.served(client)
        assert '<link rel="canonical" href="https://www.example.org/">' in page
        assert "京ICP备12345678号" in page

    def test_none_is_no_number(self, site_tree, client, settings):
        settings.HONGFAN_ICP = "none"
        call_command("setup_site", verbosity=0)
        assert "beian.miit.gov.cn" not in self.served(client)

    def test_what_somebody_has_set_stays(self, site_tree, client):
        Site.objects.update(hostname="dang.example.cn", port=8080)
        SiteSettings.objects.update(icp_number="沪ICP备1号")
        call_command("setup_site", verbosity=0)
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("dang.example.cn", 8080)
        assert SiteSettings.objects.get().icp_number == "沪ICP备1号"
