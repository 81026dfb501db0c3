"""Questions about mail."""

import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from lib.together import added_up, together
from mail.choices import Outcome
from mail.models import Mailbox, RawEmail

# A mail is handled within seconds; a mailbox is asked every four.
LATE = 120
# The newest mail on the server may be this much newer than what is ours.
MOST_BEHIND = datetime.timedelta(minutes=10)


def ledger(**only: Any) -> dict[str, int]:
    """How many mails were stored, and what became of them; `raw` is the sum of all the others.

    `only` are filters of RawEmail. The database counts the two sides apart, so that `balanced` can say no.
    """
    return together(ledger_question(**only))


def ledger_question(**only: Any) -> QuerySet[RawEmail, dict[str, Any]]:
    counts = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome.values}
    return added_up(RawEmail.objects.filter(**only), raw=Count("pk"), **counts)


def balanced(counts: dict[str, int]) -> bool:
    """raw = created + appended + quarantined + duplicate + ignored + pending: nothing lost, nothing twice."""
    return counts["raw"] == sum(count for name, count in counts.items() if name != "raw")


def mail_lag() -> dict[str, Any]:
    """Age of the oldest mail not handled, and of the oldest last poll; not ok past two minutes.

    A mailbox with a problem is named by its age only: the page is for anybody.
    """
    now = timezone.now()
    oldest = RawEmail.objects.filter(outcome=Outcome.PENDING).aggregate(at=Min("stored_at"))["at"]
    boxes = Mailbox.objects.filter(active=True).exclude(host="")
    polled = boxes.aggregate(at=Min("polled_at"))
    pending = (now - oldest).total_seconds() if oldest else 0.0
    unpolled = (now - polled["at"]).total_seconds() if polled["at"] else 0.0
    troubled = boxes.filter(problem_since__lt=now - datetime.timedelta(seconds=LATE)).count()
    behind = boxes.filter(newest_at__gt=F("fetched_at") + MOST_BEHIND).count()
    return {
        "ok": pending < LATE and unpolled < LATE and not troubled and not behind,
        "seconds": round(max(pending, unpolled), 1),
        "pending_seconds": round(pending, 1),
        "polled_seconds": round(unpolled, 1),
        "mailboxes_in_trouble": troubled,
        "mailboxes_behind": behind,
    }


def quarantine():
    """What waits for a person, newest first, without the bytes."""
    return (
        RawEmail.objects.filter(outcome=Outcome.QUARANTINED, decision="")
        .select_related("mailbox", "mailbox__team")
        .defer("content")
    )
