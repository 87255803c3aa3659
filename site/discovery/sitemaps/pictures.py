"""The pictures of each page: cover and body."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from wagtail.models import Page, ReferenceIndex

from assets.models import Image
from assets.pictures import attach_renditions, share_url
from discovery.sitemaps.base import SitemapPart, in_the_map, tag


class PicturesPart(SitemapPart):
    """From the index of references, so that no body is read."""

    name = "images"
    namespaces = (("image", "http://www.google.com/schemas/sitemap-image/1.1"),)
    size = 500

    def references(self) -> QuerySet[ReferenceIndex]:
        types = ContentType.objects.get_for_models(Page, Image)
        return ReferenceIndex.objects.filter(
            base_content_type=types[Page], to_content_type=types[Image]
        )

    def pages(self) -> QuerySet[Any]:
        ids = self.references().values(page=Cast("object_id", BigIntegerField()))
        return in_the_map(Page.objects.filter(pk__in=ids), self.addresses)

    def entries(self, pages: QuerySet[Any]) -> Iterator[str]:
        rows = list(pages.values_list("pk", "url_path"))
        references = self.references().filter(object_id__in=[str(pk) for pk, _path in rows])
        pairs = list(references.order_by("pk").values_list("object_id", "to_object_id"))
        images = self._images({image for _page, image in pairs})
        shown: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for page, image in pairs:
            if image in images:
                shown[page][images[image]] = None
        for pk, path in rows:
            pictures = "".join(
                f"<image:image>{tag('image:loc', address)}</image:image>"
                for address in shown[str(pk)]
            )
            yield f"{tag('loc', self.addresses.of(path))}{pictures}"

    def _images(self, ids: set[str]) -> dict[str, str]:
        """The address of each picture, as large as readers see it, by the reference's id."""
        images = Image.objects.in_bulk([int(pk) for pk in ids])
        attach_renditions(images.values(), "column")
        return {
            str(pk): self.addresses.absolute(share_url(image, "column"))
            for pk, image in images.items()
        }
