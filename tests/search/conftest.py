"""Fixtures of search: the engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning.models import VideoLecturePage
from search import door as doors
from search import synonyms
from tests.factories.assets import MediaFactory
from tests.factories.learning import VideoLecturePageFactory
from tests.support.elasticsearch.fixtures import (  # noqa: F401
    elasticsearch_client,
    elasticsearch_engine,
    elasticsearch_hosts,
    elasticsearch_settings,
)
from tests.support.searching import OFFICE, SITE, Index


@pytest.fixture
def search_home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Indices of this test's own, none of them built yet."""
    settings.HONGFAN_HOME = tmp_path
    doors.engine.cache_clear()
    # Words of a test before, whose number a rolled back transaction gave away twice.
    synonyms._memory.forget()
    yield tmp_path
    doors.engine.cache_clear()
    synonyms._memory.forget()


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def index(
    request: pytest.FixtureRequest,
    search_home: Path,
    site_tree: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Index:
    """Readers' index: every test that takes it runs on both engines."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch_settings")
        # Else what was closed stays hidden for a second after it was opened again.
        monkeypatch.setattr(doors, "POSITION_FOR", 0.0)
    door = doors.engine(SITE)
    engine = door.remote if request.param == "elasticsearch" else door.local
    assert engine is not None
    found = Index(door, engine)
    found.build()
    return found


@pytest.fixture
def office_index(search_home: Path, site_tree: Any) -> Index:
    """The admin's index, on the embedded engine."""
    door = doors.engine(OFFICE)
    found = Index(door, door.local)
    found.build()
    return found


@pytest.fixture
def lecture(site_tree: Any) -> VideoLecturePage:
    """A live lecture with a recording that nobody has transcribed yet."""
    return VideoLecturePageFactory(
        parent=site_tree.lectures, title="合作社的账本", media=MediaFactory()
    )
