"""Plain text and HTML into blocks."""

import re

import pytest

from articles.blocks import BodyBlock
from articles.importing.body import PARAGRAPHS_A_BLOCK, clean_body

# As Word writes it when a page is saved as filtered HTML.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>文档</title>
<style>p.MsoNormal {mso-style-parent:""}</style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
</head><body lang=ZH-CN style='tab-interval:21.0pt'>
<p class=MsoTitle>河边的步道</p>
<p class=MsoNormal style='text-indent:21pt'><span style='font-family:宋体;mso-ascii-font-family:
"Times New Roman"'>三月初，支部收到
十一条意见，<b>没有</b>急着<span style='font-weight:bold'>定方案</span>。<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoHeading3>先问乡亲</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>看图纸</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>&#61656;<span>&nbsp;</span></span>量尺寸</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.</span>算工钱</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>（一）</span>中文编号照写</p>
</body></html>"""


def blocks_of(source: str, title: str = "") -> list[tuple[str, object]]:
    """(type, value) without the keys and ids, which have tests of their own."""
    blocks = clean_body(source, title).blocks
    return [
        (
            block["type"],
            re.sub(r' data-block-key="\w+"', "", block["value"])
            if isinstance(block["value"], str)
            else block["value"],
        )
        for block in blocks
    ]


def html_of(source: str) -> str:
    """The rich text of a source that amounts to one block."""
    [(block_type, value)] = blocks_of(source)
    assert block_type == "paragraph"
    return str(value)


def test_plain_text_is_escaped_line_by_line() -> None:
    assert html_of("第一段 a<b 和 <ref>\n\n第二段&nbsp;--完") == (
        "<p>第一段 a&lt;b 和 &lt;ref&gt;</p><p>第二段——完</p>"
    )


def test_a_stray_tag_keeps_the_line_ends_of_a_plain_text() -> None:
    assert html_of("第一段\n第二段<br>第三段</div>") == "<p>第一段</p><p>第二段</p><p>第三段</p>"


def test_word_paragraphs_headings_and_lists() -> None:
    assert blocks_of(WORD, title="河边的步道") == [
        ("paragraph", "<p>三月初，支部收到十一条意见，<b>没有</b>急着<b>定方案</b>。</p>"),
        ("heading", {"text": "先问乡亲", "level": "3"}),
        (
            "paragraph",
            "<ol><li>看图纸<ul><li>量尺寸</li></ul></li><li>算工钱</li></ol><p>（一）中文编号照写</p>",
        ),
    ]


def test_the_title_repeated_as_heading_stays_where_it_differs() -> None:
    assert blocks_of(WORD, title="别的标题")[0] == ("heading", {"text": "河边的步道", "level": "2"})


def test_scripts_styles_and_events_leave_nothing() -> None:
    source = (
        '<p onclick="alert(1)">甲<script>alert(2)</script></p><style>p{color:red}</style>'
        '<svg onload="alert(3)"><text>图</text></svg>'
        '<p><a href="javascript:alert(4)">乙</a><a href="&#106;avascript:alert(5)">丙</a>'
        '<a href="data:text/html,x">丁</a><a href="/gone/">戊</a></p>'
    )
    assert html_of(source) == "<p>甲</p><p>乙丙丁戊</p>"


def test_marks_and_links_that_we_know() -> None:
    source = (
        "<p><strong>粗</strong><em>斜</em><u>线</u>"
        '<a href="https://example.org/?a=1&amp;b=2" target=_blank>链接<b>粗</b></a></p>'
    )
    assert html_of(source) == (
        '<p><b>粗</b><i>斜</i>线<a href="https://example.org/?a=1&amp;b=2">链接<b>粗</b></a></p>'
    )


def test_a_quote_in_an_address_can_not_leave_it() -> None:
    html = html_of("<p><a href='https://example.org/\"onmouseover=\"x'>甲</a></p>")
    assert 'onmouseover="' not in html.replace("&quot;", "")


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ('<img src="data:image/png;base64,AAAA">', "嵌在正文里的图片"),
        ('<img src="https://example.org/a.jpg" alt="修路">', "https://example.org/a.jpg"),
        ('<img src="file:///C:/a.png" alt="修路">', "修路"),
    ],
)
def test_pictures_are_told_and_leave_a_note(picture: str, told: str) -> None:
    body = clean_body(f"<p>前文{picture}</p><p>后文</p>")
    assert body.left_out == [f"图片未导入：{told}"]
    note = "〔原文此处有图片：修路〕" if "修路" in picture else "〔原文此处有图片〕"
    assert html_of(f"<p>前文{picture}</p><p>后文</p>") == f"<p>前文</p><p>{note}</p><p>后文</p>"


def test_counting_pixels_are_not_pictures() -> None:
    body = clean_body('<p>前文<img src="https://example.org/c.gif" width=1 height=1></p>')
    assert body.left_out == []


@pytest.mark.parametrize("tag", ["iframe", "video", "audio", "object"])
def test_players_are_told_and_their_content_goes(tag: str) -> None:
    body = clean_body(f'<p>前文</p><{tag} src="https://example.org/v">升级浏览器</{tag}>')
    assert len(body.left_out) == 1
    assert "升级浏览器" not in str(body.blocks)
    assert "〔原文此处有音视频〕" in str(body.blocks)


def test_hidden_text_stays_hidden() -> None:
    assert html_of('<p>前文</p><p style="display:none">广告</p>') == "<p>前文</p>"


def test_nested_lists_and_entries_of_two_paragraphs() -> None:
    source = "<ul><li>甲<ol><li>乙</li></ol></li><li><p>丙</p><p>丁</p></li></ul>"
    assert html_of(source) == "<ul><li>甲<ol><li>乙</li></ol></li><li>丙<br/>丁</li></ul>"


def test_a_table_becomes_a_table_block() -> None:
    source = (
        "<table><caption>进度</caption><tr><th>事项<th>天数<th>说明</tr>"
        "<tr><td rowspan=2>修路<td>12<td><a href='https://example.org/'>简报</a></tr>"
        "<tr><td>5</tr></table>"
    )
    assert blocks_of(source) == [
        (
            "table",
            {
                "caption": "进度",
                "columns": [
                    {"type": "text", "heading": "事项"},
                    {"type": "number", "heading": "天数"},
                    {"type": "rich", "heading": "说明"},
                ],
                "rows": [
                    {"values": ["修路", "12", '<p><a href="https://example.org/">简报</a></p>']},
                    {"values": ["", "5", ""]},
                ],
            },
        )
    ]


def test_a_table_that_only_places_text_is_text() -> None:
    assert html_of("<table><tr><td>甲<p>乙</td></tr></table>") == "<p>甲</p><p>乙</p>"


def test_overlong_headings_are_bold_paragraphs() -> None:
    assert html_of(f"<h2>{'长' * 61}</h2>") == f"<p><b>{'长' * 61}</b></p>"


def test_everything_is_what_the_editor_accepts() -> None:
    """The blocks go through the editor's own checks."""
    block = BodyBlock()
    value = block.to_python(clean_body(WORD + "<table><tr><th>a<th>b<tr><td>1<td>2</table>").blocks)
    assert len(block.clean(value)) == len(value) > 3


