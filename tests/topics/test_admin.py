"""The admin's views of topics, through the browser's door: who may, what they see, what happens."""

from django.urls import reverse

import pytest

from accounts import roles
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory, TopicPageFactory
from topics.models import TaggedPage, Topic

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/topics/topic/"
CHOOSER = "/admin/snippets/choose/topics/topic/"
SUGGESTIONS = "/admin/topics/suggestions/"


@pytest.fixture
def chief(client_of):
    return client_of(roles.CHIEF_EDITOR)


@pytest.fixture
def editor(client_of):
    return client_of(roles.EDITOR)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


class TestAutocomplete:
    def ask(self, client, term):
        response = client.get(reverse("topics_autocomplete"), {"term": term})
        assert response.status_code == 200
        return response.json()

    def test_by_part_alias_and_initials(self, editor, topic):
        own = {"value": "乡村振兴", "label": "乡村振兴"}
        assert self.ask(editor, "村振") == [own]
        assert self.ask(editor, "xczx") == [own]
        assert self.ask(editor, "新农") == [{"value": "乡村振兴", "label": "乡村振兴（新农村）"}]

    def test_only_accepted_topics(self, editor):
        TopicFactory(name="待定", status="suggested")
        assert self.ask(editor, "待定") == []

    @pytest.mark.parametrize("term", ["", "\u200b", "'", "%%", "a" * 10000, "\ud83d\ude00"])
    def test_hostile_terms(self, editor, topic, term):
        term = term.encode("utf-16", "surrogatepass").decode("utf-16")
        assert self.ask(editor, term) == []

    def test_no_more_than_ten(self, editor):
        for number in range(12):
            TopicFactory(name=f"同名{number}")
        assert len(self.ask(editor, "同名")) == 10

    def test_readers_are_sent_to_the_login(self, client):
        response = client.get(reverse("topics_autocomplete"), {"term": "乡"})
        assert response.status_code == 302


