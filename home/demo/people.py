"""Branches, people of every role, and where texts come from."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import Branch, User
from articles.models import Source
from core.serving.welcome import Login
from home.demo.reading import read

# Printed by ``make run``: the demo is there to be looked into. Never in production, see ``seeding``.
DEMO_PASSWORD = "hongfan-demo"  # noqa: S105


def ensure_branches() -> dict[str, Branch]:
    """The tree of branches, by key; the key is the branch's slug."""
    branches: dict[str, Branch] = {}
    for entry in read("branches"):
        branch = Branch.objects.filter(slug=entry["key"]).first()
        if branch is None:
            values = {"name": entry["name"], "kind": entry["kind"], "slug": entry["key"]}
            if entry["parent"]:
                # Read again: adding a child changes the parent's row.
                parent = Branch.objects.get(slug=entry["parent"])
                branch = parent.add_child(**values)
            else:
                branch = Branch.add_root(**values)
        branches[entry["key"]] = branch
    return branches


def ensure_people(branches: dict[str, Branch]) -> dict[str, User]:
    """The people by user name. Who exists already keeps password and groups."""
    found = User.objects.in_bulk(
        [entry["username"] for entry in read("people")], field_name="username"
    )
    missing = [entry for entry in read("people") if entry["username"] not in found]
    # One hash for all: they share the password, and hashing is slow on purpose.
    password = make_password(DEMO_PASSWORD) if missing else ""
    for entry in missing:
        user = User.objects.create(
            username=entry["username"],
            display_name=entry["display_name"],
            # Letters go into files here; see the settings.
            email=f"{entry['username']}@example.org",
            branch=branches[entry["branch"]],
            password=password,
        )
        user.groups.add(Group.objects.get(name=entry["role"]))
        found[user.username] = user
    return found


def strangers() -> list[str]:
    """User names of the demo that belong to somebody else here."""
    names = {entry["username"]: entry["display_name"] for entry in read("people")}
    users = User.objects.filter(username__in=names).values_list("username", "display_name")
    return [username for username, shown in users if names[username] != shown]


def logins() -> list[Login]:
    """Whom ``make run`` names."""
    return [
        {"username": entry["username"], "password": DEMO_PASSWORD, "role": entry["role"]}
        for entry in read("people")
    ]


def ensure_sources() -> dict[str, Source]:
    """The listed origins, by name."""
    return {
        entry["name"]: Source.objects.get_or_create(name=entry["name"], defaults=entry)[0]
        for entry in read("site")["sources"]
    }
