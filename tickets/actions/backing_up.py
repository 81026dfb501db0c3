"""Backup: asked for, given or declined, passed on when nobody comes, and over. The ticket stays whose it is.

Everybody who changes one holds its ticket first. The rows say what is left to do: who was asked, and when the
next is asked; whoever is killed in between leaves that to the next.
"""

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lib import database_clock
from staff.models import Skill, User
from tickets import events
from tickets.access import tickets_for
from tickets.actions.ending_backup import answer_calls, finish
from tickets.actions.locking import copy_back, locked
from tickets.actions.talking import add_note
from tickets.actors import Desk, require
from tickets.backers import backers, skill_for
from tickets.backing import TOGETHER, Chosen, Wanted, choose
from tickets.backup_words import tell_asker_came, tell_asker_declined, tell_called
from tickets.choices import ACTIVE, BackupAnswer, EventKind
from tickets.models import Backup, BackupCall, BackupWaved, Ticket

log = logging.getLogger(__name__)
PERMISSION = "backup.ask"
DESK = Desk("backup")
MOST_WORDS, MOST_WHY = 2000, 300
BATCH = 200


class NobodyElse(ValidationError):
    """There is no other colleague who may see the ticket."""


class NotOpen(Exception):
    """It is over, or somebody else came first."""


@transaction.atomic
def ask_backup(
    ticket: Ticket, *, by: User, words: str = "", skill: Skill | None = None, level: int | None = None,
    at: datetime.datetime | None = None,
) -> Backup:  # fmt: skip
    """The fittest colleague is asked at once. What is needed stands on the ticket as a note. Without a skill
    it is the one that a gate before the ticket asks for. Asked while one is open, it is that one.
    """
    require(by, PERMISSION)
    fresh = locked(ticket)
    if row := Backup.objects.open().filter(ticket=fresh).first():
        return row
    if fresh.state not in ACTIVE:
        raise ValidationError(_("It is solved already. Reopen it first."))
    at = at or database_clock.now()
    if skill is None:
        skill, level = skill_for(fresh)
    row = Backup.objects.create(
        ticket=fresh, asker=by, skill=skill, level=(level or 1) if skill else 0, asked_at=at
    )
    events.touch(fresh, asks_backup=True)
    said = {"skill": skill.name} if skill else {}
    events.record(fresh, EventKind.BACKUP_ASKED, by=by, at=at, backup=row.pk, **said)
    if words.strip():
        add_note(fresh, by=by, text=words.strip()[:MOST_WORDS], at=at)
    if call_next(fresh, row, at) is None:
        raise NobodyElse(_("There is no other colleague who may see this ticket."))
    copy_back(fresh, ticket)
    return row


def call_next(ticket: Ticket, row: Backup, at: datetime.datetime) -> Chosen | None:
    """Ask whoever is next, on a locked ticket; None if there is nobody at all."""
    said = list(row.calls.values_list("user", "answer"))
    wanted = Wanted(
        row.asker_id, row.level, frozenset(user for user, _ in said),
        frozenset(user for user, answer in said if answer == BackupAnswer.DECLINED),
    )  # fmt: skip
    chosen = choose(backers(ticket, row.skill, at), wanted)
    if chosen is None:
        return None
    calls = _calls(row, chosen, at)
    row.next_at = None if chosen.rule in TOGETHER else at + minutes_for(ticket)
    row.save(update_fields=["next_at"])
    events.touch(ticket)
    events.record(
        ticket,
        EventKind.BACKUP_CALLED,
        by=DESK,
        at=at,
        backup=row.pk,
        to=list(chosen.people),
        rule=chosen.rule,
    )
    for call in calls:
        tell_called(ticket, row, call, at=at)
    return chosen


def _calls(row: Backup, chosen: Chosen, at: datetime.datetime) -> list[BackupCall]:
    """Whoever is asked still is asked no second time."""
    waiting = set(row.calls.filter(answer="").values_list("user", flat=True))
    return BackupCall.objects.bulk_create(
        BackupCall(backup=row, user_id=one, rule=chosen.rule, load=chosen.load, at=at)
        for one in chosen.people
        if one not in waiting
    )


def minutes_for(ticket: Ticket) -> datetime.timedelta:
    return datetime.timedelta(minutes=settings.BACKUP_MINUTES[ticket.priority])


