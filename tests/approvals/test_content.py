from wagtail.models import Revision

from approvals.content import same_content


def revision(**content):
    return Revision(content=content)


def test_rows_made_anew_by_a_form_are_the_same_rows():
    seeded = revision(title="甲", tagged_pages=[{"pk": 44, "tag": 3}])
    saved = revision(title="甲", tagged_pages=[{"pk": None, "tag": 3}])
    assert same_content(seeded, saved)


def test_another_topic_is_another_content():
    one = revision(title="甲", tagged_pages=[{"pk": 44, "tag": 3}])
    other = revision(title="甲", tagged_pages=[{"pk": 44, "tag": 4}])
    assert not same_content(one, other)


def test_bookkeeping_does_not_count_and_words_do():
    assert same_content(revision(title="甲", live=True), revision(title="甲", live=False))
    assert not same_content(revision(title="甲"), revision(title="乙"))
