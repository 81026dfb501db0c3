"""Making promises."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from scheduling.models import CalendarVersion
from sla import about
from sla.matching import read_conditions
from sla.models import Adoption, Policy, PolicyChange, PolicyVersion
from sla.policy import Audience
from sla.terms import read_terms
from staff.models import Team, User


class Stale(Exception):
    """Somebody else made a newer version meanwhile."""


@transaction.atomic
def set_policy(
    name: str,
    terms: dict[str, Any],
    *,
    team: Team | None = None,
    conditions: dict[str, Any] | None = None,
    audience: str = Audience.CUSTOMER,
    position: int = 0,
) -> PolicyVersion:
    """A new version of the policy of that name (made on first use), by a command. ValidationError if the
    terms cannot be kept track of. `team` is short for the condition that it is theirs.
    """
    policy, _ = Policy.objects.get_or_create(name=name, defaults={"position": position, "audience": audience})
    if conditions is None:
        conditions = {"all": [{"field": "team", "how": "is", "values": [str(team.pk)]}]} if team else {}
    return _next_version(policy, terms=terms, conditions=conditions)


@transaction.atomic
def save_policy(
    policy: Policy | None,
    *,
    name: str,
    terms: dict[str, Any],
    conditions: dict[str, Any],
    by: User,
    audience: str = Audience.CUSTOMER,
    seen: int = 0,
    adopt: str = "",
) -> PolicyVersion:
    """A policy as it was typed; an edit makes a version and changes none that a ticket lives under.

    `seen` is the number of the version that was edited; `adopt` how open tickets take it over, if at all: one
    that says the same as before is adopted too. Raises ValidationError, sla.matching.Wrong, and Stale when
    somebody was quicker.
    """
    _require(by)
    conditions = read_conditions(conditions, about.known(), about.fields()).as_json()
    policy, newest = _named(policy, name, audience, by)
    if newest and newest.number != seen:
        raise Stale
    version = newest
    if newest is None or not _says(newest, terms, conditions):
        version = _next_version(policy, terms=terms, conditions=conditions, made_by=by)
    if newest is None:
        _place(policy, first=bool(conditions["all"]))
    if adopt:
        begin_adoption(by=by, how=adopt, policy_version=version)
    return version


def _says(version: PolicyVersion, terms: dict[str, Any], conditions: dict[str, Any]) -> bool:
    """Whether the version means just this, however it was written."""
    was, now = version.read(), read_terms(terms)
    return (was.promised, was.ladder) == (
        now.promised,
        now.ladder,
    ) and version.read_conditions().as_json() == conditions


def _named(policy: Policy | None, name: str, audience: str, by: User) -> tuple[Policy, PolicyVersion | None]:
    """The policy, locked and under this name, and its newest version. ValidationError if it is taken."""
    if policy is None:
        policy = Policy(name=name, audience=audience)
        policy.full_clean()
        policy.save()
        return policy, None
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if policy.name != name:
        was, policy.name = policy.name, name
        policy.full_clean()
        policy.save(update_fields=["name"])
        PolicyChange.objects.create(policy=policy, by=by, was={"name": was}, to={"name": name})
    return policy, policy.versions.order_by("-number").first()


@transaction.atomic
def use_policy(policy: Policy, *, active: bool, by: User) -> None:
    """Switch a policy on or off: for tickets that open from now on, or change. Safe to repeat."""
    _require(by)
    fresh = Policy.objects.select_for_update().get(pk=policy.pk)
    if fresh.active != active:
        fresh.active = active
        fresh.save(update_fields=["active"])
        PolicyChange.objects.create(policy=fresh, by=by, was={"active": not active}, to={"active": active})


@transaction.atomic
def move_policy(policy: Policy, *, up: bool, by: User) -> None:
    """One place up or down among those promised to the same people. At the end nothing happens."""
    _require(by)
    order = _in_order()
    among = [each for each in order if each.audience == policy.audience]
    at = next(i for i, each in enumerate(among) if each.pk == policy.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(among):
        return
    one, other = order.index(among[at]), order.index(among[to])
    order[one], order[other] = order[other], order[one]
    _number(order)
    PolicyChange.objects.create(policy=policy, by=by, was={"place": at + 1}, to={"place": to + 1})


def _place(policy: Policy, *, first: bool) -> None:
    """One that asks for something goes ahead of the others; one that takes every ticket goes behind them."""
    rest = [each for each in _in_order() if each.pk != policy.pk]
    _number([policy, *rest] if first else [*rest, policy])


def _in_order() -> list[Policy]:
    """All policies in their order, locked."""
    list(Policy.objects.select_for_update().order_by("pk").values_list("pk"))
    return list(Policy.objects.all())


def _number(order: list[Policy]) -> None:
    for position, each in enumerate(order, 1):
        each.position = position
    Policy.objects.bulk_update(order, ["position"])


def begin_adoption(
    *,
    by: User,
    how: str,
    policy_version: PolicyVersion | None = None,
    calendar_version: CalendarVersion | None = None,
) -> Adoption:
    """Open tickets take this version over. The row is the truth; whoever hears of it begins at once."""
    _require(by)
    adoption = Adoption(made_by=by, how=how, policy_version=policy_version, calendar_version=calendar_version)
    adoption.full_clean()
    adoption.save()
    for path in settings.ADOPTION_LISTENERS:
        transaction.on_commit(lambda path=path: import_string(path)(adoption), robust=True)
    return adoption


def _next_version(policy: Policy, **fields: Any) -> PolicyVersion:
    Policy.objects.select_for_update().get(pk=policy.pk)
    newest = policy.versions.aggregate(newest=Max("number"))["newest"]
    version = PolicyVersion(policy=policy, number=(newest or 0) + 1, **fields)
    version.full_clean()
    version.save()
    return version


def _require(by: User) -> None:
    if not by.may("promise.manage"):
        raise PermissionDenied("promise.manage")
