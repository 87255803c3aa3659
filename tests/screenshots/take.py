"""``make screenshots``: every template on the demo content, as readers meet it.

360, 768 and 1440 px, normal and elder, light and dark, and the two kinds of paper; one folder each
in test-results/screenshots/, with contact sheets to look at many at once. Ends with 1 where a page
is wider than its window. ``ARGS="elder-dark 360"``: only looks whose names have one of these words.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.page_types import page_types
from tests.support.running_site import ROOT, running_site
from tests.support.services import ARGUMENTS, find_browser

OUT = ROOT / "test-results" / "screenshots"
PORT = int(os.environ.get("PORT", "8276"))
WIDTHS = (360, 768, 1440)
MODES = {"normal": "", "elder": "mode:elder", "elder-36": "mode:elder.size:3"}
SCHEMES = ("light", "dark")
OTHERS = {
    "not found": "/no-such-page/",
    "login": "/_util/login/",
    "offline": "/offline/",
    "nothing found": "/search/?q=zzzz",
    "display": "/display/",
    "empty list": "/news/?year=1990",
    "last page": "/news/?page=99",
}
# A contact sheet shows the upper part of each page; the pictures themselves show all.
SHEET_HEIGHT, SHEET_COLUMNS, GAP = 2400, 6, 16
# Pictures below the window load when they come near; one that fails is shown as it is.
LOAD_PICTURES = """() => Promise.all([...document.images].map((image) => {
    image.loading = 'eager';
    return image.decode().catch(() => {});
}))"""


@dataclass(frozen=True)
class Look:
    """One way of looking at the site."""

    mode: str
    scheme: str
    width: int

    @property
    def name(self) -> str:
        return f"{self.mode}-{self.scheme}-{self.width}"


def looks(wanted: list[str]) -> Iterator[Look]:
    """All, or those whose names have one of the words ``wanted``."""
    for mode in MODES:
        for scheme in SCHEMES:
            for width in WIDTHS:
                # The largest step is hardest where the screen is smallest.
                look = Look(mode, scheme, width)
                if mode == "elder-36" and (scheme != "light" or width != min(WIDTHS)):
                    continue
                if not wanted or any(word in look.name for word in wanted):
                    yield look


def take(browser: Browser, site: str, look: Look, pages: dict[str, str]) -> list[str]:
    """Save a picture of each page and their sheet; gives the names of pages that are too wide."""
    folder = OUT / look.name
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": look.width, "height": 800}, color_scheme=look.scheme, locale="zh-CN"
    )
    if cookie := MODES[look.mode]:
        context.add_cookies([{"name": "display", "value": cookie, "url": site}])
    tab, wide, files = context.new_page(), [], []
    for name, path in pages.items():
        answer = tab.goto(f"{site}{path}", timeout=120_000)
        if answer is None or answer.status >= 500:
            raise RuntimeError(f"{path} failed; the pictures would show an error page.")
        tab.evaluate(LOAD_PICTURES)
        tab.wait_for_load_state("networkidle")
        if tab.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ):
            wide.append(f"{look.name}: {name} ({path})")
        files.append(folder / f"{name.replace(' ', '-')}.png")
        tab.screenshot(path=files[-1], full_page=True)
    context.close()
    sheet(files, OUT / f"{look.name}.png")
    return wide


def sheet(files: list[Path], to: Path) -> None:
    pictures = [Image.open(file) for file in files]
    cut = [p.crop((0, 0, p.width, min(p.height, SHEET_HEIGHT))) for p in pictures]
    rows = [cut[n : n + SHEET_COLUMNS] for n in range(0, len(cut), SHEET_COLUMNS)]
    width = max(sum(p.width + GAP for p in row) for row in rows)
    whole = Image.new("RGB", (width, sum(max(p.height for p in row) + GAP for row in rows)), "#888")
    down = 0
    for row in rows:
        across = 0
        for picture in row:
            whole.paste(picture, (across, down))
            across += picture.width + GAP
        down += max(picture.height for picture in row) + GAP
    whole.save(to)


def main() -> int:
    wide = []
    with running_site(PORT) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        pages = {**page_types(site), **OTHERS}
        for paper in ("normal", "large"):
            pages[f"paper {paper}"] = f"{pages['article']}?print={paper}"
            pages[f"paper lecture {paper}"] = f"{pages['lecture']}?print={paper}"
        for look in looks(sys.argv[1:]):
            wide += take(browser, site, look, pages)
            sys.stdout.write(f"{look.name}: {len(pages)}\n")
            sys.stdout.flush()
        browser.close()
    sys.stdout.write(f"{OUT.relative_to(ROOT)}\n" + "".join(f"✗ too wide: {one}\n" for one in wide))
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main())
