"""Who may take a kind of ticket that asks for a skill or for guidelines, and what somebody lacks until when.
Pure: no Django, no database.

A gate asks; a person holds skills and has confirmed versions. What they lack leaves them some days, counted
from when it began to be missing: when the gate asked, the skill ran out, or a new version came into force.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# A skill that runs out within this time is told of already.
AHEAD = datetime.timedelta(days=14)


class Standing(StrEnum):
    MAY = "may"
    WARNED = "warned"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """At least this level; `since` is when the gate began to ask for it."""

    skill: int
    level: int
    since: datetime.datetime


@dataclass(frozen=True, slots=True)
class GuidelineNeed:
    """`versions`: number and when it came into force, or will; in any order."""

    article: int
    since: datetime.datetime
    versions: tuple[tuple[int, datetime.datetime], ...]


Need = SkillNeed | GuidelineNeed


@dataclass(frozen=True, slots=True)
class Held:
    """A skill that somebody has; with `expires_at` it is theirs until then."""

    level: int
    expires_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """`skills` by skill, `confirmed` the newest version they confirmed by article."""

    skills: Mapping[int, Held]
    confirmed: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing from `since` on, and from `until` on they are offered no such ticket."""

    need: Need
    since: datetime.datetime
    until: datetime.datetime

    def is_over(self, now: datetime.datetime) -> bool:
        return self.until <= now


@dataclass(frozen=True, slots=True)
class Verdict:
    standing: Standing
    missing: tuple[Missing, ...] = ()

    @property
    def until(self) -> datetime.datetime | None:
        """When the first of it is no longer overlooked."""
        return min((one.until for one in self.missing), default=None)


def judge(
    needs: Iterable[Need], person: Person, *, grace: datetime.timedelta, now: datetime.datetime
) -> Verdict:
    """Out as soon as the grace of one need is over; what is most urgent comes first."""
    found = [one for need in needs if (one := lacking(need, person, grace, now))]
    found.sort(key=lambda one: (one.until, isinstance(one.need, GuidelineNeed), _number(one.need)))
    if not found:
        return Verdict(Standing.MAY)
    standing = Standing.OUT if any(one.is_over(now) for one in found) else Standing.WARNED
    return Verdict(standing, tuple(found))


def lacking(need: Need, person: Person, grace: datetime.timedelta, now: datetime.datetime) -> Missing | None:
    """None if nothing of it is missing, now or soon."""
    since = _skill_lacks(need, person, now) if isinstance(need, SkillNeed) else _unread(need, person)
    return Missing(need, since, since + grace) if since else None


def _skill_lacks(need: SkillNeed, person: Person, now: datetime.datetime) -> datetime.datetime | None:
    held = person.skills.get(need.skill)
    if held is None or held.level < need.level:
        return need.since
    if held.expires_at is None or held.expires_at > now + AHEAD:
        return None
    return max(need.since, held.expires_at)


def _unread(need: GuidelineNeed, person: Person) -> datetime.datetime | None:
    """From the first version on that they did not confirm: another that follows gives no more time. One that
    is to come into force counts from that day.
    """
    last = person.confirmed.get(need.article, 0)
    after = [holds_from for number, holds_from in sorted(need.versions) if number > last]
    return max(need.since, min(after)) if after else None


def _number(need: Need) -> int:
    return need.skill if isinstance(need, SkillNeed) else need.article


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many people of a team could take such tickets today, and how many once no time is left."""

    team: int
    people: int
    today: int
    after: int

    @property
    def falls(self) -> bool:
        return self.after < self.today


def covered(teams: Mapping[int, Sequence[int]], verdicts: Mapping[int, Verdict]) -> list[Coverage]:
    """Of teams with their people; `today` counts whoever is not out, `after` those who lack nothing."""
    return [
        Coverage(
            team,
            len(people),
            sum(verdicts[one].standing is not Standing.OUT for one in people),
            sum(verdicts[one].standing is Standing.MAY for one in people),
        )
        for team, people in teams.items()
    ]
