"""三审三校."""

from approvals.models.task import ReviewStage, ReviewTask

__all__ = ["ReviewStage", "ReviewTask"]
