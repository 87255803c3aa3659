"""Posters; ``page`` or ``topic`` is what they lead to."""

import factory
from factory.django import DjangoModelFactory

from sharing.models import Poster


class PosterFactory(DjangoModelFactory):
    title = factory.LazyAttribute(lambda poster: poster.page.title if poster.page else "河长制")
    page = None
    place = "村口公交站"

    class Meta:
        model = Poster
