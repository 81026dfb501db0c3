"""Making promises."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from sla.models import Policy, PolicyVersion
from sla.policy import Audience
from staff.models import Team


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
    """A new version of the policy of that name (made on first use). ValidationError if the terms cannot be
    kept track of. `team` is short for the condition that it is theirs.
    """
    policy, _ = Policy.objects.get_or_create(name=name, defaults={"position": position, "audience": audience})
    if conditions is None:
        conditions = {"all": [{"field": "team", "how": "is", "values": [str(team.pk)]}]} if team else {}
    return _next_version(policy, terms=terms, conditions=conditions)


def _next_version(policy: Policy, **fields: Any) -> PolicyVersion:
    Policy.objects.select_for_update().get(pk=policy.pk)
    newest = policy.versions.aggregate(newest=Max("number"))["newest"]
    version = PolicyVersion(policy=policy, number=(newest or 0) + 1, **fields)
    version.full_clean()
    version.save()
    return version
