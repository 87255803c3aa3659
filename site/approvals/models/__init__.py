"""三审三校: where manuscripts stand, their record, Wagtail's tasks."""

from approvals.models.checklist import ChecklistItem
from approvals.models.entry import COVERS, Content, Entry, EntryKind, UsedAsset
from approvals.models.manuscript import Manuscript, ManuscriptState
from approvals.models.stage import STAGES, ReviewStage, stages_of
from approvals.models.task import ReviewTask, ReviewTaskState

__all__ = [
    "COVERS",
    "STAGES",
    "ChecklistItem",
    "Content",
    "Entry",
    "EntryKind",
    "Manuscript",
    "ManuscriptState",
    "ReviewStage",
    "ReviewTask",
    "ReviewTaskState",
    "UsedAsset",
    "stages_of",
]
