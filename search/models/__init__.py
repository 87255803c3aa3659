"""The outbox, what editors teach the search, and what was asked."""

from search.models.analytics import AskedQuestion, MonthOfSearches
from search.models.change import Change, Numbering
from search.models.curated import CuratedPage, CuratedResult
from search.models.file_text import FileText
from search.models.words import SynonymGroup, WordsState

__all__ = [
    "AskedQuestion",
    "Change",
    "CuratedPage",
    "CuratedResult",
    "FileText",
    "MonthOfSearches",
    "Numbering",
    "SynonymGroup",
    "WordsState",
]
