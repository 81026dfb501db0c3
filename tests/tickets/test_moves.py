"""Moves and properties from the page: who may, what is refused, what two at once do."""

import pytest
from django.urls import get_resolver, reverse

from tests.factories import make_ticket
from tickets.access import link_for, token_of
from tickets.actions import add_note, move
from tickets.actions.writing import Part
from tickets.models import Ticket

HTMX = {"HX-Request": "true"}
ON_A_TICKET = [
    ("ticket", "get"),
    ("ticket_pulse", "get"),
    ("history", "get"),
    ("write", "post"),
    ("draft", "post"),
    ("take", "post"),
    ("assign", "post"),
    ("team", "post"),
    ("prioritise", "post"),
    ("tag", "post"),
    ("retitle", "post"),
    ("unread", "post"),
    ("snooze", "post"),
    ("wake", "post"),
    ("skip", "post"),
    ("routed", "get"),
    ("routed", "post"),
    ("revoke_link", "post"),
    ("promises", "get"),
    ("no_reply_needed", "post"),
    ("set_due", "post"),
    ("free_due", "post"),
    ("dispute", "post"),
    ("answer_dispute", "post"),
    ("exclude", "post"),
    ("include", "post"),
    ("retime", "post"),
    ("acknowledge", "post"),
    ("merge", "get"),
    ("merge", "post"),
    ("others", "get"),
    ("unmerge", "post"),
    ("redact", "get"),
    ("redact", "post"),
    ("handled", "get"),
    ("handled", "post"),
    ("macros_offered", "get"),
    ("macro_shown", "get"),
    ("similar", "get"),
    ("split", "get"),
    ("split", "post"),
    ("set_type", "post"),
    ("follow", "post"),
    ("add_checklist", "post"),
    ("tick", "post"),
    ("remove_checklist", "post"),
    ("fields", "get"),
    ("fields", "post"),
    ("mentions", "get"),
    ("preview", "post"),
    ("share_draft", "post"),
    ("articles_offered", "get"),
    ("use_article", "post"),
    ("write_from", "post"),
    ("praise", "get"),
    ("backup", "post"),
    ("linked", "get"),
    ("link", "post"),
    ("wait_for_children", "post"),
]


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def post(desk, ticket, name, given=None, *more, headers=None):
    return desk.post(reverse(f"tickets:{name}", args=[ticket.pk, *more]), given or {}, headers=headers)


def addresses(ticket, attachment):
    found = [(reverse(f"tickets:{name}", args=[ticket.pk]), method) for name, method in ON_A_TICKET]
    found += [(reverse("tickets:move", args=[ticket.pk, "solve"]), "post")]
    found += [(reverse("tickets:letter", args=[attachment.message_id]), "get")]
    return [*found, (reverse("tickets:file", args=[attachment.pk, attachment.name]), "get")]


@pytest.fixture
def attachment(ticket, ben):
    note = add_note(ticket, by=ben, text="See the file", parts=[Part(name="a.txt", content=b"secret")])
    return note.attachments.get()


def test_what_is_another_teams_is_not_found(client, nora, ticket, attachment):
    client.force_login(nora)
    before = Ticket.objects.values().get(pk=ticket.pk)
    given = {"kind": "note", "text": "x", "assignee": nora.pk, "team": 1, "priority": "high", "subject": "x"}
    for url, _method in addresses(ticket, attachment):
        for headers in (None, HTMX):
            # Asked in the wrong way it may say so, but never that there is something.
            assert client.get(url, headers=headers).status_code in {404, 405}, url
            assert client.post(url, given, headers=headers).status_code in {404, 405}, url
    for url, method in addresses(ticket, attachment):
        assert getattr(client, method)(url).status_code == 404, url
    assert Ticket.objects.values().get(pk=ticket.pk) == before


def test_whoever_is_not_signed_in_goes_to_the_door(client, ticket, attachment, eve):
    """A customer has no account here: Eve, and Dana herself, are nobody on this side."""
    link_for(ticket, eve)
    for url, method in addresses(ticket, attachment):
        answer = getattr(client, method)(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("staff:sign_in"))


