"""Questions about letters that leave."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from lib.together import added_up, together
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
    return standing_of(together(*questions(now)), now)


def questions(now: datetime.datetime) -> list[QuerySet[Any, dict[str, Any]]]:
    """What `standing_of` is told: each reads the letters of one state from an index, never all of them."""
    letters = Letter.objects.all()
    failed = letters.filter(state=LetterState.FAILED, queued_at__gt=now - DAY)
    return [
        added_up(
            letters.filter(state=LetterState.QUEUED), queued=Count("pk"), oldest_due=Min("next_attempt_at")
        ),
        added_up(letters.filter(state=LetterState.SENDING), sending=Count("pk")),
        added_up(failed, failed=Count("pk")),
        added_up(letters.filter(state=LetterState.UNDECIDED), undecided=Count("pk")),
        added_up(Suppression.objects.all(), suppressed=Count("pk")),
    ]


def standing_of(found: Mapping[str, Any], now: datetime.datetime) -> Standing:
    due = found["oldest_due"]
    return Standing(
        waiting=found["queued"] + found["sending"],
        late=max(now - due, datetime.timedelta()) if due else datetime.timedelta(),
        failed=found["failed"], undecided=found["undecided"], suppressed=found["suppressed"],
    )  # fmt: skip


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
