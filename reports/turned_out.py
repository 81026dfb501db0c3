"""How the work of one person turned out: promises kept, what came back, what customers and reviewers said."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from qa import figures as quality
from qa.choices import COUNTED
from qa.models import Review
from reports.personal_charts import Shared
from sla.choices import Audience
from staff.models import User
from tickets.choices import DONE, ClockState, EventKind, MessageKind, Metric, State
from tickets.models import Survey, TicketClock, TicketEvent
from tickets.survey_choices import SATISFIED

ANSWERED = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE)
MET = Q(adjusted_state=ClockState.MET) | Q(adjusted_state="", state=ClockState.MET)
MISSED = Q(adjusted_state=ClockState.MISSED) | Q(adjusted_state="", state=ClockState.MISSED)


def answers_of(user: User, since: datetime.datetime, until: datetime.datetime) -> list[float]:
    """When each left that was not taken back, in seconds."""
    sent = TicketEvent.objects.filter(actor=user, kind=EventKind.AGENT_ANSWERED, at__gte=since, at__lt=until)
    rows = sent.exclude(message__kind=MessageKind.TAKEN_BACK).order_by("at").values_list("at", flat=True)
    return [at.timestamp() for at in rows]


def promises_of(user: User, since: datetime.datetime, until: datetime.datetime) -> tuple[list[Shared], int]:
    """Of tickets that are theirs, those that ended in the period; and how many were late before that."""
    theirs = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.ASSIGNED, data__to=user.pk, at__lte=OuterRef("ended_at")
    )
    clocks = TicketClock.objects.filter(
        audience=Audience.CUSTOMER, ticket__assignee=user, ticket__merged_into=None
    ).annotate(ended_at=Coalesce("breached_at", "stopped_at"), held=Exists(theirs))
    answered, solved = Q(metric__in=ANSWERED), Q(metric=Metric.RESOLUTION)
    found = clocks.filter(ended_at__gte=since, ended_at__lt=until).aggregate(
        answered=Count("pk", filter=answered & MET),
        answered_late=Count("pk", filter=answered & MISSED & Q(held=True)),
        solved=Count("pk", filter=solved & MET),
        solved_late=Count("pk", filter=solved & MISSED & Q(held=True)),
        late_before=Count("pk", filter=(answered | solved) & MISSED & Q(held=False)),
    )
    rows = [
        Shared(
            "answered", _("Answered in time"),
            _("Promises of a first or next answer that ended in this time, on their own tickets."),
            found["answered"], found["answered"] + found["answered_late"],
        ),
        Shared(
            "solved", _("Solved in time"),
            _("Promises of a solution that ended in this time, on their own tickets."),
            found["solved"], found["solved"] + found["solved_late"],
        ),
    ]  # fmt: skip
    return rows, found["late_before"]


def held_of(user: User, since: datetime.datetime, until: datetime.datetime) -> Shared:
    """What they solved and no customer opened again, up to now."""
    again = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.MOVED, data__was__in=[*map(str, DONE)],
        at__gt=OuterRef("at"), actor=None, contact__isnull=False,
    )  # fmt: skip
    solved = TicketEvent.objects.filter(
        actor=user, kind=EventKind.MOVED, data__to=State.SOLVED, at__gte=since, at__lt=until,
        ticket__merged_into=None,
    )  # fmt: skip
    found = solved.annotate(again=Exists(again)).aggregate(
        n=Count("ticket", distinct=True), back=Count("ticket", distinct=True, filter=Q(again=True))
    )
    return Shared(
        "held", _("Stayed solved"), _("Tickets they solved in this time that no customer has opened again."),
        found["n"] - found["back"], found["n"],
    )  # fmt: skip


def satisfied_of(user: User, since: datetime.datetime, until: datetime.datetime) -> Shared:
    """What customers said who were asked in the period about tickets that they solved."""
    said = Survey.objects.filter(solver=user, asked_at__gte=since, asked_at__lt=until, score__isnull=False)
    found = said.aggregate(n=Count("pk"), good=Count("pk", filter=Q(score__gte=SATISFIED)))
    return Shared(
        "satisfied", _("Satisfied customers"),
        _("Of the customers who answered how it was, asked in this time, those who said good or very good."),
        found["good"], found["n"],
    )  # fmt: skip


def quality_of(user: User, since: datetime.datetime, until: datetime.datetime) -> Shared:
    """Of answers drawn by chance: what was picked by hand was picked for a reason."""
    given = Review.objects.filter(
        person=user, state__in=COUNTED, given_at__gte=since, given_at__lt=until, chance__isnull=False
    )
    found = next(iter(quality.by(given, "person")), None)
    name, about = _("Quality of answers"), _("The mean of the reviews of answers that were drawn by chance.")
    if found is None:
        return Shared("quality", name, about, 0, 0)
    bounds = (100 * found.low, 100 * found.high) if found.low is not None and found.high is not None else None
    return Shared("quality", name, about, 0, found.reviews, mean=100 * found.mean, bounds=bounds)
