"""What became of the rows."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Remark:
    """One line of the report. ``refused``: the row was not imported; else something was left out."""

    number: int
    id: str
    field: str
    reason: str
    refused: bool

    def __str__(self) -> str:
        kind = _("未导入") if self.refused else _("注意")
        return _("第 %(number)d 行 [%(kind)s] %(field)s：%(reason)s") % {
            "number": self.number,
            "kind": kind,
            "field": self.field,
            "reason": self.reason,
        }


@dataclass
class Report:
    """Counts and remarks of one run."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    ignored_fields: Counter[str] = field(default_factory=Counter)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, number: int, external_id: str, field_name: str, reason: str) -> None:
        self.refused += 1
        self.remarks.append(Remark(number, external_id, field_name, reason, refused=True))

    def note(self, number: int, external_id: str, field_name: str, reason: str) -> None:
        self.remarks.append(Remark(number, external_id, field_name, reason, refused=False))

    def write_csv(self, path: Path) -> None:
        """All remarks as a table that spreadsheets open. Raises ``OSError``."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_("行号"), _("编号"), _("结果"), _("字段"), _("说明")])
            for remark in self.remarks:
                kind = _("未导入") if remark.refused else _("注意")
                writer.writerow([remark.number, remark.id, kind, remark.field, remark.reason])