def test_no_address_of_a_ticket_is_untested():
    """A new address of the ticket page must be added to the list that Nora is refused."""
    patterns = get_resolver("tickets.urls").url_patterns
    mine = {p.name for p in patterns if str(p.pattern).startswith("tickets/") and "<int:" in str(p.pattern)}
    elsewhere = {
        "move",
        "letter",
        "picture",
        "file",
        "delivery",
        "take_back",
        "planned",
        "shared_draft",
        "approval",
        "unlink",
        "message",
    }
    assert mine - elsewhere == {name for name, _method in ON_A_TICKET}


def test_taking_opens_and_says_so(desk, ticket, amara):
    page = post(desk, ticket, "take", headers=HTMX).content.decode()
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.state) == (amara, "open")
    assert f"Ticket {ticket.pk} is yours." in page
    assert 'id="ticket-head"' in page
    assert "data-count=&#x27;mine&#x27;" in page or "data-count='mine'" in page


@pytest.mark.parametrize(
    ("name", "state"), [("open", "open"), ("wait", "waiting"), ("hold", "hold"), ("solve", "solved")]
)
def test_each_move_of_the_table(desk, ticket, name, state):
    assert post(desk, ticket, "move", None, name).status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == state


def test_a_move_that_a_colleague_was_quicker_with_is_refused_in_words(desk, ticket, ben):
    move(ticket, "solve", by=ben)
    answer = post(desk, ticket, "move", None, "wait", headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Reswap"] == "none"
    page = answer.content.decode()
    assert "the ticket is now “Solved”" in page
    assert "Reopen" in page
    plain = post(desk, ticket, "move", None, "wait")
    assert plain.status_code == 409
    assert "the ticket is now “Solved”" in plain.content.decode()


def test_a_move_that_there_is_not_is_not_found(desk, ticket):
    assert post(desk, ticket, "move", None, "explode").status_code == 404


def test_solving_goes_on_to_the_next_of_the_list(desk, ticket, billing, dana, amara):
    other = make_ticket(requester=dana, team=billing, subject="Another")
    url = reverse("tickets:move", args=[ticket.pk, "solve"]) + "?view=unassigned"
    answer = desk.post(url, {"next": "1"}, headers=HTMX)
    assert answer["HX-Redirect"] == reverse("tickets:ticket", args=[other.pk]) + "?view=unassigned"
    page = desk.get(answer["HX-Redirect"]).content.decode()
    assert page.count(f"Ticket {ticket.pk} solved.") == 1
    # The last of the list: to the list.
    url = reverse("tickets:move", args=[other.pk, "solve"]) + "?view=unassigned"
    assert desk.post(url, {"next": "1"})["Location"] == reverse("tickets:inbox") + "?view=unassigned"


def test_assigning_to_somebody_of_another_team_is_refused(desk, ticket, ben, nora):
    assert post(desk, ticket, "assign", {"assignee": ben.pk}).status_code == 302
    answer = post(desk, ticket, "assign", {"assignee": nora.pk}, headers=HTMX)
    assert answer.status_code == 422
    assert "Nora Ilves is not in Billing" in answer.content.decode()
    for nonsense in ("x", "0", "9" * 30, "-1", "\x00"):
        assert post(desk, ticket, "assign", {"assignee": nonsense}).status_code == 409
    ticket.refresh_from_db()
    assert ticket.assignee == ben
    post(desk, ticket, "assign", {"assignee": ""})
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_handed_to_another_team_it_leaves_ones_sight(desk, ticket, network, amara):
    answer = post(desk, ticket, "team", {"team": network.pk}, headers=HTMX)
    assert answer["HX-Redirect"] == reverse("tickets:inbox")
    assert desk.get(reverse("tickets:ticket", args=[ticket.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("prioritise", {"priority": "enormous"}, "is not a priority"),
        ("prioritise", {"priority": "x" * 1_000_000}, "is not a priority"),
        ("tag", {"tags": "x" * 41}, "longer than 40"),
        ("tag", {"tags": " ".join(f"t{n}" for n in range(21))}, "at most 20 tags"),
        ("retitle", {"subject": "x" * 1_000_000}, "1 to 500 characters"),
        ("retitle", {"subject": " \x00 "}, "1 to 500 characters"),
        ("team", {"team": "none"}, "no such team"),
    ],
)
def test_nonsense_is_refused_in_words(desk, ticket, name, given, problem):
    before = ticket.events.count()
    for headers, status in ((HTMX, 422), (None, 409)):
        answer = post(desk, ticket, name, given, headers=headers)
        assert answer.status_code == status
        assert problem in answer.content.decode()
    assert ticket.events.count() == before


def test_script_in_every_field_stays_text(desk, ticket):
    evil = "<script>alert(1)</script>\x00"
    post(desk, ticket, "tag", {"tags": evil})
    post(desk, ticket, "retitle", {"subject": evil})
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk]) + "?view=<script>alert(1)</script>")
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    history = desk.get(reverse("tickets:history", args=[ticket.pk])).content.decode()
    assert "<script>alert" not in history
    assert "Subject changed" in history


