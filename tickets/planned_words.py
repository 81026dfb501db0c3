"""Why a planned answer was not sent, as its writer is told."""

import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from staff.models import User
from tickets.access import tickets_for
from tickets.models import Draft, Ticket


class Why(TextChoices):
    WRITER = "writer", _("its writer stopped it")
    COLLEAGUE = "colleague", _("a colleague stopped it")
    CUSTOMER = "customer", _("the customer wrote first")
    ANSWERED = "answered", _("a colleague answered first")
    FORBIDDEN = "forbidden", _("its writer may not answer here any more")
    REFUSED = "refused", _("the ticket is not in a state for it any more")


_TITLE = gettext_noop("Your planned answer was not sent: #{number} {subject}")
# fmt: off
_DETAIL = {
    Why.COLLEAGUE: gettext_noop(
        "A colleague stopped it. It was to leave on {at}. Your text waits as a draft."),
    Why.CUSTOMER: gettext_noop(
        "The customer wrote first. It was to leave on {at}. Your text waits as a draft."),
    Why.ANSWERED: gettext_noop(
        "A colleague answered first. It was to leave on {at}. Your text waits as a draft."),
    Why.REFUSED: gettext_noop(
        "The ticket is not in a state for it any more. It was to leave on {at}. Your text waits as a draft."),
}
# fmt: on
_TITLE_OTHERS = gettext_noop("A planned answer of {name} was not sent: #{number} {subject}")
_DETAIL_OTHERS = gettext_noop("They may not answer here any more. It was to leave on {at}.")


def tell_writer(
    ticket: Ticket, row: Draft, why: Why, *, send_at: datetime.datetime, at: datetime.datetime
) -> None:
    """In the transaction that makes it a draft again, so exactly once. Where its writer may not answer any
    more, whoever has the ticket or leads the team is told instead.
    """
    mine = why != Why.FORBIDDEN
    notify(
        [row.user] if mine else _responsible(ticket, row.user),
        key=f"planned-{row.pk}-{send_at.timestamp():.0f}",
        kind=Kind.ANSWER,
        words=_TITLE if mine else _TITLE_OTHERS,
        detail=_DETAIL[why] if mine else _DETAIL_OTHERS,
        params={
            "number": ticket.pk,
            "subject": ticket.subject,
            "name": row.user.full_name,
            "at": {"at": send_at.isoformat()},
        },
        page="tickets:ticket",
        page_args=[ticket.pk],
        about=("ticket", ticket.pk),
        at=at,
    )


def _responsible(ticket: Ticket, writer: User) -> list[User]:
    """Whose ticket it is, else who leads its team; of those, who may see it."""
    owner = User.objects.filter(pk=ticket.assignee_id)
    leads = User.objects.filter(memberships__team=ticket.team_id, memberships__leads=True)
    for people in (owner, leads):
        found = [one for one in people.filter(is_active=True).exclude(pk=writer.pk) if _sees(one, ticket)]
        if found:
            return found
    return []


def _sees(user: User, ticket: Ticket) -> bool:
    return tickets_for(user).filter(pk=ticket.pk).exists()
