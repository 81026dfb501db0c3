"""Random histories of rosters, most over a weekend in which the clocks change: published, swapped, given,
claimed, while people fall ill or leave, change their contracts and what they can, and caps are lowered. No
shift ever comes to somebody whom a rule forbids it, and nothing is refused without a rule; an oracle of its
own says which. `HISTORIES=2000 pytest tests/pure/test_roster_histories.py` takes so many.
"""

import datetime
import os
import random
from zoneinfo import ZoneInfo

from scheduling.bound import Bound, blamed, within
from scheduling.labour import REGIMES, Limits, Span, stricter
from tests.pure.plain_rosters import DAY, HOUR, WEEK, Terms, Who, to_blame, wrong

UTC = datetime.UTC
ZONES = ("Europe/Tallinn", "Europe/Madrid", "Europe/Warsaw", "Asia/Kolkata")
# The Mondays before the clocks change, and one like any other.
MONDAYS = (datetime.date(2026, 3, 23), datetime.date(2026, 10, 19), datetime.date(2026, 11, 23))
HISTORIES = int(os.environ.get("HISTORIES", "200"))


class World:
    """Three people; what is published of each, and what of it nobody works."""

    def __init__(self, dice):
        self.dice, self.zone, self.monday = dice, dice.choice(ZONES), dice.choice(MONDAYS)
        self.people = [Who(self.zone, [self.terms(self.monday + self.began())]) for _ in range(3)]
        self.shifts = [[], [], []]
        self.gaps = []
        self.done = dict.fromkeys(("published", "moved", "refused"), 0)

    def began(self):
        """Long ago, or in the middle of the first week."""
        return self.dice.choice((-30, -30, -30, -30, 4)) * DAY

    def terms(self, day):
        dice = self.dice
        return Terms(
            day, dice.choice(("EU", "EE", "PL", "ES", "RU")), dice.choice((8, 9, 10)), dice.choice((40, 48)),
            dice.choice((0, 11, 12)), dice.random() < 0.7,
        )  # fmt: skip

    def shift(self, day, hour, hours):
        start = datetime.datetime.combine(day, datetime.time(hour), ZoneInfo(self.zone)).astimezone(UTC)
        return start, start + hours * HOUR, 30

    def draft(self, monday):
        """A line that might be somebody's week, and now and then a day that it spoils."""
        dice = self.dice
        hour, first, found = dice.choice((6, 7, 8, 14, 22)), dice.randint(0, 6), []
        for n in range(dice.randint(3, 5)):
            day = (first + n) % 7
            odd = dice.random() < 0.06
            at, hours = (dice.choice((5, 13, 22)), dice.choice((4, 10, 13))) if odd else (hour, 8.5)
            found.append(self.shift(monday + day * DAY, at, hours))
        return found

    def bound(self, who, shifts):
        """As `around` reads it."""
        rules = [
            (one.from_on, stricter(REGIMES[one.law].rules, Limits(one.day, one.week, one.rest, one.night)))
            for one in who.terms
        ]
        can = {
            day: said and tuple(datetime.time(hour % 24) for hour in said) for day, said in who.can.items()
        }
        return Bound(
            ZoneInfo(who.zone), who.here, rules, [span(one) for one in shifts], off=who.off, away=who.leave,
            available=can, cap_worked_h=who.cap_hours, cap_nights=who.cap_nights, cap_rest_h=who.cap_rest,
        )  # fmt: skip

    def asks(self, number, gains, loses=()):
        """What the doors ask before somebody gets these shifts in place of others."""
        who, had = self.people[number], self.shifts[number]
        kept = [one for one in had if one not in loses]
        place, spans = ZoneInfo(self.zone), [span(one) for one in gains]
        after = self.bound(who, kept).breaches(spans, place)
        found = blamed(after, self.bound(who, had).breaches([], place), spans)
        then = [*kept, *gains]
        rules = to_blame(who, gains, had, then, self.zone)
        assert bool(found) == bool(rules), (found, rules, who, gains, loses, had, self.zone)
        return not found

    def publish(self):
        """Whole or not at all, of everybody; whoever plans looks at the warnings, and not always."""
        monday = self.monday + self.dice.choice((0, 1)) * WEEK
        start, end = self.shift(monday, 0, 1)[0], self.shift(monday + WEEK, 0, 1)[0]
        kept = [[one for one in mine if not start <= one[0] < end] for mine in self.shifts]
        drafts = []
        for who, old in zip(self.people, kept, strict=True):
            for look in range(4):
                line = self.draft(monday)
                if look and self.lawful(who, old, line, start, end):
                    break
            drafts.append(line)
        if not all(map(self.lawful, self.people, kept, drafts, [start] * 3, [end] * 3)):
            self.done["refused"] += 1
            return
        self.shifts = [[*old, *new] for old, new in zip(kept, drafts, strict=True)]
        self.done["published"] += 1
        for who, old, new, mine in zip(self.people, kept, drafts, self.shifts, strict=True):
            assert not to_blame(who, new, old, mine, self.zone), (who, new, old)

    def lawful(self, who, old, line, start, end):
        """As publishing asks it."""
        spans = [span(one) for one in line]
        found = self.bound(who, old).breaches(spans, ZoneInfo(self.zone))
        return not any(one.hard for one in within(found, spans, start, end))

    def swap(self):
        one, two = self.dice.sample(range(3), 2)
        if self.shifts[one] and self.shifts[two]:
            mine, theirs = self.dice.choice(self.shifts[one]), self.dice.choice(self.shifts[two])
            if self.asks(one, [theirs], [mine]) and self.asks(two, [mine], [theirs]):
                self.shifts[one].remove(mine)
                self.shifts[two].remove(theirs)
                self.shifts[one].append(theirs)
                self.shifts[two].append(mine)
                self.done["moved"] += 1

    def give(self):
        one, two = self.dice.sample(range(3), 2)
        if self.shifts[one] and self.asks(two, [shift := self.dice.choice(self.shifts[one])]):
            self.shifts[one].remove(shift)
            self.shifts[two].append(shift)
            self.done["moved"] += 1

    def claim(self):
        number = self.dice.randrange(3)
        if self.gaps and self.asks(number, [gap := self.dice.choice(self.gaps)]):
            self.gaps.remove(gap)
            self.shifts[number].append(gap)
            self.done["moved"] += 1

    def leave(self):
        """Ill or on holiday: at once it is a gap what they were to work."""
        number = self.dice.randrange(3)
        who, first = self.people[number], self.monday + self.dice.randint(0, 13) * DAY
        last = first + self.dice.randint(0, 3) * DAY
        start, end = self.shift(first, 0, 1)[0], self.shift(last + DAY, 0, 1)[0]
        if any(a < end and start < b for a, b in who.off):
            return
        who.off.append((start, end))
        who.leave |= {first + n * DAY for n in range((last - first).days + 1)}
        off = [one for one in self.shifts[number] if one[0] < end and start < one[1]]
        self.shifts[number] = [one for one in self.shifts[number] if one not in off]
        self.gaps += off

    def change(self):
        """What was lawful may not be any more; what is published stays until somebody acts."""
        number = self.dice.randrange(3)
        who, what = self.people[number], self.dice.randrange(5)
        if what == 0:
            day = max(self.monday, who.terms[-1].from_on + DAY) + self.dice.randint(0, 9) * DAY
            who.terms.append(self.terms(day))
        elif what == 1:
            who.can = {
                day: self.dice.choice((None, (8, 18), (12, 0))) for day in self.dice.sample(range(7), 2)
            }
        elif what == 2:
            who.cap_hours, who.cap_nights = self.dice.choice((24, 40)), self.dice.choice((1, 3))
        elif what == 3:
            who.cap_rest = self.dice.choice((9, 14))
        else:
            who.here, self.gaps, self.shifts[number] = False, [*self.gaps, *self.shifts[number]], []


