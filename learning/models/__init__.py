"""Theory articles and video lectures."""

from learning.models.lectures import LectureFormat, LectureIndexPage, VideoLecturePage
from learning.models.theory import TheoryArticlePage, TheoryFormat, TheoryIndexPage

__all__ = [
    "LectureFormat",
    "LectureIndexPage",
    "TheoryArticlePage",
    "TheoryFormat",
    "TheoryIndexPage",
    "VideoLecturePage",
]
