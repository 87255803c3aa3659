"""The one way to ask: Elasticsearch where it is configured and answers, else the embedded engine.

The embedded index exists on every host, so a question that Elasticsearch refuses is answered in
the same request, by the same ranking.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from core.request_memo import remember
from search import outbox
from search.engines.base import Answer, Engine, EngineUnavailable, Plan
from search.engines.embedded import EmbeddedEngine

logger = logging.getLogger(__name__)

Found = TypeVar("Found")

SITE, OFFICE = "site", "office"
# For how long an engine that failed is not asked; then one request tries.
REST = 5.0
# A position this old is too low at worst, and then more is kept back than needed; for an index
# that has taken over since, see ``search.rebuilding.close_again``.
POSITION_FOR = 1.0


class Door:
    """Asks the engines of one scope in turn. Raises ``EngineUnavailable`` when none answers."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        self.local = EmbeddedEngine(scope)
        self.remote = _elasticsearch(scope) if settings.HONGFAN_ELASTICSEARCH else None
        self._resting_until = 0.0
        self._positions: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    @property
    def engines(self) -> list[Engine]:
        """All that have to be kept up to date."""
        return [self.local, *([self.remote] if self.remote else [])]

    def search(self, plan: Plan) -> Answer:
        return self._ask(lambda engine: engine.search(self._without_closed(engine, plan)))

    def look(self, plan: Plan) -> Answer:
        """As ``search``, but of this host's own index where it has one.

        For many small questions beside the reader's, which are not worth a journey each.
        """
        try:
            return self.local.search(self._without_closed(self.local, plan))
        except EngineUnavailable:
            return self.search(plan)

    def keys_found(self, plan: Plan, limit: int) -> list[str]:
        return self._ask(lambda engine: engine.keys_found(plan, limit))

    def df(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        return self._ask(lambda engine: engine.df(field, terms))

    def count(self) -> int:
        return self._ask(lambda engine: engine.count())

    def _ask(self, question: Callable[[Engine], Found]) -> Found:
        if self.remote is not None and self._may_try():
            try:
                answer = question(self.remote)
                self._resting_until = 0.0
                return answer
            except EngineUnavailable as problem:
                self._resting_until = time.monotonic() + REST
                logger.warning(
                    "Elasticsearch does not answer, the embedded index does: %s", problem
                )
        return question(self.local)

    def _may_try(self) -> bool:
        """Whether Elasticsearch is to be asked: of those waiting after a failure, one finds out."""
        if not self._resting_until:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self._resting_until:
                return False
            self._resting_until = now + REST
            return True

    def _without_closed(self, engine: Engine, plan: Plan) -> Plan:
        """The plan, less what may have been closed since the engine last looked at it."""
        closing = self.closing(engine)
        if closing is None:
            raise EngineUnavailable(f"{engine.name} is too far behind")
        if not closing.keys and not closing.under:
            return plan
        return replace(
            plan,
            hidden=(*plan.hidden, *closing.keys),
            hidden_under=(*plan.hidden_under, *closing.under),
        )

    def closing(self, engine: Engine) -> outbox.Closing | None:
        """What ``engine`` must keep back; ``None`` where it is too much to name."""
        # One request looks many times, and with two engines that have come equally far asks once.
        # What is known from an earlier position on is known.
        position = self._position(engine)
        return remember(
            f"search.closing:{self.scope}:{position}", lambda: outbox.closing_after(position)
        )

    def _position(self, engine: Engine) -> int:
        if engine is self.local:
            # Of this index: one that takes over within the request starts from further back.
            return remember(f"search.position:{self.scope}:{self.local.folder}", engine.position)
        asked, position = self._positions.get(engine.name, (0.0, 0))
        if not asked or time.monotonic() - asked > POSITION_FOR:
            position = engine.position()
            self._positions[engine.name] = (time.monotonic(), position)
        return position


def _elasticsearch(scope: str) -> Engine:
    # Its client takes 0.8 s and 33 MB to load: not for sites that do without it.
    engine: Engine = import_string("search.engines.elasticsearch.ElasticsearchEngine")(scope)
    return engine


@cache
def engine(scope: str = SITE) -> Door:
    """The door of a scope, one a process."""
    return Door(scope)


def embedded(scope: str = SITE) -> EmbeddedEngine:
    """The local index, for what only that knows: words, suggestions."""
    return engine(scope).local
