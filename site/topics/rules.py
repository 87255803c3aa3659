"""Rules by which a topic page collects.

A rule is a block with one method: ``apply`` takes the collection so far and returns it wider or
narrower. To add one, subclass ``Rule``, give it its fields, and mark it ``@topic_rule("name")``;
the name is what pages store and never changes.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from accounts.models import Branch
from topics import registry
from topics.blocks import TopicsBlock
from topics.collecting import Collection, carries, of_types


class Rule(blocks.StructBlock):
    """One condition of a topic page, in an editor's words."""

    def apply(self, value: Any, collection: Collection) -> Collection:
        """``collection`` with this rule, whose fields are ``value``, taken into account."""
        raise NotImplementedError


class RulesBlock(blocks.StreamBlock):
    """The rules of one topic page, applied from top to bottom."""

    def add(self, name: str, rule: Rule) -> None:
        rule.set_name(name)
        self.child_blocks[name] = rule

    class Meta:
        required = False


RULES = RulesBlock()


def topic_rule(name: str) -> Callable[[type[Rule]], type[Rule]]:
    """Offer a rule to editors of topic pages."""

    def register(rule: type[Rule]) -> type[Rule]:
        RULES.add(name, rule())
        return rule

    return register


def apply_rules(value: Any, collection: Collection) -> Collection:
    """``collection`` as the rules of a page (a ``RULES`` value) change it."""
    for child in value:
        collection = child.block.apply(child.value, collection)
    return collection


@topic_rule("also")
class AlsoTopicsRule(Rule):
    topics = TopicsBlock(label=_("专题词"), help_text=_("标有其中任何一个的稿件都收入。"))

    class Meta:
        icon = "plus-inverse"
        label = _("也收这些专题")

    def apply(self, value: Any, collection: Collection) -> Collection:
        return collection.also(value["topics"])


@topic_rule("all")
class AllTopicsRule(Rule):
    topics = TopicsBlock(label=_("专题词"), help_text=_("只收同时标有这里每一个专题词的稿件。"))

    class Meta:
        icon = "tasks"
        label = _("必须同时标有")

    def apply(self, value: Any, collection: Collection) -> Collection:
        return collection.where(*(carries([pk]) for pk in value["topics"]))


@topic_rule("without")
class WithoutTopicsRule(Rule):
    topics = TopicsBlock(label=_("专题词"), help_text=_("标有其中任何一个的稿件都不收。"))

    class Meta:
        icon = "minus"
        label = _("不收这些专题")

    def apply(self, value: Any, collection: Collection) -> Collection:
        return collection.where(~carries(value["topics"]))


def type_choices() -> list[tuple[str, Any]]:
    return [(kind.key, kind.label) for kind in registry.all_types()]


@topic_rule("types")
class TypesRule(Rule):
    types = blocks.MultipleChoiceBlock(label=_("类型"), choices=type_choices)

    class Meta:
        icon = "doc-full"
        label = _("只收这些类型")

    def apply(self, value: Any, collection: Collection) -> Collection:
        return collection.where(of_types(registry.types_for(value["types"])))


def branch_choices() -> list[tuple[str, str]]:
    return [
        (str(pk), f"{'　' * (depth - 1)}{name}")
        for pk, depth, name in Branch.objects.order_by("path").values_list("pk", "depth", "name")
    ]


@topic_rule("branches")
class BranchesRule(Rule):
    branches = blocks.MultipleChoiceBlock(label=_("党组织"), choices=branch_choices)
    below = blocks.BooleanBlock(label=_("也收下级党组织的"), required=False, default=True)

    class Meta:
        icon = "group"
        label = _("只收这些党组织")

    def apply(self, value: Any, collection: Collection) -> Collection:
        ids = [int(pk) for pk in value["branches"] or [] if str(pk).isdecimal()]
        wanted = Q(branch__in=ids)
        if value["below"]:
            for path in Branch.objects.filter(pk__in=ids).values_list("path", flat=True):
                wanted |= Q(branch__path__startswith=path)
        return collection.where(wanted)


@topic_rule("dates")
class DatesRule(Rule):
    since = blocks.DateBlock(label=_("从"), required=False)
    until = blocks.DateBlock(label=_("到"), required=False, help_text=_("含这一天；留空则不限。"))

    class Meta:
        icon = "date"
        label = _("只收这段时间")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        since, until = cleaned["since"], cleaned["until"]
        if since and until and since > until:
            raise blocks.StructBlockValidationError(
                block_errors={"until": ValidationError(_("结束日期早于开始日期。"))}
            )
        return cleaned

    def apply(self, value: Any, collection: Collection) -> Collection:
        if value["since"]:
            collection = collection.where(Q(date__gte=value["since"]))
        if value["until"]:
            collection = collection.where(Q(date__lte=value["until"]))
        return collection


@topic_rule("without_pages")
class WithoutPagesRule(Rule):
    pages = blocks.ListBlock(blocks.PageChooserBlock(label=_("页面")), label=_("页面"))

    class Meta:
        icon = "cross"
        label = _("不收这几篇")

    def apply(self, value: Any, collection: Collection) -> Collection:
        return collection.where(~Q(page__in=[page.pk for page in value["pages"] if page]))
