"""Video and audio through wagtailmedia's pages and its chooser."""

import json
from dataclasses import replace

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.models import Collection

import pytest

from accounts import roles
from assets import limits
from assets.forms.media import KINDS
from assets.models import Media
from assets.services import captions
from tests.factories.assets import AudioFactory, MediaFactory
from tests.support.uploads import media, picture

SRT = """1
00:00:00,000 --> 00:00:01,000
同志们好

2
00:00:01,000 --> 00:00:01,900
开会
"""
OTHER_SRT = SRT.replace("开会", "散会")


def _srt(text: str = SRT, name: str = "字幕.srt", encoding: str = "gb18030"):
    return SimpleUploadedFile(name, text.encode(encoding))


@pytest.fixture
def contributor(client_of):
    return client_of(roles.CONTRIBUTOR)


@pytest.fixture
def editor(client_of):
    return client_of(roles.EDITOR)


@pytest.fixture
def fields():
    return {
        "title": "初心第一讲",
        "collection": Collection.get_first_root_node().pk,
        "transcript": "",
        "chapter_marks": "",
    }


def _add(client, fields, kind="video", **changes):
    return client.post(reverse("wagtailmedia:add", args=[kind]), fields | changes)


def _errors(response):
    assert response.status_code == 200
    return response.context["form"].errors


def _form_values(video: Media) -> dict:
    """What the browser would submit again without a change; its lines end in CRLF."""
    from wagtailmedia.forms import get_media_form

    form = get_media_form(Media)(instance=video, user=None)
    values = {name: form[name].value() for name in ("title", "transcript", "chapter_marks")}
    return {name: str(value).replace("\n", "\r\n") for name, value in values.items()}


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_the_form_asks_nothing_that_the_file_tells(contributor, kind):
    response = contributor.get(reverse("wagtailmedia:add", args=[kind]))
    form = response.context["form"]
    assert list(form.fields)[:6] == [
        *("title", "file", "thumbnail", "captions", "transcript", "chapter_marks"),
    ]
    assert not {"duration", "width", "height", "type", "time_shift"} & set(form.fields)
    html = response.content.decode()
    assert "时长和画面大小从文件里读出，不用填写" in html
    assert f'accept="{".mp4,.webm" if kind == "video" else ".mp3,.m4a,.ogg"}"' in html


def test_a_video_with_everything(contributor, fields):
    response = _add(
        contributor,
        fields | {"chapter_marks": "00:00 开场\r\n00:01 三条经验"},
        file=media("video.mp4", as_name="初心 第一讲.mp4"),
        thumbnail=picture("封面.png", "PNG", size=(3000, 2000)),
        captions=_srt(),
        duration=99,
        width=1,
    )
    assert response.status_code == 302
    video = Media.objects.get()
    assert (round(video.duration), video.width, video.height) == (2, 64, 36)
    assert video.uploaded_by_user.username == "person0"
    assert [(cue.start, cue.end, cue.text) for cue in video.cues] == [
        (0.0, 1.0, "同志们好"),
        (1.0, 1.9, "开会"),
    ]
    assert [(mark.label, mark.text) for mark in video.chapters] == [
        ("00:00", "开场"),
        ("00:01", "三条经验"),
    ]
    assert video.captions.name.endswith(".vtt")
    with video.captions.open("rb") as file:
        assert file.read().decode().startswith("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n同志们好")
    assert video.thumbnail.name.endswith("-feng-mian.jpg")

    served = contributor.get(video.captions_url)
    assert served["Content-Type"] == "text/vtt; charset=utf-8"
    served.close()


@pytest.mark.parametrize(
    ("kind", "file", "says"),
    [
        ("video", ("hevc.mp4", None), "H.265"),
        ("video", ("sound.mp3", "党课.mp4"), "只有声音"),
        ("audio", ("video.mp4", "党课.mp3"), "有画面"),
        ("video", ("video.mov", None), "MOV"),
    ],
)
def test_files_that_do_not_play_get_a_reason(contributor, fields, kind, file, says):
    errors = _errors(_add(contributor, fields, kind, file=media(*file)))
    assert says in errors["file"][0]
    assert list(errors) == ["file"]
    assert not Media.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"not a video", b"", b"\0\0\0\x18ftypisom" + b"\0" * 20],
    ids=["text", "empty", "cut"],
)
def test_broken_files_get_a_reason(contributor, fields, content):
    file = SimpleUploadedFile("党课.mp4", content, "video/mp4")
    response = _add(contributor, fields, file=file)
    assert _errors(response)["file"]
    assert "初心第一讲" in response.content.decode()


