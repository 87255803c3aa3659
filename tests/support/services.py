"""What tests need besides Python: skipped with one line where it is missing, never in CI."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

CI = os.environ.get("CI", "").lower() in {"1", "true"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = (
    "没有找到 Chromium，跳过浏览器测试（apt install chromium）"
    " | No Chromium: browser tests are skipped"
)


def find_browser() -> str | None:
    """The browser that browser tests drive: ``HONGFAN_BROWSER``, else Debian's Chromium."""
    named = os.environ.get("HONGFAN_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_browser() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    """In CI a skipped test is a failed one: its machine has everything, or is set up wrongly."""
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {reason_of(report)}"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each reason, with the number of tests it concerns."""
    skipped = terminalreporter.stats.get("skipped", [])
    for reason, count in Counter(map(reason_of, skipped)).items():
        terminalreporter.write_line(f"跳过 {count} 项 skipped: {reason}")


def reason_of(report: Any) -> str:
    place = report.longrepr
    text = place[2] if isinstance(place, tuple) else str(place)
    return str(text).removeprefix("Skipped: ")
