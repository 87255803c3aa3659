"""How the review holds up with many manuscripts: inbox and decision, in queries and milliseconds.

In a site of its own; or in the present one, where everything is written in a transaction that is
rolled back, so that it may run on any database.
"""

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import User
from approvals import checklist, decisions
from approvals.models import Entry, Manuscript, ManuscriptState, ReviewStage
from approvals.services import submit
from core.scratch import ScratchSite
from news.models import NewsIndexPage, NewsPage

REVIEWERS = 40
RUNS = 7
# Far above what pages have.
FIRST_KEY = 10**9


class Command(BaseCommand):
    help = "Queries and milliseconds of inbox and decision from 20 to 2,000 waiting manuscripts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sizes", nargs="*", type=int, default=[20, 200, 2000])
        parser.add_argument("--here", action="store_true", help="in the present site's database")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["here"]:
            sizes = [str(size) for size in options["sizes"]]
            with ScratchSite() as site:
                done = site.manage("bench_review", "--here", *sizes)
            self.stdout.write(done.output, ending="")
            return
        with transaction.atomic():
            reviewers = [self._person(number) for number in range(REVIEWERS)]
            writer = User.objects.create(username="bench-writer", display_name="写稿")
            self.stdout.write(
                f"{REVIEWERS} reviewers\n"
                "waiting  inbox queries  median ms  worst ms  decision queries  median ms"
            )
            there = 0
            for size in options["sizes"]:
                self._fill(there, size, writer)
                there = size
                inbox = [self._inbox(person) for person in reviewers]
                times = sorted(took for _asked, took in inbox)
                most = max(asked for asked, _took in inbox)
                decision = self._measure_decision(writer, reviewers[0])
                self.stdout.write(
                    f"{size:7}  {most:13}  {times[len(times) // 2]:9.1f}  {times[-1]:8.1f}"
                    f"  {decision[0]:16}  {decision[1]:9.1f}"
                )
            transaction.set_rollback(True)

    def _person(self, number: int) -> User:
        person = User.objects.create(username=f"bench{number}", display_name=f"审稿{number}")
        role = roles.REVIEWERS[number % 3]
        person.groups.add(Group.objects.get(name=role))
        return person

    def _fill(self, start: int, end: int, writer: User) -> None:
        """A third for each stage; every fifth is claimed by somebody."""
        now = timezone.now()
        rows = Manuscript.objects.bulk_create(
            Manuscript(
                page_id=FIRST_KEY + number,
                title=f"第 {number} 篇",
                state=ManuscriptState.IN_REVIEW,
                stage=list(ReviewStage)[number % 3],
                claimed_by_id=None if number % 5 else writer.pk,
                claimed_until=now + timedelta(hours=1),
                round=1,
                due_at=now,
                change_size=number,
            )
            for number in range(start, end)
        )
        Entry.objects.bulk_create(
            Entry(
                manuscript=row,
                sequence=sequence,
                kind=kind,
                at=now,
                person_id=writer.pk,
                round=1,
                hash="-",
            )
            for row in rows
            for sequence, kind in ((1, "contribution"), (2, "submission"))
        )

    def _inbox(self, person: User) -> tuple[int, float]:
        client = Client(SERVER_NAME="localhost")
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("approvals_inbox")
        client.get(address)
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        took = (time.perf_counter() - began) * 1000
        assert response.status_code == 200, response.status_code  # noqa: S101
        return len(asked), took

    def _measure_decision(self, writer: User, person: User) -> tuple[int, float]:
        section = NewsIndexPage.objects.first()
        times, asked = [], 0
        ticks = [item.pk for item in checklist.items()]
        for _run in range(RUNS):
            page = NewsPage(
                title="测速",
                slug=f"bench-{time.time_ns()}",
                body=[("paragraph", "<p>一段正文。</p>")],
                live=False,
            )
            section.add_child(instance=page)
            page.save_revision(user=writer)
            submit(page, writer)
            ticket = decisions.ticket_of(Manuscript.objects.get(page_id=page.pk))
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as context:
                decisions.approve(page, person, ticket=ticket, ticks=ticks)
            times.append((time.perf_counter() - began) * 1000)
            asked = len(context)
            page.delete()
        return asked, sorted(times)[RUNS // 2]
