"""What elements HTML has, as far as an import cares, and what a sanitiser makes of a text."""

import re

import nh3

from articles.importing.characters import UNPRINTABLE

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "main",
    "nav", "p", "pre", "section", "summary",
})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
INLINE = frozenset({"a", "b", "br", "em", "font", "i", "img", "span", "strong", "u"})
PLAYERS = frozenset({"audio", "embed", "iframe", "object", "video"})
KEPT = BLOCKS | HEADINGS | TABLE_PARTS | INLINE | PLAYERS | {"li", "ol", "ul"}
# Gone with all that is in them.
DROPPED = frozenset({
    "math", "noscript", "script", "style", "svg", "template", "textarea", "title", "xml",
})
VOID = frozenset({"br", "embed", "hr", "img"})
# Their end may be left out; a thousand of them one after the other is just a long page.
OFTEN_UNCLOSED = VOID | {
    "dd", "dt", "input", "li", "link", "meta", "option", "p", "tbody", "td", "tfoot", "th",
    "thead", "tr",
}
# fmt: on

ATTRIBUTES = {
    "*": {"class", "style"},
    "a": {"href"},
    "audio": {"src"},
    "embed": {"src"},
    "iframe": {"src"},
    "img": {"alt", "height", "src", "width"},
    "object": {"data"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "video": {"src"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# A tag by which a text shows that it is HTML; <ref> or a < b in plain text is not.
TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(KEPT | {'script', 'style', 'html', 'body', 'o:p', 'sub', 'sup'}))})"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
BLOCK_TAG = re.compile(rf"<(?:{'|'.join(sorted(BLOCKS | HEADINGS | {'li', 'table'}))})[\s>]", re.I)
OPEN_OR_CLOSE = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
# What a tree of elements costs to read grows with the square of its depth.
DEEPEST = 1000


def looks_like_html(text: str) -> bool:
    return TAG.search(text) is not None


def has_blocks(source: str) -> bool:
    """Whether the source marks its paragraphs, so that its line ends mean nothing."""
    return BLOCK_TAG.search(source) is not None


def is_too_deep(source: str) -> bool:
    """Whether elements stand in each other as no page that people write has them."""
    depth = 0
    for end, name in OPEN_OR_CLOSE.findall(source):
        if name.lower() not in OFTEN_UNCLOSED:
            depth = max(depth - 1, 0) if end else depth + 1
            if depth > DEEPEST:
                return True
    return False


def well_formed(source: str) -> str:
    """The source as a well-formed tree of kept elements, without scripts, styles and comments."""
    return nh3.clean(
        UNPRINTABLE.sub("", source),
        tags=set(KEPT),
        clean_content_tags=set(DROPPED),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
