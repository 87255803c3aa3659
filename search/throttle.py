"""How much one client may ask in a minute.

Counted in the cache under a keyed hash that changes daily: no address is written anywhere.
Somebody who is signed in counts alone, because a whole office often shares one address.
"""

import ipaddress
import logging
import re
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

WINDOW = 60
# 8.8.4.4:5555, [2001:db8::1]:443 and [2001:db8::1].
_WITH_PORT = re.compile(r"([\d.]+):\d+|\[([^\]]+)\](?::\d+)?")


@dataclass(frozen=True, slots=True)
class Limit:
    """``name`` keeps the counts apart; ``factor``: times ``HONGFAN_SEARCHES_PER_MINUTE``."""

    name: str
    factor: float


PAGES = Limit("pages", 1)
# One a keystroke.
SUGGESTIONS = Limit("suggestions", 8)
API = Limit("api", 0.5)


def seconds_to_wait(request: HttpRequest, limit: Limit) -> int:
    """0 where the client may ask now, else how long it has to wait. Counts this request."""
    most = int(settings.HONGFAN_SEARCHES_PER_MINUTE * limit.factor)
    client = _client(request)
    if not most or not client:
        return 0
    now = int(time.time())
    day = timezone.localdate().isoformat()
    hashed = salted_hmac("search.throttle", f"{day}:{client}").hexdigest()[:24]
    key = f"search:{limit.name}:{hashed}:{now // WINDOW}"
    try:
        cache.add(key, 0, WINDOW + 5)
        asked = cache.incr(key)
    except ValueError:
        # Gone in between, or a cache that keeps nothing.
        return 0
    except Exception:
        # Each cache has errors of its own; without it readers go on searching.
        logger.exception("The cache does not count searches")
        return 0
    return WINDOW - now % WINDOW if asked > most else 0


def _client(request: HttpRequest) -> str:
    """Who asks, or nothing where that can't be told."""
    user = getattr(request, "user", None)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and user and user.is_authenticated:
        return f"user:{user.pk}"
    address = _address(_named_by_proxies(request) or request.META.get("REMOTE_ADDR", ""))
    # A proxy that the settings don't know of would make one client of all readers.
    if address is None or address.is_loopback:
        return ""
    if address.version == 6:
        # Who has an IPv6 address has all of its network.
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def _named_by_proxies(request: HttpRequest) -> str:
    """From where the outermost of our proxies was called, as it wrote it; empty if none did.

    Each proxy writes the address it was called from at the end; what stands before was written
    by the client itself.
    """
    proxies = settings.HONGFAN_PROXIES
    if not proxies:
        return ""
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return str(named[-min(proxies, len(named))]).strip()


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in ``text``, which may name a port too; ``None`` where there is none."""
    match = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address(match[1] or match[2] if match else text)
    except ValueError:
        return None
    # A socket for both kinds names the older ones so.
    return getattr(address, "ipv4_mapped", None) or address
