"""Macros: whose they are, what they write and change, and that sending makes the changes once."""

import secrets

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_ticket
from tickets.actions.macros import (
    StaleMacro,
    change_macro,
    make_macro,
    remove_macro,
    switch_macro,
    use_macro,
)
from tickets.choices import EventKind
from tickets.macros import macros_for, preview, usable
from tickets.models import Macro, MacroChange

HTMX = {"HX-Request": "true"}
ALL = "tickets:macros"


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def made(by, **said):
    said = {"name": "Refund is on its way", "text": "Dear {first_name},\nit is on its way.", **said}
    if said.pop("mine", False):
        said["owner"] = by
    return make_macro(said, by=by)


@pytest.fixture
def refund(cleo, billing):
    """A team's macro that writes, tags, raises and solves."""
    return made(
        cleo, team=billing, then="solve", priority="high", handing="me", add_tags=["refund"],
        remove_tags=["waiting"],
    )  # fmt: skip


def form(**given):
    empty = {"text": "", "kind": "public", "then": "", "priority": "", "to_team": "", "handing": ""}
    return {**empty, "name": "Greeting", "whose": "me", "add_tags": "", "remove_tags": "", **given}


# --- whose


def test_one_sees_ones_own_the_teams_and_everybodys(amara, ben, cleo, nora, mona, billing, network):
    own = made(amara, mine=True, name="Mine")
    team = made(cleo, team=billing, name="Billing's")
    every = made(mona, name="Everybody's")
    assert set(macros_for(amara)) == {own, team, every}
    assert set(macros_for(ben)) == {team, every}
    assert set(macros_for(nora)) == {every}
    assert own not in macros_for(mona)


def test_who_is_switched_off_uses_none(amara, mona):
    made(mona)
    amara.is_active = False
    assert not macros_for(amara).exists()


@pytest.mark.parametrize("whose", ["team", "everybody"])
def test_an_agent_makes_none_for_others(amara, billing, whose):
    with pytest.raises(PermissionDenied):
        made(amara, team=billing if whose == "team" else None)


def test_a_lead_makes_none_for_another_team_or_everybody(cleo, network):
    for team in (network, None):
        with pytest.raises(PermissionDenied):
            made(cleo, team=team)


def test_nobody_gives_a_macro_away_that_they_may_not(amara, cleo, billing):
    own = made(amara, mine=True)
    with pytest.raises(PermissionDenied):
        change_macro(own, {"name": "Now ours", "text": "x", "team": billing}, by=amara)
    with pytest.raises(PermissionDenied):
        change_macro(own, {"name": "Taken", "text": "x", "team": billing}, by=cleo)


# --- what is refused, and why


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": " "}, "1 to 80"),
        ({"text": "Dear {first_nme}"}, "Did you mean {first_name}"),
        ({"text": "Dear {weather}"}, "{weather} is not a placeholder"),
        ({"text": ""}, "does nothing"),
        ({"text": "x" * 50_001}, "longer than"),
        ({"add_tags": ["a"], "remove_tags": ["a"]}, "both added and removed"),
        ({"kind": "note", "then": "solve"}, "note is not sent"),
        ({"priority": "sky-high"}, "no such choice"),
        ({"add_tags": ["x" * 41]}, "longer than 40"),
    ],
)
def test_a_macro_that_makes_no_sense_is_refused_with_the_reason(amara, said, words):
    with pytest.raises(ValidationError, match=words):
        made(amara, mine=True, **said)
    assert not Macro.objects.exists()


def test_a_name_is_there_once_for_each_whose_it_is(amara, ben):
    made(amara, mine=True)
    made(ben, mine=True)
    with pytest.raises(ValidationError, match="already"):
        made(amara, mine=True, name="refund is on its WAY")


