"""One stage of the review as a task of Wagtail's workflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractGroupApprovalTask


class ReviewStage(models.TextChoices):
    FIRST = "first", _("初审")
    SECOND = "second", _("复审")
    FINAL = "final", _("终审")


class ReviewTask(AbstractGroupApprovalTask):
    """A stage: who is in its groups may approve, or return the manuscript with a reason."""

    stage = models.CharField(_("审级"), max_length=6, choices=ReviewStage.choices, unique=True)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "stage"]
    admin_form_readonly_on_edit_fields = [
        *AbstractGroupApprovalTask.admin_form_readonly_on_edit_fields,
        "stage",
    ]
    panels = [FieldPanel("name"), FieldPanel("stage"), FieldPanel("groups")]

    class Meta:
        verbose_name = _("审稿环节")
        verbose_name_plural = _("审稿环节")

    @classmethod
    def get_description(cls) -> str:
        return str(_("三审三校的一个审级：由该组的人通过，或写明理由退回。"))
