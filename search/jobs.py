"""What keeps the indices up to date: one thread an engine and scope, in every worker."""

import logging
import threading

from django.db import close_old_connections

from assets.models import Document
from core.loops import keep_running, lasting
from core.periodic import every
from search import analytics, door, outbox
from search.analysis import index_terms
from search.engines.base import Engine, EngineUnavailable
from search.following import take_in
from search.rebuilding import rebuild
from search.tasks import read_after_commit

logger = logging.getLogger(__name__)

# Between two looks at the outbox, in seconds: half of what a reader would notice.
LOOK_EVERY = 0.5
# After a failure, growing.
PAUSE, LONGEST_PAUSE = 1.0, 30.0


def follow(engine: Engine, stopping: threading.Event) -> None:
    """Keep one engine in step until asked to stop; builds its index where there is none."""
    pause = PAUSE
    told = ""
    while not stopping.is_set():
        close_old_connections()
        try:
            step(engine)
            pause, told = PAUSE, ""
            stopping.wait(LOOK_EVERY)
        except EngineUnavailable as problem:
            # Once in the log; the status command and the health page say it as long as it lasts.
            if str(problem) != told:
                told = str(problem)
                logger.warning("%s (%s) can't be written: %s", engine.name, engine.scope, problem)
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def step(engine: Engine) -> None:
    """Everything that is waiting for ``engine``. Raises ``EngineUnavailable``."""
    if needs_building(engine):
        rebuild(engine)
    outbox.number_new()
    while take_in(engine):
        pass


def build_first() -> None:
    """Build the indices of this host that it does not have yet, before anybody can ask.

    For a site that was filled just now. Where it can't be done the worker goes on trying.
    """
    for scope in (door.SITE, door.OFFICE):
        engine = door.engine(scope).local
        try:
            if engine.folder is None:
                rebuild(engine)
        except EngineUnavailable as problem:
            logger.warning("The first %s index was not built: %s", scope, problem)


def needs_building(engine: Engine) -> bool:
    """There is no index, none that can be read, or none that changes still lead on from."""
    health = engine.health()
    if health.problem or health.unbuilt:
        return health.unbuilt
    return outbox.is_out_of_step(health.position)


@lasting
def follow_all(stopping: threading.Event) -> None:
    """One thread for each engine and scope, so that one that fails holds up no other."""
    # The dictionaries take a second to load; the first change should not wait for them.
    index_terms("", "预热")
    for scope in (door.SITE, door.OFFICE):
        door.embedded(scope).folders.remove_broken_off()
    engines = [
        engine for scope in (door.SITE, door.OFFICE) for engine in door.engine(scope).engines
    ]
    threads = [
        threading.Thread(
            target=_follow_in_thread,
            args=(engine, stopping),
            name=f"search.{engine.name}.{engine.scope}",
            daemon=True,
        )
        for engine in engines
    ]
    for thread in threads:
        thread.start()
    while not stopping.is_set() and all(thread.is_alive() for thread in threads):
        stopping.wait(1)
    for thread in threads:
        thread.join(3)


def _follow_in_thread(engine: Engine, stopping: threading.Event) -> None:
    keep_running(lambda until: follow(engine, until), stopping)


@every(hours=24)
def forget_old_changes() -> None:
    outbox.forget_old()


@every(hours=1)
def read_files_that_were_missed() -> None:
    """Files from before there was a search, and those whose task was lost."""
    for document in Document.objects.filter(file_text=None).order_by("pk").iterator():
        read_after_commit(document)


@every(hours=24)
def forget_old_questions() -> None:
    analytics.forget_old()
