"""What went out with the letters of reports is kept for a while, and then goes; the letters stay."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from files.actions import drop
from files.models import Blob
from outbox.actions import rewrite
from outbox.choices import SETTLED
from outbox.models import Letter
from reports.models import Subscription

KEY = "report-"  # how the keys of their letters begin
AT_ONCE, SHOWN = 500, 5


def kept_for() -> datetime.timedelta:
    return datetime.timedelta(days=settings.REPORT_FILES_DAYS)


def let_go(now: datetime.datetime) -> int:
    """From how many letters files were taken. Safe to run twice, by two at once, and to be killed."""
    old = _with_files().filter(state__in=SETTLED, queued_at__lt=now - kept_for()).order_by("pk")
    return sum(_let_go(number) for number in [*old.values_list("pk", flat=True)[:AT_ONCE]])


@dataclass(frozen=True, slots=True)
class SentLine:
    """`until`: when its files go; None if they are gone."""

    due_on: datetime.date
    until: datetime.datetime | None


def last_sent(row: Subscription) -> list[SentLine]:
    """The latest letters, newest first."""
    found = row.sent.select_related("letter").order_by("-due_on")[:SHOWN]
    return [
        SentLine(one.due_on, one.letter.queued_at + kept_for() if one.letter and one.letter.files else None)
        for one in found
    ]


@transaction.atomic
def _let_go(number: int) -> bool:
    letter = _with_files().select_for_update(skip_locked=True).filter(pk=number).first()
    if letter is None:
        return False
    gone = {file["sha256"] for file in letter.files}
    letter.files = []
    rewrite(letter)
    for blob in Blob.objects.filter(pk__in=sorted(gone)):
        if not _with_files().filter(files__contains=[{"sha256": blob.pk}]).exists():
            drop(blob)
    return True


def _with_files() -> QuerySet[Letter]:
    """By their keys, which are indexed."""
    return Letter.objects.filter(key__startswith=KEY, kind="report").exclude(files=[])
