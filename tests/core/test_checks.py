from core import checks
from core.models import BasePage
from news.models import NewsPage


def errors_of(monkeypatch, check, model):
    monkeypatch.setattr(checks, "get_page_models", lambda: [model])
    return [error.id for error in check()]


def test_our_own_types_pass():
    for check in (
        checks.page_types_declare_tree_rules,
        checks.page_types_have_templates,
        checks.page_types_extend_search_and_translation,
    ):
        assert check() == []


def test_a_type_without_tree_rules_is_found(monkeypatch):
    class Bare(BasePage):
        class Meta:
            abstract = True
            app_label = "news"

    found = errors_of(monkeypatch, checks.page_types_declare_tree_rules, Bare)
    assert found == ["hongfan.E001", "hongfan.E001", "hongfan.E002"]


def test_a_missing_template_is_found(monkeypatch):
    monkeypatch.setattr(NewsPage, "template", "pages/news/nowhere.html")
    found = errors_of(monkeypatch, checks.page_types_have_templates, NewsPage)
    assert found == ["hongfan.E003"]


def test_dropped_search_fields_are_found(monkeypatch):
    monkeypatch.setattr(NewsPage, "search_fields", [])
    found = errors_of(monkeypatch, checks.page_types_extend_search_and_translation, NewsPage)
    assert found == ["hongfan.E004"]


def test_a_field_about_which_translation_says_nothing_is_found(monkeypatch):
    monkeypatch.setattr(NewsPage, "translatable_fields", list(BasePage.translatable_fields))
    monkeypatch.setattr(checks, "get_page_models", lambda: [NewsPage])
    (error,) = checks.page_types_extend_search_and_translation()
    assert error.id == "hongfan.E005"
    assert "summary" in error.msg
