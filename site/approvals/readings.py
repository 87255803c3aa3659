"""What the record keeps, read as it is read today.

Two topics that become one re-tag live pages, and drafts read the one in place of the other; what
somebody approved is not rewritten (docs/decisions/0019). So a page may say what was approved with
another key, and its digest alone would call that another content.
"""

import json
from typing import Any

from approvals.digest import Content, as_kept, digest_of
from approvals.models.kept import Content as KeptContent
from topics.models import Topic

TAGS = "tagged_pages"
# Foreign keys to topics, of the pages that collect them.
TOPIC = {"topics.topicpage": "topic"}


def digest_as(content: Content, *known: str) -> str:
    """The digest of ``content``; that one of ``known`` under which the record keeps the same.

    Two queries where ``content`` is none of ``known`` literally, none otherwise.
    """
    digest = digest_of(content)
    others = {one for one in known if one}
    if digest in others or not others:
        return digest
    replaced = dict(
        Topic.objects.exclude(merged_into=None).values_list("pk", "merged_into").order_by()
    )
    if not replaced:
        return digest
    said = _read(as_kept(content), replaced)
    kept = {row.digest: row.data for row in KeptContent.objects.filter(digest__in=others)}
    for one in known:
        if one in kept and _read(kept[one], replaced) == said:
            return one
    return digest


def _read(content: Content, replaced: dict[int, int]) -> dict[str, Any]:
    """``content`` with the topics that stand for those it names."""
    read: dict[str, Any] = dict(content)
    if TAGS in read:
        rows = [{**row, "tag": replaced.get(row["tag"], row["tag"])} for row in read[TAGS]]
        # A page that carried both carries the one that stays once.
        read[TAGS] = sorted({json.dumps(row, sort_keys=True) for row in rows})
    name = TOPIC.get(str(read["type"]))
    if name is not None:
        read[name] = replaced.get(read[name], read[name])
    return read
