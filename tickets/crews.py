"""Who could take a team's tickets right now, as tickets.routing wants to know them."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from scheduling.load import Facts, Load, Span, common, crowded, hot_stretch, load_of
from scheduling.loads import InHand, caps_of, overrides_of, zone
from scheduling.models import OnCall
from scheduling.there import NOT_THERE, There, there
from staff.choices import Level, Role
from staff.models import HeldSkill, Membership, Team, User
from tickets.choices import ClockState, RoutingStrategy
from tickets.efforts import counted_by, held_by
from tickets.gates import gates_in_use, standings, stands_before
from tickets.models import Gate, RoutingShare, RoutingTurn, TeamRouting, Ticket, TicketClock
from tickets.routing import Candidate, Need, Standing, Strategy, Terms

MINUTE = datetime.timedelta(minutes=1)
# A shorter pause does not end a stretch of pressing work.
PAUSE = datetime.timedelta(minutes=15)
SEVERAL = 3
LONGEST_STRETCH = datetime.timedelta(hours=16)


def routing_of(team: Team | int) -> TeamRouting:
    """What the team decided, or what holds while it has not."""
    number = team if isinstance(team, int) else team.pk
    found = TeamRouting.objects.filter(team=number).first()
    return found or TeamRouting(team_id=number, version=0)


def is_handed_out(team: int) -> bool:
    """Whether the desk finds somebody for this team's tickets."""
    return TeamRouting.objects.filter(team=team).exclude(strategy=RoutingStrategy.MANUAL).exists()


def terms_of(routing: TeamRouting) -> Terms:
    return Terms(
        Strategy(routing.strategy), routing.fallback_minutes, routing.climb_minutes, routing.on_call_for_all
    )


@dataclass
class Member:
    """One of them with all that is known, and what was given to them since it was read. `calls`: for which
    skills they are on call now, in which order.
    """

    user: User
    there: There
    facts: Facts
    calls: Sequence[tuple[int | None, int]]
    skills: dict[int, int]
    languages: frozenset[str]
    last: float
    allowed: bool
    share: float


class Crew:
    """The people of one team at one moment: its members, who is on call for it, the managers. Read once for
    any number of tickets, and kept true while these are given away.
    """

    def __init__(self, team: Team, at: datetime.datetime, routing: TeamRouting | None = None) -> None:
        self.team, self.at = team, at
        self.routing = routing or routing_of(team)
        self.terms = terms_of(self.routing)
        self.caps, self.zone = caps_of(team), zone()
        self._loads: dict[int, Load] = {}
        calls = _calls(team, at)
        users = _people(team, calls)
        numbers = [one.pk for one in users]
        self.gates: list[Gate] = gates_in_use()
        self.stands = standings(numbers, at, self.gates) if self.gates else {}
        present, held = there(users, at), held_by(numbers)
        hot = hot_minutes({number: one.planned for number, one in present.items()}, at)
        skills, codes = _skills(numbers, at)
        turns, allowed, shares = _turns(team), overrides_of(numbers, at), shares_of(team)
        self.members = {
            one.pk: Member(
                one, seen := present.get(one.pk, NOT_THERE),
                Facts(seen.planned, seen.actual, held.get(one.pk, 0.0), hot.get(one.pk, 0.0)),
                calls.get(one.pk, ()), skills.get(one.pk, {}), self._languages(one, codes.get(one.pk, set())),
                turns.get(one.pk, 0.0), one.pk in allowed, shares.get(one.pk, 100) / 100,
            )
            for one in users
        }  # fmt: skip

    def _languages(self, user: User, held: set[str]) -> frozenset[str]:
        """Their own, that of the team they are in, and those they are known to write."""
        team = {self.team.language} if user.is_member else set()  # type: ignore[attr-defined]
        return frozenset({user.language, *team, *held})

    def load(self, number: int) -> Load:
        if number not in self._loads:
            self._loads[number] = load_of(self.members[number].facts, self.at, self.zone, self.caps)
        return self._loads[number]

    def candidates(self, ticket: Ticket, needs: Sequence[Need] = ()) -> list[Candidate]:
        before = [gate.pk for gate in self.gates if stands_before(ticket, gate)]
        skills = {one.skill for one in needs}
        return [self._candidate(number, before, skills) for number in self.members]

    def _candidate(self, number: int, before: Collection[int], skills: Collection[int]) -> Candidate:
        one = self.members[number]
        load = self.load(number)
        ends_at = one.there.ends_at
        calls = [(skill is None, order) for skill, order in one.calls if skill is None or skill in skills]
        first = min(calls, default=(True, 0))
        return Candidate(
            number, member=one.user.is_member, on_shift=one.there.on_shift, working=one.there.working,  # type: ignore[attr-defined]
            left=(ends_at - self.at) / MINUTE if ends_at else None, on_call=bool(calls) and one.there.on_call,
            order=first[0] * 100 + first[1],
            leads=one.user.is_lead_here, manages=one.user.role == Role.MANAGER,  # type: ignore[attr-defined]
            skills=one.skills, languages=one.languages,
            gated=any(stand.is_out and stand.gate.pk in before for stand in self.stands.get(number, ())),
            standing=Standing(load.standing.value), load=load.index, allowed=one.allowed,
            held=one.facts.effort, capacity=self.routing.capacity_minutes, share=one.share,
            last=self._turn(one),
        )  # fmt: skip

    def _turn(self, one: Member) -> float:
        """When they got something last; with a small share it feels later, with a large one longer ago."""
        now = self.at.timestamp()
        return now - (now - one.last) * one.share if one.last else 0.0

    def gave(self, number: int, effort: float) -> None:
        """They have that much more in hand from now on."""
        one = self.members[number]
        one.facts = replace(one.facts, effort=one.facts.effort + effort)
        one.last = self.at.timestamp()
        del self._loads[number]