@pytest.mark.parametrize(("name", "kind"), [("video.mp4", "video"), ("sound.ogg", "audio")])
def test_the_page_for_either_kind_tells_by_the_file(contributor, fields, name, kind):
    page = contributor.get(reverse("wagtailmedia:add", args=["media"]))
    assert "视频或音频文件" in page.content.decode()
    bad = SimpleUploadedFile("a.mp4", b"bad")
    assert "视频或音频" in _errors(_add(contributor, fields, "media", file=bad))["file"][0]
    assert _add(contributor, fields, "media", file=media(name)).status_code == 302
    assert Media.objects.get().type == kind


def test_no_file_is_said_to_be_missing(contributor, fields):
    assert list(_errors(_add(contributor, fields))) == ["file"]


def test_size_is_limited(contributor, fields, monkeypatch):
    small = replace(KINDS["video"], max_bytes=2 * limits.MEGABYTE)
    monkeypatch.setitem(KINDS, "video", small)
    file = SimpleUploadedFile("a.mp4", b"\0" * (2 * limits.MEGABYTE + 1))
    assert _errors(_add(contributor, fields, file=file))["file"] == ["文件太大，最大 2 MB。"]


def test_faults_are_named_with_their_lines_all_at_once(contributor, fields):
    response = _add(
        contributor,
        fields | {"transcript": "没有时间", "chapter_marks": "00:00 开场\n09:00 太晚"},
        file=media("video.mp4"),
        captions=_srt(SRT.replace("00:00:01,900", "00:00:00,500")),
        thumbnail=SimpleUploadedFile("a.jpg", b"<svg/>"),
    )
    errors = _errors(response)
    assert errors["captions"] == ["第 6 行：结束时间没有晚于开始时间。"]
    assert errors["transcript"] == ["第 1 行：开头应当是时间，例如“00:14 大家好”。"]
    assert errors["chapter_marks"] == ["第 2 行：时间超出了文件的长度（00:02）。"]
    assert "不是可以使用的图片" in errors["thumbnail"][0]
    html = response.content.decode()
    assert "没有时间" in html and "09:00 太晚" in html
    assert not Media.objects.exists()


def test_captions_of_another_video_are_noticed(contributor, fields):
    text = SRT.replace("00:00:01,", "00:10:01,")
    response = _add(contributor, fields, file=media("video.mp4"), captions=_srt(text))
    assert "10:01 的字幕超出了文件的长度（00:02）" in _errors(response)["captions"][0]


def _edit(client, video, **changes):
    url = reverse("wagtailmedia:edit", args=[video.pk])
    assert client.get(url).status_code == 200
    return client.post(url, _form_values(video) | changes)


@pytest.fixture
def captioned(contributor, fields):
    _add(
        contributor,
        fields | {"chapter_marks": "00:00 开场"},
        file=media("video.mp4"),
        captions=_srt(),
    )
    return Media.objects.get()


def test_saving_without_a_change_changes_nothing(editor, captioned):
    before = Media.objects.values().get()
    assert _edit(editor, captioned).status_code == 302
    assert Media.objects.values().get() == before


def test_the_page_shows_what_the_file_told(editor, captioned):
    html = editor.get(reverse("wagtailmedia:edit", args=[captioned.pk])).content.decode()
    assert "<dd>2 秒</dd>" in html and "<dd>64×36</dd>" in html


def test_a_corrected_word_keeps_its_time(editor, captioned):
    _edit(editor, captioned, transcript="00:00 同志们好\r\n00:01 现在开会")
    captioned = Media.objects.get()
    assert [(c.start, c.end, c.text) for c in captioned.cues][1] == (1.0, 1.9, "现在开会")


def test_new_captions_renew_a_transcript_that_nobody_edited(editor, captioned):
    _edit(editor, captioned, captions=_srt(OTHER_SRT))
    assert Media.objects.get().cues[1].text == "散会"


def test_new_captions_leave_an_edited_transcript_alone(editor, captioned):
    _edit(editor, captioned, transcript="00:00 同志们好\r\n00:01 改过的话")
    _edit(editor, Media.objects.get(), captions=_srt(OTHER_SRT))
    assert Media.objects.get().cues[1].text == "改过的话"


def test_captions_are_removed(editor, captioned, django_capture_on_commit_callbacks):
    name = captioned.captions.name
    with django_capture_on_commit_callbacks(execute=True):
        _edit(editor, captioned, **{"captions-clear": "on"})
    assert Media.objects.get().captions_url == ""
    assert not default_storage.exists(name)
    assert len(Media.objects.get().cues) == 2


