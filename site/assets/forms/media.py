from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from wagtailmedia.forms import BaseMediaForm

from assets import limits
from assets.services import captions, media_files
from assets.services.cue_lines import as_lines, parse_lines
from assets.services.cues import Cue, clock, from_json, to_json
from assets.services.image_files import poster
from assets.services.media_facts import UnreadableMedia

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_SHIFT = 3600


@dataclass(frozen=True, slots=True)
class Kind:
    """What the form says and allows for one kind of media."""

    label: StrOrPromise
    formats: StrOrPromise
    extensions: list[str]
    max_bytes: int


KINDS = {
    "video": Kind(
        _("视频文件"), _("MP4（H.264）或 WebM"), limits.VIDEO_EXTENSIONS, limits.VIDEO_MAX_BYTES
    ),
    "audio": Kind(
        _("音频文件"), _("MP3、M4A 或 OGG"), limits.AUDIO_EXTENSIONS, limits.AUDIO_MAX_BYTES
    ),
}
EITHER = Kind(
    _("视频或音频文件"),
    _("MP4（H.264）、WebM、MP3、M4A 或 OGG"),
    [*limits.VIDEO_EXTENSIONS, *limits.AUDIO_EXTENSIONS],
    limits.VIDEO_MAX_BYTES,
)


