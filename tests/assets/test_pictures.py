"""Pictures on pages: right sizes, no writes, no encoding, few queries."""

import io
import re

from django.template import Context, Template
from django.test import override_settings

from wagtail.images.models import Filter

import pytest
from PIL import Image as Pillow

from assets.models import Image, Rendition
from assets.pictures import SHAPES, attach_renditions, picture, share_url, with_renditions
from assets.services.renditions import _cut
from assets.tasks import render_picture
from tests.factories.assets import ImageFactory

pytestmark = pytest.mark.django_db


def _rendered(image, arguments: str) -> str:
    template = Template("{% load assets_tags %}{% picture image " + arguments + " %}")
    return template.render(Context({"image": image}))


@pytest.fixture
def no_encoding(monkeypatch):
    monkeypatch.setattr(
        Image, "generate_rendition_file", lambda *args, **kw: pytest.fail("encoded on a page")
    )


def test_a_page_links_what_makes_renditions_and_makes_none(no_encoding, django_assert_num_queries):
    image = ImageFactory(size=(1600, 1000))
    with django_assert_num_queries(1):
        html = _rendered(image, '"lead"')
    assert html.count("<source") == 2
    assert re.search(r'src="/images/[^/]+/\d+/fill-960x640%7Cformat-jpeg/', html)
    assert not Rendition.objects.exists()


def test_the_address_that_makes_renditions_answers(client):
    image = ImageFactory(size=(1600, 1000))
    response = client.get(picture(image, "thumb").fallback.url, follow=True)
    assert response.redirect_chain == [(image.renditions.get().url, 302)]
    assert response["Content-Type"] == "image/jpeg"
    content = b"".join(response.streaming_content)
    assert Pillow.open(io.BytesIO(content)).size == (320, 240)
    assert image.renditions.get().filter_spec == "fill-320x240|format-jpeg"
    assert picture(image, "thumb").fallback.url == image.renditions.get().url


def test_made_ahead_everything_is_a_file(django_assert_num_queries, no_encoding, monkeypatch):
    image = ImageFactory(size=(1600, 1000))
    monkeypatch.undo()
    assert render_picture.call(image.pk) == Rendition.objects.count() > 20
    assert render_picture.call(image.pk) == 0
    for name in SHAPES:
        html = _rendered(image, f'"{name}"')
        assert "/images/" not in html.replace("/media/images/", "")
        assert not picture(image, name).missing_specs


def test_each_rendition_is_what_the_page_says():
    for size in ((1600, 1000), (500, 1200), (333, 222), (700, 90), (1, 1)):
        image = ImageFactory(size=size)
        render_picture.call(image.pk)
        for rendition in image.renditions.all():
            with rendition.file.open("rb") as file, Pillow.open(file) as opened:
                assert opened.size == (rendition.width, rendition.height)
                assert opened.format.lower() == rendition.filter_spec.split("format-")[1]
        for name in SHAPES:
            made = image.renditions.get(filter_spec=SHAPES[name].jpeg_spec)
            fallback = picture(image, name).fallback
            assert (fallback.width, fallback.height) == (made.width, made.height)


def test_widths_beyond_the_picture_are_not_offered():
    html = _rendered(ImageFactory(size=(500, 400)), '"column"')
    assert re.findall(r"width-(\d+)%7Cformat-avif", html) == ["480", "640"]
    assert re.findall(r" (\d+)w", html)[:2] == ["480", "500"]


