"""How much one client may ask in a minute.

Counted in the cache under a keyed hash that changes daily: no address is written anywhere.
Somebody who is signed in counts alone, because a whole office often shares one address.
"""

import ipaddress
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

WINDOW = 60


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
    text = request.META.get("REMOTE_ADDR", "")
    proxies = settings.HONGFAN_PROXIES
    if proxies:
        # Each proxy writes the address it was called from at the end; what stands before was
        # written by the client itself.
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        text = named[-proxies].strip() if len(named) >= proxies else ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    # A proxy that the settings don't know of would make one client of all readers.
    if address.is_loopback:
        return ""
    if address.version == 6:
        # Who has an IPv6 address has all of its network.
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
