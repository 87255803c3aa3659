"""What a person needs to know once everything answers: addresses and demo log-ins."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from core.serving.messages import write
from core.serving.options import Options


class Login(TypedDict):
    """A person of the demo site; ``role`` is what they do there, in Chinese."""

    username: str
    password: str
    role: str


def logins_path(home: Path) -> Path:
    return home / "demo_logins.json"


def keep_logins(home: Path, logins: Iterable[Login]) -> None:
    """Called by ``seed_demo``: remember whom each later start shall name."""
    path = logins_path(home)
    path.write_text(json.dumps(list(logins), ensure_ascii=False, indent=1), encoding="utf-8")
    path.chmod(0o600)


def read_logins(home: Path) -> list[Login]:
    try:
        logins: list[Login] = json.loads(logins_path(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return logins


def welcome(options: Options) -> str:
    lines = [
        "",
        f"  网站 Site    {options.url}",
        f"  后台 Admin   {options.url}admin/",
        f"  数据 Data    {options.home}",
    ]
    logins = read_logins(options.home)
    if logins:
        lines += ["", "  演示账号 Demo log-ins"]
        width = max(len(login["username"]) for login in logins)
        lines += [
            f"    {login['username']:<{width}}  {login['password']}  {login['role']}"
            for login in logins
        ]
    lines += ["", "  按 Ctrl-C 停止。 Press Ctrl-C to stop.", ""]
    return "\n".join(lines)


def print_welcome(options: Options) -> None:
    write(welcome(options))