class TestList:
    def test_names_aliases_states_and_counts(self, chief, site_tree, topic):
        for _number in range(3):
            NewsPageFactory(parent=site_tree.news, topics=[topic])
        TopicFactory(name="旧词", status="merged", merged_into=topic)
        html = text(chief.get(LIST))
        assert "乡村建设、新农村" in html
        counted = {one.name: one.page_count for one in chief.get(LIST).context["object_list"]}
        assert counted == {"乡村振兴": 3, "旧词": 0}

    @pytest.mark.parametrize("query", ["新农", "xczx", "振兴"])
    def test_search_by_any_name(self, chief, topic, query):
        TopicFactory(name="生态文明")
        found = chief.get(LIST, {"q": query}).context["object_list"]
        assert [one.name for one in found] == ["乡村振兴"]

    def test_filter_by_state(self, chief, topic):
        TopicFactory(name="待定", status="suggested")
        found = chief.get(LIST, {"status": "suggested"}).context["object_list"]
        assert [one.name for one in found] == ["待定"]

    def test_queries_do_not_grow(self, chief, site_tree, topic, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        def count():
            with CaptureQueriesContext(connection) as captured:
                chief.get(LIST)
            return len(captured)

        count()
        few = count()
        for number in range(8):
            one = TopicFactory(aliases=[f"别{number}"])
            TopicFactory(status="merged", merged_into=topic)
            NewsPageFactory(parent=site_tree.news, topics=[one])
        assert count() == few

    @pytest.mark.parametrize("role", [roles.EDITOR, roles.CONTRIBUTOR, roles.FIRST_REVIEWER])
    def test_others_do_not_keep_the_vocabulary(self, client_of, topic, role):
        client = client_of(role)
        for address in (
            LIST,
            f"{LIST}add/",
            f"{LIST}edit/{topic.pk}/",
            f"{LIST}delete/{topic.pk}/",
        ):
            assert client.get(address).status_code in (302, 403), address
        client.post(f"{LIST}edit/{topic.pk}/", {"name": "改了"})
        topic.refresh_from_db()
        assert topic.name == "乡村振兴"


class TestEditing:
    def test_a_new_topic_with_aliases(self, chief):
        response = chief.post(
            f"{LIST}add/", {"name": " 河长制 ", "aliases": "巡河\r\n河长，巡河", "description": ""}
        )
        assert response.status_code == 302
        topic = Topic.objects.get()
        assert (topic.name, topic.slug, topic.is_accepted) == ("河长制", "he-zhang-zhi", True)
        assert set(Topic.objects.by_names(["巡河", "河长"]).values()) == {topic}

    def test_the_form_shows_and_changes_aliases(self, chief, topic):
        html = text(chief.get(f"{LIST}edit/{topic.pk}/"))
        assert "乡村建设\n新农村" in html
        chief.post(
            f"{LIST}edit/{topic.pk}/", {"name": "乡村全面振兴", "aliases": "新农村\n乡村振兴"}
        )
        names = set(topic.aliases.values_list("name", flat=True))
        assert names == {"乡村全面振兴", "新农村", "乡村振兴"}

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"name": "乡村振兴"}, "已经有专题“乡村振兴”"),
            ({"name": "新农村"}, "已是专题“乡村振兴”的别名"),
            ({"name": "甲，乙"}, "不能有逗号"),
            ({"name": "长" * 60}, "最多 40 个字"),
            ({"name": "\u200b\u200b"}, "不能为空"),
            ({"name": "丙", "aliases": "新农村"}, "已是专题“乡村振兴”的别名"),
            ({"name": "丙", "aliases": "长" * 60}, "最多 40 个字"),
        ],
    )
    def test_what_is_refused_says_why_and_keeps_the_input(self, chief, topic, data, sentence):
        html = text(chief.post(f"{LIST}add/", {"aliases": "", "description": "留住我", **data}))
        assert sentence in html
        assert "留住我" in html
        assert Topic.objects.count() == 1

    def test_a_name_taken_a_moment_ago(self, chief, topic, monkeypatch):
        # What the form checked is no longer so when the row is written.
        monkeypatch.setattr("topics.forms.vocabulary.check_names", lambda *args: None)
        monkeypatch.setattr(Topic, "full_clean", lambda self, *args, **kwargs: None)
        html = text(chief.post(f"{LIST}add/", {"name": "新农村", "aliases": ""}))
        assert "刚刚有人用了同样的名称" in html
        assert Topic.objects.count() == 1

    def test_a_signpost_is_not_edited(self, chief, topic):
        gone = TopicFactory(name="旧词", status="merged", merged_into=topic)
        assert chief.get(f"{LIST}edit/{gone.pk}/").status_code in (302, 403)

    def test_a_topic_in_use_is_not_deleted(self, admin_client, site_tree, topic):
        NewsPageFactory(parent=site_tree.news, topics=[topic])
        response = admin_client.post(f"{LIST}delete/{topic.pk}/", follow=True)
        assert "合并" in messages(response)
        admin_client.post(
            f"/admin/bulk/topics/topic/delete/?id={topic.pk}", {"id": topic.pk}, follow=True
        )
        assert Topic.objects.filter(pk=topic.pk).exists()

    def test_an_unused_topic_is_deleted(self, admin_client, topic):
        assert admin_client.post(f"{LIST}delete/{topic.pk}/").status_code == 302
        assert not Topic.objects.exists()

    @pytest.mark.parametrize(
        ("query", "count"), [("", 2), ("新农", 1), ("xczx", 1), ("待定", 0), ("\u200b", 0)]
    )
    def test_the_chooser_of_a_topic_page_offers_accepted_ones(self, chief, topic, query, count):
        TopicFactory(name="生态文明")
        TopicFactory(name="待定", status="suggested")
        for address in (CHOOSER, f"{CHOOSER}results/"):
            found = chief.get(address, {"q": query}).context["results"]
            assert len(found) == count


