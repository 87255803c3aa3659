"""What the settings of production say of the site itself, for a site that nobody has named yet."""

from urllib.parse import urlsplit

from django.conf import settings

from wagtail.models import Site

from core.models import SiteSettings

# The host name of a site that was made without one.
UNNAMED = "localhost"


def follow_environment(site: Site) -> None:
    """Give ``site`` its host name and ICP number where production names them.

    The host name stands in canonical addresses, the map of the site and mails; the number in the
    footer. What somebody has set in the admin stays.
    """
    if settings.HONGFAN_ENVIRONMENT != "production":
        return
    if site.hostname == UNNAMED:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname, site.port = (address.hostname or UNNAMED).lstrip("."), 443
        site.save()
    number: str = getattr(settings, "HONGFAN_ICP", "none")
    if number.lower() != "none":
        SiteSettings.objects.filter(site=site, icp_number="").update(icp_number=number)
