"""Names of a file into rows of ours: sources, topics, branches."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import Branch
from articles.importing.rows import BadRow
from articles.importing.values import RowValues
from articles.models.source import Source
from topics.models import Topic
from topics.names import name_key

NAME_LIMIT = 60


@dataclass
class Lookups:
    """``new_sources``: what becomes of a source that is not listed.

    ``none`` refuses the row, ``own`` and ``reprint`` list it as such. ``write`` off (a rehearsal)
    lists nothing. ``news``: what has been listed so far and not been told yet.
    """

    new_sources: str = "reprint"
    write: bool = True
    news: list[str] = field(default_factory=list)
    _sources: dict[str, Source] = field(default_factory=dict)
    _branches: dict[str, Branch] = field(default_factory=dict)
    _topics: dict[str, Topic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sources = {source.name: source for source in Source.objects.all()}
        for branch in Branch.objects.all():
            self._branches[branch.slug] = self._branches[branch.name] = branch

    def fetch_topics(self, rows: Iterable[RowValues]) -> None:
        """Look the topics of these rows up, in one query."""
        self._topics = Topic.objects.by_names(name for row in rows for name in row.topics)

    def source(self, name: str) -> Source | None:
        """Raises ``BadRow`` for a name that is not listed and may not be."""
        if not name:
            return None
        if name not in self._sources:
            self._sources[name] = self._new_source(name)
        return self._sources[name]

    def _new_source(self, name: str) -> Source:
        if self.new_sources == "none":
            raise BadRow(
                "source",
                _("来源“%(name)s”不在名单里。请先加进名单，或用 --create-sources。")
                % {"name": name[:NAME_LIMIT]},
            )
        if len(name) > NAME_LIMIT:
            raise BadRow("source", _("来源名称最多 %(limit)d 个字。") % {"limit": NAME_LIMIT})
        source = Source(name=name, is_own=self.new_sources == "own")
        if self.write:
            source, _created = Source.objects.get_or_create(
                name=name, defaults={"is_own": source.is_own}
            )
        kind = _("本单位") if source.is_own else _("转载来源")
        self.news.append(
            _("来源“%(name)s”不在名单里，作为%(kind)s加进名单。") % {"name": name, "kind": kind}
        )
        return source

    def topics(self, row: RowValues) -> tuple[list[Topic], list[str]]:
        """The topics of a row, each once, and the names that mean none."""
        found: dict[int, Topic] = {}
        unknown: list[str] = []
        for name in row.topics:
            topic = self._topics.get(name_key(name))
            if topic is None:
                unknown.append(name)
            else:
                found[topic.pk] = topic
        return list(found.values()), unknown

    def branch(self, name: str) -> Branch | None:
        """By name or slug; None where there is none of that name."""
        return self._branches.get(name)
