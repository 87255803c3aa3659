from wagtail.blocks import ListBlock, StreamBlock, StructBlock

import pytest

from assets.blocks import PictureChooserBlock
from assets.pictures import picture
from assets.tasks import render_picture
from tests.factories.assets import ImageFactory

pytestmark = pytest.mark.django_db


class Figure(StructBlock):
    image = PictureChooserBlock(shapes=["column", "tile"])


class Body(StreamBlock):
    figure = Figure()
    gallery = ListBlock(Figure())


def test_pictures_of_a_body_cost_the_same_however_many(django_assert_num_queries):
    images = [ImageFactory(size=(300, 200)) for _number in range(4)]
    for image in images:
        render_picture.call(image.pk)
    body = Body()
    for count in (1, 4):
        rows = [{"type": "figure", "value": {"image": image.pk}} for image in images[:count]]
        value = body.to_python(rows)
        with django_assert_num_queries(2):
            shown = [picture(child.value["image"], "column").fallback.url for child in value]
        assert len(shown) == count and all(url.startswith("/media/") for url in shown)
    gallery = body.to_python(
        [{"type": "gallery", "value": [{"image": image.pk} for image in images]}]
    )
    with django_assert_num_queries(2):
        shown = [picture(item["image"], "tile").fallback.url for item in gallery[0].value]
    assert all(url.startswith("/media/") for url in shown)


def test_a_picture_that_is_gone_is_none():
    block = PictureChooserBlock(shapes=["column"])
    assert block.bulk_to_python([7]) == [None]
    assert block.bulk_to_python([]) == []


def test_thumbnails_of_the_admin_are_not_encoded_again(monkeypatch):
    image = ImageFactory(size=(300, 200))
    image.get_rendition("max-165x165")
    (loaded,) = PictureChooserBlock(shapes=["column"]).bulk_to_python([image.pk])
    monkeypatch.setattr(type(loaded), "generate_rendition_file", lambda *a, **k: pytest.fail())
    assert loaded.get_rendition("max-165x165").width == 165
