"""How a reader wants the site shown: elder mode, text size, spacing, colours, reading mode."""

from core.display.preferences import Display

__all__ = ["Display"]
