"""Backup: the fittest colleague is asked, then the next, then who leads; the ticket stays whose it is."""

import datetime
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from notices.models import Notice
from staff.actions import be_away, grant_skill, hire
from staff.duty import note_here, on_duty
from staff.models import Membership, Skill
from tests.factories import make_ticket
from tests.tickets.test_field_values import make_type
from tickets.actions import merge, move, set_type, take
from tickets.actions.backing_up import NotOpen, ask_backup, come, decline_backup, end_backup, pass_on
from tickets.actions.gating import save_gate
from tickets.models import Backup, BackupCall

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def skill(db):
    return Skill.objects.create(name="Card payments", kind="product")


@pytest.fixture
def lead(cleo, billing):
    Membership.objects.filter(user=cleo, team=billing).update(leads=True)
    return cleo


def make_colleague(name, billing):
    return hire(email=f"{name}@desk.example", full_name=f"{name} Saar", role="agent", teams=(billing,))


def called(backup) -> list[str]:
    return [one.user.first_name for one in backup.calls.filter(answer="").select_related("user")]


def kinds(ticket) -> list[str]:
    return [one.kind for one in ticket.events.all() if one.kind.startswith("backup")]


def test_whoever_is_on_duty_with_the_skill_and_the_least_in_hand_is_asked(
    mona, amara, ben, nora, billing, ticket, dana, skill
):
    ida, ott = make_colleague("ida", billing), make_colleague("ott", billing)
    for one in (ben, ida, ott, nora):
        grant_skill(one, skill=skill, level=2, by=mona)
    for one in (ben, ida, nora):  # Ott is not there; Nora works elsewhere
        note_here(one)
    take(make_ticket(requester=dana, team=billing), by=ben)
    row = ask_backup(ticket, by=amara, skill=skill, level=2, words="The card was charged twice")
    assert called(row) == ["ida"]
    ticket.refresh_from_db()
    assert ticket.asks_backup
    assert ticket.messages.last().text == "The card was charged twice"
    told = Notice.objects.get(recipient=ida, kind="backup")
    assert told.params["subject"] == ticket.subject
    assert not Notice.objects.filter(recipient=nora).exists()


def test_a_gate_says_which_skill_is_needed(mona, amara, ben, ticket, skill):
    kind = make_type(mona)
    set_type(ticket, by=mona, to=kind)
    save_gate(None, {"type": kind, "skill": skill, "level": 2, "grace_days": 7}, by=mona)
    grant_skill(ben, skill=skill, level=1, by=mona)
    note_here(ben)
    note_here(mona)
    row = ask_backup(ticket, by=amara)
    assert (row.skill, row.level) == (skill, 2)
    assert called(row) == ["Mona"]


def test_the_owner_stays_and_the_history_tells_it(amara, ben, ticket):
    take(ticket, by=amara)
    note_here(ben)
    row = ask_backup(ticket, by=amara)
    come(row, by=ben)
    come(row, by=ben)
    end_backup(row, by=ben, answered=True)
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.asks_backup) == (amara, False)
    assert kinds(ticket) == ["backup_asked", "backup_called", "backup_came", "backup_ended"]
    row.refresh_from_db()
    assert (row.end, row.helper) == ("answered", ben)
    assert not Notice.objects.filter(recipient=ben, kind="backup", settled_at=None).exists()
    with pytest.raises(NotOpen):
        end_backup(row, by=ben, answered=True)


def test_who_declines_says_why_and_the_next_is_asked(amara, ben, lead, mona, ticket):
    for one in (ben, lead):
        note_here(one)
    row = ask_backup(ticket, by=amara)
    first = row.calls.get().user
    with pytest.raises(ValidationError):
        decline_backup(row, by=first, why=" ")
    decline_backup(row, by=first, why="On the phone")
    second = row.calls.get(answer="").user
    assert {first, second} == {ben, lead}
    decline_backup(row, by=second, why="So am I")
    assert called(row) == ["Mona"], "nobody is left on duty: whoever leads and has not declined"
    with pytest.raises(NotOpen):
        decline_backup(row, by=ben, why="Again")
    decline_backup(row, by=mona, why="Away")
    assert sorted(called(row)) == ["Cleo", "Mona"], "never nobody"


