"""What every app builds on. Submodules import one way: base_page stands alone."""

from core.models.base_page import BasePage
from core.models.heartbeat import Heartbeat
from core.models.site_settings import SiteSettings

__all__ = ["BasePage", "Heartbeat", "SiteSettings"]
