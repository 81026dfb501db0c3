"""Figures for the board, each counted by the database the way the list behind it is."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, DateField, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import ExtractHour, TruncDate

from lib.together import added_up, together
from mail.access import quarantine_for
from mail.choices import Outcome
from outbox.choices import LetterState
from staff.models import Team, User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.choices import ACTIVE, OURS, Channel, State
from tickets.models import Message, Ticket
from tickets.queries import DUE_SOON, disputes_for

WEEKS = 4
LONGEST = 6
FAILED_WITHIN = datetime.timedelta(days=7)
AHEAD = datetime.timedelta(hours=8)
# Aggregated for each team and channel, as the lists behind them count: what is put aside is not to be done.
COUNTS = ("new", "open", "waiting", "hold", "unassigned", "late", "due", "ahead", "ours", "waiting_awake")


@dataclass(frozen=True)
class TeamLine:
    """One team now and today. `longest` is how long its oldest customer has waited for an answer."""

    team: Team
    open: int = 0
    unassigned: int = 0
    late: int = 0
    due: int = 0
    ahead: int = 0
    longest: datetime.timedelta | None = None
    arrived: int = 0
    solved: int = 0


@dataclass(frozen=True)
class ChannelLine:
    """What came by one channel and is not done. `due` and `ahead`: within two hours, and within eight."""

    channel: str
    active: int
    late: int
    due: int
    ahead: int

    @property
    def name(self) -> str:
        return str(Channel(self.channel).label)


@dataclass(frozen=True)
class Hours:
    """Arrivals by hour of the reader's day: today, and the mean of the same weekday of the weeks before."""

    today: Sequence[int]
    usual: Sequence[float]
    by_team: Mapping[int, int] = field(default_factory=dict)

    @property
    def arrived(self) -> int:
        return sum(self.today)


@dataclass(frozen=True)
class Board:
    """`counts` are of everything the reader sees; spans say for how long the worst of them has waited.

    `longest` are tickets with how long their customer has waited for an answer. `disputes` are those that
    wait for a manager, None for others.
    """

    counts: Mapping[str, int]
    late_by: datetime.timedelta | None
    unassigned_for: datetime.timedelta | None
    solved: int
    teams: Sequence[TeamLine]
    channels: Sequence[ChannelLine]
    hours: Hours
    longest: Sequence[tuple[Ticket, datetime.timedelta]]
    mail_held: int
    letters_failed: int
    disputes: int | None = None

    @property
    def active(self) -> int:
        return sum(self.counts[state] for state in ACTIVE)


def board(user: User, now: datetime.datetime, zone: datetime.tzinfo) -> Board:
    """Everything the board shows, for the tickets this colleague may see; `zone` says when today began."""
    today = midnight(now, zone)
    rows = standing(user, now)
    by_team = {row["team"]: row for row in summed(rows, "team")}
    hours, solved = came_and_solved(user, today)
    aside = together(*beside(user, now))
    lines = tuple(
        TeamLine(
            team=team,
            open=found.get("ours", 0),
            unassigned=found.get("unassigned", 0),
            late=found.get("late", 0),
            due=found.get("due", 0),
            ahead=found.get("ahead", 0),
            longest=since(found.get("longest"), now),
            arrived=hours.by_team.get(team.pk, 0),
            solved=solved.get(team.pk, 0),
        )
        for team in teams_of(user)
        for found in [by_team.get(team.pk, {})]
    )
    return Board(
        counts={name: sum(row[name] for row in rows) for name in COUNTS},
        late_by=since(earliest(row["late_since"] for row in rows), now),
        unassigned_for=since(earliest(row["unassigned_since"] for row in rows), now),
        solved=sum(solved.values()),
        teams=lines,
        channels=channels(rows),
        hours=hours,
        longest=[(ticket, now - ticket.unanswered_since) for ticket in longest_waiting(user)],
        mail_held=aside["mail_held"],
        letters_failed=aside["letters_failed"],
        disputes=aside.get("disputes"),
    )


def earliest(times: Iterable[datetime.datetime | None]) -> datetime.datetime | None:
    return min((at for at in times if at), default=None)


def since(at: datetime.datetime | None, now: datetime.datetime) -> datetime.timedelta | None:
    return now - at if at else None


