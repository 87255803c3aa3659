"""Rows and their files: what is read at saving, what is removed with the row."""

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage

import pytest
from PIL import Image as Pillow

from assets.models import Document, Image, Media
from assets.services.media_facts import UnreadableMedia
from assets.services.media_files import duration_label
from tests.factories.assets import AudioFactory, DocumentFactory, ImageFactory, MediaFactory
from tests.support.uploads import media, picture, picture_bytes

pytestmark = pytest.mark.django_db


def test_an_image_made_by_code_is_sanitised_too():
    content = picture_bytes(with_place=True, orientation=6)
    image = Image.objects.create(title="x", file=ImageFile(io.BytesIO(content), "青禾.heic"))
    image.refresh_from_db()
    with image.file.open("rb") as file:
        stored = file.read()
    assert b"SecretCamera" not in stored
    assert image.file.name.endswith("-qing-he.jpg")
    assert (image.width, image.height) == (64, 96) == Pillow.open(io.BytesIO(stored)).size
    assert image.file_size == len(stored)
    assert len(image.file_hash) == 40


def test_saving_again_keeps_the_file():
    image = ImageFactory()
    name = image.file.name
    image.title = "另一个标题"
    image.save()
    assert Image.objects.get().file.name == name
    assert default_storage.exists(name)


def test_alternative_text_is_never_the_title():
    assert ImageFactory(title="IMG_2034").default_alt_text == "红色与白色各占一半"
    assert ImageFactory(title="IMG_2034", description="").default_alt_text == ""


def test_a_document_is_handed_out_under_its_own_name(client):
    document = DocumentFactory()
    assert document.original_name == document.filename == "学习安排.txt"
    assert document.file.name.endswith("-xue-xi-an-pai.txt") and document.file.name.isascii()
    assert document.file_size == 12 and len(document.file_hash) == 40

    response = client.get(document.url)

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == "一、目标".encode()
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E5%AD%A6%E4%B9%A0%E5%AE%89%E6%8E%92.txt" in disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == "12"
    assert response.headers.get("Content-Encoding") is None


def test_a_pdf_is_a_download_too(client):
    document = DocumentFactory(file__filename="a.pdf", file__data=b"%PDF-1.7")
    response = client.get(document.url)
    assert response["Content-Disposition"].startswith("attachment")
    assert document.content_disposition.startswith("attachment")
    response.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/通知.txt", "通知.txt"),
        ("C:\\党建\\通知.txt", "通知.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("\u202etxt.通知.txt", "txt.通知.txt"),
        ("很长" * 200 + ".txt", ("很长" * 200)[:251] + ".txt"),
    ],
)
def test_names_of_documents_are_cleaned(given, kept):
    file = ContentFile(b"x")
    file.name = given
    document = Document(title="x", file=file)
    document.save()
    assert document.filename == kept


def test_a_video_knows_itself():
    video = MediaFactory(file=media("turned.mp4", as_name="第一讲 初心.MOV"))
    video.refresh_from_db()
    assert (video.duration, video.width, video.height) == (pytest.approx(2.0, abs=0.1), 36, 64)
    assert video.mime_type == "video/mp4"
    assert video.file.name.endswith("-di-yi-jiang-chu-xin.mp4")
    assert video.sources == [{"src": video.url, "type": "video/mp4"}]
    assert video.duration_seconds == video.duration
    assert video.duration_label == duration_label(2) == "2 秒"
    assert video.size_label == "约 8 KB"
    assert video.is_video
    assert video.captions_url == "" and video.cues == video.chapters == []


def test_sound_has_no_dimensions():
    sound = AudioFactory()
    assert (sound.width, sound.height, sound.mime_type) == (None, None, "audio/mpeg")
    assert not sound.is_video and sound.poster_url == ""


def test_typed_figures_are_replaced_by_those_of_the_file():
    video = MediaFactory(duration=9999, width=1, height=1)
    assert (round(video.duration), video.width, video.height) == (2, 64, 36)


def test_an_unplayable_file_is_not_saved():
    with pytest.raises(UnreadableMedia):
        MediaFactory(file=media("hevc.mp4"))
    assert not Media.objects.exists()


def test_cues_and_chapters_are_objects():
    video = MediaFactory(
        transcript=[{"start": 62.5, "end": 65, "text": "好"}],
        chapter_marks=[{"start": 0, "end": 62.5, "text": "开场"}],
    )
    (cue,) = Media.objects.get(pk=video.pk).cues
    assert (cue.start, cue.end, cue.text, cue.label, cue.seconds) == (62.5, 65, "好", "01:02", 62)
    assert video.chapters[0].text == "开场"


def test_a_poster_is_small_and_without_metadata():
    video = MediaFactory(thumbnail=picture("封面.png", size=(3000, 1500), with_place=True))
    with video.thumbnail.open("rb") as file:
        content = file.read()
    assert Pillow.open(io.BytesIO(content)).size == (1280, 640)
    assert b"SecretCamera" not in content
    assert video.poster_url == video.thumbnail.url and video.poster_url.endswith("feng-mian.jpg")


def test_a_still_is_the_poster_until_there_is_another(monkeypatch):
    stills = iter([picture_bytes(), picture_bytes()])
    monkeypatch.setattr(
        "assets.models.media.still", lambda file, duration: ContentFile(next(stills), "still.jpg")
    )
    video = MediaFactory()
    first = video.thumbnail.name
    assert video.poster_is_still and default_storage.exists(first)
    video.file = media("faststart.mp4")
    video.save()
    assert video.thumbnail.name != first

    own = MediaFactory(thumbnail=picture())
    assert not own.poster_is_still


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize("factory", [ImageFactory, DocumentFactory, MediaFactory])
def test_files_go_with_the_row_after_the_commit(factory, committing):
    row = factory()
    if factory is MediaFactory:
        row.captions.save("a.vtt", ContentFile(b"WEBVTT\n"))
        row.thumbnail.save("a.jpg", ContentFile(picture_bytes()))
    names = [
        getattr(row, field.attname).name
        for field in row._meta.concrete_fields
        if hasattr(field, "upload_to") and getattr(row, field.attname)
    ]
    assert len(names) == (3 if factory is MediaFactory else 1)
    with committing():
        row.delete()
        assert all(default_storage.exists(name) for name in names)
    assert not any(default_storage.exists(name) for name in names)


def test_renditions_go_with_their_image(committing):
    image = ImageFactory()
    name = image.get_rendition("width-50").file.name
    with committing():
        image.delete()
    assert not default_storage.exists(name)


def test_replaced_files_go_after_the_commit(committing):
    video = MediaFactory(thumbnail=picture())
    old_file, old_poster = video.file.name, video.thumbnail.name
    with committing():
        video.file = media("faststart.mp4")
        video.save()
        assert default_storage.exists(old_file)
    assert not default_storage.exists(old_file)
    assert default_storage.exists(video.file.name) and default_storage.exists(old_poster)
    with committing():
        video.thumbnail = ""
        video.save()
    assert not default_storage.exists(old_poster)


def test_a_failed_change_loses_no_file(committing):
    document = DocumentFactory()
    name = document.file.name
    with pytest.raises(ValidationError), committing():
        document.file = ContentFile(b"new", name="new.txt")
        document.created_at = "not a date"
        document.save()
    assert default_storage.exists(name)
