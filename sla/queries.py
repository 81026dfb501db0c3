"""Questions about promises."""

from django.db.models import F, Q

from sla.models import PolicyVersion
from staff.models import Team


def policy_version_for(team: Team) -> PolicyVersion | None:
    """The newest version of the first active policy, by position, that fits the team."""
    return (
        PolicyVersion.objects.filter(Q(policy__team=team) | Q(policy__team=None), policy__active=True)
        .order_by(F("policy__position"), "policy_id", "-number")
        .first()
    )
