import datetime

import pytest
from django.utils import timezone

from tests.factories import make_ticket
from tickets import finding
from tickets import listing as listing_module
from tickets.actions import mark_seen, move, receive, take
from tickets.models import Ticket

INBOX = "/inbox/"


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


def shown(response) -> list[int]:
    return [row.number for row in response.context["listing"].page.rows]


def test_a_visitor_is_sent_to_sign_in(client, db):
    assert client.get(INBOX).status_code == 302


def test_unassigned_tickets_of_the_team_are_listed(as_amara, ticket):
    response = as_amara.get(INBOX, {"view": "unassigned"})
    assert shown(response) == [ticket.number]
    assert b"Refund not received" in response.content
    assert b"Okafor Design" in response.content


def test_an_agent_of_another_team_sees_none_of_it(client, nora, ticket):
    client.force_login(nora)
    for query in ("view=all", "view=unassigned", "team=billing", "q=refund", "state=new"):
        response = client.get(f"{INBOX}?{query}")
        assert shown(response) == [], query
        assert b"Refund not received" not in response.content


@pytest.mark.parametrize("tickets", [1, 3])
def test_query_count_does_not_grow_with_rows(
    client, amara, billing, dana, django_assert_num_queries, tickets
):
    for _ in range(tickets):
        make_ticket(requester=dana, team=billing)
    client.force_login(amara)
    with django_assert_num_queries(8):  # session, user, views, stamp, rows, who is there, two for the sidebar
        response = client.get(INBOX, {"view": "unassigned"})
    assert len(shown(response)) == tickets


def test_new_for_you_and_seen(as_amara, amara, billing, dana):
    first, second = (make_ticket(requester=dana, team=billing, subject=word) for word in ("One", "Two"))
    mark_seen(first, by=amara)
    listing = as_amara.get(INBOX, {"view": "unassigned"}).context["listing"]
    assert [row.number for row in listing.fresh] == [second.number]
    assert [row.number for row in listing.known] == [first.number]
    receive(first, by=dana, text="Hello?", channel="email", at=timezone.now() + datetime.timedelta(seconds=1))
    mark_seen(second, by=amara)
    listing = as_amara.get(INBOX, {"view": "unassigned"}).context["listing"]
    assert [row.number for row in listing.fresh] == [first.number]


def test_mine_is_what_is_with_me(as_amara, amara, ben, billing, dana):
    mine, his = (make_ticket(requester=dana, team=billing) for _ in range(2))
    take(mine, by=amara)
    take(his, by=ben)
    assert shown(as_amara.get(INBOX)) == [mine.number]
    move(mine, "wait", by=amara)
    assert shown(as_amara.get(INBOX)) == []
    assert shown(as_amara.get(INBOX, {"view": "waiting"})) == [mine.number]


@pytest.mark.parametrize(
    "query",
    [
        "view=nonsense", "team=nowhere", "state=x&sort=y", "saved=99999999999999999999", "after=abc",
        "after=1-", "before=99999999999999999999-1", "after=999999999999999999-1", "view=mine&view=late",
        "q=%00", "page=7", "saved=%C2%B2", "after=%C2%B2-1",
    ],
)  # fmt: skip
def test_unknown_parameters_are_tolerated(as_amara, ticket, query):
    assert as_amara.get(f"{INBOX}?{query}").status_code == 200


def walk(client, query: str) -> list[list[int]]:
    pages, url = [], f"{INBOX}?{query}"
    while url and len(pages) < 20:
        listing = client.get(url).context["listing"]
        pages.append([row.number for row in listing.page.rows])
        url = listing.next_url
    return pages


