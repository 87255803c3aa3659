from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from assets.limits import MEGABYTE
from assets.services.image_files import (
    FORMATS_LABEL,
    MAX_PIXELS,
    MAX_PIXELS_OTHER,
    StoredImage,
    sanitised,
)

# In 万, as the help says them.
PIXELS = {"pixels": MAX_PIXELS // 10_000, "others": MAX_PIXELS_OTHER // 10_000}


class SanitisedImageField(WagtailImageField):
    """Takes a picture of any allowed format by its content; gives it back without metadata."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = self.max_upload_size // MEGABYTE
        self.help_text = _(
            "%(formats)s，最大 %(limit)s MB。照片（JPEG、HEIC）最多 %(pixels)s 万像素，"
            "其他格式 %(others)s 万像素。"
            "拍摄地点等隐藏信息会自动去掉；HEIC 和 AVIF 存为 JPEG。"
        ) % ({"formats": FORMATS_LABEL, "limit": limit} | PIXELS)
        too_large = _("图片文件太大，最大 %s MB。") % limit
        self.error_messages |= {
            "file_too_large": too_large,
            "file_too_large_unknown_size": too_large,
            "invalid_image_extension": _("不能使用这种图片。能用的格式：%s。") % FORMATS_LABEL,
        }

    def to_python(self, data: Any) -> StoredImage | None:
        # Not WagtailImageField's, which goes by the name and decodes before it counts pixels.
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        return sanitised(file, file.name or "")


class ImageForm(BaseImageForm):
    """Wagtail's image form with our file field; alternative text is required by the model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = SanitisedImageField(
                label=capfirst(plain.label), required=plain.required, widget=plain.widget
            )

    def save(self, commit: bool = True) -> Any:
        # After a smaller file took its place, or posted by hand.
        if not _is_inside(self.instance):
            for name in ("x", "y", "width", "height"):
                setattr(self.instance, f"focal_point_{name}", None)
        return super().save(commit=commit)


def _is_inside(image: Any) -> bool:
    """Whether the focal point, if there is one, lies within the picture with all its area."""
    point = image.get_focal_point()
    return point is None or (
        0 <= point.left < point.right <= image.width
        and 0 <= point.top < point.bottom <= image.height
    )
