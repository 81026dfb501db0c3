"""Questions about letters that leave."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from outbox.choices import LetterState
from outbox.models import Letter, Suppression

# A letter leaves within seconds; after a refusal it waits its turn and is not due until then.
LATE = datetime.timedelta(minutes=10)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """`waiting` are letters that are not sent yet; `late` is how long the oldest of them is due already.

    `failed` are those given up within a day. `undecided` wait for a person, however old they are.
    """

    waiting: int
    late: datetime.timedelta
    failed: int
    undecided: int
    suppressed: int


def standing(now: datetime.datetime) -> Standing:
    of_a_day = Q(queued_at__gt=now - DAY)
    found = Letter.objects.filter(
        Q(state__in=[LetterState.QUEUED, LetterState.SENDING, LetterState.UNDECIDED])
        | Q(state=LetterState.FAILED) & of_a_day
    ).aggregate(
        waiting=Count("pk", filter=Q(state__in=[LetterState.QUEUED, LetterState.SENDING])),
        due=Min("next_attempt_at", filter=Q(state=LetterState.QUEUED)),
        failed=Count("pk", filter=Q(state=LetterState.FAILED)),
        undecided=Count("pk", filter=Q(state=LetterState.UNDECIDED)),
    )
    late = max(now - found.pop("due"), datetime.timedelta()) if found["due"] else datetime.timedelta()
    found.pop("due", None)
    return Standing(late=late, suppressed=Suppression.objects.count(), **found)


def outbox_lag() -> dict[str, Any]:
    """For /readyz: numbers only. Not ok when a letter that is due has waited for ten minutes."""
    found = standing(timezone.now())
    return {
        "ok": found.late < LATE,
        "seconds": round(found.late.total_seconds(), 1),
        "waiting": found.waiting,
        "undecided": found.undecided,
        "failed_today": found.failed,
    }
