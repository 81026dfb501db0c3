"""What somebody leaves to the next shift: of their tickets and to their team; and that they are asked to."""

import datetime
from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from scheduling.there import There
from staff.models import Team, User
from tickets.actions.talking import add_note
from tickets.actors import require
from tickets.models import HandOver, TeamRouting, Ticket
from tickets.shift_end import Held, Off, falls_due_off

MOST_WORDS, MOST_NOTE = 500, 2000
ASKED = gettext_noop("Your shift ends at {at}: hand over {n}")
WHY = gettext_noop("Their next promise falls due before you are back. Write a line for whoever goes on.")
# Unless the team says otherwise.
MINUTES = 20


@transaction.atomic
def say_hand_over(
    lines: Mapping[int, str], *, by: User, shift_ends_at: datetime.datetime, for_all: str = "",
    team: Team | None = None, note: str = "", at: datetime.datetime | None = None,
) -> int:  # fmt: skip
    """A line for each ticket of theirs, `for_all` for those without one of their own; how many have one now.
    Said again it is the new line. Tickets that are not theirs are passed over. `note` is for everybody of
    the team; emptied, it is taken back.
    """
    require(by, "ticket.note")
    at = at or database_clock.now()
    words = {number: _clean(text) or _clean(for_all) for number, text in lines.items()}
    left = _leave(by, team, shift_ends_at, note, at) if team else False
    if not left and not any(words.values()):
        raise ValidationError(_("Write what whoever comes next should know."))
    theirs = Ticket.objects.filter(pk__in=words, assignee=by).values_list("pk", flat=True)
    rows = [
        HandOver(ticket_id=pk, user=by, shift_ends_at=shift_ends_at, text=words[pk], at=at)
        for pk in theirs
        if words[pk]
    ]
    HandOver.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["ticket", "user", "shift_ends_at"],
        update_fields=["text", "at"],
    )  # fmt: skip
    return len(rows)


def _leave(by: User, team: Team, shift_ends_at: datetime.datetime, note: str, at: datetime.datetime) -> bool:
    """Whether anything is left now, or was until now."""
    if not by.memberships.filter(team=team).exists():
        raise PermissionDenied("ticket.note")
    note = note.replace("\x00", "").strip()[:MOST_NOTE]
    key = {"team": team, "user": by, "shift_ends_at": shift_ends_at}
    if not note:
        return bool(HandOver.objects.filter(**key).delete()[0])
    HandOver.objects.update_or_create(**key, defaults={"text": note, "at": at})
    return True


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:MOST_WORDS]


def give_note(ticket: Ticket, was: int | None, at: datetime.datetime) -> None:
    """What whoever had the ticket, locked, said for the next stands on it as a note. Once."""
    row = (
        HandOver.objects.filter(ticket=ticket, user=was, given_at=None, shift_ends_at__gt=at - RECENT)
        .exclude(text="")
        .select_related("user")
        .first()
    )
    if row and row.user.is_active:
        add_note(ticket, by=row.user, text=_("Hand-over: %(text)s") % {"text": row.text}, at=at)
        HandOver.objects.filter(pk=row.pk).update(given_at=at)


RECENT = datetime.timedelta(hours=24)


def tell_shift_ends(
    users: Iterable[User], present: Mapping[int, There], held: Mapping[int, Collection[Held]],
    at: datetime.datetime,
) -> None:  # fmt: skip
    """Whoever leaves soon with something that cannot wait is asked for the hand-over, once a shift."""
    minutes = dict(TeamRouting.objects.values_list("team", "hand_over_minutes"))
    for one in users:
        seen = present[one.pk]
        if not seen.on_shift or seen.ends_at is None:
            continue
        off = Off(seen.ends_at, seen.next_at)
        due = [ticket for ticket in held[one.pk] if falls_due_off(ticket.due_at, off)]
        ahead = max((minutes.get(ticket.team, MINUTES) for ticket in due), default=0)
        if due and seen.ends_at - at <= datetime.timedelta(minutes=ahead):
            _ask(one, seen.ends_at, len(due), at)


def _ask(user: User, ends_at: datetime.datetime, count: int, at: datetime.datetime) -> None:
    notify(
        [user], key=f"hand-over-{ends_at:%Y%m%d%H%M}", kind=Kind.ROSTER, words=ASKED, detail=WHY,
        params={"at": {"at": ends_at.isoformat()}, "n": count}, page="tickets:hand_over", at=at,
    )  # fmt: skip


def due_off(seen: There, held: Iterable[Held]) -> list[Held]:
    """Theirs that cannot wait until they are back from their next time off."""
    off = Off(seen.ends_at or seen.left_at, seen.next_at)
    return sorted(
        (one for one in held if falls_due_off(one.due_at, off)), key=lambda one: (one.due_at, one.number)
    )


def ends_or_now(seen: There, at: datetime.datetime) -> datetime.datetime:
    """Of which shift the hand-over is."""
    return seen.ends_at or seen.left_at or at
