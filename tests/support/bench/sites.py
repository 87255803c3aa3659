"""Sites full of imported pages, made for a bench and thrown away or kept."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from core.scratch import Finished, ScratchSite

IMPORTED = "imported"


class KeptSite(ScratchSite):
    """A site in a folder that stays."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._copied_from = None

    def __exit__(self, *problem: object) -> None:
        return


def set_up(site: ScratchSite, **variables: str) -> None:
    """An empty site with somebody who may approve what is imported."""
    site.manage("migrate", "--verbosity=0", **variables)
    site.manage("setup_site", **variables)
    password = {"DJANGO_SUPERUSER_PASSWORD": "only for this run"}
    who = ["--noinput", "--username=bench", "--email=bench@example.org"]
    site.manage("createsuperuser", *who, **password, **variables)


def import_into(site: ScratchSite, corpus: Path, **variables: str) -> Finished:
    """The documents of ``corpus`` (JSON Lines) as published pages."""
    how = ["--create-sources=own", "--title-from-body", "--approved-by=bench", "--reason=bench"]
    return site.manage("import_articles", str(corpus), "--section=news", *how, **variables)


@contextlib.contextmanager
def imported(folder: Path | None, corpus: Path, **variables: str) -> Iterator[ScratchSite]:
    """A site that holds the documents as pages, imported now or by an earlier run."""
    site = KeptSite(folder) if folder else ScratchSite()
    done = site.folder / IMPORTED
    try:
        if not done.exists():
            # What an interrupted run has left is no site to measure.
            shutil.rmtree(site.folder)
            site.folder.mkdir()
            set_up(site, **variables)
            import_into(site, corpus, **variables)
            done.touch()
        yield site
    finally:
        site.__exit__(None, None, None)
