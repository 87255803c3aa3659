"""Which rich text features exist, named once.

Everything that edits rich text picks one of these lists. What is not in the list is removed when
a text is pasted or saved; headings, pictures and embeds have blocks of their own.
"""

FEATURES: dict[str, list[str]] = {
    # Running text of an article.
    "paragraph": ["bold", "italic", "ol", "ul", "link", "document-link"],
    # One line or cell: captions, notes, table cells.
    "line": ["bold", "link"],
}
