"""Is the database as this code wants it? Told in milliseconds, without loading Django.

``preparation`` leaves a note: the digest of the code it ran with and of the migrations it found
applied. Any change to the code, the locked packages or the database makes the next start prepare
again, which costs seconds and harms nothing.
"""

import contextlib
import hashlib
import json
import sqlite3
from pathlib import Path

from core.serving.options import ROOT, Options

CODE = ("site", "home", "news", "learning", "search")


def is_prepared(options: Options) -> bool:
    if not options.plain:
        return False
    try:
        note = json.loads(note_path(options.home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    applied = applied_digest(options.home)
    return bool(applied) and note == {"code": code_digest(), "applied": applied}


def write_note(home: Path) -> None:
    note = {"code": code_digest(), "applied": applied_digest(home)}
    draft = home / "prepared.json.new"
    draft.write_text(json.dumps(note), encoding="utf-8")
    draft.replace(note_path(home))


def note_path(home: Path) -> Path:
    return home / "prepared.json"


def code_digest(root: Path = ROOT) -> str:
    digest = hashlib.sha256((root / "requirements" / "base.txt").read_bytes())
    for package in CODE:
        for path in sorted((root / package).rglob("*.py")):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def applied_digest(home: Path) -> str:
    """The migrations applied to the embedded database; empty when there is none to read."""
    path = home / "hongfan.sqlite3"
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as database:
            rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            return hashlib.sha256(repr(rows.fetchall()).encode()).hexdigest()
    except sqlite3.Error:
        return ""
