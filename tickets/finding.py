"""Which tickets a list shows: views, filters, pages by key. Only what `user` may see."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, Subquery, Value
from django.utils import timezone

from lib.prepared import Prepared
from sla.choices import Audience
from staff.models import Team, User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.arranging import GROUPS, columns_from, group_of
from tickets.choices import OURS, ClockState, State
from tickets.models import Seen, TicketClock
from tickets.models.ticket import TicketQuerySet
from tickets.queries import DUE_SOON, unschedulable
from tickets.search import MOST_LENGTH

ROWS = 50
VIEWS = ("mine", "unassigned", "due", "late", "waiting", "snoozed", "unschedulable", "all")
# What is to be done now: what is put aside is in none of these, nor in the list of a team.
TO_DO = frozenset({"mine", "unassigned", "due", "waiting"})
# How far "due" looks ahead, in hours, where it is not the usual two.
WITHIN = ("1", "4", "8", "24", "today")
NOBODY = 0
SORTS = ("promise", "newest", "oldest", "waking")
# Each sort is a key that an index holds: (field, descending).
KEYS = {
    "promise": ("queue_at", False),
    "newest": ("active_at", True),
    "oldest": ("active_at", False),
    "waking": ("snoozed_until", False),
}
# What a row says beside when it is due; the worse of them sorts last.
STANDING = (ClockState.PAUSED, ClockState.UNSCHEDULABLE)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Place(NamedTuple):
    """The key of a row: the time it is sorted by, its number, and the group it stands in if there are any."""

    at: datetime.datetime
    number: int
    part: str | None = None


@dataclass(frozen=True)
class Choice:
    """What somebody asks a list for; made from the query string, where anything unknown is ignored.

    `assignee` is the number of a colleague, or NOBODY. `after` and `before` are keys of rows: the page starts
    right after that row, or ends right before it.
    """

    view: str = "mine"
    within: str = ""
    assignee: int | None = None
    team: Team | None = None
    state: str = ""
    words: str = ""
    sort: str = "promise"
    group: str = ""
    columns: tuple[str, ...] | None = None
    saved: int | None = None
    after: str = ""
    before: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What makes this list this list, without the page: what is saved and what links carry."""
        asked = {"team": self.team.slug} if self.team else {"view": self.view}
        if self.view != "all":
            asked["view"] = self.view
        if self.within:
            asked["within"] = self.within
        if self.assignee is not None:
            asked["assignee"] = str(self.assignee)
        if self.state:
            asked["state"] = self.state
        if self.words:
            asked["q"] = self.words
        if self.sort != self.usual_sort:
            asked["sort"] = self.sort
        if self.group:
            asked["group"] = self.group
        if self.columns is not None:
            asked["cols"] = ".".join(self.columns) or "-"
        if self.saved:
            asked["saved"] = str(self.saved)
        return asked

    @property
    def usual_sort(self) -> str:
        if self.words or self.state in {State.SOLVED, State.CLOSED}:
            return "newest"
        return "waking" if self.view == "snoozed" else "promise"

    @property
    def sorts(self) -> tuple[str, ...]:
        """The orders that a list can have: no index holds the promises of what is closed."""
        if self.words or self.usual_sort == "newest":
            return SORTS[1:3]
        return SORTS if self.view == "snoozed" else SORTS[:3]

    @property
    def groups(self) -> tuple[str, ...]:
        """How it may be grouped: not all that was ever closed, which would have to be sorted for it."""
        return () if self.state in {State.SOLVED, State.CLOSED} and not self.words else GROUPS

    def address(self, **changes: object) -> str:
        """The query string of this list, with some of it changed."""
        other = replace(self, **{"after": "", "before": "", **changes})  # type: ignore[arg-type]
        page = {name: key for name, key in (("after", other.after), ("before", other.before)) if key}
        return urlencode(other.query | page)


def choice_from(user: User, params: Mapping[str, str]) -> Choice:
    """Read the query string. A team that is not theirs is as unknown as one that does not exist."""

    def known(name: str, values: Sequence[str], otherwise: str) -> str:
        value = str(params.get(name) or "")
        return value if value in values else otherwise

    slug = str(params.get("team") or "")[:80].replace("\x00", "")
    team = teams_of(user).filter(slug=slug).first() if slug else None
    words = " ".join(str(params.get("q") or "").replace("\x00", " ").split())[: MOST_LENGTH + 1]
    # Searching looks everywhere unless a view is asked for by name.
    everywhere = team or words or params.get("state") or params.get("assignee")
    view = known("view", VIEWS, "all" if everywhere else "mine")
    saved = str(params.get("saved") or "")
    choice = Choice(
        view=view,
        within=known("within", WITHIN, "") if view == "due" else "",
        assignee=_number(params.get("assignee")),
        team=team,
        state=known("state", State.values, ""),
        words=words,
        columns=columns_from(params),
        saved=_number(saved),
        after=str(params.get("after") or ""),
        before=str(params.get("before") or ""),
    )
    group = known("group", choice.groups, "")
    return replace(choice, sort=known("sort", choice.sorts, choice.usual_sort), group=group)


