"""What the people of the demo company arranged among themselves: time off, wishes, swaps, and the clock."""

import datetime
from decimal import Decimal

from django.utils import timezone

from scheduling.actions import allowing, exchanging, time_off, wishing
from scheduling.choices import OffKind
from scheduling.models import Attendance, Pause, Shift
from staff.models import User

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
DAYS_A_YEAR = Decimal(28)


def arrange(people: dict[str, User], now: datetime.datetime) -> None:
    """After rosters are published. Told of a day long ago, nobody asks for what is over by now."""
    manager = next(one for one in people.values() if one.role == "manager")
    agents = sorted((one for one in people.values() if one.role == "agent"), key=lambda one: one.pk)
    for agent in agents:
        for year in (now.year, now.year + 1):
            allowing.set_allowance(agent, by=manager, year=year, kind=OffKind.HOLIDAY, days=DAYS_A_YEAR)
    _clock(now)
    _long_weeks(agents, now)
    _wishes(agents)
    if now.date() >= timezone.localdate() - DAY:
        _holidays(agents, manager, now.date())
        _offers(agents, now)
        _ill(agents, manager, now)


def _clock(now: datetime.datetime) -> None:
    """Yesterday's shifts and today's, a few minutes this side or that of the plan."""
    for shift in Shift.objects.between(now - 2 * DAY, now).order_by("pk"):
        off = (shift.pk * 7 % 11 - 4) * MINUTE
        start, end = shift.starts_at + off, shift.ends_at + off / 2
        if start > now:
            continue
        row = Attendance.objects.create(
            user_id=shift.user_id, starts_at=start, ends_at=end if end < now else None
        )
        for part in shift.parts:
            begins = shift.starts_at + (part["from"] + shift.pk % 9) * MINUTE
            ends = begins + part["minutes"] * MINUTE
            if part["kind"] == "break" and ends < min(end, now):
                Pause.objects.create(attendance=row, starts_at=begins, ends_at=ends)


def _long_weeks(agents: list[User], now: datetime.datetime) -> None:
    """What the clock told of two weeks of outages, months ago: six days, half an hour of break in each."""
    for days, tired in ((150, agents[:3]), (66, agents[2:4])):
        monday = (now - days * DAY).replace(hour=6, minute=0, second=0, microsecond=0)
        monday -= monday.weekday() * DAY
        for n, user in enumerate(tired):
            for day in range(6):
                start = monday + day * DAY + n * 17 * MINUTE
                row = Attendance.objects.create(
                    user=user, starts_at=start, ends_at=start + (500 + 11 * n) * MINUTE
                )
                Pause.objects.create(
                    attendance=row, starts_at=start + 240 * MINUTE, ends_at=start + 270 * MINUTE
                )


def _holidays(agents: list[User], manager: User, today: datetime.date) -> None:
    """One approved, one that waits for an answer."""
    first = today + (35 - today.weekday()) * DAY
    row = time_off.ask_time_off(
        agents[1], by=agents[1], kind=OffKind.HOLIDAY, first_on=first, last_on=first + 4 * DAY,
        note="Skiing with the children",
    )  # fmt: skip
    time_off.answer_time_off(row, by=manager, approve=True)
    soon = today + (14 - today.weekday()) * DAY
    time_off.ask_time_off(
        agents[2], by=agents[2], kind=OffKind.HOLIDAY, first_on=soon, last_on=soon + DAY,
        note="My sister marries",
    )  # fmt: skip


def _wishes(agents: list[User]) -> None:
    for number, agent in enumerate(agents):
        wishing.wish(by=agent, wanted=False, weekday=(number * 3) % 7, weight=1 + number % 3)
    wishing.wish(by=agents[0], wanted=True, weekday=0)


def _offers(agents: list[User], now: datetime.datetime) -> None:
    for agent in agents[3:7:3]:
        shift = Shift.objects.of(agent.pk).filter(starts_at__gt=now + 3 * DAY).first()
        if shift:
            exchanging.offer(shift, by=agent, note="A concert; I take one of yours in return.")


def _ill(agents: list[User], manager: User, now: datetime.datetime) -> None:
    """Somebody is ill on the next day on which they would work: it needs somebody else."""
    for agent in agents[4:]:
        shift = Shift.objects.of(agent.pk).filter(starts_at__gt=now).first()
        if shift and shift.starts_at < now + 3 * DAY:
            day = shift.starts_at.date()
            time_off.ask_time_off(agent, by=manager, kind=OffKind.SICK, first_on=day, last_on=day)
            break
