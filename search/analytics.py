"""What is asked and what it finds: counted in memory, written now and then, never who asked.

A question costs no write while it is answered. What a process has not written when it is killed
is lost, which the sums can bear.
"""

import atexit
import datetime
import hmac
import logging
import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote_plus

from django.conf import settings
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from search.models import AskedQuestion, MonthOfSearches
from search.query import Question

logger = logging.getLogger(__name__)

KEPT_DAYS = 90
# Different questions between two writings; more is a flood, and the rest of it goes uncounted.
MAX_WAITING = 5000
# Longer ones are pasted text, of which nobody can say what it holds.
MAX_LENGTH = 40

# Phone, bank, identity and passport numbers have more digits, a date of birth has as many.
MOST_DIGITS = 5
_SEPARATORS = re.compile(r"[\W_]+")
# In characters, of which any phrase has some, only a row of them is a number.
_LONG_NUMBER = re.compile(r"\d{7}")
_DATE = re.compile(r"[\d十]年[\d十]+月[\d十]+[日号]")
# Ended by four to six letters and digits: cars of some kinds have a character in place of one.
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼军空海北沈兰济南广成使领]"
    r"[a-z]([a-z\d]{4,6})"
)
_PLATE_DIGITS = 3
_ADDRESS = re.compile(
    r"@|\w[.。](?:[a-z]{2}|中国|公司|网络)|(?:[\W_]|点|dot)(?:com|cn)(?![a-z])"
    r"|\d+\.\d+\.\d+\.\d"
)


@dataclass(slots=True)
class _Count:
    asked: int = 0
    found: int = 0
    clicks: int = 0
    rank_sum: int = 0


_waiting: dict[tuple[datetime.date, str], _Count] = {}
_lock = threading.Lock()
_timer: threading.Timer | None = None


def may_be_kept(key: str) -> bool:
    """Whether a normalised question holds nothing that looks like a number of a person.

    Nor a date, a number plate or an address on the internet. Rather too little is kept.

    >>> [may_be_kept(key) for key in ("党建", "138 0013 8000", "一三八零零一三八零零零", "a@b.cn")]
    [True, False, False, False]
    """
    if not key or len(key) > MAX_LENGTH or _ADDRESS.search(key):
        return False
    if sum(char.isdigit() for char in key) > MOST_DIGITS:
        return False
    plain = _SEPARATORS.sub("", "".join(map(_in_digits, key)))
    if _LONG_NUMBER.search(plain) or _DATE.search(plain):
        return False
    plates = (match[1] for match in _PLATE.finditer(plain))
    return all(sum(map(str.isdigit, plate)) < _PLATE_DIGITS for plate in plates)


def _in_digits(char: str) -> str:
    """A digit of whatever script (三, 叁) as 0 to 9, anything else as it is."""
    value = 0 if char in "○◯" else unicodedata.numeric(char, -1)
    return str(int(value)) if value in range(10) else char


def record(question: Question, found: int) -> None:
    """Count a question; further pages and narrowing by filters are the same question."""
    if question.page == 1 and not question.filters:
        count = _count(question.key)
        if count is not None:
            with _lock:
                count.asked += 1
                count.found = found


def record_click(key: str, rank: int) -> None:
    """Count that the result at ``rank`` (1 is the first) was opened."""
    count = _count(key)
    if count is not None:
        with _lock:
            count.clicks += 1
            count.rank_sum += rank


class Links:
    """The addresses by which the results of one question are opened and counted."""

    def __init__(self, question: Question) -> None:
        self.key = question.key if may_be_kept(question.key) else ""
        self._start = f"{reverse('search_go')}?{urlencode({'q': self.key})}"

    def to(self, rank: int, url: str) -> str:
        """The address that leads to ``url`` and nowhere else; itself, where it isn't counted."""
        if not self.key or not url.startswith("/"):
            return url
        signature = _signature({"q": self.key, "n": str(rank), "to": url})
        return f"{self._start}&n={rank}&to={quote_plus(url)}&s={signature}"


def is_ours(values: dict[str, str], signature: str) -> bool:
    """Whether ``Links`` made an address of these ``values``."""
    return constant_time_compare(_signature(values), signature)


def _signature(values: dict[str, str]) -> str:
    # Twenty a page: Django's signer makes its key anew for each.
    text = "\n".join((values["q"], values["n"], values["to"]))
    return hmac.digest(_key(settings.SECRET_KEY), text.encode(), "sha256").hex()[:32]


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    return salted_hmac("search.go", "", secret=secret, algorithm="sha256").digest()


def _count(key: str) -> _Count | None:
    if not may_be_kept(key):
        return None
    place = (timezone.localdate(), key)
    with _lock:
        if place not in _waiting and len(_waiting) >= MAX_WAITING:
            return None
        count = _waiting.setdefault(place, _Count())
    _write_later()
    return count


def _write_later() -> None:
    global _timer
    seconds = settings.HONGFAN_SEARCH_COUNT_EVERY
    with _lock:
        if _timer is not None or not seconds:
            return
        _timer = threading.Timer(seconds, _write_in_thread)
        _timer.daemon = True
        _timer.start()


def _write_in_thread() -> None:
    global _timer
    with _lock:
        _timer = None
    close_old_connections()
    try:
        write()
    except DatabaseError:
        # Searching goes on; the counts of these seconds are missing.
        logger.exception("What was searched could not be counted")
    finally:
        close_old_connections()


def write() -> None:
    """Put what was counted since the last time into the database."""
    with _lock:
        counted = dict(_waiting)
        _waiting.clear()
    with transaction.atomic():
        for (day, key), count in sorted(counted.items()):
            row, created = AskedQuestion.objects.get_or_create(
                day=day,
                question=key,
                defaults={
                    "asked": count.asked,
                    "found": count.found,
                    "clicks": count.clicks,
                    "rank_sum": count.rank_sum,
                },
            )
            if not created:
                changes = {
                    "asked": F("asked") + count.asked,
                    "clicks": F("clicks") + count.clicks,
                    "rank_sum": F("rank_sum") + count.rank_sum,
                }
                if count.asked:
                    changes["found"] = count.found  # type: ignore[assignment]
                AskedQuestion.objects.filter(pk=row.pk).update(**changes)


def forget_old(today: datetime.date | None = None) -> None:
    """Make sums of what is older than ``KEPT_DAYS``, and forget the words."""
    limit = (today or timezone.localdate()) - datetime.timedelta(days=KEPT_DAYS)
    old = AskedQuestion.objects.filter(day__lt=limit)
    with transaction.atomic():
        sums = (
            old.order_by()
            .annotate(month=TruncMonth("day"))
            .values("month")
            .annotate(
                all_asked=Sum("asked"),
                without=Sum("asked", filter=Q(found=0), default=0),
                all_clicks=Sum("clicks"),
            )
        )
        for row in list(sums):
            month, _created = MonthOfSearches.objects.get_or_create(month=row["month"])
            MonthOfSearches.objects.filter(pk=month.pk).update(
                asked=F("asked") + row["all_asked"],
                without_result=F("without_result") + row["without"],
                clicks=F("clicks") + row["all_clicks"],
            )
        old.delete()


def _write_at_exit() -> None:
    if _waiting and settings.HONGFAN_SEARCH_COUNT_EVERY:
        _write_in_thread()


atexit.register(_write_at_exit)
