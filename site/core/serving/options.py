"""What a start was asked for: address, folder, demo or not. From the environment, checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.serving.messages import CannotStart

ROOT = Path(__file__).resolve().parents[3]
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


@dataclass(frozen=True)
class Options:
    """``home`` holds database, media and index. ``plain`` means: the embedded database under the
    development settings, whose state can be told without loading Django."""

    host: str
    port: int
    home: Path
    demo: bool
    plain: bool

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Options":
        text = environ.get("PORT", "").strip() or "8000"
        if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
            raise CannotStart(
                f"PORT 应是 1 到 65535 之间的整数，不能是“{text}”，例如：make run PORT=8001",
                f"PORT must be a number from 1 to 65535, not {text!r}: make run PORT=8001",
            )
        home = environ.get("HONGFAN_HOME", "").strip() or str(ROOT / "var")
        settings = environ.get("DJANGO_SETTINGS_MODULE", "").strip() or "config.settings.dev"
        return cls(
            host=environ.get("HOST", "").strip() or "127.0.0.1",
            port=int(text),
            home=Path(home).expanduser().absolute(),
            demo=environ.get("HONGFAN_DEMO", "").strip().lower() not in {"0", "no", "false"},
            plain=settings == "config.settings.dev" and not environ.get("HONGFAN_DATABASE_URL"),
        )

    @property
    def reachable_host(self) -> str:
        """The host under which this machine itself reaches the server."""
        return ANYWHERE.get(self.host, self.host)

    @property
    def url(self) -> str:
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """The environment of child processes, with every choice spelt out."""
        return {
            **environ,
            "HOST": self.host,
            "PORT": str(self.port),
            "HONGFAN_HOME": str(self.home),
            "HONGFAN_DEMO": "1" if self.demo else "0",
            "HONGFAN_PARENT": str(os.getpid()),
        }