def _number(text: object) -> int | None:
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def soon_by(choice: Choice, now: datetime.datetime) -> datetime.datetime:
    """Until when what is due is due soon: so many hours, or the reader's day."""
    if choice.within == "today":
        tomorrow = timezone.localtime(now).date() + datetime.timedelta(days=1)
        return datetime.datetime.combine(tomorrow, datetime.time(), timezone.get_current_timezone())
    return now + (datetime.timedelta(hours=int(choice.within)) if choice.within else DUE_SOON)


class Row(NamedTuple):
    """What one row shows; plain values, because models of fifty rows cost more than their query."""

    number: int
    subject: str
    state: str
    priority: str
    tags: list[str]
    active_at: datetime.datetime
    queue_at: datetime.datetime
    revision: int
    name: str
    email: str
    organisation: str | None
    team: str
    colour: int
    assignee: int | None
    assignee_name: str | None
    seen_at: datetime.datetime | None
    warn_at: datetime.datetime | None
    standing: str | None
    by_hand: bool | None
    queue_metric: str
    policy: int | None
    calendar: int | None
    snoozed_until: datetime.datetime | None
    # Where the words of a search were found, with marks: see tickets.snippets.
    snippet: str | None = ""
    # Which group of the list it is in, where there are any.
    part: str | None = None

    @property
    def unread(self) -> bool:
        return self.seen_at is None or self.active_at > self.seen_at


