"""The demo company's rosters: published for last week, this one and the next two, and drafted for the weeks
after; who is called at night.
"""

import datetime
import random
from functools import cache
from zoneinfo import ZoneInfo

from helpdesk.demo.company import TEAMS
from scheduling.actions import planning, publishing
from scheduling.choices import DraftState
from scheduling.labour import Breach
from scheduling.lawful import breaches, span_of
from scheduling.models import DraftShift, Need, OnCall, Publication, RosterDraft, Shift, ShiftTemplate
from scheduling.weeks import monday_of, place_of, wall
from staff.models import Team, User

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
LATE = datetime.time(11)
FRIDAY, SATURDAY = 4, 5
SATURDAY_FIRST = 3  # who works then has the Friday off
# Name, letter, start, minutes, colour, parts as (from, minutes, kind).
SHIFTS = (
    ("Early", "E", "08:00", 510, 1, ((240, 30, "break"),)),
    ("Late", "L", "11:30", 510, 3, ((210, 30, "break"),)),
    ("Calls", "C", "09:00", 510, 8, ((0, 240, "phone"), (240, 30, "break"), (270, 180, "phone"))),
    ("Chats", "H", "09:30", 510, 4, ((0, 240, "chat"), (240, 30, "break"), (270, 180, "chat"))),
    ("Early, then training", "T", "08:00", 510, 6, ((240, 30, "break"), (390, 90, "training"))),
    ("Middle", "M", "09:30", 510, 2, ((210, 30, "break"),)),
    ("Saturday", "S", "10:00", 360, 5, ((180, 20, "break"),)),
    ("Short Saturday", "SS", "10:00", 240, 5, ()),
)  # fmt: skip


# What each team works.
OF_TEAMS = {
    "tallinn": ("Early", "Calls", "Late", "Saturday"),
    "krakow": ("Early", "Middle", "Chats"),
    "madrid": ("Middle", "Late"),
    "russian-desk": ("Early", "Middle", "Short Saturday"),
    "billing": ("Early", "Middle"),
}


