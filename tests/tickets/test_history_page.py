"""Who, what, old → new, and through what: the page of a ticket's history."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lib import through
from mail import intake
from mail.models import Mailbox, MailRule
from tickets import events
from tickets.actions import add_note, assign, move, prioritise, reply, retitle
from tickets.choices import EventKind
from tickets.history import SHOWN
from tickets.models import TicketEvent
from tickets.sentences import Names, sentence
from tickets.ways import by_which_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def page(desk, ticket, query=""):
    answer = desk.get(reverse("tickets:history", args=[ticket.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_event_has_a_sentence(kind, amara):
    assert sentence(TicketEvent(kind=kind, actor=amara), Names(whole=True))


def test_old_and_new_of_each_change_are_told(desk, ticket, amara, ben):
    prioritise(ticket, by=amara, to="high")
    assign(ticket, by=amara, to=amara)
    assign(ticket, by=amara, to=ben)
    retitle(ticket, by=amara, subject="Refund, still")
    move(ticket, "solve", by=amara)
    told = words(page(desk, ticket))
    for said in (
        "Priority Normal → High by Amara Kask",
        "Amara Kask → Ben Lepik by Amara Kask",
        "Subject changed from Refund not received to Refund, still by Amara Kask",
        "→ Solved by Amara Kask",
    ):
        assert said in told


def test_newest_first_in_the_readers_zone(desk, ticket, amara):
    amara.time_zone = "Asia/Tokyo"
    amara.save()
    at = datetime.datetime(2026, 3, 1, 22, 30, 5, tzinfo=datetime.UTC)
    add_note(ticket, by=amara, text="x", at=at)
    html = page(desk, ticket)
    assert "07:30:05" in html
    assert "2 March 2026" in html
    assert html.index("Opened by") < html.index("added a note")
    assert "written down" in html


def test_what_is_shown_can_be_narrowed(desk, ticket, amara):
    prioritise(ticket, by=amara, to="high")
    add_note(ticket, by=amara, text="x")
    changes, messages = page(desk, ticket, "?show=changes"), page(desk, ticket, "?show=messages")
    assert "Priority" in changes
    assert "added a note" not in changes
    assert "Priority" not in messages
    assert "added a note" in messages
    assert "Opened by" in changes
    assert "Opened by" in messages


def test_a_long_history_comes_in_pages_without_gap_or_double(desk, ticket, amara):
    at = timezone.now()
    for n in range(SHOWN + 30):
        events.record(ticket, "noted", by=amara, at=at - datetime.timedelta(seconds=n // 3))
    everything = ticket.events.count()
    seen, query = [], ""
    while query is not None:
        html = page(desk, ticket, query)
        seen += re.findall(r'<tr id="e(\d+)"', html)
        more = re.search(r'rel="next" href="([^"]+)"', html)
        query = more[1].replace("&amp;", "&") if more else None
    assert len(seen) == len(set(seen)) == everything
    assert page(desk, ticket, "?all=1").count('<tr id="e') == len(seen)


@pytest.mark.parametrize(
    "query", ["?show=explode", "?before=x", "?before=2026-01-01_1", "?before=_", "?before=9999"]
)
def test_a_view_that_we_never_offered_is_not_found(desk, ticket, query):
    assert desk.get(reverse("tickets:history", args=[ticket.pk]) + query).status_code == 404


def test_another_teams_history_is_not_found(client, nora, ticket):
    client.force_login(nora)
    assert client.get(reverse("tickets:history", args=[ticket.pk])).status_code == 404


@pytest.mark.parametrize("notes", [1, 3])
def test_queries_do_not_grow_with_the_rows(desk, ticket, amara, notes, django_assert_max_num_queries):
    for n in range(notes):
        add_note(ticket, by=amara, text=f"{n}")
    with django_assert_max_num_queries(8):
        page(desk, ticket)


def test_a_page_is_a_browser_and_an_action_alone_no_way_at_all(desk, ticket, amara):
    desk.post(reverse("tickets:prioritise", args=[ticket.pk]), {"priority": "high"})
    assert ticket.events.get(kind="prioritised").through == "browser"
    assert "in the browser" in page(desk, ticket)
    add_note(ticket, by=amara, text="x")
    assert ticket.events.get(kind="noted").through == ""


def test_a_customers_page_is_told_from_a_colleagues(client, ticket, dana):
    from tickets.access import link_for, token_of

    url = reverse("portal:reply", args=[token_of(link_for(ticket, dana))])
    client.post(url, {"text": "Any news?"})
    assert ticket.events.get(kind="customer_wrote").through == "portal"


def test_mail_names_itself_and_the_rules_that_held(desk, billing):
    box = Mailbox.objects.create(name="Billing", address="billing@desk.example", team=billing)
    refunds = [{"about": "subject", "how": "contains", "value": "refund"}]
    rule = MailRule.objects.create(name="Refunds", conditions=refunds, tags=["refund"])
    raw = (
        b"From: Dana <dana@okafor.example>\r\nTo: billing@desk.example\r\nMessage-ID: <a@okafor.example>\r\n"
    )
    row = intake.receive(raw + b"Subject: My refund\r\n\r\nWhere is it?\r\n", mailbox=box)
    intake.handle(row.pk)
    row.refresh_from_db()
    opened = TicketEvent.objects.get(kind="opened")
    assert row.ticket.tags == ["refund"]
    assert opened.through == f"mail:{row.pk}:{rule.pk}"
    assert f"by mail {row.pk} · mail rule {rule.pk}" in words(page(desk, row.ticket))
    url = reverse("mail:explain", args=[row.pk])
    assert url in page(desk, row.ticket)
    assert desk.get(url).status_code == 200


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("job:tickets.tasks.close_solved", "by a job of the desk (close solved)"),
        ("command:sla_rebuild", "by the command sla_rebuild"),
        ("api:3", "by API key 3"),
        ("mail:<b>", "by mail &lt;b&gt;"),
        ("something new", ""),
        ("", ""),
    ],
)
def test_ways_in_words(way, said):
    event = TicketEvent(kind="noted", through=way)
    assert by_which_way(event) == said


def test_a_way_holds_for_what_is_done_inside_alone():
    with through.through("mail", 5):
        with through.through("mail", 5, "1+2"):
            assert through.way() == "mail:5:1+2"
        assert through.way() == "mail:5"
    assert through.way() == ""


def test_an_answer_from_a_page_says_so_too(desk, ticket, amara):
    reply(ticket, by=amara, text="We look.")
    assert "answered" in page(desk, ticket)
