"""Each block: previewed, rendered, counted, and strict about what it must have."""

from django.core.exceptions import ValidationError
from django.template.loader import get_template

from wagtail.models import PageViewRestriction

import pytest

from articles.blocks import BodyBlock
from articles.blocks.links import EmbedBlock, player_address
from articles.blocks.pictures import PictureBlock
from articles.wordcount import body_text
from core.richtext import FEATURES
from tests.factories.assets import AudioFactory, DocumentFactory, ImageFactory, MediaFactory

pytestmark = pytest.mark.django_db

BODY = BodyBlock()
NAMES = list(BODY.child_blocks)


@pytest.fixture
def library():
    return {
        "image": ImageFactory(description="村口的老槐树", credit="林远 摄"),
        "document": DocumentFactory(title="步道养护公约"),
        "video": MediaFactory(title="修路的一天"),
        "audio": AudioFactory(title="听步道的故事"),
    }


@pytest.fixture
def render(library, site_tree):
    """Renders a body as a page does, each block knowing its id."""

    def render(*blocks):
        body = BODY.to_python(
            [
                {"type": name, "value": value, "id": f"block-{number}"}
                for number, (name, value) in enumerate(blocks)
            ]
        )
        return get_template("components/body.html").render({"body": body})

    return render


@pytest.mark.parametrize("name", NAMES)
def test_every_block_can_be_previewed(name, library, site_tree):
    block = BODY.child_blocks[name]
    assert block.is_previewable
    assert block.render(block.get_preview_value()).strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_block_names_itself_in_chinese_and_says_what_it_is_for(name):
    block = BODY.child_blocks[name]
    assert any("\u4e00" <= character <= "\u9fff" for character in str(block.label))
    assert str(block.meta.description)
    assert block.meta.group


@pytest.mark.parametrize("name", NAMES)
def test_what_counts_as_text_is_found(name):
    block = BODY.child_blocks[name]
    assert hasattr(block, "passages_of") or not hasattr(block, "text_of")


@pytest.mark.parametrize("name", NAMES)
def test_unfinished_it_is_kept_in_a_draft_and_previewed(name, render):
    block = BodyBlock().child_blocks[name]
    block.defer_required_validation()
    kept = block.get_prep_value(block.clean(block.get_default()))
    render((name, kept))


def test_headings_can_be_linked_to(render):
    html = render(("heading", {"text": "议事会", "level": "2"}))
    assert '<h2 class="block-heading" id="h-block-0">议事会</h2>' in html


def test_second_level_headings(render):
    assert "<h3" in render(("heading", {"text": "议事会", "level": "3"}))


def test_paragraphs_carry_their_address(render):
    assert 'id="p-abc12"' in render(("paragraph", '<p data-block-key="abc12">一段话</p>'))


def test_a_quotation_names_its_source(render):
    html = render(("quotation", {"text": "路是大家走的", "source": "村志", "url": ""}))
    assert "<blockquote>" in html
    assert "—— 村志" in html


def test_a_table_has_headings_for_its_columns(render):
    html = render(("table", BODY.child_blocks["table"].meta.preview_value))
    assert html.count('<th scope="col">') == 2
    assert "<caption>三项工作的进度</caption>" in html
    assert "12 天" in html


def test_a_timeline_keeps_its_order(render):
    entries = [{"when": year, "title": f"事{year}", "text": ""} for year in ("2022", "2021")]
    html = render(("timeline", {"entries": entries}))
    assert html.index("事2022") < html.index("事2021")


def test_a_picture_says_what_it_shows_and_whose_it_is(render, library):
    html = render(
        ("picture", {"image": library["image"].pk, "alt": "", "caption": "树", "credit": ""})
    )
    assert 'alt="村口的老槐树"' in html
    assert "林远 摄" in html


def test_words_of_its_own_go_before_those_of_the_library(render, library):
    html = render(
        (
            "picture",
            {"image": library["image"].pk, "alt": "槐树下开会", "caption": "", "credit": "本刊"},
        )
    )
    assert 'alt="槐树下开会"' in html
    assert "林远" not in html


