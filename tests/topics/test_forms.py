"""Choosing topics in a form: the closed vocabulary, also against a hand-made POST."""

import json

from django import forms

import pytest

from accounts import roles
from news.models import NewsPage
from tests.factories.articles import body_form
from tests.factories.news import NewsPageFactory
from tests.factories.topics import TopicFactory
from topics.forms.choosing import TopicsFormField, TopicsWidget
from topics.models import Topic

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    topics = TopicsFormField(required=False)


def test_names_and_aliases_become_topics_each_once(topic):
    ecology = TopicFactory(name="生态文明")
    form = Form({"topics": "新农村，乡村振兴、 生态文明 ,;"})
    assert form.is_valid()
    assert form.cleaned_data["topics"] == [topic, ecology]


def test_an_unknown_name_is_refused_and_told_where_to_suggest_it(topic):
    form = Form({"topics": "乡村振兴, 瞎编, <b>x</b>"})
    assert not form.is_valid()
    (message,) = form.errors["topics"]
    assert "没有叫“瞎编”“&lt;b&gt;x&lt;/b&gt;”的专题" in message
    assert "/admin/topics/suggestions/new/" in message
    assert 'value="乡村振兴, 瞎编, &lt;b&gt;x&lt;/b&gt;"' in str(form["topics"]), "nothing is lost"


@pytest.mark.parametrize("status", ["suggested", "rejected"])
def test_only_accepted_topics_can_be_chosen(status):
    TopicFactory(name="待定", status=status)
    assert not Form({"topics": "待定"}).is_valid()


def test_changes_are_seen_and_order_is_none(topic):
    field, other = TopicsFormField(), TopicFactory(name="生态文明")
    assert not field.has_changed([topic, other], "生态文明，乡村振兴")
    assert field.has_changed([topic], "生态文明")
    assert not field.has_changed(None, "")


def test_the_box_offers_our_suggestions(topic):
    context = TopicsWidget().get_context("topics", [topic, TopicFactory(name="5G 党校")], {})
    widget = context["widget"]
    assert widget["value"] == "乡村振兴, 5G 党校"
    assert widget["attrs"]["data-w-tag-url-value"] == "/admin/topics/autocomplete/"
    assert json.loads(widget["attrs"]["data-w-tag-options-value"])["allowSpaces"]
    assert "建议一个新专题" in widget["help_text"]


class TestEditor:
    """The page editor of a type that carries topics."""

    @pytest.fixture
    def editor(self, client_of):
        return client_of(roles.EDITOR)

    def post(self, client, page, topics):
        data = {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "date": page.date.isoformat(),
            "audience": page.audience,
            "topics": topics,
            "comment_form-TOTAL_FORMS": "0",
            "comment_form-INITIAL_FORMS": "0",
            "corrections-TOTAL_FORMS": "0",
            "corrections-INITIAL_FORMS": "0",
            **body_form("一段"),
        }
        return client.post(f"/admin/pages/{page.pk}/edit/", data)

    def test_the_editor_shows_and_saves_topics(self, editor, site_tree, topic):
        page = NewsPageFactory(parent=site_tree.news, topics=[topic])
        html = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
        assert 'value="乡村振兴"' in html
        assert "/admin/topics/autocomplete/" in html

        TopicFactory(name="生态文明", aliases=["绿水青山"])
        assert self.post(editor, page, "乡村振兴,绿水青山").status_code == 302
        draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [one.name for one in draft.topics.all()] == ["乡村振兴", "生态文明"]

    def test_a_made_up_topic_is_refused_by_post(self, editor, site_tree, topic):
        page = NewsPageFactory(parent=site_tree.news, topics=[topic])
        response = self.post(editor, page, "乡村振兴,瞎编")
        assert response.status_code == 200
        assert "没有叫“瞎编”的专题" in response.content.decode()
        assert "瞎编" in response.content.decode().split('name="topics"')[1][:200]
        assert Topic.objects.count() == 1
        assert page.latest_revision is None
