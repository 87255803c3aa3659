"""What the documents for people name exists, and what people can set is in them."""

import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
DOCUMENTS = [README, CONTRIBUTING, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = ROOT / "docs" / "decisions"
# Not ours, made by a run, or made by who follows the example of CONTRIBUTING.
OTHERS = re.compile(r"^/|[:?<>*…=]|^\.venv|^\.mypy_cache|notice|blocks/steps")
# How our own processes talk to each other: nobody sets these.
INTERNAL = {"HONGFAN_PARENT", "HONGFAN_TARGET"}
# Read by our own typed reader, from the process environment, or by the number of processes.
READS = re.compile(
    r"""(?:\benv\.\w+|environ(?:\.get)?|\bnumber)[\[(]\s*"(HONGFAN_\w+|HOST|PORT)\""""
)


def code_spans(text: str) -> list[str]:
    """What stands between single back quotes, outside of fenced blocks."""
    text = re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", text)


def fenced(text: str) -> str:
    """What is shown as a block: fenced, or indented below text."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    return "\n".join([*blocks, *re.findall(r"^ {4,}\S.*$", text, flags=re.MULTILINE)])


@cache
def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def paths_in(text: str) -> set[str]:
    """Names of files and folders: with a slash, or with an ending that files of ours have."""
    commands = re.findall(r"python3? (\S+)|\b(tests/[\w/.]+)", fenced(text))
    shown = " ".join([*code_spans(text), *("".join(found) for found in commands)])
    return {
        word.rstrip("/,")
        for word in shown.split()
        if re.search(r"\w/|\.(md|toml|py|txt|yaml)$", word) and not OTHERS.search(word)
    }


def exists(name: str) -> bool:
    """From the top, in the source root, or below it as imports and templates write it."""
    places = [ROOT, ROOT / "site", DECISIONS, ROOT / "templates"]
    return any((place / name).exists() for place in places) or any(ROOT.glob(f"site/*/{name}"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    }
    anchors |= set(re.findall(r'<a id="([^"]+)"', text))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        if name:
            assert (path.parent / unquote(name)).exists(), target
        else:
            assert anchor in anchors, target


@pytest.mark.parametrize("path", [README, CONTRIBUTING], ids=lambda path: path.name)
def test_paths_exist(path: Path) -> None:
    found = paths_in(path.read_text("utf-8"))
    assert len(found) > 3
    assert {name for name in found if not exists(name)} == set()


def test_the_tree_of_the_code_is_the_one_that_is_there() -> None:
    tree = README.read_text("utf-8").split("    manage.py, Makefile")[1].split("\n\n")[0]
    named, above = set(), ""
    for line in tree.splitlines()[1:]:
        place = line[4:].split("  ")[0]
        indented = line.startswith("      ")
        names = re.findall(r"[\w/]+/", line[4:29])
        if not indented:
            above = names[0] if place else above
        named |= {(above + name) if indented else name for name in names}
    assert {name for name in named if not (ROOT / name).is_dir()} == set()
    apps = {path.parent for path in [*ROOT.glob("*/__init__.py"), *ROOT.glob("site/*/__init__.py")]}
    assert {f"{path.relative_to(ROOT)}/" for path in apps} <= named


@pytest.mark.parametrize("path", [README, CONTRIBUTING], ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    shown = "\n".join([*code_spans(text), fenced(text)])
    named = set()
    for words in re.findall(r"\bmake((?: [a-z][a-z-]*\b(?!=))+)", shown):
        named |= set(words.split())
    assert len(named) > 4
    assert named - targets() == set()


def test_management_commands_exist() -> None:
    text = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    own = {path.stem for path in ROOT.rglob("management/commands/*.py")}
    django = {"check", "migrate", "collectstatic", "createsuperuser", "makemigrations"}
    assert named
    assert named - own - django == set()


def read_in(*patterns: str) -> set[str]:
    """The variables that the sources read from the environment."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern)]
    assert files
    return {name for path in files for name in READS.findall(path.read_text("utf-8"))} - INTERNAL


def settings_table() -> set[str]:
    rows = re.findall(r"^\| (`(?:HONGFAN_|HOST).*?) \|", README.read_text("utf-8"), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_every_setting_of_the_environment_is_documented() -> None:
    read = read_in("site/**/*.py", "home/**/*.py", "tests/support/*.py")
    assert {"HONGFAN_HOME", "HONGFAN_MAIL_PASSWORD", "HONGFAN_WEB_THREADS", "PORT"} <= read
    assert read - settings_table() == set()


def test_no_setting_is_documented_that_nobody_reads() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "Makefile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    sources = "\n".join((ROOT / name).read_text("utf-8") for name in listed.stdout.split())
    unread = {name for name in settings_table() if f'"{name}"' not in sources}
    assert unread == set()


def test_what_production_insists_on_stands_in_the_example() -> None:
    production = (ROOT / "site/config/settings/production.py").read_text("utf-8")
    insisted = set(re.findall(r'env\.require\(\s*"(\w+)"', production)) | {"HONGFAN_HOSTS"}
    assert len(insisted) > 3
    exported = set(re.findall(r"^ *export (\w+)=", README.read_text("utf-8"), re.MULTILINE))
    assert insisted <= exported


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    files = sorted(DECISIONS.glob("0*.md"))
    index = (DECISIONS / "README.md").read_text("utf-8")
    for number, path in enumerate(files, 1):
        assert path.name.startswith(f"{number:04d}-")
        title = path.read_text("utf-8").splitlines()[0]
        assert title.startswith(f"# {number}. ")
        assert f"{number}. [{title.split('. ', 1)[1]}]({path.name})" in index


def test_pictures_are_light_and_say_what_they_show() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README.read_text("utf-8"))
    assert len(shown) >= 2
    for words, name in shown:
        assert len(words) > 10
        assert (ROOT / name).stat().st_size <= 250_000
