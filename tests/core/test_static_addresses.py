"""Addresses of static files kept at hand are what the storage says."""

from typing import Any

from django.template import Context, Template
from django.templatetags.static import StaticNode

import pytest

from core.static_addresses import keep_at_hand


def test_each_file_has_the_address_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StaticNode, "handle_simple", StaticNode.handle_simple)
    text = "{% load static %}{% static 'hongfan/css/base.css' %} {% static name %}"

    def shown() -> str:
        return Template(text).render(Context({"name": "hongfan/icons/mark.svg"}))

    before = shown()
    keep_at_hand()
    kept: Any = StaticNode.handle_simple
    assert (shown(), shown()) == (before, before)
    assert kept.cache_info().hits == 2
    keep_at_hand()
    assert StaticNode.handle_simple is kept
