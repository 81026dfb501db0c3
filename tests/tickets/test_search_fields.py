"""What the fields of the search box find, for whom."""

import datetime

import pytest
from django.utils import timezone

from staff.actions import hire
from tests.conftest import PASSWORD
from tests.factories import make_ticket
from tests.tickets.test_search import INBOX, found
from tickets import searching
from tickets.actions import add_note, assign, prioritise, reply, tag
from tickets.actions.writing import Part


@pytest.fixture(params=["rare", "common"])
def plan(request, monkeypatch):
    monkeypatch.setattr(searching, "RARE", 10**9 if request.param == "rare" else -1)


@pytest.fixture
def two(billing, dana, eve, amara):
    """Dana's refund, Amara's and urgent; Eve's router, nobody's, with a file."""
    now = timezone.now()
    refund = make_ticket(
        requester=dana, team=billing, subject="Refund not received", text="Where is my money?",
        at=now - datetime.timedelta(days=10),
    )  # fmt: skip
    assign(refund, by=amara, to=amara)
    prioritise(refund, by=amara, to="urgent")
    tag(refund, by=amara, tags=["refund", "vip"])
    add_note(refund, by=amara, text="Stripe shows a chargeback.")
    router = make_ticket(
        requester=eve, team=billing, subject="Router broken", text="No internet connection since Monday.",
        channel="phone", parts=[Part("Invoice 2026.pdf", b"x", "application/pdf")],
    )  # fmt: skip
    return refund.number, router.number


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


FIRST, SECOND, BOTH, NONE = (0,), (1,), (0, 1), ()
ASKED = [
    ("status:open", FIRST), ("status:new", SECOND), ("status:new,open", BOTH), ("-status:new", FIRST),
    ("is:active", BOTH), ("is:done", NONE), ("assignee:me", FIRST), ("assignee:none", SECOND),
    ("-assignee:me", SECOND), ("assignee:kask", FIRST), ("is:unassigned", SECOND), ("is:mine", FIRST),
    ("team:billing", BOTH), ("tag:refund", FIRST), ("tag:ref*", FIRST), ("tag:und*", NONE),
    ("-tag:vip", SECOND),
    ("has:tag", FIRST), ("priority:urgent", FIRST), ("priority<urgent", SECOND), ("priority>=normal", BOTH),
    ("channel:phone", SECOND), ("language:en", BOTH), ("from:okafor.example", FIRST), ("from:example", NONE),
    ("-from:okafor.example", SECOND), ("from:eve@lund.example", SECOND), ("from:eve", SECOND),
    ("organisation:lund", SECOND), ("org:okafor", FIRST), ("subject:router", SECOND), ("subject:money", NONE),
    ("subject:routers", SECOND), ('subject:"not received"', FIRST), ("note:chargeback", FIRST),
    ("note:money", NONE), ("has:note", FIRST), ("has:attachment", SECOND), ("file:invoice", SECOND),
    ("created<7d", FIRST), ("created>7d", SECOND), ("created:today", SECOND), ("updated:today", BOTH),
    ("has:answer", NONE), ("is:vip", NONE), ("is:unread", BOTH), ("due<2h", NONE), ("is:late", NONE),
    ("solved:today", NONE),
    # Words of one ticket may stand in different places, and in other forms.
    ("received money chargeback", FIRST), ("money refunds", FIRST), ("dana chargeback", FIRST),
    ("okafor money", FIRST), ("monday -money", SECOND), ("money OR monday", BOTH), ("connections", SECOND),
    ("invoice monday", SECOND), ("(money OR monday) assignee:me", FIRST), ('"money chargeback"', NONE),
    ("money monday", NONE), ("-money -monday", NONE), ("lund router", SECOND),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "which"), ASKED)
def test_what_is_asked_is_found(as_amara, two, plan, asked, which):
    assert sorted(found(as_amara, asked)) == [two[n] for n in which]


@pytest.mark.parametrize("asked", [one for one, which in ASKED if which])
def test_another_team_finds_nothing(client, nora, two, asked):
    client.force_login(nora)
    response = client.get(INBOX, {"q": asked})
    assert response.context["listing"].page.rows == ()
    assert b"Refund not received" not in response.content
    assert b"Router broken" not in response.content


