"""What the article types share."""

import datetime
from collections.abc import Iterable

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

import factory
from factory.django import DjangoModelFactory
from wagtail_factories import PageFactory

from articles.models import Source

# Ordinary running text; no character of it is punctuation, so n characters are n 字.
TEXT = "支部把议事会搬到河岸请乡亲们一起看图纸量尺寸算工钱定下先修步道再装扶手最后种树的次序"


def words(count: int) -> str:
    """A text of exactly ``count`` 字."""
    return (TEXT * (count // len(TEXT) + 1))[:count]


def body(*paragraphs: str) -> list[tuple[str, str]]:
    """A body of plain paragraphs, for ``body=`` of a page."""
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


def body_form(*paragraphs: str, name: str = "body") -> dict[str, str]:
    """The same as an editor's form posts it."""
    # A rich text field travels as the editor's own JSON.
    converter = ContentstateConverter(features=["bold"])
    data = {f"{name}-count": str(len(paragraphs))}
    for position, text in enumerate(paragraphs):
        data |= {
            f"{name}-{position}-type": "paragraph",
            f"{name}-{position}-order": str(position),
            f"{name}-{position}-deleted": "",
            f"{name}-{position}-id": f"00000000-0000-4000-8000-{position:012d}",
            f"{name}-{position}-value": converter.from_database_format(
                # Keys as the editor keeps them; without, each conversion makes up new ones.
                f'<p data-block-key="k{position:04d}">{text}</p>'
            ),
        }
    return data


class SourceFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"本单位{n + 1}")
    is_own = True

    class Meta:
        model = Source


class ArticlePageFactory(PageFactory):
    """Base of the page factories: live, dated, two paragraphs. ``topics=[…]`` tags the page."""

    title = factory.Sequence(lambda n: f"北渡口的第{n + 1}件实事")
    slug = factory.Sequence(lambda n: f"shi-shi-{n + 1}")
    summary = "从门前路修起，一件一件办。"
    date = datetime.date(2026, 3, 5)
    body = factory.LazyFunction(lambda: body(words(120), words(80)))

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def topics(self, create: bool, extracted: Iterable | None, **kwargs: object) -> None:
        if create and extracted:
            self.topics.set(list(extracted))
            self.save()