def test_every_change_leaves_a_trace_and_the_second_of_two_is_told(amara):
    macro = made(amara, mine=True)
    change_macro(macro, {"name": "New", "text": "x", "owner": amara}, by=amara, seen=1)
    with pytest.raises(StaleMacro):
        change_macro(macro, {"name": "Newer", "text": "x", "owner": amara}, by=amara, seen=1)
    switch_macro(macro, on=False, by=amara)
    assert not usable(amara).exists()
    remove_macro(macro, by=amara)
    kinds = list(MacroChange.objects.order_by("pk").values_list("kind", "version"))
    assert kinds == [("made", 1), ("changed", 2), ("switched", 3), ("removed", 3)]
    assert "text" not in MacroChange.objects.latest("pk").said


# --- using one


def test_the_preview_fills_in_what_is_known_and_names_what_is_not(refund, ticket, amara):
    shown = preview(refund, ticket, amara)
    assert shown.text == "Dear Dana,\nit is on its way."
    assert shown.missing == ()
    ticket.requester.name = ""
    assert preview(refund, ticket, amara).missing == ("the customer's first name",)


def test_its_changes_are_made_and_said(refund, ticket, amara):
    ticket.tags = ["old", "waiting"]
    ticket.save()
    use_macro(ticket, macro=refund, by=amara)
    ticket.refresh_from_db()
    assert (ticket.tags, ticket.priority, ticket.assignee) == (["old", "refund"], "high", amara)
    told = ticket.events.get(kind=EventKind.MACRO_USED)
    assert (told.actor, told.data) == (amara, {"macro": refund.pk, "name": refund.name})


def test_a_change_that_cannot_be_made_lets_none_be_made(ticket, amara, mona, network):
    macro = made(mona, to_team=network, handing="me", priority="high")
    with pytest.raises(ValidationError, match="is not in Network"):
        use_macro(ticket, macro=macro, by=amara)
    ticket.refresh_from_db()
    assert (ticket.team.name, ticket.priority) == ("Billing", "normal")
    assert not ticket.events.filter(kind=EventKind.MACRO_USED).exists()


def send(desk, ticket, **given):
    seen = ticket.messages.filter(kind="public").latest("pk").pk
    given = {"kind": "reply", "text": "On its way.", "to": "dana@okafor.example", "seen": seen, **given}
    given.setdefault("key", secrets.token_hex(16))
    return desk.post(reverse("tickets:write", args=[ticket.pk]), given, headers=HTMX)


def test_sending_makes_the_changes_once_and_the_move(desk, ticket, refund, amara):
    key = secrets.token_hex(16)
    for _ in range(2):  # a double click
        assert send(desk, ticket, macro=refund.pk, key=key).status_code == 200
    ticket.refresh_from_db()
    assert (ticket.state, ticket.priority, ticket.tags) == ("solved", "high", ["refund"])
    assert ticket.events.filter(kind=EventKind.MACRO_USED).count() == 1
    assert ticket.messages.filter(author=amara).count() == 1


def test_what_is_refused_leaves_text_and_macro_in_the_composer_and_the_ticket_as_it_was(desk, ticket, refund):
    answer = send(desk, ticket, macro=refund.pk, to="nobody", text="My words")
    assert answer.status_code == 422
    assert "My words" in answer.text
    assert f'name="macro" value="{refund.pk}"' in answer.text
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.tags) == ("normal", [])


def test_a_ticket_that_goes_to_another_team_is_left(desk, ticket, mona, network):
    macro = made(mona, to_team=network)
    answer = send(desk, ticket, macro=macro.pk)
    assert answer.headers.get("HX-Redirect") or answer.headers.get("HX-Location")
    ticket.refresh_from_db()
    assert ticket.team == network


def test_another_teams_macro_is_none(desk, ticket, mona, network):
    theirs = made(mona, team=network)
    answer = send(desk, ticket, macro=theirs.pk)
    assert answer.status_code == 422
    assert "not in use any more" in answer.text
    url = reverse("tickets:macro_shown", args=[ticket.pk])
    assert desk.get(url, {"macro": theirs.pk}).status_code == 404
    assert desk.get(url, {"macro": "9" * 30}).status_code == 404
    assert theirs.name not in desk.get(reverse("tickets:macros_offered", args=[ticket.pk])).text


