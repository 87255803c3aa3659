"""Theory articles and lectures; ``parent`` is the section."""

from learning.models import LectureFormat, TheoryArticlePage, TheoryFormat, VideoLecturePage
from tests.factories.articles import ArticlePageFactory


class TheoryArticlePageFactory(ArticlePageFactory):
    format = TheoryFormat.LONG

    class Meta:
        model = TheoryArticlePage


class VideoLecturePageFactory(ArticlePageFactory):
    """A live lecture needs ``media``."""

    format = LectureFormat.LECTURE
    speaker = "周明远"

    class Meta:
        model = VideoLecturePage
