"""The people who work on the site."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.branch import Branch


class User(AbstractUser):
    """Somebody who writes, reviews or runs the site.

    Only what the work needs is kept: a name to show beside decisions, and the own branch.
    A Chinese name is one name, so Django's two columns for it are left out.
    """

    # Wagtail's admin greets people by it.
    first_name = property(lambda self: self.display_name)
    last_name = ""

    display_name = models.CharField(_("姓名"), max_length=40, blank=True)
    branch = models.ForeignKey(
        Branch,
        verbose_name=_("所在党组织"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name or self.username