def test_everything_is_shifted_together(editor, captioned):
    _edit(editor, captioned, time_shift="0.05")
    video = Media.objects.get()
    assert [cue.start for cue in video.cues] == [0.05, 1.05]
    assert [mark.start for mark in video.chapters] == [0.05]
    with video.captions.open("rb") as file:
        assert [cue.start for cue in captions.read(file.read())] == [0.05, 1.05]
    errors = _errors(_edit(editor, video, time_shift="-0.06"))
    assert errors["time_shift"] == ["最多只能提前 0.05 秒，否则第一条会早于开头。"]
    assert _errors(_edit(editor, video, time_shift="1e9"))["time_shift"]
    assert _errors(_edit(editor, video, time_shift="nan"))["time_shift"]
    assert Media.objects.get().captions.name == video.captions.name


def test_shifting_without_the_caption_file_shifts_the_rest(editor, captioned):
    default_storage.delete(captioned.captions.name)
    assert _edit(editor, captioned, time_shift="0.5").status_code == 302
    assert Media.objects.get().cues[0].start == 0.5


def test_another_file_brings_its_own_figures(editor, captioned, django_capture_on_commit_callbacks):
    old = captioned.file.name
    with django_capture_on_commit_callbacks(execute=True):
        _edit(editor, captioned, file=media("turned.mp4"))
    video = Media.objects.get()
    assert (video.width, video.height) == (36, 64)
    assert not default_storage.exists(old) and default_storage.exists(video.file.name)


def test_a_bad_new_file_keeps_the_old_one(editor, captioned):
    response = _edit(editor, captioned, file=media("hevc.mp4"))
    assert "H.265" in _errors(response)["file"][0]
    assert default_storage.exists(Media.objects.get().file.name)


@pytest.mark.parametrize("page", ["index", "edit", "delete", "media_usage"])
def test_the_pages_around_it_work(client_of, captioned, page):
    args = [] if page == "index" else [captioned.pk]
    # Only a superuser may delete files.
    client = client_of(roles.EDITOR)
    response = client.get(reverse(f"wagtailmedia:{page}", args=args), follow=True)
    assert response.status_code == 200


def _choose(client, url_name, *args, **data):
    url = reverse(f"wagtailmedia:{url_name}", args=args)
    response = client.post(url, data) if data else client.get(url)
    assert response.status_code == 200
    return json.loads(response.content)


@pytest.mark.parametrize("args", [[], ["video"], ["audio"]])
def test_the_chooser_offers_our_form(editor, captioned, args):
    AudioFactory(title="一段录音")
    answer = _choose(editor, "chooser" if not args else "chooser_typed", *args)
    assert answer["step"] == "chooser"
    assert "每行一句，先写时间再写文字" in answer["html"]
    assert ("初心第一讲" in answer["html"]) is (args != ["audio"])
    assert ("一段录音" in answer["html"]) is (args != ["video"])


def test_the_chooser_uploads_and_reports_faults(contributor, fields):
    def upload(**changes):
        data = {f"media-chooser-upload-{n}": v for n, v in (fields | changes).items()}
        return _choose(contributor, "chooser_upload", "video", **data)

    answer = upload(file=media("hevc.mp4"), captions=_srt("坏"))
    assert answer["step"] == "chooser"
    assert "H.265" in answer["html"] and "第 1 行：这里应当是时间" in answer["html"]
    # The tab with the faults is open, the other kind is not offered.
    assert 'data-w-tabs-active-panel-id-value="tab-upload-video"' in answer["html"]
    assert 'id="tab-upload-audio"' not in answer["html"]
    answer = upload(file=media("video.mp4"), captions=_srt())
    assert answer["step"] == "media_chosen"
    assert answer["result"]["title"] == "初心第一讲"
    assert len(Media.objects.get().cues) == 2
    chosen = _choose(contributor, "media_chosen", answer["result"]["id"])
    assert chosen["step"] == "media_chosen"


def test_a_large_upload_stays_on_disk(contributor, fields, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    seen = []
    monkeypatch.setattr(
        "assets.services.ffprobe.read", lambda file, kind: seen.append(file.temporary_file_path())
    )
    assert _add(contributor, fields, file=media("video.mp4")).status_code == 302
    assert seen and round(Media.objects.get().duration) == 2


def test_the_chooser_offers_what_colleagues_uploaded(client_of):
    film = MediaFactory(title="渡口的三个课堂")
    client = client_of(roles.CONTRIBUTOR)
    response = client.get(reverse("wagtailmedia:chooser_typed", args=["video"]))
    assert film.title in response.json()["html"]
    assert client.get(reverse("wagtailmedia:edit", args=[film.pk])).status_code == 302
