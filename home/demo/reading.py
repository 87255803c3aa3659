"""The texts of the demo site, as they stand in ``content/``."""

import json
import uuid
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

CONTENT = Path(__file__).parent / "content"
MEDIA = Path(__file__).parent / "media"

# Ours alone: makes the identifiers that recognise a demo page whatever became of its address.
NAMESPACE = uuid.UUID("5f2f0c0e-6d1c-4d4c-9b53-3f1c5b1c5d10")

Entry = dict[str, Any]


@cache
def read(name: str) -> Any:
    """``content/<name>.json``."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def read_folder(name: str) -> list[Entry]:
    """All of ``content/<name>/``, oldest first, so that numbers are given in order of date."""
    files = sorted((CONTENT / name).glob("*.json"))
    entries = [read(f"{name}/{file.stem}") for file in files]
    return sorted(entries, key=lambda entry: entry["days_ago"], reverse=True)


def key_of(kind: str, slug: str) -> uuid.UUID:
    """The translation key of the demo page ``slug`` among pages of that kind."""
    return uuid.uuid5(NAMESPACE, f"{kind}/{slug}")


def day(entry: Entry) -> date:
    """The date of an entry, counted back from today so that the demo always looks fresh."""
    return timezone.localdate() - timedelta(days=entry["days_ago"])


def page_keys() -> set[uuid.UUID]:
    """The translation keys of all demo pages."""
    keys = {
        key_of(kind, entry["slug"])
        for kind in ("news", "theory", "lectures")
        for entry in read_folder(kind)
    }
    keys |= {key_of("branches", entry["slug"]) for entry in read("showcases")}
    keys |= {key_of("pages", entry["slug"]) for entry in read("pages")}
    keys |= {key_of("topics", entry["key"]) for entry in read("topics") if is_accepted(entry)}
    keys |= {key_of(entry["kind"], entry["slug"]) for entry in read("pending")}
    return keys


def is_accepted(topic: Entry) -> bool:
    """Whether a topic of the demo is in use; others wait for the chief editor."""
    return "suggested_by" not in topic