def test_anchors_are_unique_in_the_page_and_stay_when_text_is_added() -> None:
    first = str(clean_body("重复\n重复\n独有").blocks)
    second = str(clean_body("新的一段\n重复\n重复\n独有").blocks)
    keys = re.findall(r'data-block-key="(\w+)"', first)
    assert len(set(keys)) == 3
    assert set(keys) < set(re.findall(r'data-block-key="(\w+)"', second))


def test_a_long_text_is_several_blocks_without_loss() -> None:
    lines = [f"第{number}段" for number in range(PARAGRAPHS_A_BLOCK * 2 + 1)]
    blocks = clean_body("\n".join(lines)).blocks
    assert [block["type"] for block in blocks] == ["paragraph"] * 3
    assert "".join(re.findall(r">(第\d+段)<", str(blocks))) == "".join(lines)
    assert len({block["id"] for block in blocks}) == 3


def test_ids_of_blocks_come_from_their_content() -> None:
    before = clean_body("<h2>甲</h2><p>乙</p><h2>甲</h2>").blocks
    after = clean_body("<p>前言</p><h2>甲</h2><p>乙</p><h2>甲</h2>").blocks
    assert len({block["id"] for block in before}) == 3
    headings = [[b["id"] for b in blocks if b["type"] == "heading"] for blocks in (before, after)]
    assert headings[0] == headings[1]


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 20_000 + "深",
        "<table>" * 2_000 + "深",
        "<ul><li>" * 5_000 + "深",
        "<b><i>" * 5_000 + "深",
        "<p>" + "<" * 50_000,
        "&" * 50_000 + "<p>",
        "<p style='" + "mso-list:l0 level" * 5_000 + "'>x",
        "<table><tr><td colspan=99999999 rowspan=99999999>甲<td>乙<tr><td>丙</table>",
        "<p>\ud800\x00</p>甲",
        "<p></p>" * 1_000,
        "<td>甲</td><tr></li></ul></table></p>乙",
    ],
)
def test_broken_and_hostile_html_does_no_harm(source: str) -> None:
    for block in clean_body(source).blocks:
        assert block["type"] in {"paragraph", "table", "heading"}
        assert "\x00" not in str(block["value"])
