"""The organisation's tree: 党委 > 党总支 > 党支部."""

from itertools import count

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail.models import Page

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
        self.slug = self.slug or self._free_slug()

    def save(self, *args: object, **kwargs: object) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        """The name in pinyin, numbered where another organisation sounds the same."""
        base = pinyin_slug(self.name, max_length=70) or "branch"
        taken = set(
            Branch.objects.exclude(pk=self.pk)
            .filter(slug__startswith=base)
            .values_list("slug", flat=True)
        )
        candidates = (base if number == 1 else f"{base}-{number}" for number in count(1))
        return next(slug for slug in candidates if slug not in taken)

    @classmethod
    def check_place(cls, kind: str, parent: "Branch | None") -> None:
        """Raise ``ValidationError`` where a node of ``kind`` can't stand below ``parent``."""
        if parent is None or kind in ALLOWED_BELOW[BranchKind(parent.kind)]:
            return
        raise ValidationError(
            _("%(kind)s不能设在%(parent)s之下。"),
            params={"kind": BranchKind(kind).label, "parent": parent.get_kind_display()},
        )

    def put_below(self, parent: "Branch | None") -> None:
        """Save below ``parent`` (None: at the top), in the order of names, with all below it."""
        if self._state.adding:
            if parent is None:
                Branch.add_root(instance=self)
            else:
                Branch.objects.get(pk=parent.pk).add_child(instance=self)
            return
        with transaction.atomic():
            self.save()
            # The tree moves rows in the database; objects at hand know nothing of it.
            stored = Branch.objects.get(pk=self.pk)
            if parent is not None:
                stored.move(Branch.objects.get(pk=parent.pk), "sorted-child")
            elif (top := Branch.get_root_nodes().exclude(pk=self.pk).first()) is not None:
                stored.move(top, "sorted-sibling")
        self.refresh_from_db()

    def used_by(self) -> list[str]:
        """What belongs to it, as words with figures: people, pages of each type, branches below."""
        uses = [(_("下级组织"), self.numchild)]
        for relation in self._meta.get_fields(include_hidden=True):
            model = relation.related_model
            if (relation.one_to_many or relation.one_to_one) and not _is_index_row(model):
                found = model._base_manager.filter(**{relation.field.name: self}).count()
                uses.append((model._meta.verbose_name, found))
        return [f"{name} {number}" for name, number in uses if number]


def _is_index_row(model: type[models.Model]) -> bool:
    """Whether rows of ``model`` only repeat what pages say: keyed by a page, no page itself."""
    return model._meta.pk.related_model is Page and not issubclass(model, Page)
