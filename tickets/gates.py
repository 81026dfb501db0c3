"""Who may take which kinds of tickets: what gates ask for beside what people have, as it is right now."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch, Q
from django.utils import timezone

from knowledge.choices import ArticleKind
from knowledge.models import Article, Reading, Version
from staff.models import HeldSkill, Membership, User
from tickets.gating import (
    Coverage,
    GuidelineNeed,
    Held,
    Need,
    Person,
    SkillNeed,
    Standing,
    Verdict,
    covered,
    judge,
)
from tickets.models import Gate, GateGuideline, Ticket


@dataclass(frozen=True)
class Stand:
    """Where one person stands before one gate."""

    gate: Gate
    verdict: Verdict

    @property
    def is_out(self) -> bool:
        return self.verdict.standing is Standing.OUT


def gates_in_use() -> list[Gate]:
    """With what they ask for, in at most three statements; one while there are none."""
    held = Article.objects.published().filter(kind=ArticleKind.GUIDELINE)
    versions = Version.objects.filter(published_at__isnull=False).only(
        "article", "number", "published_at", "in_force_on"
    )
    asked = GateGuideline.objects.filter(article__in=held).select_related("article")
    return list(
        Gate.objects.in_use()
        .exclude(type__archived_at__isnull=False)
        .select_related("type__team", "skill")
        .prefetch_related(
            Prefetch("asked", asked, to_attr="guidelines"),
            Prefetch("guidelines__article__versions", versions, to_attr="published"),
        )
    )


def needs_of(gate: Gate) -> list[Need]:
    """Of a gate that was read with its guidelines."""
    needs: list[Need] = [need_of(one.article, one.since) for one in gate.guidelines]
    if gate.skill and gate.skill_since and gate.skill.active:
        needs.append(SkillNeed(gate.skill_id, gate.level, gate.skill_since))
    return needs


def need_of(article: Article, since: datetime.datetime) -> GuidelineNeed:
    return GuidelineNeed(
        article.pk, since, tuple((one.number, _holds_from(one)) for one in article.published)
    )


def _holds_from(version: Version) -> datetime.datetime:
    published = version.published_at
    return max(published, _midnight(version.in_force_on)) if version.in_force_on else published


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


class People:
    """What people have of all that is needed: skills, confirmed guidelines, and those that are for them."""

    def __init__(self, ids: Collection[int], needs: Iterable[Need]) -> None:
        needs = list(needs)
        self.skills = _skills(ids, {one.skill for one in needs if isinstance(one, SkillNeed)})
        articles = {one.article for one in needs if isinstance(one, GuidelineNeed)}
        self.confirmed = _confirmed(ids, articles)
        self.for_teams = _teams_of(articles)
        self.teams = _memberships(ids) if self.for_teams else {}

    def verdict(
        self, user_id: int, needs: Iterable[Need], grace_days: int, now: datetime.datetime
    ) -> Verdict:
        theirs = [one for one in needs if self._concerns(user_id, one)]
        person = Person(self.skills.get(user_id, {}), self.confirmed.get(user_id, {}))
        return judge(theirs, person, grace=datetime.timedelta(days=grace_days), now=now)

    def _concerns(self, user_id: int, need: Need) -> bool:
        """A guideline of teams has to be read by those who are in them: others could not even open it."""
        teams = self.for_teams.get(need.article) if isinstance(need, GuidelineNeed) else None
        return not teams or bool(teams & self.teams.get(user_id, set()))


def _skills(ids: Collection[int], skills: Collection[int]) -> dict[int, dict[int, Held]]:
    found: dict[int, dict[int, Held]] = {}
    if skills:
        rows = HeldSkill.objects.filter(user__in=ids, skill__in=skills)
        for user, skill, level, last_day in rows.values_list("user", "skill", "level", "expires_on"):
            until = _midnight(last_day + datetime.timedelta(days=1)) if last_day else None
            found.setdefault(user, {})[skill] = Held(level, until)
    return found


def _confirmed(ids: Collection[int], articles: Collection[int]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    if articles:
        rows = Reading.objects.filter(
            reader__in=ids, version__article__in=articles, acknowledged_at__isnull=False
        )
        for user, article, number in rows.values_list("reader", "version__article").annotate(
            newest=Max("version__number")
        ):
            found.setdefault(user, {})[article] = number
    return found


def _teams_of(articles: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if articles:
        for article, team in Article.teams.through.objects.filter(article__in=articles).values_list(
            "article_id", "team_id"
        ):
            found.setdefault(article, set()).add(team)
    return found


def _memberships(ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for user, team in Membership.objects.filter(user__in=ids).values_list("user", "team"):
        found.setdefault(user, set()).add(team)
    return found


def standings(
    ids: Collection[int], now: datetime.datetime, gates: Collection[Gate] | None = None
) -> dict[int, list[Stand]]:
    """Where each of them stands before each gate in use."""
    gates = gates_in_use() if gates is None else gates
    needs = {gate.pk: needs_of(gate) for gate in gates}
    people = People(ids, [one for found in needs.values() for one in found])
    return {
        pk: [Stand(gate, people.verdict(pk, needs[gate.pk], gate.grace_days, now)) for gate in gates]
        for pk in ids
    }


def standings_of(user: User, now: datetime.datetime) -> list[Stand]:
    return standings([user.pk], now)[user.pk]


def kept_from(stands: Iterable[Stand]) -> Q:
    """The tickets behind the gates that somebody is out of."""
    out = [one.gate for one in stands if one.is_out]
    types = [gate.type_id for gate in out if gate.type_id]
    tags = [gate.tag for gate in out if gate.tag]
    found = Q(pk__in=[])
    if types:
        found |= Q(type__in=types)
    if tags:
        found |= Q(tags__overlap=tags)
    return found


def stands_before(ticket: Ticket, gate: Gate) -> bool:
    return gate.type_id == ticket.type_id if gate.type_id else gate.tag in ticket.tags


def standing_for(user: User, ticket: Ticket, now: datetime.datetime) -> list[Stand]:
    """What somebody lacks for this ticket, now or soon; empty if nothing."""
    return standing_for_all(user, [ticket], now)


def standing_for_all(user: User, tickets: Collection[Ticket], now: datetime.datetime) -> list[Stand]:
    """What somebody lacks for any of these, each gate once."""
    gates = [gate for gate in gates_in_use() if any(stands_before(one, gate) for one in tickets)]
    if not gates:
        return []
    return [one for one in standings([user.pk], now, gates)[user.pk] if one.verdict.missing]


def crews(gate: Gate) -> dict[int, list[int]]:
    """Who works where such tickets go: in the team of the type, or in every team."""
    rows = Membership.objects.filter(team__active=True, user__is_active=True)
    if gate.type and gate.type.team_id:
        rows = rows.filter(team=gate.type.team_id)
    found: dict[int, list[int]] = {}
    for team, user in rows.order_by("team__name", "user__full_name").values_list("team", "user"):
        found.setdefault(team, []).append(user)
    return found


def coverage(
    gate: Gate, needs: Collection[Need], grace_days: int, now: datetime.datetime
) -> tuple[list[Coverage], dict[int, Verdict]]:
    """By team, how many could take such tickets today and later; and where each person stands."""
    teams = crews(gate)
    ids = {one for people in teams.values() for one in people}
    people = People(ids, needs)
    verdicts = {pk: people.verdict(pk, needs, grace_days, now) for pk in ids}
    return covered(teams, verdicts), verdicts


def asking_for(article: Article) -> list[Gate]:
    """Gates that ask for this guideline."""
    return [gate for gate in gates_in_use() if any(one.article_id == article.pk for one in gate.guidelines)]


def as_json(gate: Gate) -> dict[str, Any]:
    """Everything it says, for the trace."""
    asked: Mapping[int, str] = dict(gate.asked.values_list("article", "article__title"))
    return {
        "skill": gate.skill.name if gate.skill else "", "level": gate.level, "grace_days": gate.grace_days,
        "guidelines": sorted(asked.values()), "archived": gate.archived_at is not None,
    }  # fmt: skip


def planned_needs(gate: Gate | None, said: Mapping[str, Any], now: datetime.datetime) -> list[Need]:
    """What a gate would ask for, should it be saved so: what it asks for already keeps its time."""
    known = dict(gate.asked.values_list("article", "since")) if gate else {}
    versions = Prefetch("versions", Version.objects.filter(published_at__isnull=False), to_attr="published")
    articles = Article.objects.filter(pk__in=[one.pk for one in said.get("guidelines") or ()])
    needs: list[Need] = [need_of(one, known.get(one.pk, now)) for one in articles.prefetch_related(versions)]
    if skill := said.get("skill"):
        level = said.get("level") or 1
        stays = gate is not None and gate.skill_id == skill.pk and level <= gate.level
        needs.append(SkillNeed(skill.pk, level, gate.skill_since if stays and gate else now))
    return needs
