"""The log of all mail: filtered, searched, page by page; and its account by mailbox and day."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from mail.choices import Outcome
from mail.models import Mailbox, RawEmail

PAGE = 50
# A search reads rows, so it looks back a while and not to the beginning; days.
SEARCHED = {"7": 7, "30": 30, "365": 365}
COLUMNS = (*(each for each in Outcome.values if each != Outcome.PENDING), Outcome.PENDING.value)


@dataclass(frozen=True)
class Page:
    """Rows, newest first; `older` is where the next page begins."""

    rows: Sequence[RawEmail]
    older: int | None


def page_of(mails: QuerySet[RawEmail], before: str, size: int = PAGE) -> Page:
    """Up to `size` rows older than `before` (a number, or anything else for the newest)."""
    if before.isascii() and before.isdigit() and len(before) < 19:
        mails = mails.filter(pk__lt=int(before))
    rows = list(mails.select_related("mailbox").defer("content").order_by("-pk")[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def searched(mails: QuerySet[RawEmail], words: str, days: int) -> QuerySet[RawEmail]:
    """Mails with all these words in sender or subject, that came within so many days."""
    since = timezone.now() - datetime.timedelta(days=days)
    mails = mails.filter(stored_at__gte=since)
    for word in words.replace("\x00", "").split()[:6]:
        mails = mails.filter(Q(sender__icontains=word) | Q(subject__icontains=word) | Q(mail_key=word))
    return mails


@dataclass(frozen=True)
class Account:
    """What came on one day into one mailbox (None: into none that is left), and what became of it."""

    day: datetime.date
    mailbox: Mailbox | None
    raw: int
    counts: tuple[int, ...]  # in the order of COLUMNS

    @property
    def balanced(self) -> bool:
        return self.raw == sum(self.counts)


def account(mails: QuerySet[RawEmail], *, days: int, zone: datetime.tzinfo) -> list[Account]:
    """By day (newest first) and mailbox. What came is counted apart from what became of it, so that it
    can fail to balance."""
    since = timezone.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    mails = mails.filter(stored_at__gte=since - datetime.timedelta(days=days - 1)).order_by()
    by_day = mails.annotate(day=TruncDate("stored_at", tzinfo=zone)).values("day", "mailbox")
    came = {(row["day"], row["mailbox"]): row["n"] for row in by_day.annotate(n=Count("pk"))}
    outcomes: dict[tuple, dict[str, int]] = {}
    for row in by_day.values("day", "mailbox", "outcome").annotate(n=Count("pk")):
        outcomes.setdefault((row["day"], row["mailbox"]), {})[row["outcome"]] = row["n"]
    boxes = Mailbox.objects.in_bulk({box for _day, box in came if box})
    lines = [
        Account(
            day, boxes.get(box), raw, tuple(outcomes.get((day, box), {}).get(each, 0) for each in COLUMNS)
        )
        for (day, box), raw in came.items()
    ]
    lines.sort(key=lambda line: line.mailbox.address if line.mailbox else "")
    return sorted(lines, key=lambda line: line.day, reverse=True)
