"""What whoever leads or manages is told of routing: that nobody is there, and what somebody absent has."""

import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind, Way
from staff.choices import Role
from staff.models import Membership, User
from tickets.models import Ticket

NOBODY = gettext_noop("Nobody is there for #{number} {subject}")
WHY = gettext_noop("It presses, and nobody on shift or on call can take it. Take it, or find somebody.")
ABSENT = gettext_noop("{who} is off until {at}: {moved} of their tickets went to others")
STAYS = gettext_noop("{n} stay theirs: nothing of them falls due before that.")


def tell_nobody(ticket: Ticket, at: datetime.datetime) -> int:
    """Those who lead the team, and managers: once for each time it waits."""
    return notify(
        _answering(Q(team=ticket.team_id)), key=f"nobody-{ticket.pk}-{at:%Y%m%d%H%M}", kind=Kind.ESCALATION,
        words=NOBODY, detail=WHY, params={"number": ticket.pk, "subject": ticket.subject},
        page="tickets:ticket", page_args=[ticket.pk], about=("ticket", ticket.pk), way=Way.PUSH, at=at,
    )  # fmt: skip


def tell_absent(
    user: User, until: datetime.datetime, moved: int, stay: int, *, by: User | None, at: datetime.datetime
) -> int:
    """Those who lead a team of theirs, and managers, but for whoever wrote it down; if they have anything."""
    if not moved and not stay:
        return 0
    people = [one for one in _answering(Q(team__members=user)) if one.pk not in {user.pk, by.pk if by else 0}]
    return notify(
        people, key=f"absent-{user.pk}-{until:%Y%m%d%H%M}", kind=Kind.ROSTER, words=ABSENT, detail=STAYS,
        params={"who": user.full_name, "at": {"at": until.isoformat()}, "moved": moved, "n": stay}, at=at,
    )  # fmt: skip


def _answering(team: Q) -> list[User]:
    leads = Membership.objects.filter(team, user=OuterRef("pk"), leads=True)
    people = User.objects.filter(Exists(leads) | Q(role=Role.MANAGER), is_active=True)
    return list(people.order_by("pk"))
