"""The demo company's rosters: published for last week, this one and the next two, and drafted for the weeks
after; who is called at night.
"""

import datetime
import random
from zoneinfo import ZoneInfo

from helpdesk.demo.company import TEAMS
from scheduling.actions import planning, publishing
from scheduling.choices import DraftState
from scheduling.labour import Breach
from scheduling.lawful import breaches, span_of
from scheduling.models import DraftShift, OnCall, Publication, RosterDraft, Shift, ShiftTemplate
from scheduling.weeks import monday_of, wall
from staff.models import Team, User

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
# Name, letter, start, minutes, colour, parts as (from, minutes, kind).
SHIFTS = (
    ("Early", "E", "08:00", 510, 1, ((240, 30, "break"),)),
    ("Late", "L", "11:30", 510, 3, ((210, 30, "break"),)),
    ("Calls", "C", "09:00", 510, 2, ((0, 240, "phone"), (240, 30, "break"), (270, 180, "phone"))),
    ("Early, then training", "T", "08:00", 510, 6, ((240, 30, "break"), (390, 90, "training"))),
    ("Saturday", "S", "10:00", 360, 5, ((180, 20, "break"),)),
)  # fmt: skip


def roster(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """After people are employed. Who is in two teams is rostered by the first of them."""
    manager = next(one for one in people.values() if one.role == "manager")
    templates = {name: _template(name, *rest) for name, *rest in SHIFTS}
    rng, taken = random.Random(11), set[int]()  # noqa: S311
    for demo in TEAMS:
        team = teams[demo.slug]
        members = [one for one in _agents(team) if one.pk not in taken]
        taken |= {one.pk for one in members}
        monday = monday_of(now.astimezone(ZoneInfo(demo.tz)).date()) - WEEK
        saturdays = any(day == "sat" for day, _spans in demo.extra)
        for first, weeks in ((monday, 2), (monday + 2 * WEEK, 2), (monday + 4 * WEEK, 4)):
            draft = planning.begin_draft(team, by=manager, starts_on=first, weeks=weeks, zone=demo.tz)
            _fill(draft, members, templates, saturdays, rng)
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


def _fill(draft, members: list[User], templates: dict[str, ShiftTemplate], saturdays: bool, rng) -> None:
    """Early and late in turns, a Saturday now and then, some training; a draft has gaps."""
    shifts = []
    for week in range(draft.weeks):
        monday = draft.starts_on + week * WEEK
        turn = monday.isocalendar().week
        for place, one in enumerate(members):
            contract = one.contracts.first()
            days = min(5, int(contract.weekly_hours // 8)) if contract else 5
            usual = "Late" if (place + turn) % 2 else "Early"
            worked = list(range(5))[:days]
            if saturdays and days == 5 and (place + turn) % 3 == 0:
                shifts.append(_shift(draft, templates["Saturday"], monday + 5 * DAY, one))
                worked.remove(2)
            for day in worked:
                name = "Calls" if usual == "Early" and day in (0, 3) else usual
                name = (
                    "Early, then training" if usual == "Early" and day == 4 and rng.random() < 0.5 else name
                )
                shifts.append(_shift(draft, templates[name], monday + day * DAY, one))
    if draft.weeks == 4:
        shifts = [one for one in shifts if rng.random() > 0.06]
    _lawful(draft, shifts)
    DraftShift.objects.bulk_create(shifts)


def _lawful(draft, shifts: list[DraftShift]) -> None:
    """Whatever would break a rule is left out; it is a company that keeps the law."""
    weeks = planning.weeks_of(draft)
    while True:
        mine: dict[int, list[DraftShift]] = {}
        for one in shifts:
            mine.setdefault(one.user_id or 0, []).append(one)
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
