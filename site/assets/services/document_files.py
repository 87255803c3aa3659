"""Documents for download: which kinds are taken, told by their content."""

import codecs
import os
import zipfile
from collections.abc import Set

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from assets.limits import DOCUMENT_EXTENSIONS, DOCUMENT_MAX_BYTES

OLE = {"doc", "xls", "ppt", "wps", "et", "dps"}
TEXT = {"txt", "csv"}
# An entry that only this kind of zip has.
ZIP_MARKS = {
    "word/document.xml": {"docx"},
    "xl/workbook.xml": {"xlsx"},
    "ppt/presentation.xml": {"pptx"},
    "OFD.xml": {"ofd"},
    "META-INF/manifest.xml": {"odt", "ods", "odp"},
}
MAX_ENTRIES = 20_000
HEAD_BYTES = 4096
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script")


def check_document(file: File) -> None:
    """Raise ``ValidationError``, with a text for the editor, unless ``file`` is of an allowed
    kind, is what its extension says, has no macros and is not too large."""
    extension = os.path.splitext(str(file.name))[1][1:].lower()
    if not extension:
        raise ValidationError(
            _("文件名没有扩展名，看不出是什么文件。请改名（例如“通知.pdf”）后再上传。"),
            code="document_kind",
        )
    if extension not in DOCUMENT_EXTENSIONS:
        raise ValidationError(
            _("不能上传这种文件。可以上传：%(kinds)s。"),
            code="document_kind",
            params={"kinds": "、".join(DOCUMENT_EXTENSIONS)},
        )
    if file.size > DOCUMENT_MAX_BYTES:
        raise ValidationError(
            _("文件太大，最多 %(limit)s MB。"),
            code="document_size",
            params={"limit": DOCUMENT_MAX_BYTES // 1024 // 1024},
        )
    if extension not in _kinds(file):
        raise ValidationError(
            _("文件内容不是 .%(extension)s 格式，或已损坏。请用原来的软件打开后另存一份，再上传。"),
            code="document_content",
            params={"extension": extension},
        )


def _kinds(file: File) -> Set[str]:
    """The extensions that fit the content; empty for what we don't know."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    # Some producers put a few bytes before the mark; readers look for it in the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return {"pdf"}
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    if head.startswith(b"{\\rtf"):
        return {"rtf"}
    if head.startswith(b"PK"):
        return _zip_kinds(file)
    return TEXT if _is_text(head) else set()


def _zip_kinds(file: File) -> Set[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
    finally:
        file.seek(0)
    if len(names) > MAX_ENTRIES:
        return set()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("文件里带有宏，不能上传。请另存为不带宏的格式。"), code="macros")
    for mark, kinds in ZIP_MARKS.items():
        if mark in names:
            return kinds
    return {"zip"}


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    # A page under a text's name would still be a page to a careless browser.
    if not head or b"\0" in head or start.startswith(MARKUP):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        # The last character of a long file's head may be cut.
        decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return False
    return True
