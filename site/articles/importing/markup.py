"""HTML from anywhere (pages, Word, WPS) taken apart into pieces.

The sanitiser makes a well-formed tree of whatever comes; the reader takes words and a few
meanings out of it. Nothing of the source's own markup gets through: what is kept is written anew
by ``pieces`` and ``body``.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from articles.importing import word
from articles.importing.characters import clean_line, split_lines
from articles.importing.elements import (
    HEADINGS,
    INLINE,
    PLAYERS,
    TABLE_PARTS,
    VOID,
    has_blocks,
    is_too_deep,
    well_formed,
)
from articles.importing.lines import SOFT_WRAP, tidy
from articles.importing.pieces import Cell, Heading, Item, Line, Paragraph, Piece, Run, Table, plain
from articles.wordcount import text_of_html

LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.I)
MAX_DEPTH = 4
MAX_SPAN = 50


def read_html(source: str) -> tuple[list[Piece], list[str]]:
    """The pieces of ``source``, and what was left out (pictures, players), in words."""
    if is_too_deep(source):
        lines = split_lines(text_of_html(source))
        return [Paragraph([Run(line)]) for line in lines], [_("HTML 嵌套太深，只取了文字。")]
    if not has_blocks(source):
        # A plain text with a tag or two: its own line ends are the paragraphs.
        source = source.replace("\n", "<br>")
    reader = MarkupReader()
    reader.feed(well_formed(source))
    reader.close()
    reader.end_line()
    return reader.pieces, reader.left_out


class MarkupReader(HTMLParser):
    """Walks a well-formed tree and collects pieces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.left_out: list[str] = []
        self._line: Line = []
        self._notes: list[str] = []
        # What each open element set, undone when it closes.
        self._open: list[tuple[str, Callable[[], None]]] = []
        self._bold = self._italic = self._muted = self._tables = 0
        self._hrefs: list[str] = []
        # Lists: whether each open one is numbered; the item that goes on after a line end.
        self._lists: list[bool] = []
        self._item: Item | None = None
        self._entries = 0
        # Paragraphs that are headings, or (Word's) list entries with a written-out marker.
        self._level: str | None = None
        self._depth = 0
        self._numbered = False
        self._marker: list[str] | None = None
        self._table: Table | None = None
        self._cell: Cell | None = None
        self._caption: list[str] | None = None

    # Elements

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in {"br", "hr"}:
            self._break(tag)
        elif tag == "img":
            self._leave_out_picture(values)
        elif tag == "embed":
            self._leave_out_player(values)
        else:
            self._open.append((tag, self._enter(tag, values)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        while self._open:
            name, leave = self._open.pop()
            leave()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._marker is not None:
            self._marker.append(data)
        elif self._muted:
            return
        elif self._caption is not None:
            self._caption.append(data)
        elif data:
            text = SOFT_WRAP.sub("", data)
            href = self._hrefs[-1] if self._hrefs else ""
            self._line.append(Run(text, self._bold > 0, self._italic > 0, href))

    def _enter(self, tag: str, values: dict[str, str]) -> Callable[[], None]:
        """Open an element; the answer closes it."""
        if tag in PLAYERS:
            self._leave_out_player(values)
            return self._mute()
        if word.HIDDEN.search(values.get("style", "")):
            return self._mute()
        if tag in INLINE:
            return self._enter_inline(tag, values)
        self.end_line()
        if tag in TABLE_PARTS:
            return self._enter_table(tag, values)
        if tag in {"ol", "ul"}:
            self._lists.append(tag == "ol")
            return self._leave_list
        if tag == "li":
            self._entries += 1
            self._item = None
            return self._leave_item
        return self._enter_block(tag, values)

    def _mute(self) -> Callable[[], None]:
        self._muted += 1

        def leave() -> None:
            self._muted -= 1

        return leave

    def _enter_inline(self, tag: str, values: dict[str, str]) -> Callable[[], None]:
        style = values.get("style", "")
        if word.IGNORED.search(style) and self._marker is None:
            self._marker = []
            return self._leave_marker
        href = values.get("href", "").strip() if tag == "a" else ""
        bold = tag in {"b", "strong"} or word.BOLD.search(style) is not None
        italic = tag in {"i", "em"} or word.ITALIC.search(style) is not None
        if LINK.fullmatch(href):
            self._hrefs.append(href)
        self._bold += bold
        self._italic += italic

        def leave() -> None:
            if LINK.fullmatch(href):
                self._hrefs.pop()
            self._bold -= bold
            self._italic -= italic

        return leave

    def _enter_block(self, tag: str, values: dict[str, str]) -> Callable[[], None]:
        before = self._level, self._depth, self._numbered
        if tag in HEADINGS:
            self._level = "2" if tag in {"h1", "h2"} else "3"
        else:
            self._level = word.heading_level(values.get("class", "")) or self._level
            self._depth = word.list_depth(values.get("style", "")) or self._depth

        def leave() -> None:
            self.end_line()
            self._level, self._depth, self._numbered = before

        return leave

    # Lists

    def _leave_marker(self) -> None:
        marker = clean_line("".join(self._marker or ()))
        self._marker = None
        numbered = word.marker_kind(marker)
        if numbered is None or self._level is not None:
            # 一、 and （二） are typed by authors and numbered by nothing.
            self._depth = 0
            self._line.append(Run(marker))
        else:
            self._numbered = numbered

    def _leave_item(self) -> None:
        self.end_line()
        self._entries -= 1
        self._item = None

    def _leave_list(self) -> None:
        self.end_line()
        self._lists.pop()
        self._item = None

    # Tables

    def _enter_table(self, tag: str, values: dict[str, str]) -> Callable[[], None]:
        if tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._table = Table([])
            return self._leave_table
        if self._table is None or self._tables > 1:
            # A table within a cell: its words belong to the cell.
            return self.end_line
        if tag == "caption":
            self._caption = []
            return self._leave_caption
        if tag == "tr":
            self._table.rows.append([])
        elif tag in {"td", "th"}:
            return self._enter_cell(tag, values)
        return self.end_line

    def _enter_cell(self, tag: str, values: dict[str, str]) -> Callable[[], None]:
        cell = Cell(
            heading=tag == "th",
            columns=_span(values.get("colspan", "")),
            rows=_span(values.get("rowspan", "")),
        )
        if self._table is not None:
            if not self._table.rows:
                self._table.rows.append([])
            self._table.rows[-1].append(cell)
        self._cell = cell
        return self._leave_cell

    def _leave_cell(self) -> None:
        self.end_line()
        self._cell = None

    def _leave_caption(self) -> None:
        if self._table is not None:
            self._table.caption = clean_line("".join(self._caption or ()))
        self._caption = None

    def _leave_table(self) -> None:
        self.end_line()
        self._tables -= 1
        if self._tables or self._table is None:
            return
        table, self._table = self._table, None
        self.pieces.extend(_unframed(table))
        self._place_notes()

    # Lines

    def _break(self, tag: str) -> None:
        if tag == "br" and self._item is None and self._level is not None:
            self._line.append(Run(" "))
        else:
            self.end_line()

    def end_line(self) -> None:
        """What has been read since the last line end becomes a piece of the kind that is open."""
        line, self._line = tidy(self._line), []
        if line:
            self._place(line)
        self._place_notes()

    def _place(self, line: Line) -> None:
        if self._cell is not None:
            self._cell.lines.append(line)
        elif self._level is not None:
            self.pieces.append(Heading(plain(line), self._level))
        elif self._lists and self._entries:
            self._place_item(line, len(self._lists), self._lists[-1])
        elif self._depth:
            self._item = None
            self._place_item(line, self._depth, self._numbered)
        else:
            self.pieces.append(Paragraph(line))

    def _place_item(self, line: Line, depth: int, ordered: bool) -> None:
        if self._item is not None:
            # Another paragraph of the same entry.
            self._item.line += [Run("\n"), *line]
            return
        self._item = Item(line, min(depth, MAX_DEPTH), ordered)
        self.pieces.append(self._item)

    # What can't be taken along

    def _leave_out_picture(self, values: dict[str, str]) -> None:
        if values.get("width") in {"0", "1"} or values.get("height") in {"0", "1"}:
            # Counting pixels.
            return
        alt = clean_line(values.get("alt", ""))
        source = values.get("src", "")
        self.left_out.append(
            _("图片未导入：%(what)s") % {"what": source[:200] or alt or _("嵌在正文里的图片")}
        )
        self._notes.append(
            _("〔原文此处有图片：%(alt)s〕") % {"alt": alt} if alt else _("〔原文此处有图片〕")
        )

    def _leave_out_player(self, values: dict[str, str]) -> None:
        source = values.get("src") or values.get("data") or ""
        self.left_out.append(
            _("音视频未导入：%(what)s") % {"what": source[:200] or _("嵌在正文里的音视频")}
        )
        self._notes.append(_("〔原文此处有音视频〕"))

    def _place_notes(self) -> None:
        """Where something is missing, the text says so: after the paragraph, after the table."""
        if self._table is not None or self._line:
            return
        notes, self._notes = self._notes, []
        self.pieces.extend(Paragraph([Run(note)]) for note in notes)


def _span(value: str) -> int:
    return min(max(int(value), 1), MAX_SPAN) if value.isascii() and value.isdigit() else 1


def _unframed(table: Table) -> list[Piece]:
    """The table, or its words where it only served to place them (one row, one column)."""
    table.rows = [row for row in table.rows if any(cell.lines for cell in row)]
    if len(table.rows) > 1 and max(sum(cell.columns for cell in row) for row in table.rows) > 1:
        return [table]
    return [
        Paragraph(line) for row in table.rows for cell in row for line in cell.lines if plain(line)
    ]
