"""Every message of the interface is in the catalogues, translated, compiled; and is a message.

``make messages`` brings the catalogues up to date; the empty ``msgstr`` are then yours to fill.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

import polib
import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = sorted(
    path
    for folder in ("site", "home", "news", "learning", "search")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
CATALOGUES = sorted((ROOT / "site" / "locale").rglob("django.po"))
HAN = re.compile(r"[\u3400-\u9fff]")
# Nor may a template set marks of its own: English has others.
HAN_OR_MARK = re.compile(r"[\u3400-\u9fff，。、；：？！（）《》“”「」…—]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[.\d]*[a-zA-Z]")
CALLS = {
    f"{kind}gettext{lazy}": kind for kind in ("", "n", "p", "np") for lazy in ("", "_lazy", "_noop")
} | {"_": ""}
# Chinese in code that is no message of the interface, by file or folder, and why.
NO_MESSAGES = {
    "config/editor.py": "the name of the site, languages in themselves",
    "config/settings/base.py": "languages in themselves",
    "config/settings/dev.py": "speaks both languages, before Django is there",
    "core/serving/": "speaks both languages, before Django is there",
    "management/commands/": "help for the operator; what is printed is looked at below",
    "core/models/site_settings.py": "a default that operators replace",
    "core/templatetags/language_tags.py": "languages in themselves",
    "core/templatetags/typography.py": "what the language is made of",
    "articles/wordcount.py": "what the language is made of",
    "articles/importing/": "what imported texts are made of",
    "articles/blocks/": "examples for the block chooser",
    "accounts/roles.py": "names of groups, kept in the database",
    "approvals/services.py": "the name of the workflow, kept in the database",
    "approvals/checklist.py": "the check list to start with, kept in the database",
    "approvals/matrix.py": "a table in docs",
    "core/style_guide/": "examples for those who build the site",
    "search/analysis.py": "what the language is made of",
    "search/analytics.py": "what the language is made of",
    "search/marking.py": "what the language is made of",
    "search/numbers.py": "what the language is made of",
    "search/pinyin/": "what the language is made of",
    "search/stopwords.py": "what the language is made of",
    "search/vocabulary.py": "what the language is made of",
    "search/jobs.py": "words to warm up with",
    "search/starter.py": "synonyms to start with, kept in the database",
    "search/models/curated.py": "a default that editors replace",
    "search/engines/elasticsearch/": "what the operator reads in logs and in search_status",
    "home/setup/": "titles of the first pages, kept in the database",
    "home/demo/": "the demo site's texts",
}

Name = tuple[str, str, str]


def of_language(path: Path) -> str:
    return path.parts[-3]


@cache
def catalogue(path: Path) -> polib.POFile:
    return polib.pofile(str(path))


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def called(node: ast.AST) -> str | None:
    """The gettext function that ``node`` calls, if it calls one."""
    if not isinstance(node, ast.Call):
        return None
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name if name in CALLS else None


def messages(tree: ast.AST) -> Iterator[Name]:
    """Context, message and plural of every gettext call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := called(node)):
            words = [word.value for word in node.args if isinstance(word, ast.Constant)]
            context = words.pop(0) if "p" in CALLS[name] else ""
            yield context, words[0], words[1] if "n" in CALLS[name] else ""


def messages_of_template(path: Path) -> Iterator[Name]:
    # The result is no Python, but for the calls that stand in it one by one.
    literal = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    call = rf"\b(?:n?p?gettext|_)\({literal}(?:, {literal})*(?:, ?count)?\)"
    for found in re.findall(call, templatize(path.read_text("utf-8"))):
        yield from messages(ast.parse(found))


@cache
def used() -> set[Name]:
    in_templates = {name for path in TEMPLATES for name in messages_of_template(path)}
    return in_templates | {name for path in SOURCES for name in messages(syntax(path))}


def test_there_is_a_catalogue_for_every_language_but_the_source():
    wanted = {"en", "zh_Hant"}
    assert {code for code, _name in settings.LANGUAGES} == {"zh-hans", "zh-hant", "en"}
    assert {of_language(path) for path in CATALOGUES} == wanted


@pytest.mark.parametrize("path", CATALOGUES, ids=of_language)
def test_catalogue_has_what_the_sources_say(path):
    entries = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in catalogue(path)}
    assert used() - entries == set(), "run `make messages`"
    assert entries - used() == set(), "run `make messages`"


@pytest.mark.parametrize("path", CATALOGUES, ids=of_language)
def test_everything_is_translated(path):
    assert [entry.msgid for entry in catalogue(path) if not entry.translated()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=of_language)
def test_translations_keep_the_placeholders(path):
    def placeholders(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text))

    for entry in catalogue(path):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert not text or placeholders(text) == placeholders(entry.msgid), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=of_language)
def test_compilation_is_up_to_date(path):
    assert path.with_suffix(".mo").read_bytes() == catalogue(path).to_binary()


def test_english_is_english():
    english = next(path for path in CATALOGUES if of_language(path) == "en")
    # Chinese authorities write their numbers so; and what editors teach the search is Chinese.
    number = re.compile("京ICP备[^ ]+号|京公网安备[^ ]+号|二十大、20大|“[^”]*”")
    for entry in catalogue(english):
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            rest = number.sub("", text)
            assert not re.search(r"[\u3400-\u9fff，。、；：？！（）《》「」]", rest), text


def bare_text(path: Path) -> Iterator[str]:
    """What a template says without gettext."""
    within = ""
    for token in Lexer(path.read_text("utf-8")).tokenize():
        tag = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if within:
            within = "" if tag == f"end{within}" else within
        elif tag in {"comment", "blocktranslate"}:
            within = tag
        elif tag != "translate" and token.token_type != TokenType.COMMENT:
            yield token.contents


def test_templates_speak_through_gettext():
    bare = {
        str(path.relative_to(ROOT)): [text for text in bare_text(path) if HAN_OR_MARK.search(text)]
        for path in TEMPLATES
        # Stand alone, without Django's help, in both languages at once; or show examples.
        if path.name not in {"400.html", "500.html", "style_guide.html"}
    }
    assert {path: texts for path, texts in bare.items() if texts} == {}


def bare_literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Chinese outside gettext calls and docstrings."""
    passed = {id(word) for node in ast.walk(tree) if called(node) for word in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and id(node) not in passed
            and HAN.search(str(node.value))
        ):
            yield node


def test_code_speaks_through_gettext():
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in SOURCES
        if not any(name in path.as_posix() for name in NO_MESSAGES)
        for node in bare_literals(syntax(path))
    ]
    assert bare == []


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below ``node`` that are run when the module is, not when a function is called."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            defaults = [*child.args.defaults, *filter(None, child.args.kw_defaults)]
            for part in [*defaults, *getattr(child, "decorator_list", [])]:
                yield part
                yield from run_at_import(part)
        else:
            yield child
            yield from run_at_import(child)


def lazy_names(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.endswith(("_lazy", "_noop"))
    }


def test_what_is_said_at_import_is_lazy():
    """Else the words of whichever language was active first would stay for everybody."""
    hasty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in run_at_import(syntax(path))
        if (name := called(node)) and name not in lazy_names(syntax(path))
    ]
    assert hasty == []
