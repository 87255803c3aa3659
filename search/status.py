"""How far the engines are, for the status command and the health page."""

from dataclasses import dataclass

from search import door, outbox
from search.engines.base import Engine, Health

# Later than that a reader or editor notices, in seconds.
LATE = 10.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One index: ``waiting`` changes, the oldest of them for ``lag`` seconds."""

    scope: str
    health: Health
    waiting: int
    lag: float

    @property
    def is_well(self) -> bool:
        return not self.health.problem and self.lag <= LATE


def standings() -> list[Standing]:
    """Every index of every engine that this host keeps; never raises for a fault of an engine."""
    return [
        _standing(engine)
        for scope in (door.SITE, door.OFFICE)
        for engine in door.engine(scope).engines
    ]


def _standing(engine: Engine) -> Standing:
    health = engine.health()
    lag = outbox.oldest_waiting(health.position).total_seconds()
    return Standing(engine.scope, health, outbox.waiting_after(health.position), lag)