def span(shift):
    """With its break in the middle."""
    start, end, minutes = shift
    at = start + (end - start) / 2
    return Span(start, end, ((at, at + datetime.timedelta(minutes=minutes)),))


ACTS = ("publish", "publish", "swap", "swap", "give", "claim", "leave", "change")


def test_no_history_gives_a_shift_to_whom_a_rule_forbids_it_nor_refuses_without_one():
    done = dict.fromkeys(("published", "moved", "refused"), 0)
    for seed in range(HISTORIES):
        world = World(dice := random.Random(seed))
        world.publish()
        for _ in range(5):
            getattr(world, dice.choice(ACTS))()
        for who, mine in zip(world.people, world.shifts, strict=True):
            assert not {"off", "left"} & {what for what, _when in wrong(who, mine, world.zone)}
        done = {name: done[name] + world.done[name] for name in done}
    assert min(done.values()) > HISTORIES / 5, done


def line(*shifts, zone="Europe/Tallinn"):
    found = []
    for text, hours in shifts:
        start = datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        found.append(Span(start, start + hours * HOUR))
    return found


def kinds(found):
    return [one.kind.value for one in found if one.hard]


def bound(**said):
    rules = stricter(REGIMES["EE"].rules, Limits(12, 60))
    return Bound(contracts=[(datetime.date(2026, 1, 1), rules)], **said)


