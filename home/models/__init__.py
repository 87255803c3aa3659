"""The home page and plain pages."""

from home.models.home import HomePage
from home.models.standard import StandardPage

__all__ = ["HomePage", "StandardPage"]
