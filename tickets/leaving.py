"""What somebody who leaves has in hand, and whose it is then."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext

from lib import database_clock
from staff.models import Team, User
from tickets import clocks
from tickets.actions.assigning import hand_over as give
from tickets.actions.assigning import may_work
from tickets.actions.locking import locked
from tickets.actions.planning import NotPlanned, unplan
from tickets.choices import ACTIVE
from tickets.models import Draft, Follow, FollowUp, Ticket

Line = tuple[str, int]


def left_behind(user: User) -> list[Line]:
    """What hand_over will deal with, in words, with how many there are."""
    drafts = Draft.objects.filter(user=user)
    tickets, planned = _open_of(user).count(), drafts.planned().count()
    written, followed = (
        drafts.being_written().filter(shared_at=None).count(),
        Follow.objects.filter(user=user).count(),
    )
    low = _low_of(user).count()
    lines = [
        (ngettext("open ticket gets a new owner", "open tickets get a new owner", tickets), tickets),
        (
            ngettext("planned answer becomes a draft", "planned answers become drafts", planned), planned
        ),
        (ngettext("draft is shared with the team", "drafts are shared with the team", written), written),
        (ngettext("ticket is followed no longer", "tickets are followed no longer", followed), followed),
        (ngettext("low score waits for somebody", "low scores wait for somebody", low), low),
    ]  # fmt: skip
    return [(words, number) for words, number in lines if number]


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None) -> None:
    """Open tickets go to `to` where they work in the team, else back into the team's queue; what was planned
    or begun is shared, so that a colleague can write on in it.
    """
    drafts = Draft.objects.filter(user=user)
    for row in list(drafts.planned().select_related("ticket", "user")):
        try:
            unplan(row, by=by)
        except NotPlanned:
            continue  # it left just now
    drafts.being_written().filter(shared_at=None).update(shared_at=database_clock.now())
    for ticket in list(_open_of(user).select_related("team").order_by("pk")):
        _pass_on(ticket, user, by, to)
    Follow.objects.filter(user=user).delete()
    _low_of(user).update(taken_by=None, taken_at=None)


def _pass_on(ticket: Ticket, user: User, by: User, to: User | None) -> None:
    fresh = locked(ticket)
    if fresh.assignee_id != user.pk:
        return
    at = database_clock.now()
    give(fresh, by=by, to=to if to and may_work(to, fresh.team) else None, at=at)
    clocks.refresh(fresh, at)


def _open_of(user: User):
    return Ticket.objects.filter(assignee=user, state__in=ACTIVE)


def _low_of(user: User) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(taken_by=user, done_at=None)


def work_of_team(team: Team) -> list[Line]:
    """The team cannot be closed over these: nobody would see them."""
    number = Ticket.objects.filter(team=team, state__in=ACTIVE).count()
    return [(ngettext("open ticket", "open tickets", number), number)] if number else []
