"""Questions about promises."""

from django.db.models import F, Q, QuerySet

from lib.prepared import Prepared
from sla.models import PolicyVersion
from staff.models import Team


def policy_version_for(team: Team) -> PolicyVersion | None:
    """The newest version of the first active policy, by position, that fits the team."""
    return next(iter(_first(team=team.pk)), None)


@Prepared
def _first(*, team: int) -> QuerySet[PolicyVersion]:
    """Asked with every letter that opens a ticket."""
    return PolicyVersion.objects.filter(
        Q(policy__team=team) | Q(policy__team=None), policy__active=True
    ).order_by(F("policy__position"), "policy_id", "-number")[:1]