def test_the_lead_of_another_team_finds_nothing_and_is_told_no_names(client, network, two):
    lead = hire(email="l@desk.example", full_name="Lea", role="lead", teams=(network,), password=PASSWORD)
    client.force_login(lead)
    for asked in ("refund", "money -x", "assignee:none", "has:note", "number>0", "-zebra"):
        assert found(client, asked) == [], asked
    for asked in ("team:billing", "team:bilin", "assignee:amara", "assignee:amra"):
        page = client.get(INBOX, {"q": asked}).content.decode()
        assert "Billing" not in page
        assert "Amara" not in page


def test_what_is_wrong_is_pointed_at_and_the_text_is_kept(as_amara, two):
    page = as_amara.get(INBOX, {"q": "refund staus:open"}).content.decode()
    assert 'value="refund staus:open"' in page
    assert "<mark>staus</mark>" in page
    assert "status" in page
    assert "Refund not received" not in page


def test_a_team_that_is_not_theirs_is_unknown(as_amara, network, two):
    page = as_amara.get(INBOX, {"q": "team:network"}).content.decode()
    assert "<mark>network</mark>" in page


def test_a_snippet_is_escaped_and_marks_the_word(as_amara, amara, billing, dana):
    ticket = make_ticket(
        requester=dana, team=billing, text='<img src=x onerror="alert(1)"> a zebra </mark> & co'
    )
    reply(ticket, by=amara, text="No.")
    page = as_amara.get(INBOX, {"q": "zebras"}).content.decode()
    assert "<mark>zebra</mark>" in page
    assert "<img src=x" not in page
    assert "&amp; co" in page


def test_statements_of_the_language_are_pinned(as_amara, two, plan, django_assert_max_num_queries):
    for asked, most in (
        ("status:open created>2026-01-01 money", 9),  # the last says who is at the tickets of the page
        ("tag:refund -from:acme.com chargeback", 10),  # a synonym may be meant
        ("due<2h is:active", 9),
    ):
        with django_assert_max_num_queries(most):
            as_amara.get(INBOX, {"q": asked})
    with django_assert_max_num_queries(11):
        as_amara.get(INBOX, {"q": "team:billing assignee:kask money"})


def completed(client, text: str, at: int | None = None) -> list[str]:
    response = client.get("/inbox/complete/", {"q": text, "at": len(text) if at is None else at})
    assert response.status_code == 200
    return [one.text for one in response.context["found"]]


def test_fields_and_values_are_completed(as_amara, two):
    assert completed(as_amara, "money sta") == ["money status:"]
    assert completed(as_amara, "status:wai") == ["status:waiting "]
    assert completed(as_amara, "-tag:re") == ["-tag:refund "]
    assert completed(as_amara, "tag:refund,v money", 12) == ["tag:refund,vip money"]
    assert completed(as_amara, "team:bil") == ["team:Billing "]
    assert completed(as_amara, "assignee:am") == ['assignee:"Amara Kask" ']
    assert completed(as_amara, "from:lun") == ["from:eve@lund.example "]
    assert completed(as_amara, "org:oka") == ['org:"Okafor Design" ']
    assert "due<2h " in completed(as_amara, "due:")
    assert completed(as_amara, '"in a phrase sta') == []


def test_nothing_of_another_team_is_completed(client, nora, two):
    client.force_login(nora)
    for text in ("tag:re", "team:bil", "assignee:am", "from:lun", "from:dana", "org:oka"):
        assert completed(client, text) == [], text


@pytest.mark.parametrize("text", ["", "(", '"', "tag:", "\x00", "x" * 900, "status:,", "🙂 is:"])
def test_no_text_is_too_odd_to_complete(as_amara, two, text):
    completed(as_amara, text)
    as_amara.get("/inbox/complete/", {"q": text, "at": "-1"})


@pytest.mark.parametrize("few", [0, 3000])
def test_a_common_word_with_a_tag_is_found_however_many_have_it(
    as_amara, amara, dana, billing, monkeypatch, few
):
    monkeypatch.setattr(searching, "RARE", -1)
    monkeypatch.setattr(searching, "FEW", few)
    tagged, other = (make_ticket(requester=dana, team=billing, subject="Refund") for _ in range(2))
    tag(tagged, by=amara, tags=["vip", "money"])
    assert found(as_amara, "refund tag:vip") == [tagged.number]
    assert found(as_amara, "refund tag:vip tag:money") == [tagged.number]
    assert found(as_amara, "refund tag:v*") == [tagged.number]
    assert found(as_amara, "refund -tag:vip") == [other.number]
    assert found(as_amara, "refund tag:nobody") == []
