"""Who stands in for whom, and when."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def in_force(self) -> Self:
        """Today, of people who still are there, with a stand-in who still is a reviewer."""
        today = timezone.localdate()
        return self.filter(
            first_day__lte=today,
            last_day__gte=today,
            person__is_active=True,
            stand_in__in=qualified(),
        )


def qualified() -> models.QuerySet:
    """Who may stand in: active, and of a group that reviews (the chief editor's does too)."""
    users = get_user_model()._default_manager.filter(is_active=True)
    return users.filter(groups__reviewtask__isnull=False).distinct()


class AbsenceForm(WagtailAdminModelForm):
    """Nobody gives another's stage to themselves."""

    def clean_stand_in(self) -> Any:
        stand_in = self.cleaned_data["stand_in"]
        if self.for_user is not None and stand_in == self.for_user:
            raise ValidationError(_("不能安排自己代审，请由另一位有权限的人来安排。"))
        return stand_in


class Absence(models.Model):
    """While somebody is away, another holds their stages; separation of people stays as it is."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("外出的人"),
        on_delete=models.CASCADE,
        related_name="absences",
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("代审人"),
        on_delete=models.CASCADE,
        related_name="stand_ins",
    )
    first_day = models.DateField(_("从"))
    last_day = models.DateField(_("到"))

    panels = [
        FieldPanel("person"),
        FieldPanel("stand_in"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    ]
    base_form_class = AbsenceForm

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("代审安排")
        verbose_name_plural = _("代审安排")
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return f"{self.person} → {self.stand_in}"

    def clean(self) -> None:
        super().clean()
        if self.person_id and self.person_id == self.stand_in_id:
            raise ValidationError({"stand_in": _("代审人要是另一个人。")})
        if self.stand_in_id and not qualified().filter(pk=self.stand_in_id).exists():
            raise ValidationError(
                {"stand_in": _("代审人要在初审、复审、终审或总编组里，并且账号有效。")}
            )
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("结束日期要不早于开始日期。")})
