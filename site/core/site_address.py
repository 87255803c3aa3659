"""Under which address a site on one machine is reached: that of its present run."""

import ipaddress
import logging
import os

from django.conf import settings
from django.db import DatabaseError

from wagtail.models import Site

from core.serving.options import Options

logger = logging.getLogger(__name__)


def follow_run(options: Options) -> None:
    """Give the default site host and port of this run, for canonical addresses and the map.

    They change from run to run. A name that somebody has set in the admin stays.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or not _is_of_a_run(site.hostname):
        return
    host = options.reachable_host
    host = f"[{host}]" if ":" in host else host
    if (site.hostname, site.port) != (host, options.port):
        site.hostname, site.port = host, options.port
        site.save()


def follow_this_run() -> None:
    """The same for the process that begins to serve; production has its own settings for it."""
    if settings.HONGFAN_ENVIRONMENT != "dev":
        return
    try:
        follow_run(Options.read(os.environ))
    except DatabaseError:
        # Each page will say that the database does not answer; the addresses can wait.
        logger.exception("The site's address could not be brought up to date.")


def _is_of_a_run(hostname: str) -> bool:
    """Whether a run may have left the name: an IP address, or one without a dot."""
    try:
        ipaddress.ip_address(hostname.strip("[]"))
    except ValueError:
        return "." not in hostname
    return True
