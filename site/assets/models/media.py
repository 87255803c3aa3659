import os
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtailmedia.models import AbstractMedia, MediaType

from assets.fields import PosterField, UploadField, is_new
from assets.models.shared import tags_field, uploader_field
from assets.services import media_files
from assets.services.cues import Cue, from_json
from assets.services.stills import still


class Media(AbstractMedia):
    """A video or audio file with captions, transcript and chapters.

    Duration, dimensions, type and size are read from the file whenever a new one is saved; nobody
    types them. Raises ``media_files.UnreadableMedia`` on saving a file that is not playable.
    """

    # AbstractMedia's field, whose type is unknown to mypy.
    type: str

    file = UploadField(_("媒体文件"), upload_to="media", max_length=120)
    thumbnail = PosterField(_("封面图"), upload_to="media_thumbnails", max_length=120, blank=True)
    captions = UploadField(_("字幕"), upload_to="media_captions", max_length=120, blank=True)
    # [{"start": seconds, "end": seconds, "text": str}, …], in order of start
    transcript = models.JSONField(_("文字稿"), default=list, blank=True)
    chapter_marks = models.JSONField(_("章节"), default=list, blank=True)

    tags = tags_field("media")
    uploaded_by_user = uploader_field()
    # Whether the poster was taken from the video, so that another video brings another one.
    poster_is_still = models.BooleanField(default=False, editable=False)
    mime_type = models.CharField(max_length=40, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(null=True, editable=False)

    # See ``core.models.BasePage``.
    search_auto_update = False
    admin_form_fields = (
        "title",
        "file",
        "collection",
        "thumbnail",
        "captions",
        "transcript",
        "chapter_marks",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("视频或音频")
        verbose_name_plural = _("视频和音频")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if is_new(self.file):
            self._read_file()
        super().save(*args, **kwargs)

    def _read_file(self) -> None:
        facts = media_files.facts(self.file.file, self.type)
        self.duration, self.width, self.height = facts.duration, facts.width, facts.height
        if self.type not in MediaType.values:
            # wagtailmedia has a page for "either".
            self.type = MediaType.VIDEO if facts.width else MediaType.AUDIO
        self.mime_type, self.file_size = facts.mime_type, self.file.size
        # The name follows the content, whatever the person's file was called.
        self.file.name = f"{os.path.splitext(str(self.file.name))[0]}.{facts.extension}"
        if self.is_video and (self.poster_is_still or not self.thumbnail):
            self._take_still(facts.duration)

    def _take_still(self, duration: float) -> None:
        picture = still(self.file.file, duration)
        if picture is not None:
            self.thumbnail = picture
            self.poster_is_still = True

    def clean(self) -> None:
        # Not AbstractMedia's, which judges files by their names; the form reads them.
        models.Model.clean(self)

    @property
    def is_video(self) -> bool:
        return self.type == "video"

    @property
    def sources(self) -> list[dict[str, str]]:
        return [{"src": self.url, "type": self.mime_type or "application/octet-stream"}]

    @property
    def poster_url(self) -> str:
        """The address of the still picture, or an empty text."""
        return self.thumbnail.url if self.thumbnail else ""

    @property
    def captions_url(self) -> str:
        """The address of the WebVTT file, or an empty text."""
        return self.captions.url if self.captions else ""

    @cached_property
    def cues(self) -> list[Cue]:
        """The transcript, line by line."""
        return from_json(self.transcript)

    @cached_property
    def chapters(self) -> list[Cue]:
        """The chapters; ``text`` is a chapter's title."""
        return from_json(self.chapter_marks)

    @property
    def duration_seconds(self) -> float:
        return self.duration or 0.0

    @property
    def duration_label(self) -> str:
        """The duration in words: "5 分 42 秒", "1 小时 02 分", or an empty text if unknown."""
        return media_files.duration_label(self.duration_seconds)

    @property
    def size_label(self) -> str:
        """The size to expect when downloading: "约 18 MB", or an empty text if unknown."""
        return media_files.size_label(self.file_size)
