"""Items of the admin's menu."""

from typing import Any

from django.http import HttpRequest

from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """A menu item for people who have any of some permissions."""

    def __init__(self, *args: Any, permissions: list[str], **kwargs: Any) -> None:
        self.permissions = permissions
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(name) for name in self.permissions)
