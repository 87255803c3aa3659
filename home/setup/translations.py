"""Rights and workflow of the home page, carried over to its translations.

Each language's home page stands beside the first one, not below it, so Wagtail would let nobody
work there and publish without review.
"""

from wagtail.models import GroupPagePermission, Page

from approvals.services import extend_workflow


def extend_to_translations(home: Page) -> None:
    """Give every translation of ``home`` the rights and the workflow of ``home`` itself."""
    rights = list(GroupPagePermission.objects.filter(page=home).values("group_id", "permission_id"))
    for version in home.get_translations():
        held = GroupPagePermission.objects.filter(page=version)
        for row in held:
            if {"group_id": row.group_id, "permission_id": row.permission_id} not in rights:
                row.delete()
        for right in rights:
            held.get_or_create(page=version, **right)
        extend_workflow(home, version)
