"""What happens when the last stage has approved.

Wagtail imports this while its own models are still loading, so nothing of them is imported here.
"""

from typing import Any

from django.apps import apps


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, by the rule and not by the right of the last approver."""
    apps.get_app_config("approvals").publish(workflow_state, user)  # type: ignore[attr-defined]
