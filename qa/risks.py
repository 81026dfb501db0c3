"""What makes it worth more to look at an answer than at another: name → weight, beside 1 for every answer.

The draw divides by the chance that follows from it, so that no weight makes an estimate wrong.
"""

import datetime
from collections.abc import Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from knowledge.choices import ArticleKind
from knowledge.models import Version
from qa.choices import Heard
from qa.models import Moment, ToneFinding
from sla.choices import Audience
from staff.models import Membership
from tickets.choices import EventKind
from tickets.models import Backup, Message, Survey, TicketClock, TicketEvent

WEIGHTS: Mapping[str, float] = {
    "breach": 2.0, "reopened": 2.0, "backup": 1.5, "trainee": 2.0, "overload": 2.0, "tone": 2.0,
    "guideline": 1.0, "csat": 2.0,
}  # fmt: skip
HIGH_LOAD = 80
LOUD = 0.6
NEW = datetime.timedelta(days=14)


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
    heard = ToneFinding.objects.exclude(state=Heard.DISMISSED).filter(
        message=OuterRef("pk"), confidence__gte=LOUD
    )
    low = Survey.objects.filter(ticket=OuterRef("ticket"), score__lte=F("low"), solved_at__gte=OuterRef("at"))
    rules = {
        "breach": breached, "reopened": reopened, "backup": backup, "trainee": supervised, "overload": loaded,
        "tone": heard, "guideline": _new_guidelines(), "csat": low,
    }  # fmt: skip
    dated = messages.alias(written=TruncDate("at"), lately=TruncDate(F("at") - NEW))
    return {name: dated.filter(Exists(rows)) for name, rows in rules.items()}


def _new_guidelines() -> QuerySet[Version]:
    """Of the author's teams or of everybody, in force since a short time when the answer was written."""
    teams = Membership.objects.filter(user=OuterRef(OuterRef("author"))).values("team")
    theirs = Q(article__teams=None) | Q(article__teams__in=teams)
    return Version.objects.annotate(since=Coalesce("in_force_on", TruncDate("published_at"))).filter(
        theirs, article__kind=ArticleKind.GUIDELINE, article__archived_at=None,
        published_at__lte=OuterRef("at"), since__lte=OuterRef("written"), since__gt=OuterRef("lately"),
    )  # fmt: skip


def sizes_of(messages: QuerySet[Message]) -> dict[int, int]:
    """How many answers of each person."""
    sizes: dict[int, int] = {}
    for person in messages.order_by().values_list(F("author"), flat=True):
        sizes[person] = sizes.get(person, 0) + 1
    return sizes