def midnight(now: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """When the reader's today began."""
    return now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def standing(user: User, now: datetime.datetime) -> list[dict]:
    """How the active tickets of each team and channel stand, in one statement."""
    ours, late, awake = Q(state__in=OURS), Q(queue_at__lt=now), Q(snoozed_until=None)
    due = awake & Q(queue_at__gte=now, queue_at__lt=now + DUE_SOON)
    ahead = awake & Q(queue_at__gte=now, queue_at__lt=now + AHEAD)
    nobody = ours & awake & Q(assignee=None)
    rows = tickets_for(user).active().order_by().values("team", "channel")
    return list(
        rows.annotate(
            new=Count("pk", filter=Q(state=State.NEW)),
            open=Count("pk", filter=Q(state=State.OPEN)),
            waiting=Count("pk", filter=Q(state=State.WAITING)),
            waiting_awake=Count("pk", filter=awake & Q(state=State.WAITING)),
            hold=Count("pk", filter=Q(state=State.HOLD)),
            unassigned=Count("pk", filter=nobody),
            late=Count("pk", filter=late),
            due=Count("pk", filter=due),
            ahead=Count("pk", filter=ahead),
            ours=Count("pk", filter=ours & awake),
            late_since=Min("queue_at", filter=late),
            unassigned_since=Min("opened_at", filter=nobody),
            longest=Min("unanswered_since", filter=ours),
        )
    )


def summed(rows: Iterable[dict], by: str) -> list[dict]:
    """One row for each team, or for each channel: counts are added, of times the earliest stays."""
    found: dict[Any, list[dict]] = {}
    for row in rows:
        found.setdefault(row[by], []).append(row)
    times = ("late_since", "unassigned_since", "longest")
    return [
        {by: key}
        | {name: sum(row[name] for row in group) for name in COUNTS}
        | {name: earliest(row[name] for row in group) for name in times}
        for key, group in found.items()
    ]


def channels(rows: Sequence[dict]) -> list[ChannelLine]:
    """In the order of the channels; by which nothing came that is not done is left out."""
    found = {row["channel"]: row for row in summed(rows, "channel")}
    return [
        ChannelLine(name, sum(row[state] for state in ACTIVE), row["late"], row["due"], row["ahead"])
        for name in Channel.values
        if (row := found.get(name))
    ]


def came_and_solved(user: User, today: datetime.datetime) -> tuple[Hours, dict[int, int]]:
    """Tickets opened today and on the same weekday of the weeks before, by hour; and how many of each team
    were solved today and still are. In one statement.
    """
    days = [today - datetime.timedelta(weeks=n) for n in range(WEEKS + 1)]
    spans = Q()
    for start in days:  # wall clock arithmetic: a day of 23 or 25 hours stays one day
        spans |= Q(opened_at__gte=start, opened_at__lt=start + datetime.timedelta(days=1))
    zone = today.tzinfo
    rows = (
        tickets_for(user)
        .filter(spans)
        .order_by()
        .annotate(day=TruncDate("opened_at", tzinfo=zone), hour=ExtractHour("opened_at", tzinfo=zone))
        .values_list("team", "day", "hour")
        .annotate(n=Count("pk"))
    )
    now, before, by_team, solved = [0] * 24, [0] * 24, {}, {}
    for team, day, hour, n in rows.union(solved_since(user, today), all=True):
        if day is None:
            solved[team] = n
        elif day == today.date():
            now[hour] += n
            by_team[team] = by_team.get(team, 0) + n
        else:
            before[hour] += n
    return Hours(now, [n / WEEKS for n in before], by_team), solved


def solved_since(user: User, at: datetime.datetime) -> QuerySet[Ticket, tuple[Any, ...]]:
    """By team, without a day and an hour."""
    rows = tickets_for(user).filter(state=State.SOLVED, solved_at__gte=at).order_by()
    rows = rows.annotate(day=Value(None, DateField()), hour=Value(None, IntegerField()))
    return rows.values_list("team", "day", "hour").annotate(n=Count("pk"))


def beside(user: User, now: datetime.datetime) -> list[QuerySet[Any, dict[str, Any]]]:
    """What waits beside the tickets, each as one number; disputes only for who decides them."""
    held = quarantine_for(user).filter(outcome=Outcome.QUARANTINED, decision="")
    asked = [
        added_up(held, mail_held=Count("pk")),
        added_up(undelivered(user, now), letters_failed=Count("pk")),
    ]
    if user.may("promise.exclude"):
        asked.append(added_up(disputes_for(user), disputes=Count("pk")))
    return asked


def longest_waiting(user: User) -> Sequence[Ticket]:
    """Who has waited longest for an answer of ours."""
    waiting = tickets_for(user).filter(state__in=OURS, unanswered_since__isnull=False)
    longest = waiting.order_by("unanswered_since").values("pk")[:LONGEST]  # before any of them is joined
    return Ticket.objects.filter(pk__in=longest).select_related("requester", "team").only(
        "number", "subject", "unanswered_since", "requester__name", "requester__email", "team__name",
        "team__colour",
    ).order_by("unanswered_since")  # fmt: skip


def undelivered(user: User, now: datetime.datetime) -> QuerySet[Message]:
    """Answers of the last week that could not be delivered, the newest first."""
    answers = Message.objects.filter(
        letter__state__in=[LetterState.FAILED, LetterState.SUPPRESSED],
        letter__queued_at__gte=now - FAILED_WITHIN,
    )
    return answers.filter(ticket__in=tickets_for(user)).order_by("-letter__queued_at", "-pk")
