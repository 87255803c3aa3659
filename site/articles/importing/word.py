"""What Word and WPS write into their HTML, and what it means."""

import re

HEADING_CLASS = re.compile(r"\bMso(?:Heading|Title|Subtitle)(\d?)", re.I)
LIST_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.I)
IGNORED = re.compile(r"mso-list:\s*Ignore", re.I)
HIDDEN = re.compile(r"(?:display:\s*none|mso-hide:\s*all)", re.I)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.I)
ITALIC = re.compile(r"font-style:\s*italic", re.I)
DECIMAL = re.compile(r"\d{1,3}[.)、）．]?")
# Bullets of the fonts Symbol and Wingdings, and those of Unicode.
BULLET = re.compile("[\uf000-\uf0ff•·●○■□◆◇▪▫‣⁃–\\-*o§Ø§üv]")


def heading_level(css_class: str) -> str | None:
    """The level of our heading block for a paragraph's class; None where it is no heading."""
    match = HEADING_CLASS.search(css_class)
    if match is None:
        return None
    return "3" if match.group(1) and int(match.group(1)) > 2 else "2"


def list_depth(style: str) -> int:
    """How deep in a list a paragraph stands; 0 where it stands in none."""
    match = LIST_LEVEL.search(style)
    return int(match.group(1)) if match else 0


def marker_kind(marker: str) -> bool | None:
    """What a written-out marker means: True a number, False a bullet.

    None for a marker that a list of ours can't show, such as 一、 or （二）: it is text.
    """
    if DECIMAL.fullmatch(marker):
        return True
    if not marker or BULLET.fullmatch(marker):
        return False
    return None