def test_properties_are_changed(desk, ticket):
    post(desk, ticket, "prioritise", {"priority": "high"})
    post(desk, ticket, "tag", {"tags": "#Refund, iban"})
    post(desk, ticket, "retitle", {"subject": "  A better   subject "})
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.tags, ticket.subject) == ("high", ["iban", "refund"], "A better subject")


def test_marked_unread_it_is_new_again(desk, ticket, amara):
    desk.get(reverse("tickets:ticket", args=[ticket.pk]))
    assert ticket.seen_by.filter(user=amara).exists()
    assert post(desk, ticket, "unread")["Location"] == reverse("tickets:inbox")
    assert not ticket.seen_by.filter(user=amara).exists()


def test_only_a_lead_takes_a_secret_link_back(client, ticket, dana, amara, cleo):
    link = link_for(ticket, dana)
    client.force_login(amara)
    assert post(client, ticket, "revoke_link", {"link": link.pk}).status_code == 409
    link.refresh_from_db()
    assert link.revoked_at is None
    client.force_login(cleo)
    assert token_of(link) not in client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()
    assert post(client, ticket, "revoke_link", {"link": link.pk}).status_code == 302
    assert post(client, ticket, "revoke_link", {"link": link.pk}).status_code == 409
    link.refresh_from_db()
    assert link.revoked_at
    assert ticket.events.filter(kind="link_revoked", actor=cleo).count() == 1


def test_the_pulse_is_silent_until_something_happens(desk, ticket, dana, ben):
    page = desk.get(reverse("tickets:ticket", args=[ticket.pk]))
    url = reverse("tickets:ticket_pulse", args=[ticket.pk])
    known = {"revision": page.context["revision"], "last_event": page.context["last_event"]}
    assert desk.get(url, known, headers=HTMX).status_code == 204
    add_note(ticket, by=ben, text="Psst")
    news = desk.get(url, known, headers=HTMX).content.decode()
    assert "Psst" in news
    assert "Where is my refund?" not in news
    assert 'id="composer"' not in news
    for nonsense in ({"last_event": "x"}, {"last_event": "9" * 40, "under_way": "1,x,\x00"}):
        assert desk.get(url, nonsense, headers=HTMX).status_code == 200


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999"])
def test_a_number_that_no_ticket_has(desk, number, db):
    assert desk.get(f"/tickets/{number}/").status_code == 404


@pytest.mark.parametrize("before", ["x", "1.2", "1.000000.0.x", "9" * 50 + ".0.0.0", "\x00"])
def test_a_place_in_the_thread_that_there_is_not(desk, ticket, before):
    assert desk.get(reverse("tickets:ticket", args=[ticket.pk]), {"before": before}).status_code == 404
