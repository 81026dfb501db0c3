"""Making promises."""

from typing import Any

from django.db import transaction

from sla.models import Policy, PolicyVersion
from staff.models import Team


@transaction.atomic
def set_policy(
    name: str, terms: dict[str, Any], *, team: Team | None = None, position: int = 0
) -> PolicyVersion:
    """A new version of the policy of that name (made on first use). ValidationError if the terms cannot be
    kept track of.
    """
    policy, _ = Policy.objects.get_or_create(name=name, defaults={"team": team, "position": position})
    newest = PolicyVersion.objects.select_for_update().filter(policy=policy).order_by("-number").first()
    version = PolicyVersion(policy=policy, number=newest.number + 1 if newest else 1, terms=terms)
    version.full_clean()
    version.save()
    return version
