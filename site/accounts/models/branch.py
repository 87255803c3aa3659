"""The organisation's tree: 党委 > 党总支 > 党支部."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from treebeard.mp_tree import MP_Node

from core.slugs import pinyin_slug


class BranchKind(models.TextChoices):
    COMMITTEE = "committee", _("党委")
    GENERAL_BRANCH = "general_branch", _("党总支")
    BRANCH = "branch", _("党支部")


# What may stand directly below what.
ALLOWED_BELOW = {
    BranchKind.COMMITTEE: {BranchKind.COMMITTEE, BranchKind.GENERAL_BRANCH, BranchKind.BRANCH},
    BranchKind.GENERAL_BRANCH: {BranchKind.BRANCH},
    BranchKind.BRANCH: set(),
}


class Branch(MP_Node):
    """One organisation of the tree. Articles, people and showcases point to it."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    kind = models.CharField(
        _("类别"), max_length=20, choices=BranchKind.choices, default=BranchKind.BRANCH
    )
    slug = models.SlugField(
        _("网址代码"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("用于筛选网址，留空则按名称生成拼音。"),
    )

    node_order_by = ["name"]

    class Meta:
        verbose_name = _("党组织")
        verbose_name_plural = _("党组织")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or pinyin_slug(self.name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or pinyin_slug(self.name) or f"branch-{self.path}"
        super().save(*args, **kwargs)

    @classmethod
    def check_place(cls, kind: str, parent: "Branch | None") -> None:
        """Raise ``ValidationError`` where a node of ``kind`` can't stand below ``parent``."""
        if parent is None or kind in ALLOWED_BELOW[BranchKind(parent.kind)]:
            return
        raise ValidationError(
            _("%(kind)s不能设在%(parent)s之下。"),
            params={"kind": BranchKind(kind).label, "parent": parent.get_kind_display()},
        )
