"""Who is asked how it was, when, in which words, and who is not."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from mail.surveys import ask_due
from outbox.actions import suppress
from outbox.models import Letter
from scheduling.actions import set_hours
from tests.factories import make_ticket
from tests.surveys.ground import asked_about, links, make_due, solve, switch_on
from tickets.actions import merge, move, receive, reply
from tickets.actions.surveying import plan_survey
from tickets.choices import EventKind
from tickets.models import Draft, Survey, TicketType
from tickets.survey_choices import LeftOut

TALLINN = ZoneInfo("Europe/Tallinn")
DAY = datetime.timedelta(days=1)


def left_out() -> list[str]:
    make_due()
    assert ask_due() == 0
    assert not Letter.objects.filter(kind="survey").exists()
    return list(Survey.objects.order_by("pk").values_list("why", flat=True))


def test_a_new_desk_asks_nobody(ticket, amara):
    solve(ticket, amara)
    assert not Survey.objects.exists()


def test_a_customer_is_asked_once_for_each_solving(asks, ticket, amara, dana):
    event = solve(ticket, amara)
    plan_survey(event)  # told twice
    assert ask_due() == 0  # not yet
    make_due()
    assert ask_due() == 1
    assert ask_due() == 0
    one = Survey.objects.get()
    assert (one.state, one.solver, one.contact, one.team) == ("asked", amara, dana, ticket.team)
    assert one.ends_at - one.asked_at == 14 * DAY
    told = ticket.events.get(kind=EventKind.SURVEYED)
    assert told.data == {"survey": one.pk, "solver": amara.pk, "source": "survey"}
    letter = Letter.objects.get(kind="survey")
    assert letter.to == ['"Dana Okafor" <dana@okafor.example>']
    assert letter.headers["Auto-Submitted"] == "auto-generated"
    assert list(links()) == [5, 4, 3, 2, 1]
    assert f"#{ticket.pk}" not in letter.text


def test_two_workers_ask_once(transactional_db, billing, ticket, amara):
    switch_on(billing)
    solve(ticket, amara)
    make_due()

    def work(_n: int) -> int:
        try:
            return ask_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert Letter.objects.filter(kind="survey").count() == 1
    assert ticket.events.filter(kind=EventKind.SURVEYED).count() == 1


def test_a_worker_that_dies_leaves_nothing_half_done(asks, ticket, amara, monkeypatch):
    solve(ticket, amara)
    make_due()
    monkeypatch.setattr("mail.surveys.queue", lambda **said: 1 / 0)
    assert ask_due() == 0
    assert Survey.objects.get().state == "waiting"
    assert not ticket.events.filter(kind=EventKind.SURVEYED).exists()
    monkeypatch.undo()
    assert ask_due() == 1


@pytest.mark.parametrize(
    ("solved", "due"),
    [
        ("2026-11-27T16:30", "2026-11-30T09:30"),  # Friday evening → Monday
        ("2026-03-27T16:30", "2026-03-30T09:30"),  # over the night in which clocks go forward
        ("2026-10-23T16:30", "2026-10-26T09:30"),  # and back
        ("2026-11-25T10:00", "2026-11-25T11:00"),
    ],
)
def test_it_waits_for_an_hour_of_opening_hours(billing, dana, amara, solved, due):
    set_hours("Office", {"tz": "Europe/Tallinn", "hours": {
        day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
    }}, teams=(billing,))  # fmt: skip
    switch_on(billing)
    ticket = make_ticket(requester=dana, team=billing)
    event = solve(ticket, amara)
    Survey.objects.all().delete()
    event.at = datetime.datetime.fromisoformat(solved).replace(tzinfo=TALLINN)
    assert plan_survey(event).due_at == datetime.datetime.fromisoformat(due).replace(tzinfo=TALLINN)


def test_what_was_reopened_is_not_asked_about(asks, ticket, amara, dana):
    solve(ticket, amara)
    receive(ticket, by=dana, text="It is still missing.", channel="email")
    assert left_out() == [LeftOut.REOPENED]


def test_of_two_solvings_the_last_counts(asks, ticket, amara, dana):
    solve(ticket, amara)
    receive(ticket, by=dana, text="It is still missing.", channel="email")
    second = solve(ticket, amara)
    make_due()
    assert ask_due() == 1
    assert list(Survey.objects.order_by("pk").values_list("state", "solved")) == [
        ("left_out", Survey.objects.order_by("pk")[0].solved_id), ("asked", second.pk),
    ]  # fmt: skip


def test_nobody_is_asked_before_the_last_answer_has_left(asks, ticket, amara):
    solve(ticket, amara)
    reply(ticket, by=amara, text="One thing more.")
    assert left_out() == [LeftOut.ANSWER_SINCE]


def test_nor_while_an_answer_is_planned(asks, ticket, amara):
    solve(ticket, amara)
    later = timezone.now() + DAY
    Draft.objects.create(ticket=ticket, user=amara, kind="public", text="Tomorrow.", send_at=later)
    assert left_out() == [LeftOut.ANSWER_SINCE]


def test_what_nobody_answered_is_not_asked_about(asks, ticket, amara):
    solve(ticket, amara, answered=False)
    assert left_out() == [LeftOut.NO_ANSWER]


def test_what_was_merged_is_not_asked_about(asks, ticket, amara, dana, billing):
    other = make_ticket(requester=dana, team=billing)
    solve(ticket, amara)
    merge(ticket, into=other, by=amara)
    assert left_out() == [LeftOut.MERGED]


def test_nobody_is_asked_twice_within_thirty_days_by_any_team(asks, ticket, amara, nora, dana, network):
    switch_on(network)
    first = asked_about(ticket, amara)
    other = make_ticket(requester=dana, team=network)
    solve(other, nora)
    make_due()
    assert ask_due() == 0
    assert Survey.objects.get(ticket=other).why == LeftOut.LATELY
    Survey.objects.filter(pk=first.pk).update(asked_at=timezone.now() - 31 * DAY)
    again = make_ticket(requester=dana, team=network)
    assert asked_about(again, nora).state == "asked"


def test_two_tickets_of_one_customer_solved_together_ask_once(asks, ticket, amara, dana, billing):
    solve(ticket, amara)
    solve(make_ticket(requester=dana, team=billing), amara)
    make_due()
    assert ask_due() == 1
    assert sorted(Survey.objects.values_list("why", flat=True)) == ["", LeftOut.LATELY]


def test_who_is_away_wants_no_letters_or_is_a_machine_is_not_asked(asks, ticket, amara, dana, billing):
    solve(ticket, amara)
    dana.away_until = timezone.localdate() + DAY
    dana.save()
    assert left_out() == [LeftOut.AWAY]
    dana.away_until = None
    dana.save()
    suppress(dana.email, "asked us to stop")
    solve(make_ticket(requester=dana, team=billing), amara)
    assert left_out()[-1] == LeftOut.STOPPED
    dana.email = "no-reply@okafor.example"
    dana.save()
    solve(make_ticket(requester=dana, team=billing), amara)
    assert left_out()[-1] == LeftOut.NOBODY


def test_a_team_may_ask_about_some_types_only(asks, ticket, amara):
    asks.types.add(TicketType.objects.create(name="Bill"))
    solve(ticket, amara)
    assert not Survey.objects.exists()


def test_switched_off_in_between_nobody_is_asked(asks, ticket, amara):
    solve(ticket, amara)
    asks.active = False
    asks.save()
    assert left_out() == [LeftOut.OFF]


def test_closing_is_no_second_solving(asks, ticket, amara):
    solve(ticket, amara)
    move(ticket, "close", by=amara)
    make_due()
    assert ask_due() == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "How was it?"), ("et", ""), ("ru", "")],
)
def test_the_letter_speaks_the_customers_language_and_knows_their_clock(
    asks, ticket, amara, dana, language, words, client
):
    dana.language, dana.time_zone = language, "America/New_York"
    dana.save()
    ticket.requester.refresh_from_db()
    survey = asked_about(ticket, amara)
    letter = Letter.objects.get(kind="survey")
    assert survey.language == language
    assert words in letter.subject
    assert "(America/New_York)" in letter.text
    local = survey.ends_at.astimezone(ZoneInfo("America/New_York"))
    assert f"{local:%H:%M}" in letter.text
    page = client.get(links()[4], headers={"Accept-Language": "pl"}).content.decode()
    assert f'<html lang="{language}"' in page


def test_the_letter_comes_from_the_teams_mailbox_and_an_answer_finds_back(asks, ticket, amara):
    from mail.models import Mailbox

    Mailbox.objects.create(name="Billing", address="billing@desk.example", team=ticket.team)
    asked_about(ticket, amara)
    letter = Letter.objects.get(kind="survey")
    assert "billing@desk.example" in letter.sender
    assert "billing+" in letter.reply_to
    assert letter.automatic


def test_two_workers_ask_one_customer_once_about_two_tickets(transactional_db, billing, ticket, amara, dana):
    switch_on(billing)
    solve(ticket, amara)
    solve(make_ticket(requester=dana, team=billing), amara)
    make_due()

    def work(_n: int) -> int:
        try:
            return ask_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert sorted(Survey.objects.values_list("why", flat=True)) == ["", LeftOut.LATELY]
