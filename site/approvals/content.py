"""Whether two revisions say the same."""

from wagtail.models import Revision

# What a save or a move changes though nobody has touched the manuscript.
BOOKKEEPING = frozenset(
    {
        "depth",
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "path",
        "wagtail_admin_comments",
    }
)


def same_content(one: Revision, other: Revision) -> bool:
    """Whether a reader would see no difference. Wagtail makes a revision of each save alike."""
    return _content(one) == _content(other)


def _content(revision: Revision) -> dict[str, object]:
    return {
        name: _without_keys(value)
        for name, value in revision.content.items()
        if name not in BOOKKEEPING
    }


def _without_keys(value: object) -> object:
    """Child rows without their keys: a form's save makes the same rows anew."""
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [{name: item for name, item in row.items() if name != "pk"} for row in value]
    return value
