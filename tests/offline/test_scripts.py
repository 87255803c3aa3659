"""The size of what this room and sharing add to the 20 kB of scripts."""

import gzip
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "site" / "static" / "hongfan" / "js"


def test_scripts_stay_small():
    files = [FOLDER / "share.js", *(FOLDER / "offline").glob("*.js")]
    assert len(files) == 6
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) <= 7 * 1024


def test_whatever_is_kept_was_fetched_without_cookies():
    for path in (FOLDER / "offline").glob("*.js"):
        text = path.read_text("utf-8")
        stored = text.count("cache.put(")
        assert text.count("fetch(") <= text.count('credentials: "omit"') + text.count(
            "fetch(request)"
        ), path
        assert stored == 0 or 'credentials: "omit"' in text
