"""Mozilla's HTTP Observatory, as far as an answer's headers decide: its rules and points.

From https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring; what asks for a second
request (redirection to HTTPS) or for files of others (SRI) is left out: neither gives points.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse

A_PLUS = 100
SIX_MONTHS = 15_768_000
PRIVATE_REFERRERS = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}

Finding = tuple[str, int]


def policy(response: HttpResponse) -> dict[str, list[str]]:
    header = response.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name.lower(): values for name, *values in parts}


def findings(response: HttpResponse) -> Iterator[Finding]:
    """Each test's name with its points."""
    yield "csp", _content_policy(policy(response))
    yield "cookies", _cookies(response)
    yield "cors", -50 if response.headers.get("Access-Control-Allow-Origin") == "*" else 0
    yield "hsts", _transport(response.headers.get("Strict-Transport-Security", ""))
    referrer = {word.strip() for word in response.headers.get("Referrer-Policy", "").split(",")}
    yield "referrer", 5 if referrer and referrer <= PRIVATE_REFERRERS else -5
    yield "nosniff", 0 if response.headers.get("X-Content-Type-Options") == "nosniff" else -5
    frames = policy(response).get("frame-ancestors")
    yield "framing", 5 if frames and "*" not in frames else -20
    resource = response.headers.get("Cross-Origin-Resource-Policy")
    yield "corp", 10 if resource in {"same-origin", "same-site"} else 0


def _content_policy(csp: dict[str, list[str]]) -> int:
    if not csp:
        return -25
    scripts = csp.get("script-src", csp.get("default-src", ["*"]))
    styles = csp.get("style-src", csp.get("default-src", ["*"]))
    objects = csp.get("object-src", csp.get("default-src", ["*"]))
    broad = {"*", "http:", "https:", "data:", "blob:"}
    if {"'unsafe-inline'", *broad} & {*scripts} or broad & {*objects}:
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if any(value.startswith("http:") for values in csp.values() for value in values):
        return -20
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if csp.get("default-src") == ["'none'"] else 5


def _cookies(response: HttpResponse) -> int:
    cookies: list[Any] = list(response.cookies.values())
    if not all(cookie["secure"] for cookie in cookies):
        return -20
    readable = [cookie for cookie in cookies if not cookie["httponly"]]
    if any("sess" in cookie.key.lower() for cookie in readable):
        return -30
    return 5 if cookies and all(cookie["samesite"] for cookie in cookies) else 0


def _transport(header: str) -> int:
    age = re.search(r"max-age=(\d+)", header)
    if not age:
        return -20
    if int(age.group(1)) < SIX_MONTHS:
        return -10
    # On browsers' own lists only once somebody has handed the site in; no points for asking.
    return 0


def score(response: HttpResponse) -> int:
    """Points of one answer over HTTPS. Extra points count from 90 on, as the Observatory has it."""
    found = [points for _name, points in findings(response)]
    base = 100 + sum(points for points in found if points < 0)
    return base + sum(points for points in found if points > 0) if base >= 90 else base
