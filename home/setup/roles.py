"""What each role may do, as data: model permissions, page permissions, collection permissions.

Pages are published by the workflow; only the chief editor holds the publishing right itself,
for withdrawing and for pages that only compose (home, sections, topics).
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts import roles
from articles.models import ArticleIndexPage

LIBRARY_ADD = (
    "assets.add_image",
    "assets.choose_image",
    "assets.add_document",
    "assets.choose_document",
    "assets.add_media",
)
LIBRARY_CHANGE = ("assets.change_image", "assets.change_document", "assets.change_media")
COLLECTIONS = ("wagtailcore.add_collection", "wagtailcore.change_collection")
LIBRARY_CHOOSE = ("assets.choose_image", "assets.choose_document")


@dataclass(frozen=True)
class Rights:
    """What one group may do.

    ``models`` and ``library`` (on the root collection) are ``app.codename``; ``pages`` are
    codenames on the home page and so on all below it, ``sections`` on the sections of articles.
    """

    models: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    library: tuple[str, ...] = ()


RIGHTS: dict[str, Rights] = {
    roles.CONTRIBUTOR: Rights(
        models=("wagtailadmin.access_admin", "topics.suggest_topic"),
        sections=("add_page",),
        library=LIBRARY_ADD,
    ),
    roles.EDITOR: Rights(
        models=(
            "wagtailadmin.access_admin",
            "topics.suggest_topic",
            "wagtail_localize.submit_translation",
            "search.view_report",
            "search.add_synonymgroup",
            "search.change_synonymgroup",
            "search.view_synonymgroup",
        ),
        pages=("add_page", "change_page"),
        library=LIBRARY_ADD + LIBRARY_CHANGE,
    ),
    roles.FIRST_REVIEWER: Rights(models=("wagtailadmin.access_admin",), library=LIBRARY_CHOOSE),
    roles.SECOND_REVIEWER: Rights(models=("wagtailadmin.access_admin",), library=LIBRARY_CHOOSE),
    roles.FINAL_REVIEWER: Rights(models=("wagtailadmin.access_admin",), library=LIBRARY_CHOOSE),
    roles.CHIEF_EDITOR: Rights(
        models=(
            "wagtailadmin.access_admin",
            "topics.suggest_topic",
            "topics.accept_topic",
            "topics.merge_topic",
            "topics.add_topic",
            "topics.change_topic",
            "topics.view_topic",
            "articles.add_source",
            "articles.change_source",
            "articles.view_source",
            "wagtail_localize.submit_translation",
            "search.view_report",
            "search.add_synonymgroup",
            "search.change_synonymgroup",
            "search.delete_synonymgroup",
            "search.view_synonymgroup",
            "search.add_curatedresult",
            "search.change_curatedresult",
            "search.delete_curatedresult",
            "search.view_curatedresult",
            "approvals.publish_in_emergency",
            "approvals.view_record",
            "approvals.add_checklistitem",
            "approvals.change_checklistitem",
            "approvals.view_checklistitem",
            "approvals.add_dayoff",
            "approvals.change_dayoff",
            "approvals.delete_dayoff",
            "approvals.view_dayoff",
            "approvals.add_absence",
            "approvals.change_absence",
            "approvals.delete_absence",
            "approvals.view_absence",
            "approvals.change_reviewtimes",
        ),
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
        library=LIBRARY_ADD + LIBRARY_CHANGE,
    ),
    roles.ADMINISTRATOR: Rights(
        models=(
            "wagtailadmin.access_admin",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.view_user",
            "accounts.add_branch",
            "accounts.change_branch",
            "accounts.delete_branch",
            "accounts.view_branch",
            "core.change_sitesettings",
            "wagtailredirects.add_redirect",
            "wagtailredirects.change_redirect",
            "wagtailredirects.delete_redirect",
            "wagtailcore.add_locale",
            "wagtailcore.change_locale",
        ),
        library=LIBRARY_ADD + LIBRARY_CHANGE + COLLECTIONS,
    ),
}


def permission(name: str) -> Permission:
    """``app.codename`` as a row; raises ``Permission.DoesNotExist`` with the name."""
    app, codename = name.split(".")
    try:
        return Permission.objects.select_related("content_type").get(
            content_type__app_label=app, codename=codename
        )
    except Permission.DoesNotExist as error:
        raise Permission.DoesNotExist(name) from error


def ensure_roles(home: Page) -> None:
    """The groups with exactly these rights on ``home``, its sections and the root collection.

    What an administrator grants on other pages and collections stays.
    """
    sections = [page for page in home.get_children() if _holds_articles(page)]
    root = Collection.get_first_root_node()
    for name, rights in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([permission(right) for right in rights.models])
        _set_page_rights(group, home, rights.pages)
        for section in sections:
            _set_page_rights(group, section, rights.sections)
        _set_library_rights(group, root, rights.library)
    # Wagtail's own example groups know nothing of three reviews.
    Group.objects.filter(name__in=["Editors", "Moderators"], user=None).delete()


def _holds_articles(page: Page) -> bool:
    return page.specific_class is not None and issubclass(page.specific_class, ArticleIndexPage)


def _set_page_rights(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    wanted = [permission(f"wagtailcore.{codename}") for codename in codenames]
    held = GroupPagePermission.objects.filter(group=group, page=page)
    held.exclude(permission__in=wanted).delete()
    for right in wanted:
        held.get_or_create(group=group, page=page, permission=right)


def _set_library_rights(group: Group, collection: Collection, names: tuple[str, ...]) -> None:
    wanted = [permission(name) for name in names]
    held = GroupCollectionPermission.objects.filter(group=group, collection=collection)
    held.exclude(permission__in=wanted).delete()
    for right in wanted:
        held.get_or_create(group=group, collection=collection, permission=right)
