"""Reads settings from the environment, through one typed door.

Every problem is collected, so that a wrong deployment learns of all of them in one message.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


class Environment:
    """The process environment, read by name and type.

    ``require`` and the typed readers note what is missing or malformed; ``check`` raises it all
    at once as ``ImproperlyConfigured``.
    """

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values = dict(os.environ) if values is None else values
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def require(self, name: str, hint: str) -> str:
        value = self.text(name)
        if not value:
            self.problems.append(f"{name} is not set: {hint}")
        return value

    def words(self, name: str, default: list[str] | None = None) -> list[str]:
        """A comma-separated list."""
        value = self.text(name)
        if not value:
            return list(default or [])
        return [word.strip() for word in value.split(",") if word.strip()]

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name).lower()
        if name not in self.values or value == "":
            return default
        if value in TRUE:
            return True
        if value not in FALSE:
            self.problems.append(f"{name} must be 1 or 0, not {value!r}")
        return False

    def number(self, name: str, default: int) -> int:
        """A whole number, none of them below zero."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            self.problems.append(f"{name} must be a whole number, not {value!r}")
            return default
        return int(value)

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name) or default).expanduser().resolve()

    def database(self, name: str) -> dict[str, object]:
        """A PostgreSQL address, ``postgres://user:password@host:port/name``, as Django's settings.

        An empty host means the Unix socket; ``?host=/folder`` names its folder.
        """
        value = self.text(name)
        parts = urlsplit(value)
        database = unquote(parts.path.lstrip("/"))
        if parts.scheme not in {"postgres", "postgresql"} or not database:
            self.problems.append(f"{name} must look like postgres://user:password@host:5432/name")
            return {}
        socket = parts.query.removeprefix("host=") if parts.query.startswith("host=") else ""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": database,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or unquote(socket),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }

    def check(self) -> None:
        if self.problems:
            # Django imports settings that failed once more, and the same is found again.
            lines = "\n".join(f"  - {problem}" for problem in dict.fromkeys(self.problems))
            raise ImproperlyConfigured(f"The settings are incomplete:\n{lines}")


# One for all modules of settings: what any of them finds wrong is told by the last.
env = Environment()
