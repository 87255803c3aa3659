"""Files for download: found by their words by whoever may read a page that offers them."""

import io
import zipfile
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import reverse

from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)
from wagtail.signal_handlers import disable_reference_index_auto_update

import docx
import pytest

from assets.models import Document
from search import extraction
from search.dependents import documents_of
from search.extraction import Unreadable, extract
from search.files import pieces
from search.models import FileText
from search.tasks import read_file
from tests.factories.home import SiteTree
from tests.factories.news import NewsPageFactory
from tests.support.searching import Index


def word_file(*paragraphs: str) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    made.add_table(1, 2).rows[0].cells[1].text = "表格里的鱼鳞坑"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def pdf_file(text: str) -> bytes:
    """A page with Latin words; the smallest PDF that readers accept."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 144] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def read(data: bytes, suffix: str, **limits: Any) -> str:
    return extract(io.BytesIO(data), suffix, len(data), **limits)


@pytest.fixture
def document(db: None) -> Document:
    found = Document(title="章程")
    found.file.save("章程.docx", ContentFile(word_file("河岸上挖了鱼鳞坑。")), save=False)
    found.save()
    read_file.enqueue(found.pk)
    return found


def offer(tree: SiteTree, document: Document, **fields: Any) -> Any:
    return NewsPageFactory(
        parent=tree.news, title="办法公布了", body=[("document", {"document": document})], **fields
    )


def test_words_are_read_from_word_and_pdf_files() -> None:
    assert "表格里的鱼鳞坑" in read(word_file("河岸"), ".docx")
    assert "Stone steps" in read(pdf_file("Stone steps"), ".pdf")


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"%PDF-1.4\nbroken", b"PK\x03\x04broken"])
def test_a_damaged_file_is_an_answer_not_an_accident(data: bytes, suffix: str) -> None:
    with pytest.raises(Unreadable):
        read(data, suffix)


def test_other_files_are_not_read() -> None:
    with pytest.raises(Unreadable):
        read(b"text", ".txt")


def test_a_file_that_takes_too_long_or_is_too_large_is_given_up() -> None:
    with pytest.raises(Unreadable, match="too long"):
        read(word_file("河岸"), ".docx", seconds=0.001)
    with pytest.raises(Unreadable, match="too large"):
        extract(io.BytesIO(), ".pdf", extraction.MAX_FILE + 1)


def test_a_file_that_unpacks_to_a_monster_is_given_up(monkeypatch: Any) -> None:
    packed = io.BytesIO(word_file("河岸"))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\x00" * (extraction.MAX_UNPACKED + 1))
    with pytest.raises(Unreadable, match="too large"):
        read(packed.getvalue(), ".docx")


def test_a_file_of_a_live_page_is_found_by_its_words(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    page = offer(site_tree, document)
    index.catch_up()
    [hit] = [hit for hit in index.ask("鱼鳞坑").hits if hit.document.kind == "document"]
    assert hit.document.url == document.url
    assert hit.document.under[0] == page.pk


def test_a_file_is_found_however_long_before_its_page_it_was_there(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    """Its own change is long taken in, and the reference index knows the link already."""
    assert index.found("鱼鳞坑") == []

    page = offer(site_tree, document)
    ReferenceIndex.create_or_update_for_object(page)

    assert index.found("鱼鳞坑") == [document.title]
    index.build()
    assert index.titles("鱼鳞坑") == [document.title]


def test_a_file_that_no_live_page_offers_is_nobodys_business(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    assert index.found("鱼鳞坑") == []
    page = offer(site_tree, document, live=False)
    assert index.found("鱼鳞坑") == []
    page.save_revision().publish()
    assert index.found("鱼鳞坑") == ["章程"]
    page.refresh_from_db()
    page.unpublish()
    assert index.titles("鱼鳞坑") == [], "before the engine has heard of it"
    assert index.found("鱼鳞坑") == []


def test_a_file_leaves_with_the_last_link_to_it(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    page = offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    page.body = [("paragraph", "<p>附件撤下了。</p>")]
    page.save_revision().publish()
    assert index.found("鱼鳞坑") == []


def test_a_file_leaves_though_the_reference_index_still_links_it(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    """The follower may look before Wagtail's task has run."""
    page = offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    page.body = [("paragraph", "<p>附件撤下了。</p>")]
    with disable_reference_index_auto_update():
        page.save_revision().publish()
    assert documents_of([page.pk]) == [document.pk]

    assert index.found("鱼鳞坑") == []


