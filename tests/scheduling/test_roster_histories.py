"""Random histories of a real team through its real doors, most over a weekend of changing clocks, held
against an oracle after every step. `HISTORIES=2000 pytest tests/scheduling/test_roster_histories.py` takes
so many; every day a few show that each door asks, and more are made in memory (tests/pure).
"""

import datetime
import os
import random
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from scheduling.actions import exchanging, publishing, remedying, set_hours, time_off, wishing
from scheduling.actions.planning import begin_draft
from scheduling.models import DraftShift, Gap, LoadCaps, Shift, TimeOff
from scheduling.remedies import remedies
from staff.actions import let_go, set_contract, take_back
from staff.models import User
from tests.factories import OFFICE_HOURS, make_ticket
from tests.pure.plain_rosters import DAY, HOUR, WEEK, Terms, Who, to_blame
from tickets.models import TeamRouting
from tickets.routing_watch import route_waiting

HISTORIES = int(os.environ.get("HISTORIES", "4"))
FIRST = int(os.environ.get("FIRST", "0"))
STEPS = 9
UTC = datetime.UTC
ZONES = ("Europe/Tallinn", "Europe/Madrid", "Europe/Warsaw", "Asia/Kolkata")
MONDAYS = (datetime.date(2027, 3, 22), datetime.date(2026, 10, 19), datetime.date(2026, 11, 23))


