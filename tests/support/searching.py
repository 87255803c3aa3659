"""Indices for tests, and what is found in them."""

from collections.abc import Iterable
from urllib.parse import urlencode

from search import outbox
from search.access import OPEN
from search.analysis import ask_terms
from search.door import OFFICE, SITE, Door
from search.engines.base import Answer, Engine, Plan
from search.engines.elasticsearch import ElasticsearchEngine
from search.following import take_in
from search.rebuilding import rebuild


class Index:
    """The door to one engine, with what a test asks of it.

    The engine's index is built when the first question or change comes, so that pages made
    before are in it, and follows the outbox whenever asked to ``catch_up``. Beside Elasticsearch
    the host's own index follows too, as on every host: suggestions and spellings come from it.
    """

    def __init__(self, door: Door, engine: Engine) -> None:
        self.door = door
        self.engine = engine

    @property
    def followers(self) -> list[Engine]:
        return list({id(engine): engine for engine in (self.engine, self.door.local)}.values())

    def build(self) -> None:
        for engine in self.followers:
            rebuild(engine)

    def catch_up(self) -> None:
        """Take in whatever is waiting, as the worker does every half second."""
        if self.engine.health().unbuilt:
            self.build()
        outbox.number_new()
        for engine in self.followers:
            while take_in(engine):
                pass
        if isinstance(self.engine, ElasticsearchEngine):
            # Instead of waiting the second after which it would.
            self.engine.refresh()

    def ask(self, text: str, *, access: Iterable[str] | None = (OPEN,), **how: object) -> Answer:
        """The answer to ``text`` as it stands, without catching up."""
        terms = ask_terms(text)
        fields = {name: tuple((t, 1.0) for t in getattr(terms, name)) for name in ("w", "b", "u")}
        marks = None if access is None else tuple(access)
        return self.door.search(Plan(**fields, access=marks, **how))  # type: ignore[arg-type]

    def titles(self, text: str, **how: object) -> list[str]:
        return [hit.document.title for hit in self.ask(text, **how).hits]

    def found(self, text: str, **how: object) -> list[str]:
        """The titles after catching up."""
        self.catch_up()
        return self.titles(text, **how)


def leads_to(html: str, url: str) -> bool:
    """Whether the page of results links ``url``, through the address that counts its rank."""
    return f"{urlencode({'to': url})}&amp;" in html


__all__ = ["OFFICE", "SITE", "Index", "leads_to"]
