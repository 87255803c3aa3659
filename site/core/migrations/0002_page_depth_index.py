"""An index for the first-level pages, which every page of the site asks for.

Wagtail's own table has none on ``depth``; without it the question walks the whole tree.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX core_page_depth ON wagtailcore_page (depth, path)",
            "DROP INDEX core_page_depth",
        )
    ]
