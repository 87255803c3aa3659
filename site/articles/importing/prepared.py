"""A row that is ready to become a page."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.importing.lookups import Lookups
from articles.importing.rows import BadRow
from articles.importing.values import RowValues
from articles.models import ArticlePage
from topics.models import Topic


@dataclass(frozen=True)
class Prepared:
    """``fields``: values by name of the page's field; ``notes``: (field, what was left out)."""

    number: int
    id: str
    fields: dict[str, Any]
    blocks: list[dict[str, Any]]
    topics: list[Topic]
    date: datetime.date | None
    notes: list[tuple[str, str]]
    digest: str

    def fill(self, page: ArticlePage, live: bool) -> None:
        """Set the page's values. Raises ``BadRow`` where a page that goes live breaks a rule."""
        for name, value in self.fields.items():
            setattr(page, name, value)
        if self.date is not None:
            page.date = self.date
        page.body = page._meta.get_field("body").stream_block.to_python(self.blocks)
        page.word_count = page.current_word_count
        if live:
            try:
                page.check_publishable()
            except ValidationError as error:
                field = next(iter(error.error_dict)) if hasattr(error, "error_dict") else "body"
                raise BadRow(field, "".join(error.messages)) from error
            if page.is_reprint and not page.original_url:
                self.notes.append(("original_url", _("转载的稿件没有原文网址，读者无法对照原文。")))


def prepare(number: int, row: RowValues, lookups: Lookups) -> Prepared:
    """Look the row's names up. Raises ``BadRow`` for a source that may not be named."""
    topics, unknown = lookups.topics(row)
    branch = lookups.branch(row.branch) if row.branch else None
    source = lookups.source(row.source)
    notes = [("source", news) for news in lookups.news]
    lookups.news.clear()
    notes += [("body", note) for note in row.body.left_out]
    notes += [("topics", _("没有专题“%(name)s”，未标。") % {"name": name[:60]}) for name in unknown]
    if row.branch and branch is None:
        notes.append(("branch", _("没有党组织“%(name)s”，未填。") % {"name": row.branch[:60]}))
    fields = {**row.fields, "title": row.title, "source": source, "branch": branch}
    content = {
        **row.fields,
        "title": row.title,
        "source": source and source.name,
        "branch": branch and branch.pk,
        "topics": sorted(topic.pk for topic in topics),
        "date": row.date and row.date.isoformat(),
        "body": row.body.blocks,
    }
    return Prepared(
        number=number,
        id=row.id,
        fields=fields,
        blocks=row.body.blocks,
        topics=topics,
        date=row.date,
        notes=notes,
        digest=_digest(content),
    )


def _digest(content: dict[str, Any]) -> str:
    words = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
