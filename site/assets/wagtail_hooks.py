"""What the choosers of the admin offer."""

from django.db.models import QuerySet
from django.http import HttpRequest

from wagtail import hooks

from assets.models import Media


@hooks.register("construct_media_chooser_queryset")
def offer_everybodys_media(media: QuerySet, request: HttpRequest) -> QuerySet:
    """As with pictures, what colleagues uploaded may be used; changing it is another matter.

    wagtailmedia offers only what the person may change.
    """
    return Media.objects.all()
