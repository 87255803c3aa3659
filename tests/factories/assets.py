"""Pictures, documents, video and audio. Their files are real and small."""

import factory
from factory.django import DjangoModelFactory

from assets.models import Document, Image, Media
from tests.support.uploads import media, picture


class ImageFactory(DjangoModelFactory):
    """``size`` and ``file__…`` go to ``tests.support.uploads.picture``."""

    title = factory.Sequence(lambda n: f"图片{n + 1}")
    description = "红色与白色各占一半"

    class Meta:
        model = Image

    class Params:
        size = (96, 64)

    file = factory.LazyAttribute(lambda image: picture(size=image.size))


class DocumentFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"文档{n + 1}")
    file = factory.django.FileField(filename="学习安排.txt", data="一、目标".encode())

    class Meta:
        model = Document


class MediaFactory(DjangoModelFactory):
    """A two-second video; ``AudioFactory`` for sound."""

    title = factory.Sequence(lambda n: f"视频{n + 1}")
    type = "video"
    file = factory.LazyFunction(lambda: media("video.mp4"))

    class Meta:
        model = Media


class AudioFactory(MediaFactory):
    type = "audio"
    file = factory.LazyFunction(lambda: media("sound.mp3"))
