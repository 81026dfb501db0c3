"""The door to what the radar found: what is not yours is not found."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from reports.models import ProblemCandidate, ProblemMember
from staff.models import User
from tickets.access import tickets_for


def problems_for(user: User) -> QuerySet[ProblemCandidate]:
    """Those with a ticket that this reader may see; none for who has no board."""
    if not user.may("board.see"):
        return ProblemCandidate.objects.none()
    if user.may("ticket.see_all"):
        return ProblemCandidate.objects.all()
    seen = ProblemMember.objects.filter(candidate=OuterRef("pk"), ticket__in=tickets_for(user))
    return ProblemCandidate.objects.filter(Exists(seen))


def problem_for(user: User, number: int) -> ProblemCandidate:
    found = problems_for(user).select_related("problem", "decided_by").filter(pk=number).first()
    if found is None:
        raise Http404(f"no problem {number} for you")
    return found


def problem_numbers(user: User, numbers: Collection[int]) -> set[int]:
    return set(problems_for(user).filter(pk__in=numbers).values_list("pk", flat=True))
