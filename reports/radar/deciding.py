"""What people make of what the radar found: a problem ticket, or nothing."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.actions import welcome_contact
from lib import database_clock
from reports.models import ProblemCandidate, ProblemMember
from reports.radar.choices import ProblemState
from staff.models import Team, User
from staff.queries import teams_of
from tickets.access import tickets_for
from tickets.actions import link, open_ticket
from tickets.choices import Channel, LinkKind
from tickets.models import Ticket

QUIET_FOR = datetime.timedelta(days=7)
LONGEST_REASON = 300


def require(by: User) -> None:
    if not by.may("problem.decide"):
        raise PermissionDenied("problem.decide")


@transaction.atomic
def accept(
    candidate: ProblemCandidate, *, by: User, team: Team, subject: str, text: str,
    at: datetime.datetime | None = None,
) -> Ticket:  # fmt: skip
    """It is a problem: a ticket for it, of which its tickets are incidents. Twice is once. ValidationError if
    somebody dismissed it.
    """
    require(by)
    if not teams_of(by).filter(pk=team.pk).exists():
        raise PermissionDenied("not a team of theirs")
    fresh, at = _locked(candidate), at or database_clock.now()
    if fresh.problem:
        return fresh.problem
    _still_open(fresh)
    problem = open_ticket(
        by=by, requester=welcome_contact(address=by.email, name=by.full_name), team=team, subject=subject,
        text=text, channel=Channel.CHAT, assignee=by, at=at,
    )  # fmt: skip
    fresh.state, fresh.problem, fresh.decided_by, fresh.decided_at = ProblemState.ACCEPTED, problem, by, at
    fresh.save(update_fields=["state", "problem", "decided_by", "decided_at"])
    take_in(fresh, by=by, numbers=_offered(fresh), at=at)
    return problem


def take_in(
    candidate: ProblemCandidate, *, by: User, numbers: Sequence[int], at: datetime.datetime | None = None
) -> int:
    """These of its tickets become incidents of the problem, as far as this colleague may see them; how many.
    One that is an incident of another problem stays there.
    """
    require(by)
    at = at or database_clock.now()
    if candidate.problem is None:
        raise ValidationError(_("There is no problem ticket yet."))
    rows = candidate.members.filter(ticket__in=[*numbers], linked_at=None).select_related("ticket")
    done = 0
    for row in rows.filter(ticket__in=tickets_for(by)).order_by("ticket"):
        try:
            with transaction.atomic():
                link(row.ticket, by=by, kind=LinkKind.INCIDENT, to=candidate.problem, at=at)
        except ValidationError:
            continue
        ProblemMember.objects.filter(pk=row.pk).update(linked_at=at, left_out_at=None)
        done += 1
    return done


def leave_out(
    candidate: ProblemCandidate, *, by: User, number: int, at: datetime.datetime | None = None
) -> None:
    """It has nothing to do with it. What is linked already is unlinked at the ticket."""
    require(by)
    candidate.members.filter(ticket=number, ticket__in=tickets_for(by), linked_at=None).update(
        left_out_at=at or database_clock.now()
    )


@transaction.atomic
def dismiss(
    candidate: ProblemCandidate, *, by: User, reason: str, at: datetime.datetime | None = None
) -> ProblemCandidate:
    """No problem, for this reason; its like is left alone for a while. ValidationError if it was decided."""
    require(by)
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError(_("Say why: it teaches the radar, and whoever looks later."))
    fresh, at = _locked(candidate), at or database_clock.now()
    _still_open(fresh)
    fresh.state, fresh.reason, fresh.decided_by, fresh.decided_at = ProblemState.DISMISSED, reason, by, at
    fresh.quiet_until = at + QUIET_FOR
    fresh.save(update_fields=["state", "reason", "decided_by", "decided_at", "quiet_until"])
    return fresh


def _locked(candidate: ProblemCandidate) -> ProblemCandidate:
    rows = ProblemCandidate.objects.select_for_update(of=("self",)).select_related("problem")
    return rows.get(pk=candidate.pk)


def _still_open(candidate: ProblemCandidate) -> None:
    if not candidate.is_open:
        raise ValidationError(_("Somebody has decided about it already."))


def _offered(candidate: ProblemCandidate) -> list[int]:
    return [*candidate.members.filter(linked_at=None, left_out_at=None).values_list("ticket", flat=True)]