def test_rest_at_the_edge_of_a_roster_belongs_to_the_night_before_it():
    """The week ends at midnight, its last night in the morning; the Monday after is published already."""
    place, (monday,) = ZoneInfo("Europe/Tallinn"), line(("2026-11-30T07:00", 8))
    night = line(("2026-11-29T22:00", 8.5))
    start, end = (datetime.datetime(2026, 11, day, tzinfo=place) for day in (23, 30))
    found = bound(shifts=[monday]).breaches(night, place)
    assert kinds(within(found, night, start, end)) == ["daily_rest"]
    (morning,) = line(("2026-11-23T06:00", 8))
    late = bound(shifts=line(("2026-11-22T15:00", 9)))
    assert kinds(within(late.breaches([morning], place), [morning], start, end)) == ["daily_rest"]


def test_each_contract_holds_on_its_own_days():
    """From December on no nights; and what was published before it was signed is nobody's fault."""
    place = ZoneInfo("Europe/Tallinn")
    rules = [(datetime.date(2026, 1, 1), Limits()), (datetime.date(2026, 12, 1), Limits(night_work=False))]
    both = Bound(contracts=[(day, stricter(REGIMES["EU"].rules, limits)) for day, limits in rules])
    assert kinds(both.breaches(line(("2026-11-28T22:00", 8)), place)) == []
    assert "night_work" in kinds(both.breaches(line(("2026-12-01T22:00", 8)), place))
    both.shifts = line(("2026-12-01T22:00", 8))
    day = line(("2026-12-04T08:00", 4))
    assert blamed(both.breaches(day, place), both.breaches([], place), day) == []


def test_within_a_hard_cap_nobody_gets_anything_however_it_was_before():
    place = ZoneInfo("Europe/Tallinn")
    had = line(*((f"2026-11-{day}T08:00", 8) for day in (23, 24, 25, 26)))
    low = bound(shifts=had, cap_worked_h=24)
    more, later = line(("2026-11-27T08:00", 4)), line(("2026-12-07T08:00", 4))
    assert kinds(blamed(low.breaches(more, place), low.breaches([], place), more)) == ["cap_worked"]
    assert blamed(low.breaches(later, place), low.breaches([], place), later) == []


def test_rest_as_the_caps_have_it_where_no_law_has_any():
    """A pause of less than four hours is no rest."""
    place = ZoneInfo("Europe/Tallinn")
    free = Bound(contracts=[(datetime.date(2026, 1, 1), REGIMES["RU"].rules)])
    assert kinds(free.breaches(line(("2026-11-23T08:00", 4), ("2026-11-23T17:00", 4)), place)) == ["cap_rest"]
    assert kinds(free.breaches(line(("2026-11-23T08:00", 4), ("2026-11-23T14:00", 4)), place)) == []


def test_who_left_gets_nothing():
    place = ZoneInfo("Europe/Tallinn")
    assert kinds(bound(here=False).breaches(line(("2026-11-23T08:00", 4)), place)) == ["left"]
