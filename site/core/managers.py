"""The manager of every page type."""

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from core.visibility import open_to_all


class BasePageQuerySet(PageQuerySet):
    def for_readers(self) -> "BasePageQuerySet":
        """Live and open to everybody."""
        return open_to_all(self.live())


BasePageManager = PageManager.from_queryset(BasePageQuerySet)
