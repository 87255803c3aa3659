"""Files and sources that approved content shows stay as they were approved."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from approvals.digest import ASSET_FIELDS, asset_state
from approvals.exceptions import Refusal
from approvals.models.kept import UsedAsset
from approvals.models.manuscript import Manuscript


def check_asset_change(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """``pre_save``: another file or text in the same place would change pages that are out."""
    if sender not in ASSET_FIELDS or not instance.pk:
        return
    stored = sender._default_manager.filter(pk=instance.pk).first()
    if stored is None or _is_same(stored, instance):
        return
    _refuse_if_used(instance)


def check_asset_removal(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """``pre_delete``"""
    if sender in ASSET_FIELDS:
        _refuse_if_used(instance)


def using(asset: models.Model) -> models.QuerySet[Manuscript]:
    """Manuscripts that show the file in what is live, approved or being reviewed."""
    shown = UsedAsset.objects.filter(model=asset._meta.label, object_id=asset.pk)
    digests = shown.values("content_id")
    return Manuscript.objects.filter(
        Q(live_digest__in=digests) | Q(approved_digest__in=digests) | Q(review_digest__in=digests)
    ).order_by(F("pk").desc())


def _is_same(stored: models.Model, instance: models.Model) -> bool:
    names = ASSET_FIELDS[type(stored)]
    for name in names:
        value = getattr(instance, name)
        if isinstance(value, FieldFile) and value and not getattr(value, "_committed", True):
            return False
    old, new = asset_state(stored), asset_state(instance)
    # Filled in afterwards for files from before; says nothing new about the same file.
    if not old.get("file_hash"):
        old.pop("file_hash", None)
        new.pop("file_hash", None)
    return old == new


def _refuse_if_used(asset: Any) -> None:
    manuscripts = using(asset)
    first = manuscripts.first()
    if first is not None:
        raise Refusal(
            _(
                "《%(title)s》等 %(count)s 篇稿件用着这个%(kind)s，而它已审定、在审或已发布，"
                "不能在原处改动或删除。请另外添加一个，在稿件里换用，再送审。"
            )
            % {
                "title": first.title,
                "count": manuscripts.count(),
                "kind": asset._meta.verbose_name,
            },
            code="asset",
        )
