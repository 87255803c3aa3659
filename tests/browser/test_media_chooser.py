"""A lecture's video, uploaded from the page editor."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from assets.models import Media
from tests.factories.accounts import PASSWORD
from tests.support.uploads import MEDIA_FILES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SRT = "1\n00:00:00,000 --> 00:00:01,000\n同志们好\n\n2\n00:00:01,000 --> 00:00:0{},900\n开会\n"


def _captions(second: int) -> dict:
    text = SRT.format(second).encode("gb18030")
    return {"name": "字幕.srt", "mimeType": "application/x-subrip", "buffer": text}


def test_a_video_is_uploaded_from_the_editor(visit, user_of, site_tree):
    tab = visit()
    tab.goto("/admin/")
    tab.get_by_label("用户名").fill(user_of(roles.CONTRIBUTOR).username)
    tab.get_by_label("密码").fill(PASSWORD)
    tab.get_by_role("button", name="登录").click()
    expect(tab.locator(".hongfan-me__roles")).to_be_visible()
    tab.goto(f"/admin/pages/add/learning/videolecturepage/{site_tree.lectures.pk}/")

    tab.locator("#id_media-chooser [data-chooser-action-choose] >> visible=true").click()
    dialog = tab.locator(".modal.in")
    dialog.get_by_role("tab", name="上传视频").click()
    form = dialog.locator("#tab-upload-video")
    form.get_by_label("视频文件").set_input_files(MEDIA_FILES / "video.mp4")
    # The title is taken from the file's name.
    expect(form.get_by_label("标题")).to_have_value("video")
    form.get_by_label("字幕").set_input_files(_captions(0))
    form.get_by_role("button", name="上传").click()

    # The reason is in sight, not behind the tab that lists what there is.
    expect(form.get_by_text("第 6 行：结束时间没有晚于开始时间。")).to_be_visible()
    assert not Media.objects.exists()
    form.get_by_label("视频文件").set_input_files(MEDIA_FILES / "video.mp4")
    form.get_by_label("字幕").set_input_files(_captions(1))
    form.get_by_role("button", name="上传").click()

    expect(dialog).to_be_hidden()
    expect(tab.locator("#id_media-chooser [data-chooser-title]")).to_have_text("video")
    video = Media.objects.get()
    expect(tab.locator("#id_media")).to_have_value(str(video.pk))
    assert [cue.text for cue in video.cues] == ["同志们好", "开会"]
