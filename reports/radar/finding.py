"""Outbreaks become candidates, one for each; what comes later and is like them joins."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind, Way
from reports.models import ProblemCandidate, ProblemMember, TicketPrint
from reports.radar.choices import ProblemState
from reports.radar.clusters import belongs, core_of, name_of
from reports.radar.looking import LIFT_HOURS, Arrived, Outbreak, outbreaks, same
from reports.radar.naming import topic_names
from reports.radar.printing import forget_old, print_new
from reports.radar.remembering import Remembered
from reports.radar.topic_weeks import close_weeks
from staff.models import User
from staff.permissions import roles_with
from tickets.choices import ACTIVE
from tickets.models import Ticket

MOST_TICKETS = 3000  # of the last hours: the newest
JOINS_FOR = datetime.timedelta(hours=12)  # after the last outbreak of it
ENOUGH = 0.5
WORDS = gettext_noop("{n} tickets in an hour are about the same: “{name}”")
DETAIL = gettext_noop("Usually {usual} in an hour")
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended('reports.radar', 7))"


def scan(now: datetime.datetime | None = None) -> int:
    """Look at the last hours; how many candidates are new. Safe to run twice, at once, and to be killed."""
    now = now or database_clock.now()
    with transaction.atomic():
        if not _alone():
            return 0
        ready = print_new(now)
        forget_old(now)
        if not ready:
            return 0
        close_weeks(now, zone_of_desk())
        return _look(now)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        return bool(cursor.fetchone()[0])


def _look(now: datetime.datetime) -> int:
    rows = TicketPrint.objects.filter(at__gt=now - datetime.timedelta(hours=LIFT_HOURS), at__lte=now)
    prints = [*rows.order_by("-at", "-ticket")[:MOST_TICKETS]]
    if not prints:
        return 0
    memory = Remembered(now, zone_of_desk(), prints)
    _join(prints, memory, now)
    if not memory.knows_enough:
        return 0
    arrived = [
        Arrived(one.ticket_id, (now - one.at).total_seconds() / 3600, one.who, frozenset(one.topics),
                frozenset(one.words))
        for one in prints
    ]  # fmt: skip
    found = outbreaks(arrived, memory, hour=memory.hour, past=memory.past)
    return sum(_take(one, prints, memory, now) for one in found)


def zone_of_desk() -> datetime.tzinfo:
    """Where most of its people are: their weeks have the rhythm."""
    zones = Counter(User.objects.filter(is_active=True).values_list("time_zone", flat=True))
    return ZoneInfo(zones.most_common(1)[0][0] if zones else settings.TIME_ZONE)


def is_like(one: ProblemCandidate, topics: Sequence[str], words: Sequence[str], memory: Remembered) -> bool:
    """By the topic it is known by; without one, by its words."""
    return one.topic in topics if one.topic else belongs(words, one.core, memory.seen)


def _join(prints: Sequence[TicketPrint], memory: Remembered, now: datetime.datetime) -> None:
    """Tickets that came since and are like a candidate that still takes some."""
    taking = [
        one
        for one in ProblemCandidate.objects.exclude(state=ProblemState.DISMISSED)
        .filter(last_at__gt=now - 14 * JOINS_FOR)
        .select_related("problem")
        if (one.problem.state in ACTIVE if one.problem else one.last_at > now - JOINS_FOR)
    ]
    for one in taking:
        like = [
            each.ticket_id
            for each in prints
            if each.at >= one.found_at - datetime.timedelta(hours=1) and each.ticket_id != one.problem_id
            and is_like(one, each.topics, each.words, memory)
        ]  # fmt: skip
        _add(one, like, now)


def _add(one: ProblemCandidate, numbers: Sequence[int], now: datetime.datetime) -> None:
    ProblemMember.objects.bulk_create(
        [ProblemMember(candidate=one, ticket_id=number, added_at=now) for number in numbers],
        ignore_conflicts=True,
    )


def _take(found: Outbreak, prints: Sequence[TicketPrint], memory: Remembered, now: datetime.datetime) -> int:
    """Into the candidate that is the same already, or a new one; 1 if it is new."""
    known = _known(found, prints, memory, now)
    if known:
        if known.state != ProblemState.DISMISSED:
            known.last_at = now
            known.save(update_fields=["last_at"])
            _add(known, found.members, now)
        return 0
    _begin(found, prints, memory, now)
    return 1


def _known(
    found: Outbreak, prints: Sequence[TicketPrint], memory: Remembered, now: datetime.datetime
) -> ProblemCandidate | None:
    """Open, accepted with a problem that is not solved, or dismissed a while ago."""
    members = {*found.members}
    inside = [each for each in prints if each.ticket_id in members]
    for one in ProblemCandidate.objects.filter(
        found_at__gt=now - datetime.timedelta(days=120)
    ).select_related("problem"):
        dismissed = one.state == ProblemState.DISMISSED
        if dismissed and not (one.quiet_until and one.quiet_until > now):
            continue
        if one.problem and one.problem.state not in ACTIVE:
            continue
        if one.topic and one.topic == found.topic:
            return one
        like = sum(is_like(one, each.topics, each.words, memory) for each in inside)
        there = one.members.filter(ticket__in=members).values_list("ticket", flat=True)
        if like >= ENOUGH * len(members) or same(members, there):
            return one
    return None


def _begin(
    found: Outbreak, prints: Sequence[TicketPrint], memory: Remembered, now: datetime.datetime
) -> ProblemCandidate:
    members = {*found.members}
    tickets = [*Ticket.objects.filter(pk__in=members).only("number", "subject", "team")]
    core = found.core or core_of(
        [frozenset(each.words) for each in prints if each.ticket_id in members], memory.seen
    )
    found = replace(found, core=core)
    usual = memory.usual(found.topic) if found.topic else memory.usual_of_words(core)
    made = ProblemCandidate.objects.create(
        topic=found.topic, core=[*core], name=_name(found, [ticket.subject for ticket in tickets]),
        found_at=now, last_at=now, count=found.spike.count, usual=found.spike.usual,
        rates=[round(rate, 4) for rate in usual.rates],
    )  # fmt: skip
    _add(made, found.members, now)
    _tell(made, {ticket.team_id for ticket in tickets}, now)
    return made


def _name(found: Outbreak, subjects: Sequence[str]) -> str:
    words = name_of(found.core, subjects)
    topic = topic_names([found.topic]).get(found.topic, "") if found.topic else ""
    return (": ".join(part for part in (topic, words) if part) or subjects[0])[:160]


def _tell(made: ProblemCandidate, teams: set[int], now: datetime.datetime) -> None:
    """Managers, and the leads of the teams whose tickets are in it: once."""
    people = User.objects.filter(is_active=True, role__in=roles_with("problem.decide"))
    everywhere = {*people.filter(role__in=roles_with("ticket.see_all"))}
    leads = {*people.filter(memberships__team__in=teams)}
    notify(
        sorted(everywhere | leads, key=lambda one: one.pk), key=f"problem-{made.pk}", kind=Kind.PROBLEM,
        words=WORDS, detail=DETAIL, params={"n": made.count, "name": made.name, "usual": f"{made.usual:.1f}"},
        page="reports:problem", page_args=[made.pk], about=("problem", made.pk), way=Way.TRAY, at=now,
    )  # fmt: skip
