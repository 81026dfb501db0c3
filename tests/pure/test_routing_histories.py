"""Two thousand random days of a team, most of them over a night in which the clocks change: shifts, absences,
tickets. Nothing is ever given to somebody absent or capped, and nothing that cannot wait stays with them.
"""

import datetime
import random
from zoneinfo import ZoneInfo

from scheduling.load import Cap, Caps, Facts, Load, Span, Standing, load_of
from tickets.routing import Candidate, Rule, Strategy, Terms, Wanted, choose
from tickets.routing import Standing as Stands
from tickets.shift_end import Held, Off, falls_due_off, leaving

UTC, TALLINN = datetime.UTC, ZoneInfo("Europe/Tallinn")
MINUTE, HOUR, DAY = (datetime.timedelta(minutes=n) for n in (1, 60, 1440))
# The Saturdays before the clocks change, and one like any other.
SATURDAYS = (datetime.date(2026, 3, 28), datetime.date(2026, 10, 24), datetime.date(2026, 11, 28))
CAPS = Caps(worked=Cap(16 * 60, 22 * 60), effort=Cap(60, 90), nights=Cap(2, 3), rest=Cap(660, 480))


class Desk:
    """A team over two days and what its people have in hand; time moves from one moment to the next."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.begin = dice, dice.choice(SATURDAYS)
        self.people = range(1, dice.randint(3, 4))
        self.shifts = {one: self._shifts() for one in self.people}
        self.on_call = dice.choice([0, *self.people])
        self.strategy = dice.choice([Strategy.ROUND_ROBIN, Strategy.LOAD, Strategy.SKILL])
        self.tickets: dict[int, list] = {}  # number → [owner, due, effort, since]
        self.given = 0
        self._loads: dict[tuple, Load] = {}

    def _shifts(self) -> list[Span]:
        """One or two, by the clock on the wall: a night may have nine hours, or seven."""
        found, hour = [], self.dice.randint(0, 20)
        for _ in range(2):
            starts = self._local(hour)
            if self.dice.random() < 0.15:  # ill
                hour += 24
                continue
            found.append(Span(starts, self._local(hour + self.dice.choice([6, 8, 10]))))
            hour += self.dice.randint(18, 26)
        return found

    def _local(self, hour: int) -> datetime.datetime:
        day = self.begin + datetime.timedelta(days=hour // 24)
        return datetime.datetime.combine(day, datetime.time(hour % 24), TALLINN).astimezone(UTC)

    def moments(self) -> list[datetime.datetime]:
        ends = [shift.ends_at for shifts in self.shifts.values() for shift in shifts]
        return sorted([*ends, *(self._local(self.dice.randint(0, 60)) for _ in range(3))])

    def on_shift(self, one: int, at: datetime.datetime) -> Span | None:
        return next((s for s in self.shifts[one] if s.starts_at <= at < s.ends_at), None)

    def off(self, one: int, at: datetime.datetime) -> Off:
        left = [s.ends_at for s in self.shifts[one] if s.ends_at <= at]
        ahead = [s.starts_at for s in self.shifts[one] if s.starts_at > at]
        return Off(max(left, default=None), min(ahead, default=None))

    def load(self, one: int, at: datetime.datetime) -> Load:
        effort = sum(t[2] for t in self.tickets.values() if t[0] == one)
        key = one, at, effort, len(self.shifts[one])
        if key not in self._loads:
            self._loads[key] = load_of(Facts(self.shifts[one], effort=effort), at, TALLINN, CAPS)
        return self._loads[key]

    def route(self, number: int, at: datetime.datetime, but: int = 0) -> None:
        _owner, due, effort, since = self.tickets[number]
        crew = []
        for one in self.people:
            shift, load = self.on_shift(one, at), self.load(one, at)
            held = sum(t[2] for t in self.tickets.values() if t[0] == one)
            crew.append(Candidate(
                one, on_shift=shift is not None, working=shift is not None, on_call=one == self.on_call,
                left=(shift.ends_at - at) / MINUTE if shift else None, leads=one == 1,
                standing=Stands(load.standing.value), load=load.index, held=held, capacity=60.0,
            ))  # fmt: skip
        want = Wanted(number, urgent=number % 5 == 0, slack=(due - at) / MINUTE, effort=effort,
                      waited=(at - since) / MINUTE, not_again=frozenset({but} if but else ()))  # fmt: skip
        choice = choose(crew, want, Terms(self.strategy))
        self.tickets[number] = [choice.person, due, effort, at if choice.person else since]
        if choice.person is None:
            assert choice.rule is Rule.WAITS
            return
        self.given += 1
        assert self.on_shift(choice.person, at) or choice.person == self.on_call
        assert choice.person != but
        one = next(each for each in crew if each.id == choice.person)
        assert one.standing is Stands.FREE, "nobody allowed more, so nobody above the soft cap gets anything"

    def tick(self, at: datetime.datetime) -> None:
        """As the beat does it: who is off lets go of what cannot wait; what waits is looked at again."""
        for one in self.people:
            if self.on_shift(one, at) or one == self.on_call:
                continue
            held = [Held(n, 1, t[1], t[3]) for n, t in self.tickets.items() if t[0] == one]
            for ticket in leaving(held, self.off(one, at), at):
                self.route(ticket.number, at, but=one)
        for number, (owner, *_rest) in list(self.tickets.items()):
            if owner is None:
                self.route(number, at)
        for owner, due, _effort, _since in self.tickets.values():
            if owner and owner != self.on_call and not self.on_shift(owner, at):
                assert not falls_due_off(due, self.off(owner, at)), "it cannot wait, and its owner is off"


def test_no_history_gives_work_to_somebody_absent_or_capped_nor_leaves_it_with_them():
    given = waits = 0
    for seed in range(2000):
        dice = random.Random(seed)
        desk = Desk(dice)
        for number, at in enumerate(desk.moments(), 1):
            if dice.random() < 0.6:
                due = at + dice.choice([0.3, 2, 9, 30]) * HOUR
                desk.tickets[number] = [None, due, float(dice.choice([10, 25, 40])), at]
            if desk.tickets and dice.random() < 0.2:  # solved
                desk.tickets.pop(dice.choice(list(desk.tickets)))
            if dice.random() < 0.05:  # somebody falls ill in the middle of it
                ill = dice.choice(list(desk.people))
                desk.shifts[ill] = [s for s in desk.shifts[ill] if s.ends_at <= at]
            desk.tick(at)
        given += desk.given
        waits += sum(one[0] is None for one in desk.tickets.values())
    assert given > 3000
    assert waits > 100


def test_over_the_night_of_the_clocks_a_promise_at_four_is_before_the_shift_at_five():
    """In March 03:30 does not exist: an hour and a half after 02:30 it is 05:00, not 04:00."""
    night, morning = (datetime.datetime(2026, 3, *at, tzinfo=TALLINN) for at in ((28, 22), (29, 5)))
    off = Off(night, morning)
    due = datetime.datetime(2026, 3, 29, 2, 30, tzinfo=TALLINN).astimezone(UTC) + 1.5 * HOUR
    assert not falls_due_off(due, off)
    assert falls_due_off(due - MINUTE, off)
    # In October the same promise is due at 03:00 by the second clock, two hours before they are back.
    autumn = Off(None, datetime.datetime(2026, 10, 25, 5, tzinfo=TALLINN))
    due = datetime.datetime(2026, 10, 25, 2, 30, tzinfo=TALLINN).astimezone(UTC) + 1.5 * HOUR
    assert due.astimezone(TALLINN).time() == datetime.time(3)
    assert falls_due_off(due, autumn)


def test_what_somebody_takes_after_their_shift_is_theirs_for_a_while():
    at = datetime.datetime(2026, 11, 27, 17, 30, tzinfo=TALLINN)
    off = Off(at - HOUR / 2, at + 15 * HOUR)
    mine, old = Held(1, 1, at + HOUR, at - 5 * MINUTE, True), Held(2, 1, at + HOUR, at - 5 * MINUTE)
    assert leaving([mine, old, Held(3, 1, None), Held(4, 1, at + DAY, None)], off, at) == [old]
    assert leaving([mine], off, at + HOUR) == [mine]


def test_who_is_not_back_for_long_keeps_nothing_that_is_promised():
    at = datetime.datetime(2026, 11, 27, 17, tzinfo=TALLINN)
    far, late = Held(1, 1, at + 30 * DAY), Held(2, 1, at - DAY)
    assert leaving([far, late], Off(at, None), at) == [late, far]
    assert Standing.OVER.value == Stands.OVER.value
