import pytest

pytestmark = pytest.mark.django_db


def policy(client, path):
    header = client.get(path)["Content-Security-Policy"]
    return {words[0]: words[1:] for words in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("path", ["/health/live", "/robots.txt", "/nowhere/"])
def test_readers_get_a_policy_without_anything_inline(client, path):
    found = policy(client, path)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert found["frame-ancestors"] == ["'self'"]


def test_the_admin_has_a_policy_of_its_own(client):
    found = policy(client, "/admin/login/")
    assert found["default-src"] == ["'self'"]
    assert found["object-src"] == ["'none'"]
    assert "'unsafe-eval'" not in found["script-src"]


def test_other_headers(client):
    response = client.get("/health/live")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
