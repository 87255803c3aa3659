import io
import json
import zipfile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.models import Collection

import pytest

from accounts import roles
from assets import limits
from assets.models import Document
from assets.services.document_files import check_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


GOOD = [
    ("通知.pdf", b"%PDF-1.7\n%"),
    ("通知.PDF", b"\r\n%PDF-1.4"),
    ("通知.ofd", _zip("OFD.xml", "Doc_0/Document.xml")),
    ("通知.docx", _zip("[Content_Types].xml", "word/document.xml")),
    ("名单.xlsx", _zip("[Content_Types].xml", "xl/workbook.xml")),
    ("课件.pptx", _zip("[Content_Types].xml", "ppt/presentation.xml")),
    ("通知.odt", _zip("mimetype", "META-INF/manifest.xml")),
    ("附件.zip", _zip("a.txt")),
    ("通知.doc", OLE),
    ("通知.wps", OLE),
    ("通知.rtf", b"{\\rtf1\\ansi}"),
    ("名单.csv", "姓名,支部\n张,一".encode("gb18030")),
    ("名单.txt", ("字" * 3000).encode()),
    ("名单.txt", ("字" * 3000).encode("gb18030")),
    ("名单.txt", "字".encode("utf-16")),
]
BAD = [
    ("网页.html", b"<html>", "document_kind"),
    ("图.svg", b"<svg/>", "document_kind"),
    ("程序.exe", b"MZ", "document_kind"),
    ("无扩展名", b"x", "document_kind"),
    ("通知.pdf", b"<html><script>", "document_content"),
    ("通知.pdf", _zip("word/document.xml"), "document_content"),
    ("通知.docx", OLE, "document_content"),
    ("通知.docx", _zip("xl/workbook.xml"), "document_content"),
    ("通知.docx", b"PK\x03\x04 broken", "document_content"),
    ("通知.docx", _zip("word/document.xml", "word/vbaProject.bin"), "macros"),
    ("通知.txt", b"MZ\x90\0\x03\0\0", "document_content"),
    ("通知.txt", b" \n<!DOCTYPE html><script>", "document_content"),
    ("通知.txt", b"\xef\xbb\xbf<svg onload=alert(1)>", "document_content"),
    ("通知.csv", b"\x81\xff\xff\xff", "document_content"),
]


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_kinds_that_are_taken(name, content):
    check_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(("name", "content", "code"), BAD)
def test_kinds_that_are_refused(name, content, code):
    with pytest.raises(ValidationError) as caught:
        check_document(SimpleUploadedFile(name, content))
    assert caught.value.code == code


def test_size_is_limited(monkeypatch):
    monkeypatch.setattr("assets.services.document_files.DOCUMENT_MAX_BYTES", 5)
    with pytest.raises(ValidationError) as caught:
        check_document(SimpleUploadedFile("a.pdf", b"%PDF-1"))
    assert caught.value.code == "document_size"


def test_every_kind_offered_can_be_uploaded():
    from assets.services import document_files

    known = {"pdf", "rtf", "zip"} | document_files.OLE | document_files.TEXT
    known = known.union(*document_files.ZIP_MARKS.values())
    assert set(limits.DOCUMENT_EXTENSIONS) == known


@pytest.fixture
def contributor(client_of):
    return client_of(roles.CONTRIBUTOR)


def test_the_page_of_one_document(contributor):
    fields = {"title": "通知", "collection": Collection.get_first_root_node().pk}
    url = reverse("wagtaildocs:add")
    assert "最大 50 MB" in contributor.get(url).content.decode()
    bad = SimpleUploadedFile("通知.pdf", b"<html>")
    response = contributor.post(url, fields | {"file": bad})
    assert "文件内容不是 .pdf 格式" in response.context["form"].errors["file"][0]
    good = SimpleUploadedFile("关于学习的通知.pdf", b"%PDF-1.7")
    assert contributor.post(url, fields | {"file": good}).status_code == 302
    assert Document.objects.get().filename == "关于学习的通知.pdf"


def test_several_documents(contributor):
    def upload(file):
        response = contributor.post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": file, "collection": Collection.get_first_root_node().pk},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        return json.loads(response.content)

    answer = upload(SimpleUploadedFile("通知.pdf", b"<html>"))
    assert not answer["success"] and "文件内容不是" in answer["error_message"]
    assert upload(SimpleUploadedFile("通知.pdf", b"%PDF-1.7"))["success"]
    assert Document.objects.get().original_name == "通知.pdf"


def test_the_chooser_of_the_editor(contributor):
    def post(content):
        data = {
            "document-chooser-upload-title": "通知",
            "document-chooser-upload-collection": Collection.get_first_root_node().pk,
            "document-chooser-upload-file": SimpleUploadedFile("通知.pdf", content),
        }
        return json.loads(contributor.post(reverse("wagtaildocs_chooser:create"), data).content)

    assert "文件内容不是" in post(b"<html>")["htmlFragment"]
    assert post(b"%PDF-1.7")["step"] == "chosen"


@pytest.mark.parametrize(
    ("name", "reason"), [("通知", "没有扩展名"), ("通知.exe", "不能上传这种文件")]
)
def test_a_refused_file_is_refused_once_with_a_reason(client_of, name, reason):
    client = client_of(roles.CONTRIBUTOR)
    form = {"title": "通知", "collection": Collection.get_first_root_node().pk}
    form["file"] = SimpleUploadedFile(name, b"%PDF-1.7")
    errors = client.post(reverse("wagtaildocs:add"), form).context["form"].errors["file"]
    assert len(errors) == 1 and reason in errors[0]