def test_a_file_is_as_private_as_its_page_and_its_collection(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    page = offer(site_tree, document)
    index.catch_up()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert index.titles("鱼鳞坑") == [], "before the engine has heard of it"
    assert index.found("鱼鳞坑") == []
    assert index.titles("鱼鳞坑", access=["login"]) == ["章程"]
    restriction.delete()
    inner = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")
    document.collection = inner
    document.save()
    assert index.found("鱼鳞坑") == []
    assert index.titles("鱼鳞坑", access=["login"]) == ["章程"]


def test_a_file_for_two_groups_is_found_by_the_one_that_is_left(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    offer(site_tree, document)
    gone, kept = (Group.objects.create(name=name) for name in ("甲组", "乙组"))
    restriction = CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(), restriction_type="groups"
    )
    index.catch_up()
    restriction.groups.set([gone, kept])
    assert index.found("鱼鳞坑", access=[f"group:{gone.pk}+{kept.pk}"]) == ["章程"]
    gone.delete()
    assert index.found("鱼鳞坑", access=[f"group:{kept.pk}"]) == ["章程"]


@pytest.fixture
def inner(db: None) -> Any:
    """A collection below one that only the signed-in may open."""
    outer = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    return outer.add_child(name="更内部")


def test_a_file_that_is_saved_into_a_private_collection_is_gone_at_once(
    index: Index, site_tree: SiteTree, document: Document, inner: Collection
) -> None:
    offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    document.title = "新章程"
    document.save()
    assert index.titles("鱼鳞坑") == ["章程"], "nothing of it has closed"
    document.collection = inner
    document.save()
    assert index.titles("鱼鳞坑") == []


def test_files_that_are_moved_together_are_gone_at_once(
    index: Index, site_tree: SiteTree, document: Document, inner: Collection, admin_client: Any
) -> None:
    offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    address = reverse("wagtail_bulk_action", args=["assets", "document", "add_to_collection"])
    admin_client.post(f"{address}?id={document.pk}", {"collection": inner.pk})
    assert index.titles("鱼鳞坑") == [], "before the engine has heard of it"
    assert index.found("鱼鳞坑") == []
    assert index.titles("鱼鳞坑", access=["login"]) == ["章程"]


def test_the_files_below_a_collection_are_gone_as_it_closes(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    outer = Collection.get_first_root_node().add_child(name="资料")
    document.collection = outer.add_child(name="办法")
    document.save()
    offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    CollectionViewRestriction.objects.create(collection=outer, restriction_type="login")
    assert index.titles("鱼鳞坑") == [], "before the engine has heard of it"
    assert index.found("鱼鳞坑") == []
    assert index.titles("鱼鳞坑", access=["login"]) == ["章程"]


def test_files_are_gone_as_their_collection_moves_below_a_private_one(
    index: Index, site_tree: SiteTree, document: Document, inner: Collection, admin_client: Any
) -> None:
    moved = Collection.get_first_root_node().add_child(name="办法")
    document.collection = moved
    document.save()
    offer(site_tree, document)
    assert index.found("鱼鳞坑") == ["章程"]
    address = reverse("wagtailadmin_collections:edit", args=[moved.pk])
    admin_client.post(address, {"name": "办法", "parent": inner.pk})
    assert index.titles("鱼鳞坑") == [], "before the engine has heard of it"
    assert index.found("鱼鳞坑") == []
    assert index.titles("鱼鳞坑", access=["login"]) == ["章程"]


def test_another_file_brings_other_words(
    index: Index, site_tree: SiteTree, document: Document
) -> None:
    offer(site_tree, document)
    index.catch_up()
    document.file.save("新.docx", ContentFile(word_file("改成石谷坊。")), save=True)
    read_file.enqueue(document.pk)
    assert index.found("石谷坊") == ["章程"]
    assert FileText.objects.get().text.startswith("改成石谷坊")


def test_a_file_that_can_not_be_read_is_tried_once(document: Document) -> None:
    document.file.save("坏.pdf", ContentFile(b"%PDF-1.4\nbroken"), save=True)
    read_file.enqueue(document.pk)
    assert "can't be read" in FileText.objects.get().problem
    assert read_file.call(document.pk) == 0


def test_a_long_text_comes_in_pieces() -> None:
    parts = list(pieces("长" * 2500 + "\n" + "短。\n短。"))
    assert [len(part) for part in parts] == [1000, 1000, 506]