def _calls(team: Team, at: datetime.datetime) -> dict[int, list[tuple[int | None, int]]]:
    """Who is on call for the team, for which skill (none: for all) and in which order."""
    found: dict[int, list[tuple[int | None, int]]] = {}
    rows = OnCall.objects.filter(team=team, starts_at__lte=at, ends_at__gt=at)
    for user, skill, order in rows.values_list("user", "skill", "order"):
        found.setdefault(user, []).append((skill, order))
    return found


def _people(team: Team, standby: Collection[int]) -> list[User]:
    here = Membership.objects.filter(user=OuterRef("pk"), team=team)
    people = User.objects.filter(is_active=True).annotate(
        is_member=Exists(here), is_lead_here=Exists(here.filter(leads=True))
    )
    return list(people.filter(Q(is_member=True) | Q(pk__in=standby) | Q(role=Role.MANAGER)).order_by("pk"))


def _skills(
    numbers: Collection[int], at: datetime.datetime
) -> tuple[dict[int, dict[int, int]], dict[int, set[str]]]:
    """Levels by skill, and the languages they write well enough to work alone."""
    levels: dict[int, dict[int, int]] = {}
    codes: dict[int, set[str]] = {}
    held = HeldSkill.objects.on(timezone.localdate(at)).filter(user__in=numbers, skill__active=True)
    for user, skill, level, code in held.values_list("user", "skill", "level", "skill__code"):
        levels.setdefault(user, {})[skill] = level
        if code and level >= Level.WORKS:
            codes.setdefault(user, set()).add(code)
    return levels, codes


def shares_of(team: Team) -> dict[int, int]:
    """In percent; who is not in it has 100."""
    return dict(RoutingShare.objects.filter(team=team).values_list("user", "percent"))


def _turns(team: Team) -> dict[int, float]:
    rows = RoutingTurn.objects.filter(team=team).values_list("user", "at")
    return {user: when.timestamp() for user, when in rows}


def hot_minutes(planned: Mapping[int, Sequence[Span]], at: datetime.datetime) -> dict[int, float]:
    """For how many minutes each of them has had several promises at risk in hand, without a pause; only in
    their shifts, so that nobody is tired of what waited for them overnight.
    """
    numbers = [number for number, shifts in planned.items() if shifts]
    if not numbers:
        return {}
    clocks = TicketClock.objects.filter(
        Q(stopped_at=None) | Q(stopped_at__gt=at - LONGEST_STRETCH),
        ticket__assignee__in=numbers,
        warn_at__gt=at - LONGEST_STRETCH,
        warn_at__lte=at,
    ).exclude(state=ClockState.PAUSED)
    spans: dict[int, list[Span]] = {}
    for user, start, end in clocks.values_list("ticket__assignee", "warn_at", "stopped_at"):
        spans.setdefault(user, []).append(Span(start, min(end or at, at)))
    return {
        user: hot_stretch(common(crowded(found, SEVERAL), planned[user]), at, PAUSE)
        for user, found in spans.items()
    }


def in_hand(planned: Mapping[int, Sequence[Span]], at: datetime.datetime) -> dict[int, InHand]:
    """What scheduling wants to know of people's work (WORK_IN_HAND)."""
    counted, hot = counted_by(list(planned)), hot_minutes(planned, at)
    return {number: InHand(*counted.get(number, (0, 0.0)), hot.get(number, 0.0)) for number in planned}
