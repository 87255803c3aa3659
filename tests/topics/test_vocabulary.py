"""The vocabulary: unique names, aliases, finding, deleting."""

import threading

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

import pytest

from tests.factories.topics import TopicFactory
from topics.models import Topic, TopicAlias
from topics.services.vocabulary import check_names, save_topic, set_aliases

pytestmark = pytest.mark.django_db


def other_names(topic):
    return sorted(topic.aliases.filter(is_name=False).values_list("name", flat=True))


def test_a_topic_gets_a_pinyin_address_of_its_own():
    assert TopicFactory(name="乡村振兴").slug == "xiang-cun-zhen-xing"
    assert TopicFactory(name="香村镇兴").slug == "xiang-cun-zhen-xing-2"
    assert TopicFactory(name="🎉").slug == "topic"


def test_renaming_keeps_the_address_and_moves_the_claim():
    topic = TopicFactory(name="乡村建设")
    topic.name = "乡村振兴"
    topic.save()
    assert topic.slug == "xiang-cun-jian-she"
    assert [*topic.aliases.values_list("name", "is_name")] == [("乡村振兴", True)]
    TopicFactory(name="乡村建设")


def test_an_alias_may_become_the_name():
    topic = TopicFactory(name="乡村建设", aliases=["乡村振兴", "新农村"])
    topic.name = "乡村振兴"
    topic.save()
    assert other_names(topic) == ["新农村"]
    assert Topic.objects.by_names(["乡村振兴"])


@pytest.mark.parametrize("name", ["乡村振兴", " 乡村\u200b振兴", "新农村", "5g ＤＡＮＧ校"])
def test_names_and_aliases_are_unique_together(name):
    TopicFactory(name="乡村振兴", aliases=["新农村", "5G dang校"])
    with pytest.raises(ValidationError):
        check_names([name])
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name=name)
    assert Topic.objects.count() == 1


def test_one_topic_has_one_own_name(topic):
    with pytest.raises(IntegrityError), transaction.atomic():
        topic.aliases.create(name="又一个", is_name=True)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("accepted", "已经有专题“乡村振兴”"),
        ("suggested", "已经有人建议"),
        ("rejected", "没有采纳：太宽"),
    ],
)
def test_a_taken_name_says_by_what(status, sentence):
    TopicFactory(name="乡村振兴", status=status, decision_reason="太宽")
    with pytest.raises(ValidationError, match=sentence):
        check_names(["乡村振兴"])


def test_a_name_taken_as_alias_says_of_which_topic(topic):
    with pytest.raises(ValidationError, match="“新农村”已是专题“乡村振兴”的别名"):
        check_names(["新农村"])
    check_names(["新农村", "乡村振兴"], topic)


def test_aliases_are_set_as_a_whole(topic):
    set_aliases(topic, ["新农村", "三农", "乡村振兴"])
    assert other_names(topic) == ["三农", "新农村"]


def test_a_claim_lost_to_another_writer_keeps_nothing():
    TopicFactory(name="生态文明")
    with pytest.raises(ValidationError, match="刚刚有人用了同样的名称"):
        save_topic(lambda: Topic.objects.create(name="绿水青山"), ["生态文明"])
    assert not Topic.objects.filter(name="绿水青山").exists()
    assert not TopicAlias.objects.filter(name="绿水青山").exists()


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_topic():
    barrier = threading.Barrier(2)
    results = []

    def write():
        barrier.wait()
        try:
            results.append(save_topic(lambda: Topic.objects.create(name="同时"), ["一起"]))
        except ValidationError as error:
            results.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Topic.objects.filter(name="同时").count() == 1
    assert sorted(type(result).__name__ for result in results) == ["Topic", "ValidationError"]


@pytest.mark.parametrize(
    "text", ["振兴", "乡村振兴", "xczx", "xiangcunzh", "XCZX", "xczx ", "ｘｃ", "新农", "xnc"]
)
def test_a_topic_is_found_by_part_alias_pinyin_and_initials(topic, text):
    TopicFactory(name="生态文明")
    assert list(Topic.objects.matching(text)) == [topic]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "%", "_", "czx", "\\", "乡 村"])
def test_what_finds_nothing(topic, text):
    assert not Topic.objects.matching(text).exists()
    assert TopicAlias.objects.suggest(text, 10) == []


def test_the_best_match_is_offered_first_and_each_topic_once():
    TopicFactory(name="新时代文明", aliases=["文明城市", "文明风尚"])
    TopicFactory(name="文明实践")
    TopicFactory(name="文明")
    TopicFactory(name="文明待定", status="suggested")
    found = TopicAlias.objects.suggest("文明", 10)
    assert [alias.topic.name for alias in found] == ["文明", "文明实践", "新时代文明"]
    assert [alias.name for alias in found] == ["文明", "文明实践", "文明城市"]
    assert len(TopicAlias.objects.suggest("文明", 2)) == 2


def test_names_stand_for_accepted_topics_only(topic, django_assert_num_queries):
    TopicFactory(name="待定", status="suggested")
    with django_assert_num_queries(1):
        found = Topic.objects.by_names(["乡村振兴", "新农村", "待定", "没有"])
    assert found == {"乡村振兴": topic, "新农村": topic}
