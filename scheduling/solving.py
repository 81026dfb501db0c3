"""From a draft to what the solver is asked, and back: the one place where both words are known."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from zoneinfo import ZoneInfo

from django.db.models import Q

from scheduling.able import able
from scheduling.actions.planning import Weeks, weeks_of
from scheduling.asking import Ask, whole
from scheduling.history import place_for
from scheduling.lawful import breaches, rules_of, span_of
from scheduling.ledgers import carried
from scheduling.models import (
    Availability,
    DraftShift,
    Need,
    RosterDraft,
    Shift,
    ShiftTemplate,
    ShiftWish,
    TimeOff,
)
from scheduling.models.rosters import Stretch
from scheduling.solver import Assignment, Candidate, Demand, Ledger, Part, Person, Problem, Window, Wish
from scheduling.weeks import ONE_DAY, hours_of, midnight, wall
from staff.models import Contract, Team, User
from staff.queries import contracts_on

MINUTE = datetime.timedelta(minutes=1)
AROUND = datetime.timedelta(days=15)
# Shifts, by which somebody may be ahead of whoever has carried least.
FAR = 20
# A need of so little more than a whole head is no other head.
ROUNDING = 0.25
OWN = "own"


def problem_of(draft: RosterDraft) -> Problem:
    """Who has no contract is not planned for. Shifts drawn by hand stay as they are, and so does what has
    begun; those of templates are where the search starts.
    """
    weeks = weeks_of(draft)
    templates = list(ShiftTemplate.objects.filter(Q(team=draft.team) | Q(team=None), active=True))
    people = _people(draft, weeks)
    known = {one.id for one in people}
    candidates = [_candidate(one, day, weeks.zone) for day in _days(draft) for one in templates]
    by_key = {one.key: one for one in candidates}
    fixed, current = [], []
    now = datetime.datetime.now(datetime.UTC)
    for shift in draft.shifts.filter(user__in=known):
        same = by_key.get(_key(shift.template_id, shift.starts_at))
        if same and same.ends_at == shift.ends_at and shift.starts_at > now:
            current.append(Assignment(shift.user_id, same))
        else:
            fixed.append(Assignment(shift.user_id, _as_candidate(shift)))
    return Problem(
        starts_on=draft.starts_on, days=7 * draft.weeks, zone=draft.zone, people=tuple(people),
        candidates=tuple(one for one in candidates if one.starts_at > now),
        demands=tuple(_demands(draft.team, weeks)), wishes=tuple(_wishes(draft, weeks, known)),
        fixed=tuple(fixed), current=tuple(current),
        published=tuple(_published(draft.team, weeks, known, by_key)),
        holidays=frozenset(place_for(draft.team).holidays),
    )  # fmt: skip


def shifts_of(draft: RosterDraft, assignments: Iterable[Assignment]) -> list[DraftShift]:
    """As rows of the draft. What a hard rule still speaks against, of those that the solver does not know,
    becomes an open shift: nobody is given what the law forbids.
    """
    own = {f"{OWN}-{one.pk}": one for one in draft.shifts.all()}
    known = ShiftTemplate.objects.in_bulk()
    found = []
    for one in assignments:
        shift = own.get(one.shift.key)
        if shift is None:
            template = known[int(one.shift.key.split("-")[0])]
            shift = DraftShift(template=template, parts=template.parts)
            shift.starts_at, shift.ends_at = one.shift.starts_at, one.shift.ends_at
        shift.pk, shift.user_id = None, one.person
        found.append(shift)
    open_unlawful(draft, found)
    return found


def open_unlawful(draft: RosterDraft, shifts: Sequence[DraftShift]) -> None:
    weeks = weeks_of(draft)
    held = Shift.objects.filter(
        team=draft.team, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at
    ).values_list("pk", flat=True)
    for _round in range(len(shifts) + 1):
        mine: dict[int, list[DraftShift]] = defaultdict(list)
        for one in shifts:
            if one.user_id:
                mine[one.user_id].append(one)
        found = breaches(
            {user: [span_of(one) for one in several] for user, several in mine.items()},
            start=weeks.starts_at, end=weeks.ends_at, zone=weeks.zone, instead_of=list(held),
        )  # fmt: skip
        bad = {user: next((one for one in several if one.hard), None) for user, several in found.items()}
        bad = {user: one for user, one in bad.items() if one}
        if not bad:
            return
        for user, breach in bad.items():
            near = [
                one
                for one in mine[user]
                if breach and one.starts_at <= breach.ends_at and one.ends_at >= breach.starts_at
            ]
            # Too short a rest lies between two shifts and meets both: the later one goes.
            max(near or mine[user], key=lambda one: one.starts_at).user_id = None


def _days(draft: RosterDraft) -> Iterable[datetime.date]:
    return (draft.starts_on + n * ONE_DAY for n in range(7 * draft.weeks))


def _key(template: int | None, starts_at: datetime.datetime) -> str:
    return f"{template}-{starts_at.timestamp():.0f}"


def _candidate(template: ShiftTemplate, day: datetime.date, zone: ZoneInfo) -> Candidate:
    start = wall(day, template.starts, zone)
    end = start + template.minutes * MINUTE
    return Candidate(start, end, _parts(start, template.parts), _key(template.pk, start))


def _as_candidate(shift: DraftShift) -> Candidate:
    parts = _parts(shift.starts_at, shift.parts)
    return Candidate(shift.starts_at, shift.ends_at, parts, f"{OWN}-{shift.pk}")


def _parts(start: datetime.datetime, parts: Sequence[Mapping]) -> tuple[Part, ...]:
    return tuple(
        Part(start + one["from"] * MINUTE, start + (one["from"] + one["minutes"]) * MINUTE, one["kind"])
        for one in parts
    )


def _people(draft: RosterDraft, weeks: Weeks) -> list[Person]:
    members = list(User.objects.filter(memberships__team=draft.team, is_active=True).order_by("pk"))
    contracts = contracts_on([one.pk for one in members], draft.starts_on)
    members = [one for one in members if one.pk in contracts]
    others, before = _worked(draft.team, members, weeks), _ledgers(draft.team, members, weeks)
    off, shut = _time_off(members, weeks), _unavailable(members, draft, weeks)
    skills = _skills(draft, members, weeks)
    return [
        _person(one, contracts[one.pk], draft.weeks, absent=tuple(off[one.pk]), skills=skills[one.pk],
                unavailable=tuple(shut[one.pk]), worked=tuple(others[one.pk]),
                ledger=before.get(one.pk, Ledger()))
        for one in members
    ]  # fmt: skip


def _person(user: User, contract: Contract, weeks: int, **more) -> Person:
    rules = rules_of(contract)
    week = min(hours for hours in (rules.max_week_h, rules.max_week_avg_h, 48) if hours)
    day = min((hours for hours in (rules.max_day_h, rules.max_shift_h) if hours), default=None)
    weekly = float(contract.weekly_hours)
    return Person(
        id=user.pk, name=user.full_name, most_minutes=int(weekly * weeks * 60),
        most_week_minutes=int(week * 60),
        most_day_minutes=int(day * 60) if day else None,
        rest_minutes=int((rules.daily_rest_h or 9) * 60), nights=rules.night_work,
        week_rest_minutes=int(rules.weekly_rest_total_h * 60) if rules.weekly_rest_total_h else None,
        most_days_in_a_row=rules.max_days_in_a_row or 6,
        **more,
    )  # fmt: skip


def _worked(team: Team, members: Collection[User], weeks: Weeks) -> Mapping[int, list[Window]]:
    """Their published shifts around, and those of other teams within."""
    around = Shift.objects.of(*(one.pk for one in members)).between(
        weeks.starts_at - AROUND, weeks.ends_at + AROUND
    )
    found = defaultdict(list)
    own = Q(team=team, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at)
    for shift in around.exclude(own):
        found[shift.user_id].append(Window(shift.starts_at, shift.ends_at))
    return found


def _length(weeks: Weeks) -> datetime.timedelta:
    """In days of the calendar, whatever the clocks do."""
    return weeks.ends_at.astimezone(weeks.zone).date() - weeks.starts_at.astimezone(weeks.zone).date()


def _ledgers(team: Team, members: Collection[User], weeks: Weeks) -> Mapping[int, Ledger]:
    """Somebody far ahead of the others is not kept out at the cost of gaps: more than so much ahead is not
    told.
    """
    before = carried(team, weeks.starts_at, _length(weeks))
    names = [one.name for one in fields(Ledger)]
    least = {name: min((one[name] for one in before.values()), default=0) for name in names}
    return {
        one.pk: Ledger(**{name: round(min(before[one.pk][name] - least[name], FAR)) for name in names})
        for one in members
        if one.pk in before
    }


def _time_off(members: Collection[User], weeks: Weeks) -> Mapping[int, list[Window]]:
    found = defaultdict(list)
    rows = TimeOff.objects.approved().between(weeks.starts_at, weeks.ends_at).filter(user__in=members)
    for row in rows:
        found[row.user_id].append(Window(row.starts_at, row.ends_at))
    return found


def _unavailable(members: Collection[User], draft: RosterDraft, weeks: Weeks) -> Mapping[int, list[Window]]:
    """By the clock of each."""
    found, zones = defaultdict(list), {one.pk: ZoneInfo(one.time_zone) for one in members}
    for row in Availability.objects.filter(user__in=members):
        zone = zones[row.user_id]
        for day in _days(draft):
            if day.weekday() != row.weekday:
                continue
            start, end = midnight(day, zone), midnight(day + ONE_DAY, zone)
            if row.never or row.starts is None or row.ends is None:
                found[row.user_id].append(Window(start, end))
                continue
            opens, shuts = hours_of(day, row.starts, row.ends, zone)
            found[row.user_id] += [
                Window(*pair) for pair in ((start, opens), (shuts, end)) if pair[0] < pair[1]
            ]
    return found


def _demands(team: Team, weeks: Weeks) -> Iterable[Demand]:
    """By half hour and what is asked, whole heads: the greater of its quarters."""
    heads: dict[tuple[datetime.datetime, str], dict[Ask, float]] = defaultdict(lambda: defaultdict(float))
    rows = Need.objects.filter(team=team, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at)
    for at, activity, skill, language, number in rows.values_list(
        "starts_at", "activity", "skill", "language", "heads"
    ):
        slot, ask = at.replace(minute=at.minute // 30 * 30), Ask(skill, language)
        heads[slot, activity][ask] = max(heads[slot, activity][ask], float(number))
    for (at, activity), by_ask in sorted(heads.items()):
        for ask, number in whole(by_ask, slack=ROUNDING).items():
            yield Demand(at, 30, number, activity, ask.key)


def _skills(draft: RosterDraft, members: Collection[User], weeks: Weeks) -> Mapping[int, frozenset[str]]:
    """What each can do of what is asked for, by its key. What runs out meanwhile is not counted on."""
    rows = Need.objects.filter(team=draft.team, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at)
    asks = [Ask(*one) for one in rows.values_list("skill", "language").distinct().order_by()]
    last = draft.starts_on + (7 * draft.weeks - 1) * ONE_DAY
    found = able(draft.team, members, asks, last)
    return {user: frozenset(ask.key for ask in theirs) for user, theirs in found.items()}


def _wishes(draft: RosterDraft, weeks: Weeks, known: Collection[int]) -> Iterable[Wish]:
    for row in ShiftWish.objects.filter(user__in=known).select_related("template"):
        for day in _days(draft):
            if row.on not in (None, day) or row.weekday not in (None, day.weekday()):
                continue
            start, end = midnight(day, weeks.zone), midnight(day + ONE_DAY, weeks.zone)
            if row.template:
                start = wall(day, row.template.starts, weeks.zone)
                end = start + row.template.minutes * MINUTE
            yield Wish(row.user_id, start, end, row.wanted, row.weight)


def _published(
    team: Team, weeks: Weeks, known: Collection[int], by_key: Mapping[str, Candidate]
) -> Iterable[Assignment]:
    rows: Iterable[Stretch] = Shift.objects.filter(
        team=team, user__in=known, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at
    )
    for shift in rows:
        same = by_key.get(_key(shift.template_id, shift.starts_at))
        if same:
            yield Assignment(shift.user_id, same)
