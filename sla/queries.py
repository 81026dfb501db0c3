"""Questions about promises."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import F, QuerySet

from lib.prepared import Prepared
from sla.matching import Contender, Facts, first_fitting
from sla.models import PolicyVersion
from sla.policy import Audience


def versions_for(facts: Facts, *, kept: Sequence[int | None] = ()) -> dict[Audience, int]:
    """The version of a policy that holds for the customer, and the one between teams, if there are any.

    Of each policy in use its newest version counts, but `kept`: versions that a ticket lives under already.
    Asked with every letter that opens a ticket: one statement that brings numbers alone.
    """
    mine = {own.policy: own for own in (contender(version) for version in kept if version)}
    return first_fitting((mine.get(each.policy, each) for each in contenders()), facts)


def contenders() -> list[Contender]:
    """The newest version of each policy in use, in their order."""
    return [contender(version) for version in _newest()]


@Prepared
def _newest() -> QuerySet[PolicyVersion, int]:
    return (
        PolicyVersion.objects.filter(policy__active=True)
        .order_by(F("policy__position"), "policy_id", "-number")
        .distinct("policy__position", "policy_id")
        .values_list("pk", flat=True)
    )


# Versions are never rewritten, so what was read once stays true.
@lru_cache(maxsize=1024)
def contender(version_id: int) -> Contender:
    version = PolicyVersion.objects.select_related("policy").get(pk=version_id)
    return Contender(
        version=version.pk,
        policy=version.policy_id,
        audience=Audience(version.policy.audience),
        conditions=version.read_conditions(),
    )