def test_a_picture_without_any_alternative_text_is_refused():
    block = PictureBlock()
    value = block.normalize({"image": ImageFactory(description=""), "caption": "树"})
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert "替代文字" in str(caught.value.as_json_data())


def test_a_gallery_links_each_picture_to_its_file(render, library):
    picture = {"image": library["image"].pk, "alt": "", "caption": "", "credit": ""}
    html = render(("gallery", {"title": "现场", "pictures": [picture, picture]}))
    assert html.count(f'href="{library["image"].file.url}"') == 2


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_media_play_without_script(render, library, kind):
    html = render((kind, {"media": library[kind].pk, "caption": "片段"}))
    assert f"<{kind} " in html
    assert "controls" in html
    assert library[kind].file.url in html


def test_a_document_tells_its_type_and_size(render, library):
    html = render(("document", {"document": library["document"].pk, "title": ""}))
    assert "步道养护公约" in html
    assert "TXT" in html


def test_related_pages_leave_out_what_was_withdrawn(render, site_tree):
    shown = site_tree.news
    html = render(("related_pages", {"title": "相关", "pages": [shown.pk, 987654]}))
    assert shown.title in html
    shown.live = False
    shown.save()
    assert shown.title not in render(("related_pages", {"title": "相关", "pages": [shown.pk]}))


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (
            "https://www.bilibili.com/video/BV1xx411c7mD?p=2",
            "https://player.bilibili.com/player.html?bvid=BV1xx411c7mD&autoplay=0",
        ),
        (
            "https://v.qq.com/x/page/a0012abcdef.html",
            "https://v.qq.com/txp/iframe/player.html?vid=a0012abcdef&autoplay=false",
        ),
        ("https://www.youtube.com/watch?v=xxxxxxxxxxx", None),
        ("https://bilibili.com.evil.example/video/BV1xx411c7mD", None),
        ("https://evil.example/?https://www.bilibili.com/video/BV1xx411c7mD", None),
        ("javascript:alert(1)", None),
    ],
)
def test_only_allowed_hosts_are_embedded(url, player):
    assert player_address(url) == player


def test_another_host_is_refused_with_a_sentence():
    block = EmbedBlock()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.normalize({"url": "https://example.com/v/1", "title": "视频"}))
    assert "不能嵌入这个网址" in str(caught.value.as_json_data())


def test_an_embed_is_confined(render):
    html = render(
        ("embed", {"url": "https://www.bilibili.com/video/BV1xx411c7mD", "title": "讲座"})
    )
    assert 'title="讲座"' in html
    assert "sandbox=" in html


def test_what_is_read_counts_and_what_describes_pictures_does_not(library):
    body = BODY.to_python(
        [
            {"type": "heading", "value": {"text": "两字", "level": "2"}},
            {"type": "paragraph", "value": "<p>三个字</p>"},
            {"type": "quotation", "value": {"text": "四个字啊", "source": "出处不算"}},
            {"type": "callout", "value": {"title": "提示", "text": "<p>内容</p>"}},
            {"type": "picture", "value": {"image": library["image"].pk, "caption": "图说不算"}},
        ]
    )
    assert body_text(body).split() == ["两字", "三个字", "四个字啊", "提示", "内容"]


@pytest.mark.parametrize("name", NAMES)
def test_what_search_leads_to_is_there(name, library, site_tree, render):
    block = BODY.child_blocks[name]
    if not hasattr(block, "passages_of"):
        return
    raw = block.get_prep_value(block.get_preview_value())
    html = render((name, raw))
    for passage in block.passages_of(raw, "block-0"):
        assert not passage.anchor or f'id="{passage.anchor}"' in html


def test_rich_text_features_are_named_in_one_place():
    assert BODY.child_blocks["paragraph"].features == FEATURES["paragraph"]
    assert BODY.child_blocks["callout"].child_blocks["text"].features == FEATURES["paragraph"]


@pytest.mark.parametrize("kind", ["login", "password"])
def test_related_pages_tell_nothing_of_private_pages(render, site_tree, kind):
    PageViewRestriction.objects.create(page=site_tree.theory, restriction_type=kind, password="x")
    html = render(("related_pages", {"title": "相关", "pages": [site_tree.theory.pk]}))
    assert site_tree.theory.title not in html
