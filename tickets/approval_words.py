"""What approvers and writers of supervised answers are told."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from staff.models import Membership, User
from tickets.models import Draft, Ticket

_ASKED = gettext_noop("An answer of {name} waits for your approval: #{number} {subject}")
_RETURNED = gettext_noop("Your answer was returned: #{number} {subject}")
_WHY = gettext_noop("{name}: {why}")


def tell_approvers(ticket: Ticket, row: Draft, *, at: datetime.datetime) -> None:
    """Whoever leads the team; where nobody else does, the managers."""
    people = _approvers(ticket, row.user)
    _tell(ticket, row, people, _ASKED, "", {"name": row.user.full_name}, Kind.APPROVAL, at)


def tell_returned(ticket: Ticket, row: Draft, *, by: User, why: str, at: datetime.datetime) -> None:
    said = {"name": by.full_name, "why": why.strip()[:200]}
    _tell(ticket, row, [row.user], _RETURNED, _WHY, said, Kind.ANSWER, at)


def _approvers(ticket: Ticket, writer: User) -> list[User]:
    leads = Membership.objects.filter(user=OuterRef("pk"), team=ticket.team_id, leads=True)
    people = User.objects.filter(is_active=True).exclude(pk=writer.pk).annotate(is_lead=Exists(leads))
    found = [one for one in people.filter(is_lead=True) if one.may("answer.approve")]
    return found or [one for one in people.filter(Q(role="manager")) if one.may("ticket.see_all")]


def _tell(
    ticket: Ticket, row: Draft, to: list[User], words: str, detail: str, params: dict[str, str], kind: str,
    at: datetime.datetime,
) -> None:  # fmt: skip
    notify(
        to, key=f"approval-{kind}-{row.pk}-{at.timestamp():.0f}", kind=kind, words=words, detail=detail,
        params={"number": ticket.pk, "subject": ticket.subject, **params}, page="tickets:ticket",
        page_args=[ticket.pk], about=("ticket", ticket.pk), at=at,
    )  # fmt: skip