def test_the_composer_offers_what_one_may_use(desk, ticket, refund, amara):
    made(amara, mine=True, name="Greeting")
    offered = reverse("tickets:macros_offered", args=[ticket.pk])
    assert refund.name in desk.get(offered).text
    assert refund.name not in desk.get(offered, {"q": "greet"}).text
    shown = desk.get(reverse("tickets:macro_shown", args=[ticket.pk]), {"macro": refund.pk}).text
    assert "Dear Dana," in shown
    assert "priority High" in shown


@pytest.mark.parametrize("name", ["macros_offered", "macro_shown"])
def test_nothing_of_a_ticket_that_is_not_theirs(client, nora, ticket, refund, name):
    client.force_login(nora)
    url = reverse(f"tickets:{name}", args=[ticket.pk])
    assert client.get(url, {"macro": refund.pk}).status_code == 404


# --- the pages


def test_a_macro_is_made_and_changed_on_its_page(desk, amara):
    made_at = desk.post(reverse("tickets:macro_new"), form(text="Dear {first_name}", add_tags="a, b"))
    assert made_at.status_code == 302
    macro = Macro.objects.get()
    assert (macro.owner, macro.add_tags) == (amara, ["a", "b"])
    page = reverse("tickets:macro", args=[macro.pk])
    assert "Dear {first_name}" in desk.get(page).text
    assert desk.post(page, form(text="Hello", seen=1)).status_code == 302
    answer = desk.post(page, form(text="Mine", seen=1))
    assert answer.status_code == 409
    assert "Mine" in answer.text
    assert desk.post(page, form(text="{oops}", seen=2)).status_code == 422


def test_an_agent_is_offered_no_other_whose(desk, billing):
    answer = desk.post(reverse("tickets:macro_new"), form(text="x", whose=str(billing.pk)))
    assert answer.status_code == 422
    assert not Macro.objects.exists()


def test_others_macros_are_not_found(client, desk, nora, mona, refund, amara):
    own = made(amara, mine=True, name="Greeting")
    for user, macro in ((amara, refund), (nora, refund), (nora, own), (mona, own)):
        client.force_login(user)
        assert client.get(reverse("tickets:macro", args=[macro.pk])).status_code == 404
        switched = client.post(reverse("tickets:macro_switch", args=[macro.pk]), {"do": "remove"})
        assert switched.status_code == 404
    assert Macro.objects.count() == 2


def test_the_list_says_what_each_does_and_costs_the_same_for_many(
    client, cleo, mona, billing, refund, django_assert_num_queries
):
    client.force_login(cleo)  # whose rows are not all theirs to change
    desk = client
    made(cleo, mine=True, name="Greeting")
    with CaptureQueriesContext(connection) as few:
        text = desk.get(reverse(ALL)).text
    assert "priority High" in text
    for number in range(3):
        made(mona, name=f"Number {number}")
        made(cleo, team=billing, name=f"Billing {number}")
    with django_assert_num_queries(len(few)):
        assert "Number 2" in desk.get(reverse(ALL)).text
    assert "No macro of that name" in desk.get(reverse(ALL), {"q": "zzz"}).text


def test_switching_and_removing(desk, amara):
    macro = made(amara, mine=True)
    url = reverse("tickets:macro_switch", args=[macro.pk])
    desk.post(url, {"do": "off"})
    assert not Macro.objects.get().active
    assert desk.post(url, {"do": "dance"}).status_code == 404
    desk.post(url, {"do": "remove"})
    assert not Macro.objects.exists()


def test_customers_names_bring_no_placeholders(amara, billing, dana):
    dana.name = "{agent} {reference}"
    dana.save()
    ticket = make_ticket(requester=dana, team=billing, subject="?", text="?")
    macro = made(amara, mine=True, text="Dear {customer}")
    assert preview(macro, ticket, amara).text == "Dear {agent} {reference}"
