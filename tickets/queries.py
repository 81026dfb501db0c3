"""Questions about tickets."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from customers.models import Contact
from lib.prepared import Prepared
from notices.queries import unread_count, unread_of
from sla.choices import Audience
from staff.models import Team, User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.choices import DONE, OURS, ClockState, LinkKind, MessageKind, Metric, State
from tickets.models import Dispute, Draft, Message, Ticket, TicketClock, TicketEvent
from tickets.models.ticket import TicketQuerySet

FORGOTTEN_AFTER = datetime.timedelta(seconds=20)
DUE_SOON = datetime.timedelta(hours=2)
ANSWERS = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE)
COUNTING = (ClockState.RUNNING, ClockState.MISSED)


@dataclass(frozen=True)
class Sidebar:
    """Counts for the navigation. `teams` are (team, open tickets of it), `notices` those unread."""

    mine: int
    unassigned: int
    waiting: int
    due_soon: int
    late: int
    snoozed: int
    every: int
    teams: tuple[tuple[Team, int], ...]
    notices: int
    asked: int


def sidebar(user: User) -> Sidebar:
    """The counts of this colleague's views, exact, in two statements: only active tickets are read, from
    one index and without their rows (docs/decisions/0011-counts.md).
    """
    now = timezone.now()
    by_team = {
        row["team"]: row
        for row in _counts(user.role, user.is_active, user_id=user.pk, now=now, soon=now + DUE_SOON)
    }
    total = {
        name: sum(row[name] for row in by_team.values())
        for name in ("mine", "unassigned", "waiting", "due_soon", "late", "snoozed", "every")
    }
    teams = _teams(user.role, user.is_active, user_id=user.pk)
    ours = tuple((team, by_team.get(team.pk, {}).get("ours", 0)) for team in teams)
    # Who is in no team has no row that could carry the numbers along.
    notices = teams[0].unread if teams else unread_count(user)
    return Sidebar(**total, teams=ours, notices=notices, asked=teams[0].asked if teams else 0)


@Prepared
def _teams(role: str, is_active: bool, *, user_id: int) -> QuerySet[Team]:
    user = User(pk=user_id, role=role, is_active=is_active)
    asked = asked_of(user).order_by().values("kind").annotate(n=Count("pk")).values("n")
    return teams_of(user).annotate(unread=unread_of(user_id), asked=Coalesce(Subquery(asked), 0))


@Prepared
def _counts(
    role: str, is_active: bool, *, user_id: int, now: datetime.datetime, soon: datetime.datetime
) -> QuerySet[Ticket, dict[str, int]]:
    user = User(pk=user_id, role=role, is_active=is_active)
    awake = Q(snoozed_until=None)
    ours = awake & Q(state__in=OURS)
    # What is counted is the state, as it is in the index and the number is not.
    return (
        tickets_for(user)
        .active()
        .order_by()
        .values("team")
        .annotate(
            mine=Count("state", filter=Q(assignee=user) & ours),
            unassigned=Count("state", filter=Q(assignee=None) & ours),
            waiting=Count("state", filter=awake & Q(state=State.WAITING)),
            due_soon=Count("state", filter=awake & Q(queue_at__gte=now, queue_at__lt=soon)),
            late=Count("state", filter=Q(queue_at__lt=now)),
            snoozed=Count("state", filter=~awake),
            ours=Count("state", filter=ours),
            every=Count("state"),
        )
    )


def asked_of(user: User) -> QuerySet[Draft]:
    """Answers of others that wait for this person's approval, those first that are due first."""
    if not user.may("answer.approve"):
        return Draft.objects.none()
    theirs = Draft.objects.asked().filter(ticket__in=tickets_for(user)).exclude(user=user)
    return theirs.order_by("ticket__queue_at", "asked_at", "pk")


def newer_than_seen() -> QuerySet[Message]:
    """Of the draft of an outer statement: what others said in public after its writer had read the thread."""
    said = Message.objects.filter(kind=MessageKind.PUBLIC, ticket=OuterRef("ticket"), pk__gt=OuterRef("seen"))
    return said.exclude(author__isnull=False, author=OuterRef("user"))


def end_of(ticket: Ticket) -> Ticket:
    """The ticket that what comes for this one belongs to: itself, or the end of its merges."""
    while ticket.merged_into_id:
        ticket = Ticket.objects.select_related("requester", "requester__organisation", "team").get(
            pk=ticket.merged_into_id
        )
    return ticket


def asked_in(message: Message) -> Ticket:
    """The ticket that a letter about this message is about: where it stands, but for one that was kept apart,
    whose reader knows only the ticket it was written in.
    """
    return message.origin if message.apart and message.origin else message.ticket


def unschedulable(tickets: TicketQuerySet) -> TicketQuerySet:
    """Those with a promise that falls due nobody knows when: the desk does not open for so long."""
    stuck = TicketClock.objects.filter(state=ClockState.UNSCHEDULABLE, stopped_at=None)
    return tickets.active().filter(pk__in=stuck.values("ticket"))


def open_children(ticket: Ticket) -> list[int]:
    """The numbers of its children that are still somebody's work."""
    children = Ticket.objects.filter(links_out__kind=LinkKind.CHILD, links_out__other=ticket).active()
    return list(children.order_by("pk").values_list("pk", flat=True))


def disputes_for(user: User, *, answered: bool = False) -> QuerySet[Dispute]:
    """Of the tickets this colleague may see: the open ones, oldest first, or the answered, newest first."""
    theirs = Dispute.objects.filter(ticket__in=tickets_for(user)).select_related("ticket", "raised_by").only(
        "metric", "cycle", "since", "until", "reason", "raised_at", "answer", "ticket__subject",
        "raised_by__full_name",
    )  # fmt: skip
    if answered:
        return theirs.exclude(answer="").order_by("-raised_at", "-pk")
    return theirs.filter(answer="").order_by("raised_at", "pk")


def unannounced_events(now: datetime.datetime, most: int = 1000) -> list[int]:
    """Events that no worker has announced in a while."""
    rows = TicketEvent.objects.filter(announced_at=None, recorded_at__lt=now - FORGOTTEN_AFTER).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def open_under() -> dict[int, int]:
    """How many open tickets live under each version of a policy."""
    found: dict[int, int] = {}
    for name in ("policy_version", "internal_version"):
        rows = Ticket.objects.active().order_by().exclude(**{name: None}).values_list(name)
        found |= dict(rows.annotate(n=Count("pk")))
    return found


def answer_due(ticket: Ticket) -> datetime.datetime | None:
    """By when we promised the customer to answer, first or next; past it we are late. None while nothing
    runs. What colleagues promise each other is none of the customer's business.
    """
    if ticket.state in DONE:
        return None
    owed = ticket.clocks.filter(
        audience=Audience.CUSTOMER, metric__in=ANSWERS, state__in=COUNTING, stopped_at=None
    )
    return owed.aggregate(first=Min("due_at"))["first"]


def zone_of(ticket: Ticket, contact: Contact) -> str:
    """Where this customer's clock hangs: as far as we know, else where the team's hours are counted."""
    if contact.time_zone:
        return contact.time_zone
    hours = ticket.calendar_version
    return hours.schedule["tz"] if hours else settings.TIME_ZONE
