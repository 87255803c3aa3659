from types import SimpleNamespace

from django.core.cache import cache
from django.test import RequestFactory

import pytest

from accounts import roles
from search import throttle
from search.throttle import PAGES, seconds_to_wait


@pytest.fixture(autouse=True)
def counting(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.HONGFAN_SEARCHES_PER_MINUTE = 3
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def one_minute(monkeypatch):
    """The tests stay within one window."""
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_010.0)


def ask(address: str = "203.0.113.5", **headers: str) -> int:
    return seconds_to_wait(RequestFactory().get("/", REMOTE_ADDR=address, **headers), PAGES)


def test_after_so_many_one_waits_for_the_next_minute():
    assert [ask() for _time in range(5)] == [0, 0, 0, 50, 50]


def test_clients_are_counted_apart():
    for _time in range(3):
        ask()

    assert ask("203.0.113.6") == 0


def test_a_network_of_ipv6_is_one_client():
    for host in range(1, 4):
        ask(f"2001:db8::{host}")

    assert ask("2001:db8::9") > 0
    assert ask("2001:db8:0:1::9") == 0


def test_the_header_is_believed_only_behind_known_proxies(settings):
    assert [ask(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(4)][-1] > 0

    settings.HONGFAN_PROXIES = 1
    cache.clear()
    named = [ask("10.0.0.1", HTTP_X_FORWARDED_FOR=f"9.9.9.9, 198.51.100.{n}") for n in range(4)]
    forged = [ask("10.0.0.1", HTTP_X_FORWARDED_FOR=f"9.9.9.{n}, 198.51.100.77") for n in range(4)]
    assert named == [0, 0, 0, 0]
    assert forged[-1] > 0


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("8.8.4.4:{n}", "8.8.4.4"),
        ("[2001:db8::1]:{n}", "2001:db8::1"),
        ("[2001:db8::{n}]", "2001:db8::1"),
        ("2001:db8::{n}%eth0", "2001:db8::1"),
        ("::ffff:8.8.4.4", "8.8.4.4"),
    ],
)
def test_an_address_counts_however_it_is_written(settings, named, address):
    settings.HONGFAN_PROXIES = 1
    for n in range(1, 4):
        assert ask("10.0.0.1", HTTP_X_FORWARDED_FOR=named.format(n=n)) == 0

    assert ask("10.0.0.1", HTTP_X_FORWARDED_FOR=address) > 0
    assert ask("10.0.0.1", HTTP_X_FORWARDED_FOR="8.8.4.5") == 0


def test_readers_of_ipv4_at_a_socket_for_both_are_told_apart():
    assert [ask(f"::ffff:198.51.100.{n}") for n in range(4)][-1] == 0


@pytest.mark.parametrize("header", [{}, {"HTTP_X_FORWARDED_FOR": " "}])
def test_who_comes_round_the_proxy_counts_by_his_own_address(settings, header):
    settings.HONGFAN_PROXIES = 1
    assert [ask("203.0.113.5", **header) for _time in range(4)] == [0, 0, 0, 50]
    assert ask("203.0.113.6", **header) == 0


def test_who_comes_round_one_of_two_proxies_counts_as_the_other_says(settings):
    settings.HONGFAN_PROXIES = 2
    assert [ask("10.0.0.1", HTTP_X_FORWARDED_FOR="8.8.4.4") for _time in range(4)][-1] > 0
    assert ask("10.0.0.1", HTTP_X_FORWARDED_FOR="8.8.4.5") == 0


@pytest.mark.parametrize("header", ["nonsense", "1.2.3", "[1.2.3.4", "8.8.4.4:x", "unknown:80"])
def test_who_cannot_be_told_apart_is_not_counted(settings, header):
    settings.HONGFAN_PROXIES = 1

    assert [ask(HTTP_X_FORWARDED_FOR=header) for _time in range(5)][-1] == 0


def test_the_machine_itself_is_not_counted():
    assert [ask("127.0.0.1") for _time in range(5)][-1] == 0


def test_zero_is_no_limit(settings):
    settings.HONGFAN_SEARCHES_PER_MINUTE = 0

    assert [ask() for _time in range(5)][-1] == 0


def test_no_address_is_kept(monkeypatch):
    kept = []
    spy = SimpleNamespace(add=lambda key, *args: kept.append(key), incr=lambda key: 1)
    monkeypatch.setattr(throttle, "cache", spy)

    ask()

    assert "203.0.113.5" not in kept[0]


def test_a_broken_cache_stops_nobody(monkeypatch):
    def broken(*args):
        raise ConnectionError("no cache")

    monkeypatch.setattr(throttle, "cache", SimpleNamespace(add=broken))

    assert ask() == 0


def test_a_cache_that_keeps_nothing_stops_nobody(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert [ask() for _time in range(5)][-1] == 0


def test_people_who_are_signed_in_share_no_address(client_of):
    one, other = client_of(roles.EDITOR), client_of(roles.CHIEF_EDITOR)
    for _time in range(3):
        one.get("/search/", REMOTE_ADDR="203.0.113.5")

    assert one.get("/search/", REMOTE_ADDR="203.0.113.5").status_code == 429
    assert other.get("/search/", REMOTE_ADDR="203.0.113.5").status_code == 200


def test_the_page_says_so(client, site_tree):
    for _time in range(4):
        response = client.get("/search/", {"q": "党建"}, REMOTE_ADDR="203.0.113.5")

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "50"
    assert "搜索太频繁了" in response.text
    assert "no-store" in response.headers["Cache-Control"]


def test_suggestions_and_api_say_so_too(client, site_tree, settings):
    settings.HONGFAN_SEARCHES_PER_MINUTE = 2
    for _time in range(17):
        suggested = client.get("/search/suggest/", {"q": "党"}, REMOTE_ADDR="203.0.113.5")
    for _time in range(2):
        found = client.get("/api/v1/search", {"q": "党"}, REMOTE_ADDR="203.0.113.5")

    assert suggested.status_code == found.status_code == 429
    assert suggested.json() == {"suggestions": []}
    assert "频繁" in found.json()["error"]
