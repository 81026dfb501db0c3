"""The door to what the radar found, to saved reports, marked days, and the figures of a person: what is not
yours is not found.
"""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reports.models import Annotation, ProblemCandidate, ProblemMember, SavedReport
from staff.access import leads_person, person_for
from staff.models import Team, User
from staff.queries import teams_of
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


def measured_person(user: User, number: int) -> User:
    """Whose figures they read: for managers everybody's, for leads those of whom they lead, for everybody
    their own. Http404 else.
    """
    found = person_for(user, number)
    if found.pk == user.pk:
        return found
    if not user.may("board.see") or not (user.may("staff.manage") or leads_person(user, found)):
        raise Http404(f"no figures of {number} for you")
    return found


def reports_for(user: User) -> QuerySet[SavedReport]:
    """One's own, and those that are shared with the desk."""
    if not user.may("board.see"):
        return SavedReport.objects.none()
    return SavedReport.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


def report_for(user: User, number: int) -> SavedReport:
    found = reports_for(user).filter(pk=number).first()
    if found is None:
        raise Http404("no such report")
    return found


def report_to_change(user: User, number: int) -> SavedReport:
    found = report_for(user, number)
    if not may_change(user, found):
        raise Http404("not yours to change")
    return found


def may_change(user: User, report: SavedReport) -> bool:
    """Its owner; what is shared, a manager too: whoever made it may have left."""
    own = report.owner_id == user.pk and user.may("board.see")
    return own or (report.shared and user.may("view.share_all"))


def annotations_for(user: User) -> QuerySet[Annotation]:
    """Those for everybody, and those of the teams whose figures this reader sees; removed ones too."""
    if not user.may("board.see"):
        return Annotation.objects.none()
    found = Annotation.objects.select_related("team")
    if user.may("ticket.see_all"):
        return found
    return found.filter(Q(team=None) | Q(team__in=teams_of(user)))


def annotation_for(user: User, number: int) -> Annotation:
    found = annotations_for(user).filter(pk=number).first()
    if found is None:
        raise Http404("no such marked day for you")
    return found


def annotation_to_change(user: User, number: int) -> Annotation:
    found = annotation_for(user, number)
    if not may_annotate(user, found.team):
        raise Http404("not yours to change")
    return found


def may_annotate(user: User, team: Team | None) -> bool:
    """For all teams only who sees them all; else for a team of theirs."""
    if not user.may("board.see"):
        return False
    return user.may("ticket.see_all") or (team is not None and teams_of(user).filter(pk=team.pk).exists())
