"""Pictures through Wagtail's admin: the page, several at once, and the chooser in the editor."""

import json
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.models import Collection, UploadedFile

import pytest

from accounts import roles
from assets.limits import IMAGE_MAX_BYTES
from assets.models import Image
from tests.factories.assets import ImageFactory
from tests.support.uploads import picture, picture_bytes


@pytest.fixture
def contributor(client_of):
    return client_of(roles.CONTRIBUTOR)


@pytest.fixture
def fields():
    return {
        "title": "植树",
        "description": "十二名党员在村口栽树",
        "credit": "李明 摄",
        "collection": Collection.get_first_root_node().pk,
    }


def _stored(image: Image) -> bytes:
    with image.file.open("rb") as file:
        return file.read()


def test_one_picture(contributor, fields):
    url = reverse("wagtailimages:add")
    page = contributor.get(url)
    assert (
        "替代文字" in page.content.decode()
        and "拍摄地点等隐藏信息会自动去掉" in page.content.decode()
    )

    file = picture("植树.HEIC", "HEIF", with_place=True, orientation=6)
    response = contributor.post(url, fields | {"file": file})

    assert response.status_code == 302
    image = Image.objects.get()
    assert (image.description, image.credit) == ("十二名党员在村口栽树", "李明 摄")
    assert image.file.name.endswith("-zhi-shu.jpg")
    assert b"SecretCamera" not in _stored(image)
    assert image.file_size == len(_stored(image))


def test_alternative_text_is_required_and_nothing_is_lost(contributor, fields):
    response = contributor.post(
        reverse("wagtailimages:add"), fields | {"description": " ", "file": picture()}
    )
    assert response.status_code == 200
    assert response.context["form"].errors == {"description": ["必需字段"]}
    assert "李明 摄" in response.content.decode()
    assert not Image.objects.exists()


BROKEN = [
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是可以使用的图片"),
    (b"%PDF-1.7 renamed", "不是可以使用的图片"),
    (picture_bytes(size=(400, 300))[:900], "已损坏"),
    (b"\xff\xd8\xff" + b"\0" * (IMAGE_MAX_BYTES + 1), "最大 20 MB"),
    (b"", "空"),
]


@pytest.mark.parametrize(("content", "says"), BROKEN)
def test_bad_files_get_a_reason(contributor, fields, content, says):
    file = SimpleUploadedFile("照片.jpg", content, "image/jpeg")
    response = contributor.post(reverse("wagtailimages:add"), fields | {"file": file})
    assert response.status_code == 200
    assert says in response.context["form"].errors["file"][0]
    assert "李明 摄" in response.content.decode()
    assert not Image.objects.exists()


def _upload_one_of_several(client, file):
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": file, "collection": Collection.get_first_root_node().pk},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    return json.loads(response.content)


def test_several_pictures_wait_for_their_alternative_text(contributor, fields):
    answer = _upload_one_of_several(contributor, picture("植树.jpg", with_place=True))
    assert answer["success"] and "替代文字" in answer["form"]
    assert not Image.objects.exists()

    upload = UploadedFile.objects.get()
    assert contributor.get(default_storage.url(upload.file.name)).status_code == 404
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload.pk])
    prefix = f"uploaded-image-{upload.pk}"

    def post(**changes):
        data = {f"{prefix}-{name}": value for name, value in (fields | changes).items()}
        return json.loads(contributor.post(url, data).content)

    assert not post(description="")["success"]
    assert post()["success"]
    image = Image.objects.get()
    assert image.description == "十二名党员在村口栽树"
    assert b"SecretCamera" not in _stored(image)
    assert image.file_size == len(_stored(image))


LONG_NAME = "😀" + "长" * 200


def test_a_name_too_long_for_the_disk_is_cut(contributor, fields):
    answer = _upload_one_of_several(contributor, picture(f"{LONG_NAME}.jpg"))
    assert answer["success"]
    kept = UploadedFile.objects.get().file.name
    assert kept.endswith(".jpg") and len(kept.encode()) < 255


def test_the_chooser_cuts_a_long_name_too(contributor, fields):
    data = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
    data["image-chooser-upload-file"] = picture(f"{LONG_NAME}.jpg")
    response = contributor.post(reverse("wagtailimages_chooser:create"), data)
    assert response.status_code == 200
    kept = Path(Image.objects.get().file.name).name
    assert kept.endswith(".jpg") and len(kept.encode()) < 255


@pytest.mark.parametrize(("content", "says"), BROKEN[:3])
def test_bad_files_among_several_get_a_reason(contributor, content, says):
    answer = _upload_one_of_several(contributor, SimpleUploadedFile("照片.jpg", content))
    assert not answer["success"]
    assert says in answer["error_message"]
    assert not UploadedFile.objects.exists()


def test_the_chooser_of_the_editor_uploads_too(contributor, fields):
    url = reverse("wagtailimages_chooser:create")

    def post(**changes):
        data = {f"image-chooser-upload-{name}": v for name, v in (fields | changes).items()}
        return json.loads(contributor.post(url, data).content)

    chooser = contributor.get(reverse("wagtailimages_chooser:choose")).json()
    assert "替代文字" in chooser["html"]
    answer = post(file=picture(), description="")
    assert answer["step"] == "reshow_creation_form" and "必需字段" in answer["htmlFragment"]
    answer = post(file=SimpleUploadedFile("a.jpg", b"<svg/>"))
    assert "不是可以使用的图片" in answer["htmlFragment"]
    answer = post(file=picture(with_place=True))
    assert answer["step"] == "chosen"
    assert b"SecretCamera" not in _stored(Image.objects.get())


def test_a_picture_is_replaced(client_of, fields, django_capture_on_commit_callbacks):
    image = ImageFactory()
    old = image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(roles.EDITOR).post(
            reverse("wagtailimages:edit", args=[image.pk]),
            fields | {"file": picture("新.png", "PNG")},
        )
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.file.name != old and image.file.name.endswith("-xin.png")
    assert not default_storage.exists(old)
    # The worker made renditions of the new file.
    assert image.renditions.exists()


def test_words_are_changed_without_a_new_file(client_of, fields):
    image = ImageFactory(description="")
    editor = client_of(roles.EDITOR)
    url = reverse("wagtailimages:edit", args=[image.pk])
    assert editor.get(url).status_code == 200
    response = editor.post(url, fields | {"description": ""})
    assert response.context["form"].errors == {"description": ["必需字段"]}
    name = image.file.name
    assert editor.post(url, fields).status_code == 302
    image.refresh_from_db()
    assert (image.file.name, image.description) == (name, fields["description"])


def test_the_help_names_both_limits_of_pixels(contributor):
    html = contributor.get(reverse("wagtailimages:add")).content.decode()
    assert "最多 5200 万像素，其他格式 3000 万像素" in html


@pytest.mark.parametrize(("x", "kept"), [(40, True), (4_000, False), (0, False)])
def test_a_focal_point_outside_the_picture_is_dropped(client_of, fields, x, kept):
    image = ImageFactory()
    point = {"focal_point_x": x, "focal_point_y": 40}
    point |= {"focal_point_width": 20, "focal_point_height": 20}
    client = client_of(roles.EDITOR)
    response = client.post(reverse("wagtailimages:edit", args=[image.pk]), fields | point)
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.has_focal_point() is kept