@pytest.mark.parametrize("sort", ["promise", "newest", "oldest"])
def test_pages_are_complete_and_hold_nothing_twice(as_amara, billing, dana, monkeypatch, sort):
    monkeypatch.setattr(finding.page_of_view, "__defaults__", (3,))
    at = timezone.now() - datetime.timedelta(days=1)
    tickets = [  # three at the same moment: the number decides
        make_ticket(requester=dana, team=billing, at=at + datetime.timedelta(minutes=n // 3))
        for n in range(8)
    ]
    pages = walk(as_amara, f"view=all&sort={sort}")
    assert [len(page) for page in pages] == [3, 3, 2]
    assert sorted(number for page in pages for number in page) == [ticket.number for ticket in tickets]


def test_new_tickets_push_nothing_onto_the_next_page_twice(as_amara, billing, dana, monkeypatch):
    monkeypatch.setattr(finding.page_of_view, "__defaults__", (3,))
    at = timezone.now() - datetime.timedelta(days=1)
    for n in range(6):
        make_ticket(requester=dana, team=billing, at=at + datetime.timedelta(minutes=n))
    first = as_amara.get(INBOX, {"view": "all", "sort": "newest"}).context["listing"]
    make_ticket(requester=dana, team=billing)
    second = as_amara.get(first.next_url).context["listing"]
    one, two = ({row.number for row in listing.page.rows} for listing in (first, second))
    assert len(one) == len(two) == 3
    assert not one & two
    assert {row.number for row in as_amara.get(second.previous_url).context["listing"].page.rows} == one


def test_the_link_of_a_row_keeps_the_list(as_amara, ticket):
    response = as_amara.get(INBOX, {"view": "unassigned"})
    assert f'href="/tickets/{ticket.number}/?view=unassigned"' in response.content.decode()


def test_what_people_write_is_escaped(as_amara, billing, eve):
    eve.name = "<b>Eve</b>"
    eve.save()
    make_ticket(requester=eve, team=billing, subject='"><script>alert(1)</script>', tags=["<i>"])
    page = as_amara.get(INBOX, {"view": "all"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>Eve" not in page
    assert "<i>" not in page


def test_an_empty_list_says_what_good_looks_like(as_amara, amara, ticket):
    move(ticket, "solve", by=amara)
    page = as_amara.get(INBOX, {"view": "all"}).content.decode()
    assert "Nobody is waiting." in page
    assert "1 solved today." in page


# --- the pulse


def pulse(client, listing, **more):
    return client.get(
        "/inbox/pulse/", {**listing.choice.query, "known": listing.mark, **more}, HTTP_HX_REQUEST="true"
    )


@pytest.fixture(autouse=True)
def _one_long_minute(monkeypatch):
    monkeypatch.setattr(listing_module, "REFRESHED_EVERY", 10**10)


def test_pulse_is_silent_and_cheap_while_nothing_happens(as_amara, ticket, django_assert_num_queries):
    listing = as_amara.get(INBOX, {"view": "unassigned"}).context["listing"]
    with django_assert_num_queries(3):
        assert pulse(as_amara, listing).status_code == 204


def test_pulse_brings_a_new_ticket_and_says_so(as_amara, ticket, billing, dana):
    listing = as_amara.get(INBOX, {"view": "unassigned"}).context["listing"]
    new = make_ticket(requester=dana, team=billing, subject="And another")
    response = pulse(as_amara, listing)
    assert response.status_code == 200
    page = response.content.decode()
    assert f'id="row-{new.number}"' in page
    assert "1 new ticket" in page
    assert "[data-count='unassigned']\">2</span>" in page
    assert pulse(as_amara, response.context["listing"]).status_code == 204


def test_pulse_leaves_the_rows_alone_when_only_others_changed(as_amara, ticket, network, eve):
    listing = as_amara.get(INBOX, {"view": "unassigned"}).context["listing"]
    make_ticket(requester=eve, team=network, subject="Not for Billing")
    response = pulse(as_amara, listing)
    assert response.headers["HX-Reswap"] == "none"
    assert b"row-" not in response.content
    assert b"Not for Billing" not in response.content


@pytest.mark.parametrize("known", ["", "x", "1.2.3", "a.b.c.d", "....", "é" * 300])
def test_pulse_with_a_strange_mark_answers_with_the_list(as_amara, ticket, known):
    assert as_amara.get("/inbox/pulse/", {"view": "all", "known": known}).status_code == 200


# --- acts on the ticked


def act(client, do: str, *numbers: int, **more):
    return client.post(
        "/inbox/bulk/", {"do": do, "ticket": numbers, "list_view": "all", **more}, HTTP_HX_REQUEST="true"
    )


def test_taking_the_ticked(as_amara, amara, billing, dana):
    tickets = [make_ticket(requester=dana, team=billing) for _ in range(3)]
    response = act(as_amara, "take", *(ticket.number for ticket in tickets[:2]))
    assert "2 tickets changed." in response.content.decode()
    assert set(Ticket.objects.filter(assignee=amara)) == set(tickets[:2])


def test_what_cannot_be_done_is_named_and_the_rest_is_done(as_amara, amara, billing, dana):
    fine, solved = (make_ticket(requester=dana, team=billing) for _ in range(2))
    move(solved, "solve", by=amara)
    response = act(as_amara, "move:hold", fine.number, solved.number, 987654)
    page = response.content.decode()
    assert "1 ticket changed." in page
    assert [number for number, why in response.context["problems"]] == [solved.number, 987654]
    fine.refresh_from_db()
    assert fine.state == "hold"


def test_another_team_cannot_act_on_it(client, nora, ticket):
    client.force_login(nora)
    response = act(client, "take", ticket.number)
    assert response.context["problems"][0][0] == ticket.number
    ticket.refresh_from_db()
    assert ticket.assignee is None


@pytest.mark.parametrize("do", ["", "delete", "move:fly", "team:network", "move:"])
def test_acts_that_do_not_exist(as_amara, ticket, network, do):
    assert act(as_amara, do, ticket.number).status_code == 404


def test_tagging_and_sorting_the_ticked(as_amara, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, tags=["vip"])
    act(as_amara, "tag", ticket.number, tag="Late Fee")
    act(as_amara, "priority:urgent", ticket.number)
    ticket.refresh_from_db()
    assert ticket.tags == ["late-fee", "vip"]
    assert ticket.priority == "urgent"
    assert "not a priority" in act(as_amara, "priority:x", ticket.number).content.decode()


def test_marking_unread(as_amara, amara, ticket):
    mark_seen(ticket, by=amara, at=timezone.now() + datetime.timedelta(minutes=1))
    assert act(as_amara, "unread", ticket.number).context["listing"].fresh


def test_without_javascript_the_act_leads_back_to_the_list(as_amara, ticket):
    response = as_amara.post("/inbox/bulk/", {"do": "take", "ticket": [ticket.number], "list_view": "late"})
    assert response.status_code == 302
    assert response.url == "/inbox/?view=late"


def test_an_act_is_undone(as_amara, amara, ben, billing, dana):
    his, new, gone = (make_ticket(requester=dana, team=billing) for _ in range(3))
    take(his, by=ben)
    url = act(as_amara, "take", his.number, new.number, gone.number).context["undo_url"]
    move(gone, "solve", by=amara)
    page = as_amara.post(url, HTTP_HX_REQUEST="true").content.decode()
    assert "2 tickets changed. 1 stays as it is" in page
    assert [Ticket.objects.get(pk=t.pk).assignee for t in (his, new, gone)] == [ben, None, amara]
    assert "0 tickets changed" in as_amara.post(url, HTTP_HX_REQUEST="true").content.decode()


@pytest.mark.parametrize("do", ["move:hold", "move:solve", "priority:urgent", "tag", "team:network"])
def test_every_act_is_undone(client, mona, network, ticket, do):
    client.force_login(mona)
    before = (ticket.team_id, ticket.priority, ticket.tags)
    url = act(client, do, ticket.number, tag="x").context["undo_url"]
    assert "1 ticket changed." in client.post(url, HTTP_HX_REQUEST="true").content.decode()
    ticket.refresh_from_db()
    assert (ticket.team_id, ticket.priority, ticket.tags) == before
    assert ticket.state in {"new", "open"}


def test_only_whoever_acted_undoes(client, amara, ben, ticket):
    client.force_login(amara)
    url = act(client, "take", ticket.number).context["undo_url"]
    client.force_login(ben)
    assert client.post(url).status_code == 404
    assert client.post("/inbox/undo/?act=forged").status_code == 404
    ticket.refresh_from_db()
    assert ticket.assignee == amara


# --- saved views


def save(client, **form):
    return client.post(
        "/inbox/views/", {"name": "Fees", "list_q": "fee", "list_view": "all", **form}, follow=True
    )


def test_a_saved_view_brings_its_list_back(as_amara, amara, billing, dana):
    ticket = make_ticket(requester=dana, team=billing, subject="The fee of June")
    make_ticket(requester=dana, team=billing)
    response = save(as_amara)
    assert shown(response) == [ticket.number]
    assert response.context["here"] == f"saved-{amara.saved_views.get().pk}"
    assert response.context["saved_views"][0]["label"] == "Fees"
    assert "already" in save(as_amara).content.decode()


def test_an_agent_may_not_share_a_view(as_amara, amara, billing):
    assert save(as_amara, share="billing").status_code == 403
    assert not amara.saved_views.exists()


def test_a_lead_shares_a_view_with_the_team_alone(client, cleo, ben, nora, billing):
    client.force_login(cleo)
    save(client, share="billing")
    view = cleo.saved_views.get()
    for user, count in ((ben, 1), (nora, 0)):
        client.force_login(user)
        response = client.get(INBOX, {"saved": view.pk})
        assert len(response.context["saved_views"]) == count
        assert client.post(f"/inbox/views/{view.pk}/forget/").status_code == 404
    client.force_login(cleo)
    client.post(f"/inbox/views/{view.pk}/forget/")
    assert not cleo.saved_views.exists()


@pytest.mark.parametrize("view", ["late", "unassigned", "due"])
def test_a_view_of_a_team_keeps_both_in_its_links(as_amara, billing, ticket, view):
    listing = as_amara.get(INBOX, {"view": view, "team": billing.slug}).context["listing"]
    assert f"team={billing.slug}" in listing.query
    assert f"view={view}" in listing.query
    assert listing.title.startswith(f"{billing.name}: ")
    alone = as_amara.get(INBOX, {"team": billing.slug}).context["listing"]
    assert (alone.query, alone.title) == (f"team={billing.slug}", billing.name)


def test_a_tag_with_a_nul_in_it_is_no_trouble(as_amara, ticket):
    as_amara.post("/inbox/bulk/", {"ticket": ticket.number, "do": "tag", "tag": "v\x00ip"})
    ticket.refresh_from_db()
    assert ticket.tags == ["vip"]


def test_a_view_named_with_a_nul_is_saved_without_it(as_amara, amara):
    as_amara.post("/inbox/views/", {"name": "Pay\x00ments", "share": "\x00"})
    assert [view.name for view in amara.saved_views.all()] == ["Payments"]