class TestSuggestions:
    def test_from_suggestion_to_choice(self, editor, chief, user_of):
        data = {"name": "河长制", "aliases": "巡河", "reason": "每月都有巡河稿件"}
        response = editor.post(f"{SUGGESTIONS}new/", data, follow=True)
        assert "总编审定后" in messages(response)
        assert "待审定" in text(editor.get(SUGGESTIONS))

        topic = Topic.objects.get()
        html = text(chief.get(f"{SUGGESTIONS}{topic.pk}/"))
        assert "每月都有巡河稿件" in html
        assert "巡河" in html
        assert str(user_of(roles.EDITOR)) in html
        chief.post(f"{SUGGESTIONS}{topic.pk}/", {"decision": "accept", "reason": ""})
        assert "使用中" in text(editor.get(SUGGESTIONS))
        assert editor.get(reverse("topics_autocomplete"), {"term": "巡"}).json()

    def test_the_reason_of_a_refusal_is_shown_to_who_suggested(self, editor, chief):
        editor.post(f"{SUGGESTIONS}new/", {"name": "河长制", "reason": "理由"})
        address = f"{SUGGESTIONS}{Topic.objects.get().pk}/"
        assert "请写明理由" in text(chief.post(address, {"decision": "reject", "reason": " "}))
        chief.post(address, {"decision": "reject", "reason": "先归入生态文明"})
        html = text(editor.get(SUGGESTIONS))
        assert "未采纳" in html
        assert "先归入生态文明" in html

    def test_everybody_sees_their_own_the_chief_all(self, client_of, editor, chief):
        editor.post(f"{SUGGESTIONS}new/", {"name": "河长制", "reason": "理由"})
        contributor = client_of(roles.CONTRIBUTOR)
        contributor.post(f"{SUGGESTIONS}new/", {"name": "林长制", "reason": "理由"})
        seen = {
            client: {one.name for one in client.get(SUGGESTIONS).context["object_list"]}
            for client in (editor, contributor, chief)
        }
        assert seen == {
            editor: {"河长制"},
            contributor: {"林长制"},
            chief: {"河长制", "林长制"},
        }

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"name": "新农村", "reason": "理由"}, "已是专题“乡村振兴”的别名"),
            ({"name": "丙", "aliases": "乡村振兴", "reason": "理由"}, "已经有专题"),
            ({"name": "丙", "reason": ""}, "field-errors"),
            ({"name": "丙" * 200, "reason": "理由"}, "100"),
            ({"name": "\x1b\u202e", "reason": "理由"}, "不能为空"),
        ],
    )
    def test_bad_input_is_said_and_kept(self, editor, topic, data, sentence):
        html = text(editor.post(f"{SUGGESTIONS}new/", data))
        assert sentence in html or "error" in html
        assert Topic.objects.count() == 1

    def test_a_second_decision_is_told_about_the_first(self, editor, chief):
        editor.post(f"{SUGGESTIONS}new/", {"name": "河长制", "reason": "理由"})
        address = f"{SUGGESTIONS}{Topic.objects.get().pk}/"
        chief.post(address, {"decision": "accept"})
        response = chief.post(address, {"decision": "reject", "reason": "晚了"}, follow=True)
        assert "已经审定：使用中" in messages(response)
        assert Topic.objects.get().is_accepted

    def test_who_may(self, client_of, editor, chief):
        reviewer = client_of(roles.FIRST_REVIEWER)
        assert reviewer.get(SUGGESTIONS).status_code in (302, 403)
        assert reviewer.post(
            f"{SUGGESTIONS}new/", {"name": "丁", "reason": "理由"}
        ).status_code in (
            302,
            403,
        )
        editor.post(f"{SUGGESTIONS}new/", {"name": "河长制", "reason": "理由"})
        address = f"{SUGGESTIONS}{Topic.objects.get().pk}/"
        assert editor.post(address, {"decision": "accept"}).status_code in (302, 403)
        assert Topic.objects.get().status == "suggested"
        assert chief.get(f"{SUGGESTIONS}99999/").status_code == 404


