"""What the worker does with pictures."""

import logging

from wagtail.images.models import Filter, SourceImageIOError

from django_tasks import task

from assets.models import Image
from assets.pictures import SHAPES, Picture, attach_renditions

logger = logging.getLogger(__name__)


@task(priority=-10)
def render_picture(image_id: int) -> int:
    """Make the renditions that pages can ask of an image and that don't exist yet.

    Gives their number. Running it again makes nothing twice. An image deleted meanwhile and a
    file that is missing are no faults of the worker.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    attach_renditions([image], *SHAPES)
    # Shapes share some specs.
    missing = {s for shape in SHAPES.values() for s in Picture(image, shape).missing_specs}
    if not missing:
        return 0
    try:
        return image.create_all_renditions([Filter(spec=spec) for spec in sorted(missing)])
    except SourceImageIOError:
        logger.warning("The file of image %s can't be read: %s", image_id, image.file.name)
        return 0
