"""Words kept at hand are the words of the catalogues."""

from django.utils import translation
from django.utils.translation import gettext, pgettext, trans_real

from core.catalogues import keep_at_hand


def test_each_language_says_what_it_said(settings, monkeypatch) -> None:
    monkeypatch.setattr(trans_real, "_translations", {})
    codes = [code for code, _name in settings.LANGUAGES]

    def said() -> list[tuple[str, ...]]:
        found = []
        for code in codes:
            with translation.override(code):
                found.append((gettext("搜索"), gettext("没有这个词条"), pgettext("x", "搜索")))
        return found

    before = said()
    assert len({row[0] for row in before}) > 1
    keep_at_hand()
    assert said() == before
    # Asked twice, done once.
    kept = trans_real.translation(codes[0]).gettext
    keep_at_hand()
    assert trans_real.translation(codes[0]).gettext is kept
