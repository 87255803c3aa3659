"""People and branches."""

from typing import Any

from django.contrib.auth.models import Group

import factory
from factory.django import DjangoModelFactory
from wagtail_factories.factories import MP_NodeFactory

from accounts.models import Branch, User
from accounts.models.branch import BranchKind

PASSWORD = "zuo-hong-chuan-2026"


class BranchFactory(MP_NodeFactory):
    """``parent=None`` makes a root; the kind fits below a committee."""

    parent = None
    name = factory.Sequence(lambda n: f"第{n + 1}党支部")
    kind = BranchKind.BRANCH

    class Meta:
        model = Branch


class UserFactory(DjangoModelFactory):
    """``roles`` are group names; the groups are made by ``site_tree``."""

    username = factory.Sequence(lambda n: f"user{n + 1}")
    display_name = factory.LazyAttribute(lambda user: user.username)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
        skip_postgeneration_save = True

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.groups.set([Group.objects.get(name=role) for role in extracted])