class World:
    def __init__(self, dice, team, people, cleo, mona):
        self.dice, self.team, self.cleo, self.mona = dice, team, cleo, mona
        self.people = [User.objects.get(pk=one.pk) for one in people]
        self.zone, self.monday = dice.choice(ZONES), dice.choice(MONDAYS)
        self.publications, self.done = [], Counter()
        User.objects.update(time_zone=self.zone)
        set_hours("Desk", {**OFFICE_HOURS, "tz": self.zone}, teams=(team,))
        for one in (*people, cleo):
            self.sign(one, self.monday - 30 * DAY)

    def at(self, day, hour):
        return datetime.datetime.combine(day, datetime.time(hour), ZoneInfo(self.zone)).astimezone(UTC)

    def sign(self, user, day):
        dice = self.dice
        set_contract(
            user, by=self.mona, from_on=day, weekly_hours=40, regime=dice.choice(("EU", "EE", "PL", "RU")),
            max_day_hours=dice.choice((8, 10)), min_rest_hours=dice.choice((0, 11)),
            night_work=dice.random() < 0.8,
        )  # fmt: skip

    # What happens

    def publish(self):
        monday = self.monday + self.dice.choice((0, 1)) * WEEK
        draft = begin_draft(self.team, by=self.cleo, starts_on=monday, weeks=1, zone=self.zone)
        rows = [
            DraftShift(draft=draft, user=one, starts_at=start, ends_at=start + hours * HOUR, parts=BREAK)
            for one in self.people
            for start, hours in self.line(monday)
        ]
        DraftShift.objects.bulk_create(rows)
        self.publications.append(publishing.publish(draft, by=self.cleo, seen=draft.edit))

    def line(self, monday):
        dice = self.dice
        hour, first = dice.choice((6, 7, 8, 14, 22)), dice.randint(0, 4)
        for n in range(dice.randint(2, 5)):
            odd = dice.random() < 0.02
            at, hours = (dice.choice((5, 13, 22)), dice.choice((5, 11))) if odd else (hour, 8.5)
            yield self.at(monday + (first + n) % 7 * DAY, at), hours

    def revert(self):
        if self.publications:
            self.publications.append(publishing.revert(self.publications[-1], by=self.cleo))

    def swap(self):
        mine, theirs = self.some(), self.some()
        if mine and theirs and mine.user != theirs.user:
            self.agree(exchanging.ask_swap(mine, wanted=theirs, by=mine.user), theirs.user)

    def offer(self):
        shift, to = self.some(), self.dice.choice(self.people)
        if shift and to != shift.user:
            self.agree(exchanging.offer(shift, by=shift.user, to=to), to)

    def agree(self, row, to):
        if exchanging.accept(row, by=to).state == "accepted":
            exchanging.answer_exchange(row, by=self.cleo, approve=True)

    def claim(self):
        if gap := Gap.objects.order_by("?").first():
            exchanging.claim(gap, by=self.dice.choice(self.people))

    def hand(self):
        if gap := Gap.objects.order_by("pk").first():
            exchanging.hand_gap(gap, to=self.dice.choice(self.people), by=self.cleo)

    def mend(self):
        at = self.at(self.monday + self.dice.randint(0, 13) * DAY, self.dice.choice((6, 12, 18)))
        if ways := remedies(self.team, at, datetime.datetime.now(UTC)).open:
            remedy = self.dice.choice(ways)
            if remedy.then is not None:
                remedying.take_remedy(remedy, by=self.cleo)

    def leave(self):
        user, first = self.dice.choice(self.people), self.monday + self.dice.randint(0, 12) * DAY
        time_off.ask_time_off(
            user, by=self.cleo, kind=self.dice.choice(("sick", "holiday")), first_on=first,
            last_on=first + self.dice.randint(0, 3) * DAY,
        )  # fmt: skip

    def ask(self):
        """Asked for by themselves, and approved later."""
        user, first = self.dice.choice(self.people), self.monday + self.dice.randint(0, 12) * DAY
        row = time_off.ask_time_off(user, by=user, kind="holiday", first_on=first, last_on=first + DAY)
        time_off.answer_time_off(row, by=self.cleo, approve=True)

    def change(self):
        self.sign(self.dice.choice(self.people), self.monday + self.dice.randint(0, 12) * DAY)

    def can(self):
        week = dict.fromkeys(self.dice.sample(range(7), 2))
        week |= {self.dice.randrange(7): (datetime.time(8), datetime.time(18))}
        wishing.set_availability(week, by=self.dice.choice(self.people))

    def cap(self):
        hard = {"worked_soft": 20 * 60, "worked_hard": self.dice.choice((24, 40)) * 60}
        LoadCaps.objects.update_or_create(team=self.team, defaults=hard)

    def go(self):
        user = self.dice.choice(self.people)
        let_go(user, by=self.mona)
        assert not Shift.objects.filter(user=user).exists()
        if self.dice.random() < 0.5:
            take_back(user, by=self.mona)

    def ticket(self):
        """Comes while somebody is on shift, or at any hour, and is given out then."""
        make_ticket(requester=self.dana, team=self.team)
        at = self.at(self.monday + self.dice.randint(0, 13) * DAY, self.dice.randint(0, 23))
        if (shift := self.some()) and self.dice.random() < 0.8:
            at = shift.starts_at + self.dice.randint(0, 9) * HOUR
        with time_machine.travel(at, tick=False):
            route_waiting()
        for one in self.team.tickets.exclude(assignee=None):
            on = Shift.objects.filter(user=one.assignee, starts_at__lte=at, ends_at__gt=at)
            assert on.exists(), "given to somebody who is not there"
            self.done["routed"] += 1
        self.team.tickets.update(assignee=None)

    def some(self):
        shifts = list(Shift.objects.filter(user__in=self.people).select_related("user", "team"))
        return self.dice.choice(shifts) if shifts else None

    # What must hold

    def facts(self, user):
        who = Who(self.zone, here=User.objects.get(pk=user.pk).is_active)
        who.terms = [
            Terms(one.from_on, one.regime, float(one.max_day_hours), float(one.max_week_hours),
                  float(one.min_rest_hours), one.night_work)
            for one in user.contracts.order_by("from_on")
        ]  # fmt: skip
        for one in TimeOff.objects.filter(user=user, state="approved"):
            who.off.append((one.starts_at, one.ends_at))
            who.leave |= {one.first_on + n * DAY for n in range((one.last_on - one.first_on).days + 1)}
        for one in user.availability.all():
            who.can[one.weekday] = None if one.never else (one.starts.hour, one.ends.hour)
        caps = LoadCaps.objects.filter(team=self.team).first()
        who.cap_hours = caps.worked_hard / 60 if caps else 48
        return who

    def held(self):
        """Each person's published shifts, by number."""
        found = {one.pk: {} for one in (*self.people, self.cleo)}
        for one in Shift.objects.all():
            pause = sum(part["minutes"] for part in one.parts if part["kind"] == "break")
            found[one.user_id][one.pk] = (one.starts_at, one.ends_at, pause)
        return found

    def step(self, name):
        before = self.held()
        try:
            with transaction.atomic():
                getattr(self, name)()
                self.done[name] += 1
        except (ValidationError, PermissionDenied):
            self.done["refused"] += 1
        after = self.held()
        for user in (*self.people, self.cleo):
            was, now = before[user.pk], after[user.pk]
            gains = [one for number, one in now.items() if was.get(number) != one]
            who = self.facts(user)
            found = to_blame(who, gains, list(was.values()), list(now.values()), self.zone) if gains else {}
            assert not found, (name, user, found, who, sorted(was.values()), sorted(now.values()))
            absent = [one for one in now.values() for a, b in who.off if one[0] < b and a < one[1]]
            assert not absent, (name, absent)
            assert who.here or not now


BREAK = [{"from": 240, "minutes": 30, "kind": "break"}]
ACTS = (
    "publish", "publish", "revert", "swap", "swap", "offer", "claim", "hand", "mend", "leave", "ask",
    "change", "can", "cap", "go", "ticket",
)  # fmt: skip


@pytest.fixture
def cast(billing, amara, ben, cleo, mona, dana, monkeypatch):
    monkeypatch.setattr("lib.database_clock.now", lambda: datetime.datetime.now(UTC))
    billing.memberships.filter(user=cleo).update(leads=True)
    TeamRouting.objects.create(team=billing, strategy="load")
    World.dana = dana
    return billing, [amara, ben], cleo, mona


def test_through_no_door_a_shift_comes_to_whom_a_rule_forbids_it(cast):
    done = Counter()
    for seed in range(FIRST, FIRST + HISTORIES):
        dice = random.Random(seed)
        with transaction.atomic():
            world = World(dice, *cast)
            with time_machine.travel(world.at(world.monday - WEEK, 9), tick=False):
                world.step("publish")
                for _ in range(STEPS):
                    world.step(dice.choice(ACTS))
            done += world.done
            transaction.set_rollback(True)
    print(done)
    assert done["publish"] > HISTORIES / 2
