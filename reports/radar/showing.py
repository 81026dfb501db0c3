"""Problems as their pages show them: what they cost so far, how they went, what may help."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, F, Q, Sum
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from budget.hourly import Hourly
from budget.pay import of_seconds
from budget.showing import amount
from budget.sums import per_piece
from lib.charts import Line, Step, lines
from reports.models import ProblemCandidate, ProblemMember, TicketPrint, TopicHour
from reports.radar.finding import zone_of_desk
from reports.radar.spikes import HOURS
from reports.words.showing import one_place
from staff.models import User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.choices import EventKind
from tickets.models import Handled, Macro, TicketEvent

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
SHOWN_HOURS = 48
LEAST_MINUTES = 5.0  # what a ticket is taken to cost at least, so that what nobody has opened ranks too
MOST_ALIKE = 400


@dataclass(frozen=True)
class Row:
    """`seconds` were worked on its tickets; `cents` None where no cost is known to this reader."""

    one: ProblemCandidate
    tickets: int
    seconds: int
    cents: int | None

    @property
    def growth(self) -> float:
        return self.one.count / max(self.one.usual, 0.1)

    @property
    def growth_words(self) -> str:
        return one_place(self.growth) if self.growth < 100 else "100+"

    @property
    def hours(self) -> str:
        return one_place(self.seconds / 3600)

    @property
    def cost(self) -> str:
        return "" if self.cents is None else amount(self.cents)

    @property
    def one_ticket(self) -> str:
        """What one ticket about it cost so far."""
        each = None if self.cents is None else per_piece(self.cents, self.tickets)
        return "" if each is None else amount(each)

    @property
    def weight(self) -> float:
        """Topic × growth × cost so far."""
        cost = self.cents / 100 if self.cents else self.seconds / 60
        return self.tickets * self.growth * max(cost, LEAST_MINUTES * self.tickets)


def rows_of(user: User, found: Sequence[ProblemCandidate]) -> list[Row]:
    """The weightiest first. Two statements, three where money is shown."""
    numbers = [one.pk for one in found]
    seen = ProblemMember.objects.filter(
        candidate__in=numbers, left_out_at=None, ticket__in=tickets_for(user)
    ).order_by()
    counted = dict(seen.values_list("candidate").annotate(n=Count("pk")))
    spent: dict[int, Counter[int]] = {}
    rows = (
        Handled.objects.filter(ticket__in=seen.values("ticket"))
        .order_by()
        .values_list("ticket", "user")
        .annotate(ms=Sum(F("measured") + F("corrected")))
    )
    handled = {(ticket, who): int(ms) // 1000 for ticket, who, ms in rows}
    of_ticket: dict[int, list[int]] = {}
    for candidate, ticket in seen.values_list("candidate", "ticket") if handled else ():
        of_ticket.setdefault(ticket, []).append(candidate)
    for (ticket, who), seconds in handled.items():
        for candidate in of_ticket.get(ticket, ()):
            spent.setdefault(candidate, Counter())[who] += seconds
    costs = hourly_costs(user, {who for each in spent.values() for who in each})
    made = [
        Row(one, counted.get(one.pk, 0), sum(spent.get(one.pk, Counter()).values()),
            _cents(spent.get(one.pk, Counter()), costs))
        for one in found
    ]  # fmt: skip
    return sorted(made, key=lambda row: (not row.one.is_open, -row.weight, -row.one.pk))


def hourly_costs(user: User, people: set[int]) -> Mapping[int, int]:
    """In cents, by the contracts in force; nothing for who does not see the money of everybody."""
    if not people or not user.may("budget.manage"):
        return {}
    hourly, today = Hourly(people), timezone.localdate()
    known = ((who, hourly.of(who, today)) for who in people)
    return {who: cents for who, cents in known if cents is not None}


def _cents(spent: Mapping[int, int], costs: Mapping[int, int]) -> int | None:
    known = [of_seconds(seconds, costs[who]) for who, seconds in spent.items() if who in costs]
    return sum(known) if known else None


@dataclass(frozen=True)
class HourRow:
    at: datetime.datetime
    came: int
    usual: str


@dataclass(frozen=True)
class Course:
    """The hours before it was found and since, against usual."""

    chart: SafeString
    rows: Sequence[HourRow] = field(default=())


def course(one: ProblemCandidate, now: datetime.datetime) -> Course:
    until = min(now, one.last_at + 6 * HOUR).replace(minute=0, second=0, microsecond=0) + HOUR
    since = until - SHOWN_HOURS * HOUR
    came, zone = _came(one, since, until), zone_of_desk()
    rows, drawn = [], []
    for n in range(SHOWN_HOURS):
        at = since + n * HOUR
        local = at.astimezone(zone)
        usual = one.rates[local.weekday() * 24 + local.hour] if len(one.rates) == HOURS else one.usual
        drawn.append(usual)
        rows.append(HourRow(timezone.localtime(at), came.get(at, 0), one_place(usual)))
    steps = [
        Step(
            _("%(hour)s: %(count)s, usually %(usual)s")
            % {"hour": f"{row.at:%H}:00", "count": row.came, "usual": row.usual},
            f"{row.at:%H}" if row.at.hour % 6 == 0 else "",
        )
        for row in rows
    ]
    busiest = max(rows, key=lambda row: row.came)
    said = _("Most came from %(hour)s on: %(count)s, where %(usual)s are usual.") % {
        "hour": f"{busiest.at:%H}:00", "count": busiest.came, "usual": busiest.usual,
    }  # fmt: skip
    chart = lines(
        "hours", [Line([float(row.came) for row in rows]), Line(drawn, "dashed")], steps,
        title=_("Tickets by hour, against usual"), description=said,
    )  # fmt: skip
    return Course(chart, [row for row in rows if row.came])


def _came(
    one: ProblemCandidate, since: datetime.datetime, until: datetime.datetime
) -> Mapping[datetime.datetime, int]:
    if one.topic:
        rows = TopicHour.objects.filter(topic=one.topic, hour__gte=since, hour__lt=until)
        return dict(rows.values_list("hour", "n"))
    times = one.members.filter(left_out_at=None).values_list("ticket__opened_at", flat=True)
    return Counter(at.replace(minute=0, second=0, microsecond=0) for at in times)


def macro_for(user: User, one: ProblemCandidate) -> tuple[Macro, int] | None:
    """What was used most on tickets like these, of the macros that this reader has, and how often."""
    alike = TicketPrint.objects.filter(topics__contains=[one.topic]) if one.topic else None
    if alike is None:
        alike = TicketPrint.objects.filter(words__overlap=one.core)
    numbers = [
        number
        for number, words in alike.order_by("-at").values_list("ticket", "words")[:MOST_ALIKE]
        if one.topic or sum(word in words for word in one.core) >= 2
    ]
    used = TicketEvent.objects.filter(ticket__in=numbers, kind=EventKind.MACRO_USED)
    counted = Counter(used.values_list("data__macro", flat=True))
    mine = Macro.objects.filter(
        Q(owner=None, team=None) | Q(owner=user) | Q(team__in=teams_of(user)), active=True, pk__in=[*counted]
    )
    best = sorted(mine, key=lambda macro: (-counted[macro.pk], macro.pk))[:1]
    return (best[0], counted[best[0].pk]) if best else None


def suggested_words(one: ProblemCandidate) -> dict[str, str]:
    """What a banner may say, in every language of the desk, to be put right by a person."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = _(
                "Many customers write to us about “%(name)s” at the moment. We are working on it: you need "
                "not write to us about it."
            ) % {"name": one.name}
    return found