COLUMNS = (
    "number", "subject", "state", "priority", "tags", "active_at", "queue_at", "revision", "requester__name",
    "requester__email", "requester__organisation__name", "team__name", "team__colour", "assignee_id",
    "assignee__full_name", "seen_at", "warn_at", "standing", "by_hand",
    "queue_metric", "policy_version_id", "calendar_version_id", "snoozed_until",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Rows in order, and the keys of the neighbouring pages ("" where there is none)."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""


def tickets_of(
    user: User, choice: Choice, now: datetime.datetime | None = None, soon: datetime.datetime | None = None
) -> TicketQuerySet:
    """The tickets of a view, unordered, without the search. What is due before `soon` is due soon."""
    now = now or timezone.now()
    soon = soon or soon_by(choice, now)
    tickets = tickets_for(user)
    if choice.team:
        tickets = tickets.filter(team=choice.team)
    if choice.state:
        tickets = tickets.filter(state=choice.state)
    if choice.assignee is not None:
        tickets = tickets.filter(assignee=choice.assignee or None)
    match choice.view:
        case "mine":
            tickets = tickets.filter(assignee=user)
        case "unassigned":
            tickets = tickets.unassigned()
        case "due":
            tickets = tickets.due_before(now, soon)
        case "late":
            tickets = tickets.late_at(now)
        case "waiting":
            tickets = tickets.filter(state=State.WAITING)
        case "snoozed":
            tickets = tickets.filter(snoozed_until__isnull=False)
        case "unschedulable":
            tickets = unschedulable(tickets)
    if choice.state or choice.words:
        return tickets
    if choice.view in TO_DO or (choice.team and choice.view == "all"):
        tickets = tickets.awake()
    if choice.view in {"mine", "unassigned"} or (choice.team and choice.view == "all"):
        tickets = tickets.filter(state__in=OURS)
    return tickets.active()


def key_of(row: Row, sort: str) -> str:
    """The place of a row in its list: microseconds since 1970, the number, and the group."""
    at = getattr(row, KEYS[sort][0])
    key = f"{(at - EPOCH) // datetime.timedelta(microseconds=1)}-{row.number}"
    return key if row.part is None else f"{key}-{row.part}"


def _place(key: str) -> Place | None:
    micros, number, part = [*key.split("-", 2), "", ""][:3]
    if not (micros.isascii() and micros.isdigit() and number.isascii() and number.isdigit()):
        return None
    if len(micros) > 18 or len(number) > 18:
        return None
    try:
        at = EPOCH + datetime.timedelta(microseconds=int(micros))
        return Place(at, int(number), part.replace("\x00", "") if key.count("-") > 1 else None)
    except OverflowError:
        return None


def _way(choice: Choice) -> tuple[Place | None, bool]:
    """Where the page starts, and whether it is read backwards from there."""
    after, before = (
        place if place and bool(choice.group) is (place.part is not None) else None
        for place in (_place(choice.after), _place(choice.before))
    )
    return (before, True) if before and not after else (after, False)


def page_of(user: User, tickets: TicketQuerySet, choice: Choice, rows: int = ROWS) -> Page:
    """One page of these tickets in one statement, found by key: the hundredth costs what the first does."""
    place, backwards = _way(choice)
    if choice.group:
        tickets = tickets.annotate(part=group_of(choice.group, timezone.now()))
        if "snippet" not in tickets.query.annotations:
            tickets = tickets.annotate(snippet=Value(""))
    found = _ordered(user, tickets, choice.sort, place, backwards)[: rows + 1]
    return _page(choice, found, rows)


def page_of_view(user: User, choice: Choice, now: datetime.datetime, rows: int = ROWS) -> Page:
    """The same of `tickets_of(user, choice)`, by a query that is built once for each kind of list."""
    if choice.group:
        return page_of(user, tickets_of(user, choice, now), choice, rows)
    place, backwards = _way(choice)
    values: dict[str, int | datetime.datetime] = {
        "user_id": user.pk,
        "now": now,
        "soon": soon_by(choice, now),
    }
    if choice.assignee:
        values["assignee_id"] = choice.assignee
    if choice.team:
        values["team_id"] = choice.team.pk
    if place:
        values["at"], values["number"] = place.at, place.number
    assigned = "" if choice.assignee is None else "somebody" if choice.assignee else "nobody"
    kind = (user.role, user.is_active, choice.view, choice.state, choice.sort, assigned)
    found = _rows_of_view(*kind, bool(choice.team), bool(place), backwards, rows, **values)
    return _page(choice, found, rows)


@Prepared
def _rows_of_view(
    role: str,
    is_active: bool,
    view: str,
    state: str,
    sort: str,
    assigned: str,
    has_team: bool,
    has_place: bool,
    backwards: bool,
    rows: int,
    *,
    user_id: int,
    now: datetime.datetime,
    soon: datetime.datetime,
    team_id: int = 0,
    assignee_id: int = NOBODY,
    at: datetime.datetime = EPOCH,
    number: int = 0,
) -> TicketQuerySet:
    user = User(pk=user_id, role=role, is_active=is_active)
    assignee = assignee_id if assigned else None
    choice = Choice(view=view, state=state, team=Team(pk=team_id) if has_team else None, assignee=assignee)
    place = Place(at, number) if has_place else None
    return _ordered(user, tickets_of(user, choice, now, soon), sort, place, backwards)[: rows + 1]


def _ordered(
    user: User, tickets: TicketQuerySet, sort: str, place: Place | None, backwards: bool
) -> TicketQuerySet:
    field, descending = KEYS[sort]
    more = tuple(name for name in ("snippet", "part") if name in tickets.query.annotations)
    parts = ["-part" if backwards else "part"] if "part" in more else []
    if place:
        tickets = _beyond(tickets, field, place, descending is not backwards, backwards)
    sign = "-" if descending is not backwards else ""
    found = tickets.order_by(*parts, f"{sign}{field}", f"{sign}number")
    return found.annotate(**_marks(user)).values_list(*COLUMNS, *more)


def _page(choice: Choice, found: Iterable[tuple[Any, ...]], rows: int) -> Page:
    """The page of what was found, which is one row more if there are more."""
    place, backwards = _way(choice)
    got = [Row(*one) for one in found]
    more, got = len(got) > rows, got[:rows]
    if backwards:
        got.reverse()
    has_next, has_previous = (True, more) if backwards else (more, place is not None)
    return Page(
        tuple(got),
        after=key_of(got[-1], choice.sort) if got and has_next else "",
        before=key_of(got[0], choice.sort) if got and has_previous else "",
    )


def _beyond(
    tickets: TicketQuerySet, field: str, place: Place, downwards: bool, backwards: bool
) -> TicketQuerySet:
    """Past this place. The first condition bounds the index scan; the second drops the ties before it."""
    at, number, part = place
    way = "lt" if downwards else "gt"
    if part is not None:
        here = Q(**{f"{field}__{way}": at}) | Q(**{field: at, f"number__{way}": number})
        return tickets.filter(Q(**{f"part__{'lt' if backwards else 'gt'}": part}) | (Q(part=part) & here))
    return tickets.filter(**{f"{field}__{way}e": at}).filter(
        Q(**{f"{field}__{way}": at}) | Q(**{f"number__{way}": number})
    )


def _marks(user: User) -> dict[str, Subquery]:
    """What is known of each row beside the ticket; worked out for the rows that are shown alone."""
    clocks = TicketClock.objects.filter(ticket=OuterRef("pk"), stopped_at=None, audience=Audience.CUSTOMER)
    return {
        "seen_at": Subquery(Seen.objects.filter(ticket=OuterRef("pk"), user=user).values("at")[:1]),
        "warn_at": Subquery(clocks.filter(metric=OuterRef("queue_metric")).values("warn_at")[:1]),
        # Not Exists: for a list that is not narrowed the planner would hash every clock there is.
        "standing": Subquery(clocks.filter(state__in=STANDING).order_by("-state").values("state")[:1]),
        "by_hand": Subquery(clocks.filter(metric=OuterRef("queue_metric")).values("by_hand")[:1]),
    }
