"""What makes it worth more to look at an answer than at another: name → weight, beside 1 for every answer.

The draw divides by the chance that follows from it, so that no weight makes an estimate wrong.
"""

from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, QuerySet

from qa.models import Moment
from sla.choices import Audience
from staff.models import Membership
from tickets.choices import EventKind
from tickets.models import Backup, Message, TicketClock, TicketEvent

WEIGHTS: Mapping[str, float] = {
    "breach": 2.0, "reopened": 2.0, "backup": 1.5, "trainee": 2.0, "overload": 2.0,
}  # fmt: skip
HIGH_LOAD = 80


def risks_of(messages: QuerySet[Message]) -> dict[int, dict[str, float]]:
    """By number of the message; those without any are left out."""
    found: dict[int, dict[str, float]] = {}
    for name, rows in _rules(messages).items():
        for number in rows.values_list("pk", flat=True):
            found.setdefault(number, {})[name] = WEIGHTS[name]
    return found


def risk(reasons: Mapping[str, float]) -> float:
    return 1.0 + sum(reasons.values())


def _rules(messages: QuerySet[Message]) -> dict[str, QuerySet[Message]]:
    breached = TicketClock.objects.filter(
        ticket=OuterRef("ticket"), audience=Audience.CUSTOMER, breached_at__isnull=False
    )
    reopened = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.MOVED, data__move="reopen", at__gt=OuterRef("at")
    )
    backup = Backup.objects.filter(ticket=OuterRef("ticket"), asker=OuterRef("author"))
    supervised = Membership.objects.filter(user=OuterRef("author"), supervised=True)
    loaded = Moment.objects.filter(message=OuterRef("pk"), load__gte=HIGH_LOAD)
    rules = {
        "breach": breached, "reopened": reopened, "backup": backup, "trainee": supervised, "overload": loaded,
    }  # fmt: skip
    return {name: messages.filter(Exists(rows)) for name, rows in rules.items()}


def sizes_of(messages: QuerySet[Message]) -> dict[int, int]:
    """How many answers of each person."""
    sizes: dict[int, int] = {}
    for person in messages.order_by().values_list(F("author"), flat=True):
        sizes[person] = sizes.get(person, 0) + 1
    return sizes
