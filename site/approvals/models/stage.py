"""The stages of review and what a page type has to pass."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.publishing import ContentKind


class ReviewStage(models.TextChoices):
    FIRST = "first", _("初审")
    SECOND = "second", _("复审")
    FINAL = "final", _("终审")
    # Of pages that only compose.
    SINGLE = "single", _("审核")


STAGES: dict[ContentKind, tuple[ReviewStage, ...]] = {
    ContentKind.MANUSCRIPT: (ReviewStage.FIRST, ReviewStage.SECOND, ReviewStage.FINAL),
    ContentKind.COMPOSITION: (ReviewStage.SINGLE,),
}


def stages_of(page_type: type[models.Model] | None) -> tuple[ReviewStage, ...]:
    """What a page of this type has to pass; all three where the type does not say."""
    return STAGES[getattr(page_type, "content_kind", ContentKind.MANUSCRIPT)]
