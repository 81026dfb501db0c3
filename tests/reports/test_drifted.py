"""What changes without an event is found by looking it over, counted anew once, and verified."""

import datetime
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from reports.choices import FactKind
from reports.counted import counting, verifying
from reports.counted.drifted import drifted
from reports.models import DayFigure, TicketFact
from staff.models import Skill
from tests.factories import make_ticket
from tickets import actions, handling
from tickets.actions.product_signs import add_sign, drop_sign

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def solved(billing, dana, amara):
    """Three of them, counted; ten minutes of Amara's were spent on the first."""
    made = [make_ticket(requester=dana, team=billing, tags=["visa"] if n else []) for n in range(3)]
    handling.add(amara, made[0].pk, 10 * MINUTE)
    for ticket in made:
        actions.reply(ticket, by=amara, text="Done.", then="solve")
    counting.bring_up_to_date()
    return made


def spent() -> dict[int, int]:
    return dict(TicketFact.objects.filter(kind=FactKind.HANDLED).values_list("ticket", "seconds"))


def whole() -> None:
    assert drifted() == []
    assert counting.look_over() == 0
    assert [*verifying.wrong_facts()] == []
    assert verifying.wrong_figures() == []


def test_who_looks_at_it_once_more_adds_to_its_time(solved, ben, amara):
    one, two, _three = solved
    assert spent() == {one.pk: 600}
    handling.add(ben, one.pk, MINUTE)
    handling.add(ben, two.pk, datetime.timedelta(seconds=0.9))
    assert drifted() == [one.pk]
    handling.add(ben, two.pk, datetime.timedelta(seconds=0.2))
    assert counting.look_over() == 2
    assert spent() == {one.pk: 660, two.pk: 1}
    whole()


def test_a_correction_counts_at_once(solved, amara):
    actions.correct_time(solved[0], by=amara, of=amara, to=4 * MINUTE, reason="I left it open.")
    counting.bring_up_to_date()
    assert spent() == {solved[0].pk: 240}
    actions.correct_time(solved[0], by=amara, of=amara, to=0 * MINUTE, reason="All of it.")
    counting.bring_up_to_date()
    assert spent() == {}
    whole()


def test_what_is_opened_again_has_no_time_until_it_is_solved_again(solved, amara, ben):
    one = solved[0]
    actions.move(one, "reopen", by=amara)
    counting.bring_up_to_date()
    handling.add(ben, one.pk, 5 * MINUTE)
    assert (spent(), drifted()) == ({}, [])
    actions.move(one, "solve", by=ben)
    counting.bring_up_to_date()
    fact = TicketFact.objects.get(kind=FactKind.HANDLED)
    assert (fact.seconds, fact.agent) == (900, ben)
    whole()


def test_what_was_merged_brings_its_time_along_however_far(solved, amara):
    one, two, three = solved
    actions.merge(one, by=amara, into=two)
    actions.merge(two, by=amara, into=three)
    counting.bring_up_to_date()
    assert counting.look_over() == 0
    assert spent() == {three.pk: 600}
    actions.unmerge(two, by=amara)
    counting.bring_up_to_date()
    assert spent() == {two.pk: 600}
    whole()


def test_a_sign_changes_what_tickets_of_the_past_are_about(solved, mona):
    cards = Skill.objects.create(name="Cards", kind="product")
    sign = add_sign(cards, {"tag": "visa"}, by=mona)
    about = TicketFact.objects.filter(kind=FactKind.ARRIVED, products=[cards.pk])
    figures = DayFigure.objects.filter(dimension="product", key=str(cards.pk), kind=FactKind.SOLVED)
    figures = figures.values_list("n", flat=True)
    assert not about.exists()
    assert counting.look_over() == 2
    assert about.count() == 2
    assert {*figures.all()} == {2}
    whole()
    drop_sign(cards, sign.pk, by=mona)
    assert counting.look_over() == 2
    assert not about.exists()
    assert not figures.exists()
    whole()


def test_verifying_says_what_had_changed(solved, ben, capsys):
    handling.add(ben, solved[1].pk, MINUTE)
    call_command("metrics_verify")
    said = capsys.readouterr().out
    assert "1 tickets had changed without an event" in said
    assert "0 tickets and 0 figures differ" in said


def test_days_from_before_get_their_seconds(solved):
    """What the migration says of days that were summed without them."""
    DayFigure.objects.update(seconds=0)
    migration = import_module("reports.migrations.0007_days_anew")
    with connection.cursor() as cursor:
        cursor.execute(migration.EVERY_DAY)
    counting.roll_stale()
    assert {row.seconds for row in DayFigure.objects.filter(kind=FactKind.HANDLED, dimension="")} == {600}
    whole()
