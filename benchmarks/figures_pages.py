"""The pages of the board as a manager and a lead open them: nothing is remembered but the account of mail."""

import datetime
from collections.abc import Iterator
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from benchmarks.asking import Browser, Meter
from benchmarks.jobs import sign_in
from mail.account import check_account
from reports.cuts import Cut, link_to
from reports.models import SavedReport
from reports.saved.actions import save_report
from staff.models import User

MANAGER, LEAD = "manager0@desk.example", "agent07@desk.example"
PARTS = [
    {"measure": "arrivals", "step": "day", "period": "28days"},
    {"measure": "first_response", "by": "team", "period": "28days", "working": "1"},
    {"measure": "kept_first", "by": "agent", "period": "28days"},
    {"measure": "solved", "by": "team", "step": "week", "period": "90days"},
    {"measure": "one_touch", "by": "channel", "period": "28days"},
    {"measure": "backlog", "by": "team", "step": "week", "period": "90days"},
    {"measure": "satisfaction", "period": "365days", "step": "month"},
    {"measure": "answers", "by": "topic", "period": "28days"},
]
TRENDS = (
    {}, {"measure": "backlog", "by": "agent"}, {"measure": "backlog_age", "by": "topic", "period": "90days"},
    {"measure": "first_response", "by": "team", "period": "365days", "against": "year"},
    {"measure": "resolution_p90", "by": "agent", "hours": "working"}, {"measure": "answers", "by": "hour"},
    {"measure": "kept_next", "by": "organisation"},
)  # fmt: skip


def addresses(today: datetime.date, zone: str) -> Iterator[tuple[str, str]]:
    """What each is called, and where it is."""
    yield "board", reverse("reports:now")
    yield "wall", reverse("reports:wall")
    yield "what is due", reverse("reports:due")
    for asked in TRENDS:
        yield " ".join(["trends", *asked.values()]), f"{reverse('reports:trends')}?{urlencode(asked)}"
    person = User.objects.get(email="agent00@desk.example")
    for period in ("28days", "90days"):
        yield f"a person, {period}", f"{reverse('reports:person', args=[person.pk])}?period={period}"
    for days in (30, 90):
        yield f"satisfaction, {days} days", f"{reverse('reports:satisfaction')}?days={days}&by=agent"
    yield "problems", reverse("reports:problems")
    since = today - datetime.timedelta(days=28)
    for measure in ("arrivals", "backlog", "first_response"):
        yield f"list of {measure}", link_to(Cut(measure, since, today), since, today, zone)
    manager = User.objects.get(email=MANAGER)
    saved = SavedReport.objects.first() or save_report(
        None, by=manager, name="All of it", shared=True, parts=PARTS
    )
    yield "saved report of eight", reverse("reports:report", args=[saved.pk])


def opened(meter: Meter, today: datetime.date, zone: str, times: int) -> dict[str, dict[str, Any]]:
    """By title and reader: the most statements, the median of ms of CPU, and what is wrong with it."""
    found = {}
    for email in (MANAGER, LEAD):
        browser = sign_in(User.objects.get(email=email), meter)
        for title, address in addresses(today, zone):
            answers = [_cold(browser, address) for _ in range(times + 1)]
            costs = [1000 * (one.cpu + one.server) for one in answers[1:]]
            found[f"{title} | {'manager' if email == MANAGER else 'lead'}"] = {
                "statements": max(one.statements for one in answers),
                "cpu": median(costs),
                "trouble": "" if answers[0].status == 200 else f"status {answers[0].status}",
            }
    return found


def _cold(browser: Browser, address: str) -> Any:
    cache.clear()
    check_account(timezone.now())
    return browser.get(address)
