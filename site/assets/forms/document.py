from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from wagtail.documents.forms import BaseDocumentForm

from assets.limits import DOCUMENT_EXTENSIONS, DOCUMENT_MAX_BYTES, MEGABYTE
from assets.services.document_files import check_document


class DocumentForm(BaseDocumentForm):
    """Wagtail's document form; a new file is judged by its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _("可以上传：%(kinds)s。最大 %(limit)s MB。") % {
                "kinds": "、".join(DOCUMENT_EXTENSIONS),
                "limit": DOCUMENT_MAX_BYTES // MEGABYTE,
            }

    def clean_file(self) -> File:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            check_document(file)
        return file
