from collections.abc import Sequence
from typing import Any

from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to
from wagtail.images.models import Image as WagtailImage

from assets.fields import ImageUploadField, is_new
from assets.models.shared import tags_field, uploader_field
from assets.services.image_files import ready_to_store
from assets.services.renditions import can_render, render, render_all


class Image(AbstractImage):
    """A picture. ``description`` is its alternative text, demanded wherever a person uploads."""

    file = ImageUploadField(
        verbose_name=_("图片文件"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )
    description = models.CharField(
        _("替代文字"),
        max_length=255,
        default="",
        help_text=_(
            "用一句话说出图片里有什么，看不见图片的读者靠它了解内容。例：“十二名党员在村口栽树”。"
            "不要写“图片”“照片”，也不要写文件名。"
        ),
    )
    tags = tags_field("image")
    uploaded_by_user = uploader_field()
    credit = models.CharField(
        _("图片来源"),
        max_length=120,
        blank=True,
        help_text=_("拍摄者或提供单位，显示在图片下方。例：“李明 摄”。"),
    )

    # See ``core.models.BasePage``.
    search_auto_update = False
    admin_form_fields = (
        *WagtailImage.admin_form_fields[:3],
        "credit",
        *WagtailImage.admin_form_fields[3:],
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        permissions = [("choose_image", _("可以选用图片"))]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if is_new(self.file):
            # Assigned anew, so that width and height are those of the stored picture.
            self.file = ready_to_store(self.file, self.file.name)  # type: ignore[assignment]
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def _set_image_file_metadata(self) -> None:
        super()._set_image_file_metadata()
        # Wagtail leaves the stored file open.
        if not is_new(self.file):
            self.file.close()

    @property
    def default_alt_text(self) -> str:
        """The alternative text, never the title: a file name read aloud helps nobody."""
        return self.description

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        if not can_render(self, filter):
            return super().generate_rendition_file(filter, source=source)
        if source is not None:
            return render(self, filter, source)
        with self.open_file() as original:
            return render(self, filter, original)

    def create_all_renditions(self, filters: Sequence[Filter]) -> int:
        """Make the renditions, which must not exist yet, reading the original once.

        Gives their number. Raises ``SourceImageIOError`` where the original can't be read.
        """
        with self.open_file() as original:
            for item, file in render_all(self, filters, original):
                self.renditions.get_or_create(
                    filter_spec=item.spec,
                    focal_point_key=item.get_cache_key(self),
                    defaults={"file": file},
                )
        return len(filters)


class Rendition(AbstractRendition):
    """A picture cut and encoded for one place; ``filter_spec`` says how."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("图片规格")
        verbose_name_plural = _("图片规格")
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
