"""What tickets show of somebody's work in a period: what they did themselves, and what was theirs to keep.

Nothing here depends on how many tickets came, on colleagues, or on hours somebody was not there: numbers
of work say how much there was of it, and are no score. Asking for backup is not in it; coming to help is.
"""

import datetime
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_noop

from lib.evidence import SECONDS, Evidence, Row
from sla.choices import Audience
from staff.models import User
from tickets.choices import DONE, ClockState, EventKind, MessageKind, Metric, State
from tickets.models import Backup, Handled, Message, Ticket, TicketClock, TicketEvent

ANSWERS = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE)


def work(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """What they answered and solved, and how it held."""
    solved = _solved_by(user, since, until)
    answered = _answers_of(user, since, until)
    count, reopened, one_touch = solved.count(), _reopened(user, since, until), _one_touch(user, solved)
    link = _solved_link(user, since, until)
    rows = (
        Row(gettext_noop("Answers sent"), answered.count()),
        Row(gettext_noop("Tickets answered"), answered.values("ticket").distinct().count()),
        Row(gettext_noop("Tickets solved"), count, link=link),
        Row(gettext_noop("Solved with one answer"), one_touch, denominator=count),
        Row(
            gettext_noop("Opened again by the customer"), reopened, denominator=count,
            note=gettext_noop("Within the period, after they had solved it."),
        ),
        Row(
            gettext_noop("Time spent on a ticket, the middle one"), _middle_time(user, solved), SECONDS,
            note=gettext_noop("Of the tickets they solved, their own time only."),
        ),
    )  # fmt: skip
    return Evidence(
        "tickets", gettext_noop("Tickets"), rows,
        gettext_noop("What they answered and solved themselves. How many came is not theirs to decide."),
    )  # fmt: skip


def promises(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """Promises to customers that ended in the period, on tickets that are theirs."""
    rows = tuple(
        _kept(name, user, since, until, metrics)
        for name, metrics in (
            (gettext_noop("Answered in time"), ANSWERS),
            (gettext_noop("Solved in time"), (Metric.RESOLUTION,)),
        )
    )
    return Evidence(
        "promises", gettext_noop("Promises kept"), rows,
        gettext_noop(
            "On their own tickets. What was late before it was theirs, or taken out, does not count."
        ),
    )  # fmt: skip


def help_given(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """What they did for tickets of colleagues."""
    notes = Message.objects.filter(
        author=user, kind=MessageKind.NOTE, at__gte=since, at__lt=until, ticket__assignee__isnull=False
    ).exclude(ticket__assignee=user)
    rows = (
        Row(gettext_noop("Notes on tickets of colleagues"), notes.count()),
        Row(
            gettext_noop("Tickets of colleagues they helped with"), notes.values("ticket").distinct().count()
        ),
    )
    came = Backup.objects.filter(helper=user, came_at__gte=since, came_at__lt=until)
    rows += (Row(gettext_noop("Came when somebody needed backup"), came.count()),)
    return Evidence("help", gettext_noop("Help for colleagues"), rows)


def _answers_of(user: User, since: datetime.datetime, until: datetime.datetime) -> QuerySet[TicketEvent]:
    """Without those that were taken back."""
    sent = TicketEvent.objects.filter(actor=user, kind=EventKind.AGENT_ANSWERED, at__gte=since, at__lt=until)
    return sent.exclude(message__kind=MessageKind.TAKEN_BACK)


def _solved_by(user: User, since: datetime.datetime, until: datetime.datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(
        merged_into=None,
        pk__in=_solvings(user).filter(at__gte=since, at__lt=until).values("ticket"),
    )


def _solvings(user: User) -> QuerySet[TicketEvent]:
    return TicketEvent.objects.filter(actor=user, kind=EventKind.MOVED, data__to=State.SOLVED)


def _reopened(user: User, since: datetime.datetime, until: datetime.datetime) -> int:
    """Tickets that a customer opened again after they had solved them."""
    opened = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.MOVED, data__was__in=[*map(str, DONE)], at__lt=until,
        at__gt=OuterRef("at"), actor=None, contact__isnull=False,
    )  # fmt: skip
    mine = _solvings(user).filter(Exists(opened), at__gte=since, at__lt=until, ticket__merged_into=None)
    return mine.values("ticket").distinct().count()


def _one_touch(user: User, solved: QuerySet[Ticket]) -> int:
    """Solved with exactly one answer, which was theirs."""
    answers = Message.objects.filter(
        ticket=OuterRef("pk"), kind=MessageKind.PUBLIC, author__isnull=False
    ).order_by()
    number = answers.values("ticket").annotate(n=Count("pk")).values("n")
    counted = solved.annotate(answers=Subquery(number))
    return counted.filter(Exists(answers.filter(author=user)), answers=1).count()


def _middle_time(user: User, solved: QuerySet[Ticket]) -> int | None:
    """The median of their own seconds on each; None if nothing was measured."""
    spent = Handled.objects.filter(user=user, ticket__in=solved.values("pk"))
    spent = spent.annotate(all=F("measured") + F("corrected"))
    times = sorted(spent.filter(all__gt=0).values_list("all", flat=True))
    if not times:
        return None
    half = len(times) // 2
    return (times[half] if len(times) % 2 else (times[half - 1] + times[half]) // 2) // 1000


def _kept(
    name: str, user: User, since: datetime.datetime, until: datetime.datetime, metrics: tuple[str, ...]
) -> Row:
    """Kept of those that ended in the period; the adjusted state counts where a manager took time out."""
    clocks = (
        TicketClock.objects.filter(
            audience=Audience.CUSTOMER, metric__in=metrics, ticket__assignee=user, ticket__merged_into=None
        )
        .annotate(ended_at=Coalesce("breached_at", "stopped_at"))
        .filter(ended_at__gte=since, ended_at__lt=until)
    )
    met = Q(adjusted_state=ClockState.MET) | Q(adjusted_state="", state=ClockState.MET)
    missed = Q(adjusted_state=ClockState.MISSED) | Q(adjusted_state="", state=ClockState.MISSED)
    theirs = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind=EventKind.ASSIGNED, data__to=user.pk, at__lte=OuterRef("ended_at")
    )
    kept = clocks.filter(met).count()
    return Row(name, kept, denominator=kept + clocks.filter(missed).filter(Exists(theirs)).count())


def _solved_link(user: User, since: datetime.datetime, until: datetime.datetime) -> str:
    day = datetime.timedelta(days=1)
    first, after = (since + day / 2).date(), (until + day / 2).date()
    words = f'assignee:"{user.full_name}" solved>={first} solved<{after}'
    return f"{reverse('tickets:inbox')}?{urlencode({'view': 'all', 'q': words})}"
