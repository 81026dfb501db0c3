"""A desk to be rostered: people, skills, templates and half-hour needs, the same for the same seed."""

import datetime
import random

from scheduling.solver import Candidate, Demand, Ledger, Part, Person, Problem, Window, Wish

UTC = datetime.UTC
MONDAY = datetime.date(2026, 3, 2)
HOUR = datetime.timedelta(hours=1)
SKILLS = ("mail", "phone", "billing", "network", "et", "ru", "pl", "es")
STARTS = (0, 6, 7, 8, 9, 10, 12, 14, 16, 22)


def at(day: int, hour: float, *, monday: datetime.date = MONDAY) -> datetime.datetime:
    midnight = datetime.datetime.combine(monday, datetime.time.min, tzinfo=UTC)
    return midnight + datetime.timedelta(days=day) + hour * HOUR


def shift(day: int, hour: float, hours: float = 8, *, lunch: bool = False) -> Candidate:
    start = at(day, hour)
    parts = (Part(start + 4 * HOUR, start + 4.5 * HOUR, "break"),) if lunch else ()
    return Candidate(start, start + hours * HOUR, parts, key=f"{hour:g}")


def shifts(days: int, starts: tuple[int, ...] = STARTS) -> tuple[Candidate, ...]:
    return tuple(shift(day, hour, 8.5, lunch=True) for day in range(days) for hour in starts)


def big_desk(seed: int = 0, *, people: int = 60, days: int = 28) -> Problem:
    rng = random.Random(seed)
    crew = tuple(_person(rng, number, days) for number in range(1, people + 1))
    return Problem(
        starts_on=MONDAY,
        days=days,
        zone="UTC",
        people=crew,
        candidates=shifts(days),
        demands=tuple(_demands(rng, days, people)),
        wishes=tuple(_wishes(rng, crew, days)),
        holidays=frozenset({MONDAY + datetime.timedelta(days=min(days - 1, 11))}),
    )


def _person(rng: random.Random, number: int, days: int) -> Person:
    off = rng.randrange(days)
    absent = (Window(at(off, 0), at(min(days, off + rng.randrange(2, 8)), 0)),) if rng.random() < 0.3 else ()
    weekly = rng.choice((40, 40, 40, 30, 20)) * 60
    return Person(
        id=number,
        name=f"Person {number}",
        skills=frozenset({"mail", *rng.sample(SKILLS[1:], rng.choice((1, 2, 2, 3)))}),
        least_minutes=int(weekly * days / 7 * 0.6) if not absent else 0,
        most_minutes=weekly * days // 7,
        most_days_in_a_row=5,
        nights=rng.random() < 0.6,
        absent=absent,
        ledger=Ledger(nights=rng.randrange(4), weekends=rng.randrange(4), refused=rng.randrange(3)),
    )


def _demands(rng: random.Random, days: int, people: int) -> list[Demand]:
    found = []
    for half in range(days * 48):
        hour, weekday = half % 48 / 2, half // 48 % 7
        level = (0.15 if hour < 7 or hour >= 22 else 1.0 if 9 <= hour < 17 else 0.5) * people / 6
        level *= 0.4 if weekday >= 5 else 1.0
        for skill in SKILLS:
            share = {"mail": 0.8, "phone": 0.6}.get(skill, 0.25)
            heads = int(level * share + rng.random())
            if heads:
                found.append(Demand(at(0, half / 2), 30, heads, skill=skill))
    return found


def _wishes(rng: random.Random, crew: tuple[Person, ...], days: int) -> list[Wish]:
    found = []
    for person in crew:
        for _ in range(4):
            day = rng.randrange(days)
            found.append(Wish(person.id, at(day, 0), at(day + 1, 0), rng.random() < 0.4, rng.randint(1, 3)))
    return found