def test_who_does_not_answer_is_passed_by_and_then_it_stays_with_those_who_lead(
    amara, ben, lead, mona, ticket
):
    note_here(ben)
    row = ask_backup(ticket, by=amara)
    at = row.asked_at
    assert pass_on(at + 19 * MINUTE) == 0
    assert pass_on(at + 20 * MINUTE) == 1
    assert pass_on(at + 20 * MINUTE) == 0
    assert BackupCall.objects.get(user=ben).answer == "late"
    assert sorted(called(row)) == ["Cleo", "Mona"]
    row.refresh_from_db()
    assert row.next_at is None
    come(row, by=lead)
    assert BackupCall.objects.get(user=mona).answer == "dropped"
    with pytest.raises(NotOpen):
        come(row, by=mona)


def test_minutes_go_by_priority(amara, ben, billing, dana, settings):
    settings.BACKUP_MINUTES = {**settings.BACKUP_MINUTES, "urgent": 3}
    note_here(ben)
    row = ask_backup(make_ticket(requester=dana, team=billing, priority="urgent"), by=amara)
    assert row.next_at - row.asked_at == 3 * MINUTE


def test_asked_twice_it_is_asked_once(amara, ben, lead, ticket):
    note_here(ben)
    assert ask_backup(ticket, by=amara).pk == ask_backup(ticket, by=amara).pk == ask_backup(ticket, by=ben).pk
    assert kinds(ticket) == ["backup_asked", "backup_called"]


def test_solving_and_merging_end_it(amara, ben, billing, dana, ticket):
    note_here(ben)
    ask_backup(ticket, by=amara)
    move(ticket, "solve", by=amara)
    with pytest.raises(ValidationError):
        ask_backup(ticket, by=amara)
    other, target = (make_ticket(requester=dana, team=billing) for _ in range(2))
    ask_backup(other, by=amara)
    merge(other, by=amara, into=target)
    assert not Backup.objects.open().exists()
    other.refresh_from_db()
    assert not other.asks_backup


def test_strangers_have_no_part_in_it(amara, ben, nora, dana, ticket):
    note_here(ben)
    with pytest.raises(PermissionDenied):
        ask_backup(ticket, by=dana)
    row = ask_backup(ticket, by=amara)
    with pytest.raises(NotOpen):
        come(row, by=nora)
    with pytest.raises(NotOpen):
        come(row, by=amara)


def test_alone_on_the_desk_it_is_said(amara, ticket):
    with pytest.raises(ValidationError, match="no other colleague"):
        ask_backup(ticket, by=amara)
    assert not Backup.objects.exists()


def test_on_duty_is_who_is_here_not_away_and_whose_team_is_open(amara, ben, mona, promises):
    monday = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    for one in (amara, mona):
        note_here(one)
    assert on_duty([amara, ben, mona], monday) == {amara.pk, mona.pk}
    assert on_duty([amara, mona], monday + datetime.timedelta(hours=12)) == {mona.pk}
    be_away(amara, until=monday + datetime.timedelta(hours=1))
    assert on_duty([amara], monday) == set()
    assert on_duty([amara], monday + datetime.timedelta(hours=2)) == {amara.pk}


def test_whoever_knows_better_comes_first(amara, ben, settings):
    settings.DUTY_PROVIDERS = ["tests.tickets.test_backup.only_ben", *settings.DUTY_PROVIDERS]
    note_here(amara)
    assert on_duty([amara, ben], timezone.now()) == {amara.pk, ben.pk}


def only_ben(users, at):
    return {one.pk: True for one in users if one.first_name == "Ben"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_pass_it_on_once(amara, ben, cleo, mona, ticket):
    note_here(ben)
    row = ask_backup(ticket, by=amara)
    late = row.asked_at + 20 * MINUTE
    counted = []

    def other():
        counted.append(pass_on(late))
        connection.close()

    with transaction.atomic():
        counted.append(pass_on(late))
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
        assert not thread.is_alive()
    assert sorted(counted) == [0, 1]
    assert kinds(ticket) == ["backup_asked", "backup_called", "backup_called"]
