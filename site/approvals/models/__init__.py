"""三审三校: where manuscripts stand, their record, Wagtail's tasks."""

from approvals.models.absence import Absence
from approvals.models.calendar import DayOff, ReviewTimes
from approvals.models.checklist import ChecklistItem
from approvals.models.entry import COVERS, Entry, EntryKind
from approvals.models.kept import Content, UsedAsset, Witness
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.models.notice import Notice, NoticeKind
from approvals.models.stage import STAGES, ReviewStage, stages_of
from approvals.models.task import ReviewTask, ReviewTaskState

__all__ = [
    "COVERS",
    "STAGES",
    "Absence",
    "ChecklistItem",
    "Content",
    "DayOff",
    "Entry",
    "EntryKind",
    "Manuscript",
    "ManuscriptState",
    "Notice",
    "NoticeKind",
    "ReviewStage",
    "ReviewTask",
    "ReviewTaskState",
    "ReviewTimes",
    "UsedAsset",
    "Witness",
    "stages_of",
]
