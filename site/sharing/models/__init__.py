"""Posters and how often they are scanned."""

from sharing.models.poster import Poster
from sharing.models.scans import ScanCount

__all__ = ["Poster", "ScanCount"]
