"""The words inside files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.models import Document


class FileText(models.Model):
    """What was read from a document's file, once for each file it has had.

    ``problem`` says why there is no text, or not all of it; empty when all went well.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="file_text"
    )
    # The stored name of the file it was read from: another name is another file.
    file = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    problem = models.CharField(_("问题"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("文件的文字")
        verbose_name_plural = _("文件的文字")

    def __str__(self) -> str:
        return self.file