class CueLinesField(forms.CharField):
    """A JSON list of cues, edited as one "00:14 text" a line."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return as_lines(from_json(value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != _normalised(
            self.to_python(data) or ""
        )


def _normalised(text: str) -> str:
    # Browsers submit text areas with CRLF.
    return text.replace("\r\n", "\n").replace("\r", "\n")


class MediaForm(BaseMediaForm):
    """The form for one video or audio file, in the pages and in the chooser.

    Duration and dimensions are not fields: the model reads them from the file. Faults in captions,
    transcript and chapters are reported with their lines.
    """

    transcript = CueLinesField(
        label=_("文字稿"),
        rows=12,
        strip=True,
        help_text=_(
            "每行一句，先写时间再写文字，例如“00:14 同志们好”。"
            "留空时自动用字幕填好；改错字不影响原来的时间。"
        ),
    )
    chapter_marks = CueLinesField(
        label=_("章节"),
        rows=5,
        strip=True,
        help_text=_("每行一章，先写开始时间再写标题，例如“00:00 开场”“02:30 三条经验”。"),
    )
    time_shift = forms.FloatField(
        label=_("整体移动时间（秒）"),
        required=False,
        min_value=-MAX_SHIFT,
        max_value=MAX_SHIFT,
        help_text=_(
            "片头加长或剪短后，字幕、文字稿和章节会一起对不上：填 5 全部推后 5 秒，填 -2.5 全部提前 2.5 秒。"
        ),
    )

    field_order = [
        *("title", "file", "thumbnail", "captions", "transcript", "chapter_marks"),
        *("time_shift", "collection", "tags"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._facts: media_files.MediaFacts | None = None
        # The captions as they will be stored; None where there are none or they stay as they are.
        self._new_captions: list[Cue] | None = None
        kind = KINDS.get(self.instance.type, EITHER)
        self._max_bytes = kind.max_bytes
        if not self.instance.pk:
            del self.fields["time_shift"]
        self._describe("title", label=_("标题"))
        self._describe(
            "file",
            label=kind.label,
            help_text=_("%(formats)s，最大 %(limit)s MB。时长和画面大小从文件里读出，不用填写。")
            % {"formats": kind.formats, "limit": kind.max_bytes // limits.MEGABYTE},
        )
        self._describe(
            "thumbnail",
            label=_("封面图"),
            help_text=_("播放前显示的图片，16:9 最合适。视频不传封面时，自动截取一帧。"),
        )
        self._describe(
            "captions",
            label=_("字幕"),
            help_text=_("WebVTT（.vtt）或 SRT（.srt）文件。时间写错的地方会指出是第几行。"),
            accept=".vtt,.srt,text/vtt",
        )
        self._describe("thumbnail", accept="image/*")

    @staticmethod
    def get_file_accept_value(media_type: str) -> str:
        return ",".join(f".{name}" for name in KINDS.get(media_type, EITHER).extensions)

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if file.size > self._max_bytes:
            raise ValidationError(
                _("文件太大，最大 %(limit)s MB。"),
                code="media_size",
                params={"limit": self._max_bytes // limits.MEGABYTE},
            )
        try:
            self._facts = media_files.facts(file, self.instance.type)
        except UnreadableMedia as error:
            raise ValidationError(str(error), code="media_content") from error
        return file

    def clean_thumbnail(self) -> File | bool | None:
        file = self.cleaned_data["thumbnail"]
        if "thumbnail" not in self.changed_data or not file:
            return file
        return poster(file, file.name)

    def clean_captions(self) -> File | bool | None:
        file = self.cleaned_data["captions"]
        if "captions" not in self.changed_data or not file:
            return file
        cues = captions.read(file.read(captions.MAX_BYTES + 1), file.name)
        late = next((cue for cue in cues if self._duration and cue.start >= self._duration), None)
        if late is not None:
            raise ValidationError(
                _("字幕和文件对不上：%(time)s 的字幕超出了文件的长度（%(duration)s）。"),
                code="captions_late",
                params={"time": clock(late.start), "duration": clock(self._duration)},
            )
        self._new_captions = cues
        return file

    def clean_transcript(self) -> list[Cue]:
        return self._cues_of("transcript")

    def clean_chapter_marks(self) -> list[Cue]:
        return self._cues_of("chapter_marks")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "transcript" in cleaned and self._transcript_follows_captions():
            cleaned["transcript"] = captions.as_transcript(self._new_captions or [])
        if cleaned.get("time_shift"):
            self._shift(cleaned, cleaned["time_shift"])
        for name in ("transcript", "chapter_marks"):
            if name in cleaned:
                cleaned[name] = to_json(cleaned[name])
        if self._new_captions is not None and "captions" in cleaned:
            cleaned["captions"] = ContentFile(
                captions.as_webvtt(self._new_captions), name="captions.vtt"
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if "thumbnail" in self.changed_data:
            self.instance.poster_is_still = False
        return super().save(commit=commit)

    @property
    def _duration(self) -> float:
        return self._facts.duration if self._facts else self.instance.duration or 0.0

    def _describe(self, name: str, accept: str | None = None, **texts: Any) -> None:
        for attribute, text in texts.items():
            setattr(self.fields[name], attribute, text)
        if accept:
            self.fields[name].widget.attrs["accept"] = accept

    def _cues_of(self, name: str) -> list[Cue]:
        known = from_json(self.initial.get(name))
        if name not in self.changed_data:
            return known
        return parse_lines(self.cleaned_data[name], self._duration, known)

    def _transcript_follows_captions(self) -> bool:
        """Whether new captions should become the transcript: there is none, or it is what the
        captions they replace had become."""
        if self._new_captions is None:
            return False
        if not self.cleaned_data["transcript"]:
            return True
        derived = captions.as_transcript(self._stored_captions())
        return "transcript" not in self.changed_data and _same(
            self.cleaned_data["transcript"], derived
        )

    def _stored_captions(self) -> list[Cue]:
        stored = self.initial.get("captions")
        if not stored:
            return []
        try:
            with stored.storage.open(stored.name) as file:
                return captions.read(file.read())
        except (OSError, ValidationError):
            # The file is gone or was put there by other means: nothing to take over.
            return []

    def _shift(self, cleaned: dict[str, Any], seconds: float) -> None:
        if self._new_captions is None and cleaned.get("captions"):
            self._new_captions = self._stored_captions() or None
        try:
            for name in ("transcript", "chapter_marks"):
                cleaned[name] = captions.shifted(cleaned.get(name, []), seconds)
            if self._new_captions is not None:
                self._new_captions = captions.shifted(self._new_captions, seconds)
        except ValidationError as error:
            self.add_error("time_shift", error)


def _same(one: Sequence[Cue], other: Sequence[Cue]) -> bool:
    return list(one) == list(other)