def test_crops_follow_the_focal_point():
    # Red on the left, white on the right; the square crop keeps what the editor marked.
    point = {"focal_point_y": 200, "focal_point_width": 10, "focal_point_height": 10}
    for x, is_red in ((5, True), (1195, False)):
        image = ImageFactory(size=(1200, 400), focal_point_x=x, **point)
        render_picture.call(image.pk)
        made = image.renditions.get(filter_spec=SHAPES["square"].jpeg_spec)
        with made.file.open("rb") as file, Pillow.open(file) as opened:
            _red, green, _blue = opened.convert("RGB").getpixel((opened.width // 2, 10))
        assert (green < 100) is is_red
        assert picture(image, "square").fallback.url == made.url


def test_after_the_focal_point_moved_old_crops_are_not_shown():
    image = ImageFactory(size=(1200, 400))
    render_picture.call(image.pk)
    before = share_url(image, "square")
    image.focal_point_x = image.focal_point_y = image.focal_point_width = 10
    image.focal_point_height = 10
    image.save()
    assert share_url(image, "square") != before
    # Whole pictures have no crop, so theirs stay.
    assert not picture(image, "column").missing_specs


def test_a_list_of_any_length_costs_one_query(django_assert_num_queries, no_encoding, monkeypatch):
    images = [ImageFactory(size=(400, 300)) for _number in range(6)]
    monkeypatch.undo()
    for image in images:
        render_picture.call(image.pk)
    queryset = with_renditions(Image.objects.order_by("pk"), "", "thumb")
    for count in (2, 6):
        with django_assert_num_queries(2):
            html = "".join(_rendered(image, '"thumb"') for image in queryset[:count])
        assert html.count("/media/images/") == count * 3


def test_renditions_of_images_at_hand_cost_one_query(django_assert_num_queries):
    image, other = ImageFactory(size=(400, 300)), ImageFactory(size=(400, 300))
    render_picture.call(image.pk)
    again = Image.objects.get(pk=image.pk)
    with django_assert_num_queries(0):
        attach_renditions([image, None, again, other], "thumb", "column")
    with django_assert_num_queries(1):
        html = _rendered(image, '"thumb"') + _rendered(again, '"column"')
        assert not picture(other, "thumb").fallback.url.startswith("/media")
    assert "/images/" not in html.replace("/media/images/", "")
    with django_assert_num_queries(0):
        attach_renditions([None], "thumb")


@pytest.mark.parametrize(
    ("arguments", "has", "has_not"),
    [
        ('"lead"', ['fetchpriority="high"'], ["loading="]),
        ('"lead" lazy=True', ['loading="lazy"'], ["fetchpriority"]),
        ('"thumb"', ['loading="lazy" decoding="async"', 'sizes="108px"'], ["fetchpriority"]),
        ('"thumb" lazy=False', [], ["fetchpriority", "loading="]),
        ('"tile" sizes="50vw"', ['sizes="50vw"'], []),
        ('"tile" css_class="a b"', ['<img class="a b"'], []),
        ('"tile"', ['alt="红色与白色各占一半"', 'width="640" height="480"'], ["class="]),
        ('"tile" alt=""', ['alt=""'], ["红色"]),
    ],
)
def test_the_markup(arguments, has, has_not):
    html = _rendered(ImageFactory(size=(1600, 1000)), arguments)
    for text in has:
        assert text in html
    for text in has_not:
        assert text not in html


def test_texts_are_escaped():
    html = _rendered(ImageFactory(description='"><script>'), '"tile"')
    assert 'alt="&quot;&gt;&lt;script&gt;"' in html


@override_settings(USE_THOUSAND_SEPARATOR=True)
def test_dimensions_stay_numbers_where_numbers_have_separators():
    assert 'width="1200" height="630"' in _rendered(ImageFactory(size=(1600, 1000)), '"og"')


def test_no_picture_is_nothing():
    assert _rendered(None, '"thumb"').strip() == ""
    template = Template("{% load assets_tags %}{% picture_url image 'og' %}")
    assert template.render(Context({"image": None})) == ""


def test_the_text_given_where_a_picture_is_used_wins():
    image = ImageFactory()
    image.contextual_alt_text = "别处的说明"
    assert 'alt="别处的说明"' in _rendered(image, '"tile"')
    image.decorative = True
    assert 'alt=""' in _rendered(image, '"tile"')


def test_transparency_survives_where_the_format_can():
    from tests.support.uploads import picture as upload

    image = ImageFactory(file=upload(image_format="PNG", mode="RGBA", size=(400, 300)))
    render_picture.call(image.pk)
    for name, has_alpha in (("webp", True), ("jpeg", False)):
        made = image.renditions.get(filter_spec=f"fill-320x240|format-{name}")
        with made.file.open("rb") as file, Pillow.open(file) as opened:
            assert ("A" in opened.mode) is has_alpha
            clear = opened.convert("RGBA").getpixel((310, 100))
        assert clear[3] == 0 if has_alpha else min(clear[:3]) > 240


# Wagtail's own way, taken for what ours doesn't know, leaves closing files to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "spec", ["max-165x165", "original", "width-100|bgcolor-ffffff", "fill-50x50-c100"]
)
def test_the_filters_of_the_admin_work_too(spec):
    rendition = ImageFactory(size=(400, 300)).get_rendition(spec)
    assert rendition.width <= 400


def test_the_task_has_no_fault_with_what_is_gone():
    assert render_picture.call(0) == 0
    image = ImageFactory()
    image.file.storage.delete(image.file.name)
    assert render_picture.call(image.pk) == 0


def test_a_damaged_original_is_gone_not_a_fault_of_the_server(client):
    image = ImageFactory(size=(400, 300))
    with open(image.file.path, "r+b") as file:
        file.truncate(200)
    assert client.get(picture(image, "thumb").fallback.url).status_code == 404
    assert render_picture.call(image.pk) == 0


def test_budgets_hold_for_a_photo_like_picture():
    from django.core.files.base import ContentFile

    noise = Pillow.effect_noise((160, 120), 40).resize((1600, 1200)).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=90)
    image = ImageFactory(file=ContentFile(buffer.getvalue(), name="a.jpg"))
    for spec, budget in (
        ("fill-160x120|format-webp", 8_000),
        ("fill-960x640|format-avif", 60_000),
        ("fill-640x360|format-avif", 40_000),
    ):
        assert image.get_rendition(spec).file.size < budget, spec


@pytest.mark.parametrize("size", [(1280, 960), (900, 600), (600, 900), (1200, 1600), (2160, 3840)])
def test_no_cut_reaches_outside_of_the_picture(size):
    """Rounding once put an edge at -1, and Pillow refused the whole picture."""
    image = Image(width=size[0], height=size[1])
    for spec in ("max-165x165", "width-640", "width-1280", "fill-640x427", "fill-320x180"):
        left, top, right, bottom = _cut(image, Filter(spec), size).box
        assert 0 <= left < right <= size[0]
        assert 0 <= top < bottom <= size[1]
