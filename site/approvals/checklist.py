"""The check list that is ticked with an approval."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.exceptions import Refusal
from approvals.models.checklist import ChecklistItem

DEFAULT_ITEMS = (
    "事实、数字、日期与出处核对无误",
    "人名、单位、职务核对无误",
    "文字通顺，无错别字和不规范用语",
    "图片与内容相符，说明和替代文字准确",
    "链接能打开，指向正确",
)


def items() -> list[ChecklistItem]:
    return list(ChecklistItem.objects.filter(is_active=True))


def confirm(ticks: Iterable[int]) -> list[str]:
    """The texts of all items, each of which must be among ``ticks``. Raises ``Refusal``."""
    ticked = set(ticks)
    wanted = items()
    missing = [item.text for item in wanted if item.pk not in ticked]
    if missing:
        raise Refusal(
            _("三校清单还没有勾完：%(items)s。") % {"items": "；".join(missing)}, code="checklist"
        )
    return [item.text for item in wanted]


def ensure_items() -> None:
    """The list to start with; what the chief editor made of it stays."""
    if not ChecklistItem.objects.exists():
        ChecklistItem.objects.bulk_create(
            ChecklistItem(text=text, order=order) for order, text in enumerate(DEFAULT_ITEMS)
        )