class TestMerge:
    @pytest.fixture
    def source(self, site_tree):
        source = TopicFactory(name="美丽乡村")
        NewsPageFactory(parent=site_tree.news, topics=[source])
        TopicPageFactory(parent=site_tree.topics, topic=source)
        return source

    def address(self, topic):
        return reverse("topics_merge", args=[topic.pk])

    def test_numbers_first_then_the_merge(self, chief, topic, source):
        address = self.address(source)
        assert f'value="{topic.pk}"' in text(chief.get(address))
        html = text(chief.post(address, {"target": topic.pk}))
        assert "“美丽乡村”将并入“乡村振兴”" in html
        assert "1 篇稿件改标" in html
        assert TaggedPage.objects.filter(tag=source).exists(), "not before it is confirmed"

        response = chief.post(address, {"target": topic.pk, "confirmed": topic.pk}, follow=True)
        assert "改标 1 篇稿件" in messages(response)
        assert Topic.objects.get(pk=source.pk).merged_into == topic

    def test_the_confirmation_holds_for_the_target_shown_only(self, chief, topic, source):
        other = TopicFactory(name="城乡融合")
        html = text(chief.post(self.address(source), {"target": other.pk, "confirmed": topic.pk}))
        assert "将并入“城乡融合”" in html
        assert Topic.objects.get(pk=source.pk).is_accepted

    @pytest.mark.parametrize("target", ["", "0", "x", "self", "suggested"])
    def test_bad_targets(self, chief, topic, source, target):
        waiting = TopicFactory(name="待定", status="suggested")
        pk = {"self": source.pk, "suggested": waiting.pk}.get(target, target)
        text(chief.post(self.address(source), {"target": pk, "confirmed": pk}))
        assert Topic.objects.get(pk=source.pk).is_accepted

    def test_again_says_so(self, chief, topic, source):
        data = {"target": topic.pk, "confirmed": topic.pk}
        chief.post(self.address(source), data)
        assert "已经合并到“乡村振兴”" in text(chief.post(self.address(source), data))

    def test_who_may(self, editor, topic, source):
        data = {"target": topic.pk, "confirmed": topic.pk}
        assert editor.post(self.address(source), data).status_code in (302, 403)
        assert editor.get(self.address(source)).status_code in (302, 403)
        assert Topic.objects.get(pk=source.pk).is_accepted

    def test_the_list_offers_it(self, chief, topic, source):
        assert self.address(source) in text(chief.get(LIST))


class TestMenu:
    @pytest.mark.parametrize(
        ("role", "shown"),
        [
            (roles.CHIEF_EDITOR, {LIST, SUGGESTIONS}),
            (roles.EDITOR, {SUGGESTIONS}),
            (roles.FIRST_REVIEWER, set()),
        ],
    )
    def test_each_sees_what_they_may_use(self, client_of, role, shown):
        html = text(client_of(role).get("/admin/"))
        assert {address for address in (LIST, SUGGESTIONS) if address in html} == shown


class TestTopicPageEditor:
    def data(self, topic, **more):
        return {
            "title": "乡村振兴",
            "slug": "",
            "introduction": "null",
            "topic": topic.pk if topic else "",
            "order": "newest",
            "rules-count": "0",
            "pins-TOTAL_FORMS": "0",
            "pins-INITIAL_FORMS": "0",
            "comment_form-TOTAL_FORMS": "0",
            "comment_form-INITIAL_FORMS": "0",
            **more,
        }

    def add(self, client, site_tree, data):
        return client.post(f"/admin/pages/add/topics/topicpage/{site_tree.topics.pk}/", data)

    @pytest.fixture
    def superuser(self, admin_client):
        return admin_client

    def test_the_editor_opens_and_a_page_is_made(self, superuser, site_tree, topic):
        address = f"/admin/pages/add/topics/topicpage/{site_tree.topics.pk}/"
        html = text(superuser.get(address))
        assert "收入哪些稿件" in html
        assert "topics/autocomplete" in html
        assert self.add(superuser, site_tree, self.data(topic)).status_code == 302
        assert topic.pages.get().slug == "xiang-cun-zhen-xing"

    def test_a_second_page_of_a_topic_is_refused(self, superuser, site_tree, topic):
        TopicPageFactory(parent=site_tree.topics, topic=topic)
        html = text(self.add(superuser, site_tree, self.data(topic)))
        assert "已经有专题页" in html

    def test_a_draft_may_have_no_topic_yet_a_published_page_not(self, superuser, site_tree):
        publish = {"action-publish": "1"}
        html = text(self.add(superuser, site_tree, self.data(None, **publish)))
        assert "请选专题词" in html
        assert self.add(superuser, site_tree, self.data(None)).status_code == 302

    def test_a_topic_that_is_not_accepted_is_refused(self, superuser, site_tree):
        waiting = TopicFactory(status="suggested")
        assert "topic" in self.add(superuser, site_tree, self.data(waiting)).context["form"].errors

    def test_only_articles_are_pinned(self, superuser, site_tree, topic):
        pins = {
            "pins-TOTAL_FORMS": "1",
            "pins-0-target": site_tree.home.pk,
            "pins-0-ORDER": "1",
            "pins-0-id": "",
            "pins-0-DELETE": "",
        }
        assert "这里只能选新闻" in text(self.add(superuser, site_tree, self.data(topic, **pins)))
