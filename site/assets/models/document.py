from typing import Any

from django.db import models
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from wagtail.documents.models import AbstractDocument

from assets.fields import UploadField, is_new
from assets.models.shared import tags_field, uploader_field
from assets.services.filenames import original_name


class Document(AbstractDocument):
    """A file for download, stored under an ASCII name, handed out under its own."""

    file = UploadField(_("文件"), upload_to="documents", max_length=120)
    tags = tags_field("document")
    uploaded_by_user = uploader_field()
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)

    # See ``core.models.BasePage``.
    search_auto_update = False
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文档")
        verbose_name_plural = _("文档")
        permissions = [("choose_document", _("可以选用文档"))]

    def clean(self) -> None:
        # Without a file (the form refused it and said why) Wagtail would refuse the kind “”.
        if self.file:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if is_new(self.file):
            self.original_name = original_name(self.file)
            self._set_document_file_metadata()
        super().save(*args, **kwargs)

    @property
    def filename(self) -> str:
        """The name the file has on a reader's disk, and in its address."""
        return self.original_name or super().filename

    @property
    def content_disposition(self) -> str:
        """Always a download, PDF too: a document is never a page of this site."""
        return content_disposition_header(True, self.filename)