@transaction.atomic
def come(row: Backup, *, by: User, at: datetime.datetime | None = None) -> Backup:
    """They help. Said twice it is said once; NotOpen if somebody else came first. Whoever sees that backup is
    needed may come, asked or not.
    """
    ticket, fresh = _open(row, by)
    if fresh.helper_id == by.pk:
        return fresh
    if fresh.helper_id or fresh.asker_id == by.pk:
        raise NotOpen
    at = at or database_clock.now()
    mine, others = _split(fresh.calls.filter(answer=""), by)
    if not mine:
        mine = [BackupCall.objects.create(backup=fresh, user=by, rule="", at=at)]
    answer_calls(mine, BackupAnswer.ACCEPTED, at)
    answer_calls(others, BackupAnswer.DROPPED, at)
    fresh.helper, fresh.came_at, fresh.next_at = by, at, None
    fresh.save(update_fields=["helper", "came_at", "next_at"])
    events.touch(ticket)
    events.record(ticket, EventKind.BACKUP_CAME, by=by, at=at, backup=fresh.pk)
    tell_asker_came(ticket, fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline_backup(row: Backup, *, by: User, why: str, at: datetime.datetime | None = None) -> Backup:
    """They cannot, and say why; the next is asked at once. Whoever came may leave it so too."""
    why = " ".join(why.split())[:MOST_WHY]
    if not why:
        raise ValidationError(_("Say why, in a few words."))
    ticket, fresh = _open(row, by)
    mine, others = _split(fresh.calls.filter(answer=""), by)
    if not mine and fresh.helper_id != by.pk:
        raise NotOpen
    at = at or database_clock.now()
    answer_calls(mine or fresh.calls.filter(user=by, answer=BackupAnswer.ACCEPTED), BackupAnswer.DECLINED, at)
    fresh.helper, fresh.came_at = None, None
    fresh.save(update_fields=["helper", "came_at"])
    events.touch(ticket)
    events.record(ticket, EventKind.BACKUP_DECLINED, by=by, at=at, backup=fresh.pk, reason=why)
    tell_asker_declined(ticket, fresh, by=by, why=why, at=at)
    if not others:
        call_next(ticket, fresh, at)
    return fresh


@transaction.atomic
def end_backup(row: Backup, *, by: User, answered: bool, at: datetime.datetime | None = None) -> Backup:
    """Help was given, or is no longer needed. Said twice it is said once."""
    ticket, fresh = _open(row, by)
    if by.pk not in {fresh.asker_id, fresh.helper_id} and not by.may("answer.approve"):
        raise PermissionDenied(PERMISSION)
    finish(ticket, by=by, at=at or database_clock.now(), answered=answered and fresh.helper_id is not None)
    return fresh


def wave_off(ticket: Ticket, *, by: User) -> None:
    """They are not offered backup on this ticket again."""
    BackupWaved.objects.get_or_create(ticket=ticket, user=by, defaults={"at": database_clock.now()})


def _open(row: Backup, by: User) -> tuple[Ticket, Backup]:
    """Both fresh and locked, the ticket first; NotOpen if it is over or no longer theirs to see."""
    if not tickets_for(by).filter(pk=row.ticket_id).exists():
        raise NotOpen
    ticket = locked(Ticket(pk=row.ticket_id))
    fresh = Backup.objects.open().filter(pk=row.pk).select_for_update().first()
    if fresh is None:
        raise NotOpen
    return ticket, fresh


def _split(calls: Iterable[BackupCall], by: User) -> tuple[list[BackupCall], list[BackupCall]]:
    calls = list(calls)
    return [one for one in calls if one.user_id == by.pk], [one for one in calls if one.user_id != by.pk]


# --- by the beat


def pass_on(now: datetime.datetime | None = None) -> int:
    """Whoever has not answered in time is late, and the next is asked; how many that were. Safe to run twice
    and to be killed: each is one transaction, and its row says whether it is due.
    """
    until = now or database_clock.now()
    due = Backup.objects.filter(next_at__lte=until).order_by("next_at", "pk")
    return sum(
        _passed_on(number, ticket, until) for number, ticket in due.values_list("pk", "ticket")[:BATCH]
    )


def _passed_on(number: int, ticket_id: int, now: datetime.datetime) -> bool:
    try:
        with transaction.atomic():
            return _pass_on(number, ticket_id, now)
    except Exception:  # the next tick tries it again
        log.exception("backup %s could not be passed on", number)
        return False


def _pass_on(number: int, ticket_id: int, now: datetime.datetime) -> bool:
    tickets = Ticket.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
    ticket = tickets.select_related("team").filter(pk=ticket_id).first()
    if ticket is None:
        return False
    row = Backup.objects.waiting().filter(pk=number, next_at__lte=now).select_for_update(of=("self",)).first()
    if row is None:
        return False
    answer_calls(row.calls.filter(answer=""), BackupAnswer.LATE, now)
    if call_next(ticket, row, now) is None:
        finish(ticket, by=DESK, at=now)
    return True