def roster(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """After needs are written. Who is in two teams is rostered by the first of them."""
    manager = next(one for one in people.values() if one.role == "manager")
    templates = {name: _template(name, *rest) for name, *rest in SHIFTS}
    rng, taken = random.Random(11), set[int]()  # noqa: S311
    for demo in TEAMS:
        team = teams[demo.slug]
        members = [one for one in _agents(team) if one.pk not in taken]
        taken |= {one.pk for one in members}
        monday = monday_of(now.astimezone(ZoneInfo(demo.tz)).date()) - WEEK
        of_team = [templates[name] for name in OF_TEAMS[demo.slug]]
        week = usual_week(team, monday + WEEK, ZoneInfo(demo.tz))
        days = {one: _days(one) for one in members}
        tired: set[User] = set()
        for first, weeks in ((monday, 2), (monday + 2 * WEEK, 2), (monday + 4 * WEEK, 4)):
            draft = planning.begin_draft(team, by=manager, starts_on=first, weeks=weeks, zone=demo.tz)
            _fill(draft, days, of_team, week, templates["Early, then training"], tired, rng)
            if weeks < 4:
                _publish(draft, manager)
        _call(team, members, monday, ZoneInfo(demo.tz), manager)


def _publish(draft: RosterDraft, by: User) -> None:
    """As it was a week and a half before; of the past nobody is told."""
    weeks = planning.weeks_of(draft)
    names = ("user_id", "template_id", "parts", "starts_at", "ends_at")
    rows = draft.shifts.all()
    Shift.objects.bulk_create(
        Shift(team=draft.team, **{name: getattr(one, name) for name in names}) for one in rows
    )
    held = Shift.objects.filter(team=draft.team, starts_at__gte=weeks.starts_at, starts_at__lt=weeks.ends_at)
    Publication.objects.create(
        team=draft.team, number=draft.team.publications.count() + 1, starts_at=weeks.starts_at,
        ends_at=weeks.ends_at, zone=draft.zone, content=publishing.snapshot(held), before=[], draft=draft,
        by=by, at=weeks.starts_at - 10 * DAY,
    )  # fmt: skip
    draft.state = DraftState.PUBLISHED
    draft.save(update_fields=["state"])


def _template(
    name: str, letter: str, starts: str, minutes: int, colour: int, parts: tuple[tuple[int, int, str], ...]
) -> ShiftTemplate:
    return ShiftTemplate.objects.create(
        name=name, letter=letter, starts=datetime.time.fromisoformat(starts), minutes=minutes, colour=colour,
        parts=[{"from": since, "minutes": length, "kind": kind} for since, length, kind in parts],
    )  # fmt: skip


def _agents(team: Team) -> list[User]:
    return list(User.objects.filter(memberships__team=team, role="agent").order_by("pk"))


def _fill(
    draft: RosterDraft,
    days: dict[User, int],
    of_team: list[ShiftTemplate],
    week: list[list[float]],
    training: ShiftTemplate,
    tired: set[User],
    rng: random.Random,
) -> None:
    """Each week as it is needed, evenings in turns; in the draft some shifts have nobody yet. Who works on a
    Saturday has the Friday off and, `tired`, a day of the week after: seven days in a row hold 48 hours.
    """
    shifts = []
    for number in range(draft.weeks):
        monday = draft.starts_on + number * WEEK
        left = {one: number - (one in tired) for one, number in days.items()}
        tired.clear()
        for day, template, user in plan_week(left, of_team, week, turn=monday.isocalendar().week):
            if day == SATURDAY:
                tired.add(user)
            learns = template.name == "Early" and day == 4 and rng.random() < 0.4
            shifts.append(_shift(draft, training if learns else template, monday + day * DAY, user))
    if draft.weeks == 4:
        for one in shifts:
            if rng.random() < 0.04:
                one.user = None
    _lawful(draft, shifts)
    DraftShift.objects.bulk_create(shifts)


def _days(user: User) -> int:
    contract = user.contracts.first()
    return min(5, int(contract.weekly_hours // 8)) if contract else 5


def usual_week(team: Team, monday: datetime.date, zone: ZoneInfo) -> list[list[float]]:
    """Heads by weekday and half hour: the most that is needed in the first two weeks, as far as is known."""
    found = [[0.0] * 48 for _day in range(7)]
    start = wall(monday, datetime.time(), zone)
    heads: dict[datetime.datetime, float] = {}
    rows = Need.objects.filter(team=team, starts_at__gte=start, starts_at__lt=start + 2 * WEEK)
    for at, number in rows.values_list("starts_at", "heads"):
        heads[at] = heads.get(at, 0.0) + float(number)
    for at, number in heads.items():
        day, slot = place_of(at, zone)
        found[day.weekday()][slot] = max(found[day.weekday()][slot], number)
    return found


def plan_week(
    days: dict[User, int], of_team: list[ShiftTemplate], week: list[list[float]], *, turn: int
) -> list[tuple[int, ShiftTemplate, User]]:
    """Shift after shift where it helps most, to whoever has most days left; who works late one week works
    early the next.
    """
    left, open_heads = dict(days), [list(day) for day in week]
    late = {one for place, one in enumerate(days) if (place + turn) % 2}
    busy: set[tuple[User, int]] = set()
    found = []
    while True:
        free = {
            day: [one for one, number in left.items() if number and (one, day) not in busy]
            for day in range(6)
        }
        choices = [(day, one) for day in free if free[day] for one in of_team if _fits(one, day)]
        if not choices:
            return found
        day, template = max(choices, key=lambda one: _gain(one[1], open_heads[one[0]]))
        is_late = template.starts >= LATE
        user = max(
            free[day],
            key=lambda one: (
                day == SATURDAY and (one, FRIDAY) not in busy, (one in late) == is_late,
                left[one] / max(days[one], 1),
            ),
        )  # fmt: skip
        left[user] -= 1
        busy |= {(user, day), *([(user, FRIDAY)] if day == SATURDAY else [])}
        found.append((day, template, user))
        for slot in _worked(template):
            open_heads[day][slot] -= 1


def _fits(template: ShiftTemplate, day: int) -> bool:
    return ("Saturday" in template.name) == (day == SATURDAY)


def _gain(template: ShiftTemplate, open_heads: list[float]) -> float:
    """Half hours of somebody who is missing; where nobody is, a body more still helps a little."""
    missing = (open_heads[slot] for slot in _worked(template))
    gain = sum(min(one, 1.0) if one > 0 else 0.05 * 2**one for one in missing)
    return gain * SATURDAY_FIRST if "Saturday" in template.name else gain


@cache
def _worked(template: ShiftTemplate) -> list[int]:
    """Half hours by the clock, without breaks."""
    first = template.starts.hour * 2 + template.starts.minute // 30
    away = {
        slot
        for part in template.parts
        if part["kind"] == "break"
        for slot in range(part["from"] // 30, -(-(part["from"] + part["minutes"]) // 30))
    }
    return [first + n for n in range(template.minutes // 30) if n not in away]


def _lawful(draft, shifts: list[DraftShift]) -> None:
    """Whatever would break a rule is left out; it is a company that keeps the law."""
    weeks = planning.weeks_of(draft)
    while True:
        mine: dict[int, list[DraftShift]] = {}
        for one in shifts:
            if one.user_id:
                mine.setdefault(one.user_id, []).append(one)
        found = breaches(
            {user: [span_of(one) for one in several] for user, several in mine.items()},
            start=weeks.starts_at, end=weeks.ends_at, zone=weeks.zone,
        )  # fmt: skip
        bad = [(user, one) for user, several in found.items() for one in several if one.hard]
        if not bad:
            return
        shifts.remove(_culprit(mine[bad[0][0]], bad[0][1]))


def _culprit(shifts: list[DraftShift], breach: Breach) -> DraftShift:
    near = [one for one in shifts if one.starts_at < breach.ends_at and one.ends_at > breach.starts_at]
    return (near or shifts)[-1]


def _shift(draft, template: ShiftTemplate, day: datetime.date, user: User) -> DraftShift:
    start = wall(day, template.starts, ZoneInfo(draft.zone))
    return DraftShift(
        draft=draft, user=user, template=template, parts=template.parts, starts_at=start,
        ends_at=start + datetime.timedelta(minutes=template.minutes),
    )  # fmt: skip


def _call(team: Team, members: list[User], monday: datetime.date, zone: ZoneInfo, by: User) -> None:
    """From eight in the evening to eight in the morning, a week each."""
    rows = []
    for week in range(5):
        for night in range(7):
            day = monday + week * WEEK + night * DAY
            start, end = (wall(at, datetime.time(hour), zone) for at, hour in ((day, 20), (day + DAY, 8)))
            for order in (1, 2):
                who = members[(week + order) % len(members)]
                rows.append(
                    OnCall(user=who, team=team, starts_at=start, ends_at=end, order=order, made_by=by)
                )
    OnCall.objects.bulk_create(rows)
