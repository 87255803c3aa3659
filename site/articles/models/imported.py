"""What an article was imported from."""

from django.db import models

from wagtail.models import Page


class ImportedArticle(models.Model):
    """The tie between a page and its row in somebody's file.

    The row's id is unique within its ``feed``; without a name of its own a section is its feed.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="imported_from")
    feed = models.CharField(max_length=60)
    external_id = models.CharField(max_length=200)
    # Of the cleaned row: the same digest, nothing to do.
    digest = models.CharField(max_length=32)
    # The revision that the import wrote. A newer one is somebody's work. No foreign key: old
    # revisions may be purged.
    revision_id = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "external_id"], name="articles_imported_row_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed}: {self.external_id}"
