import re

from articles.anchors import anchored, with_keys


def ids(html):
    return re.findall(r'id="p-([^"]+)"', html)


def test_the_editors_keys_become_addresses():
    html = anchored('<p data-block-key="a1b2c">甲</p><ul><li data-block-key="d3e4f">乙</li></ul>')
    assert ids(html) == ["a1b2c", "d3e4f"]
    assert "data-block-key" not in html


def test_a_paragraph_without_key_keeps_its_address_when_others_come_before_it():
    alone = ids(anchored("<p>一段话</p>"))
    later = ids(anchored("<p>新的一段</p><p>一段话</p>"))
    assert alone[0] == later[1]


def test_repeated_paragraphs_have_different_addresses():
    found = ids(anchored("<p>同</p><p>同</p><p>同</p>"))
    assert len(set(found)) == 3


def test_attributes_stay():
    html = with_keys('<p class="x">甲</p>')
    assert re.fullmatch(r'<p data-block-key="\w+" class="x">甲</p>', html)


def test_keys_once_given_stay():
    once = with_keys("<p>甲</p><li>乙</li>")
    assert with_keys(once) == once


def test_paragraphs_are_told_from_elements_that_begin_alike():
    assert ids(anchored("<pre>x</pre><p>甲</p><link>")) == ids(anchored("<p>甲</p>"))
