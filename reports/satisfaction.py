"""What customers said, as figures and as a list, of what one reader may read. Each figure is a count of rows
that the list shows under the same filters."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, BigIntegerField, Case, Count, F, Func, Q, QuerySet, TextField, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qa.sampling import wilson
from reports.names import names_of
from staff.models import User
from tickets.access import surveys_for
from tickets.models import Survey
from tickets.products import Signs, signs
from tickets.survey_choices import BEST_FIRST, ICONS, SATISFIED, LeftOut, Score, SurveyState

SATISFIED_ONES = Q(score__gte=SATISFIED)
# What the list shows → which surveys that are.
SHOWS: Mapping[str, tuple[Any, Q]] = {
    "": (_("Every answer"), Q(state=SurveyState.ANSWERED)),
    "words": (_("With a comment"), Q(state=SurveyState.ANSWERED) & ~Q(comment="")),
    "good": (_("Satisfied"), SATISFIED_ONES),
    "low": (_("Low"), Q(score__lte=F("low"))),
    **{str(int(one)): (one.label, Q(score=one)) for one in BEST_FIRST},
    "none": (_("No answer yet"), Q(state=SurveyState.ASKED)),
    "asked": (_("Everybody who was asked"), Q()),
}
# By what the table is → its name, and the field of a line, which a choice of that name asks for.
GROUPS: Mapping[str, tuple[Any, str]] = {
    "team": (_("Team"), "team"),
    "agent": (_("Colleague"), "solver"),
    "topic": (pgettext_lazy("of tickets", "Topic"), "topic"),
    "product": (_("Product"), "product"),
    "channel": (_("Channel"), "ticket__channel"),
    "language": (_("Language"), "language"),
    "priority": (_("Priority"), "ticket__priority"),
    "type": (pgettext_lazy("of a ticket", "Type"), "ticket__type"),
    "organisation": (_("Organisation"), "ticket__requester__organisation"),
}
NONE = "none"  # chosen: those that have none
MOST = 60  # lines of the table


@dataclass(frozen=True)
class Choice:
    """What was asked of the page; numbers are 0 and words empty where nothing was chosen. Of a colleague, a
    type and an organisation it is the number, or NONE.
    """

    days: int = 90
    team: int = 0
    agent: str = ""
    topic: str = ""
    product: int = 0
    channel: str = ""
    language: str = ""
    priority: str = ""
    type: str = ""
    organisation: str = ""
    show: str = ""
    by: str = "team"


@dataclass(frozen=True, slots=True)
class Tally:
    """`share` of the answers are satisfied, with its interval (Wilson, 95 %); None where nobody answered."""

    key: Any
    name: str
    asked: int
    answered: int
    satisfied: int
    mean: float | None = None

    @property
    def rate(self) -> float | None:
        return self.answered / self.asked if self.asked else None

    @property
    def share(self) -> float | None:
        return self.satisfied / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.satisfied, self.answered) if self.answered else None


def scope(user: User, choice: Choice, now: datetime.datetime, *, own: bool = False) -> QuerySet[Survey]:
    """Asked within the days of the choice, under its filters; with `own` only of what they solved."""
    rows = surveys_for(user).filter(asked_at__gt=now - datetime.timedelta(days=choice.days))
    if own:
        rows = rows.filter(solver=user)
    for name, (_label, field) in GROUPS.items():
        if name not in ("topic", "product") and (value := getattr(choice, name)):
            rows = rows.filter(**({f"{field}__isnull": True} if value == NONE else {field: value}))
    rows = rows.filter(ticket__tags__contains=[choice.topic]) if choice.topic else rows
    return rows.filter(signs().tickets_of(choice.product, "ticket__")) if choice.product else rows


_COUNTS: Mapping[str, Any] = {
    "asked": Count("pk"),
    "answered": Count("pk", filter=Q(state=SurveyState.ANSWERED)),
    "satisfied": Count("pk", filter=SATISFIED_ONES),
}


def overall(rows: QuerySet[Survey]) -> tuple[Tally, list[tuple[Score, str, int]]]:
    """All of them; and of each score, the best first, also those that nobody chose: its icon, how many."""
    each = {f"of_{int(one)}": Count("pk", filter=Q(score=one)) for one in BEST_FIRST}
    found = rows.order_by().aggregate(**_COUNTS, mean=Avg("score"), **each)
    scores = [(one, ICONS[one], found.pop(f"of_{int(one)}")) for one in BEST_FIRST]
    return Tally("", "", **found), scores


def table(rows: QuerySet[Survey], choice: Choice) -> list[Tally]:
    """Of the scope of this choice: those asked about most, in the order of names: intervals, no ranks."""
    by, field = choice.by, GROUPS[choice.by][1]
    counted = _apart(rows, choice).order_by().values_list(field).annotate(**_COUNTS).filter(asked__gt=0)
    found = [*counted.order_by("-asked", field)[:MOST]]
    keys = {key: "" if key is None else str(key) for key, *_counts in found}
    names = names_of(by, keys.values())
    lines = [Tally(NONE if key is None else key, names[keys[key]], *counts) for key, *counts in found]
    return sorted(lines, key=lambda line: line.name.casefold())


def _apart(rows: QuerySet[Survey], choice: Choice) -> QuerySet[Survey]:
    """A row for each topic, or product, of each survey; what has none is in none. Of the one that was chosen
    alone, if one was: what it has in common with others is no list.
    """
    if choice.by == "topic":
        tags = Func(F("ticket__tags"), function="unnest", output_field=TextField())
        return rows.annotate(topic=Value(choice.topic, TextField()) if choice.topic else tags)
    if choice.by == "product":
        one = Value(choice.product, BigIntegerField())
        return rows.annotate(product=one if choice.product else _products(signs()))
    return rows


def _products(said: Signs) -> Func:
    each = [Case(When(said.tickets_of(one, "ticket__"), then=one)) for one in said.every]
    return Func(
        *each, template="unnest(array_remove(ARRAY[%(expressions)s]::bigint[], NULL))",
        output_field=BigIntegerField(),
    )  # fmt: skip


def listed(rows: QuerySet[Survey], show: str) -> QuerySet[Survey]:
    """What the list shows, the newest first."""
    found = rows.filter(SHOWS[show][1]).select_related("ticket__requester", "team", "solver")
    return found.order_by("-asked_at", "-pk").defer("ticket__search_vector")


def not_asked(since: datetime.datetime, why: str = "") -> QuerySet[Survey]:
    """What was solved since and nobody was asked about, for this reason or for any."""
    rows = Survey.objects.filter(state=SurveyState.LEFT_OUT, solved_at__gt=since).order_by(
        "-solved_at", "-pk"
    )
    return rows.filter(why=why) if why else rows


def left_out(since: datetime.datetime) -> Sequence[tuple[str, str, int]]:
    """Who was not asked since, by why: its key, in words, how many."""
    found = not_asked(since).order_by().values_list("why").annotate(n=Count("pk")).order_by("-n", "why")
    return [(why, str(LeftOut(why).label), n) for why, n in found]
