from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("三审三校")

    # Publishes at the end of a workflow; see ``approvals.workflow``.
    publish: Callable[[Any, Any], None]

    def ready(self) -> None:
        from approvals import checks, outcome, rule, signal_handlers
        from core import publishing

        checks  # noqa: B018
        self.publish = outcome.publish
        publishing.use(rule.ReviewRule())
        signal_handlers.register_signal_handlers()
