"""Merging as an agent meets it: look for the other, see what will happen, do it, take it back."""

import pytest
from django.urls import reverse

from tests.factories import make_ticket
from tickets import actions
from tickets.access import link_for, token_of
from tickets.models import Draft, Merge, Message, Ticket

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def other(billing, dana) -> Ticket:
    return make_ticket(requester=dana, team=billing, subject="Refund still missing", text="Hello again")


@pytest.fixture
def hidden(network, dana) -> Ticket:
    """Dana's, with another team."""
    return make_ticket(requester=dana, team=network, subject="Refund of the router")


def at(name: str, ticket: Ticket, *more) -> str:
    return reverse(f"tickets:{name}", args=[ticket.pk, *more])


def test_the_page_offers_the_customers_others_and_shows_the_plan(desk, ticket, other, hidden, amara):
    actions.save_draft(ticket, by=amara, kind="public", text="Dear")
    page = desk.get(at("merge", ticket)).content.decode()
    assert f"?into={other.pk}" in page
    assert "Refund of the router" not in page
    page = desk.get(at("merge", ticket) + f"?into={other.pk}").content.decode()
    for said in (f"#{ticket.pk} ends", "One draft moves along", "still waits for an answer", "24 hours"):
        assert said in page
    assert "Two customers asked" not in page
    part = desk.get(at("merge", ticket) + f"?into={other.pk}", headers=HTMX).content.decode()
    assert part.startswith('<div id="plan"')


@pytest.mark.parametrize("words", ["#{n}", "{n}", "still missing", "okafor"])
def test_the_combobox_finds_by_number_subject_and_customer(desk, ticket, other, hidden, words):
    answer = desk.get(at("others", ticket), {"q": words.format(n=other.pk)}, headers=HTMX).content.decode()
    assert f'data-value="{other.pk}"' in answer
    assert f'data-value="{hidden.pk}"' not in answer
    assert f'data-value="{ticket.pk}"' not in answer


def test_merged_it_says_where_it_went_and_can_come_back(desk, ticket, other):
    answer = desk.post(at("merge", ticket), {"into": other.pk}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(at("ticket", other), 302)]
    assert f"#{ticket.pk} is merged into #{other.pk}" in page
    assert f"from #{ticket.pk}" in page
    assert page.index("Where is my refund?") < page.index("Hello again")
    gone = desk.get(at("ticket", ticket)).content.decode()
    assert f'#{other.pk}</span><span class="cut">Refund still missing' in gone
    assert at("unmerge", ticket) in gone
    assert 'id="composer"' not in gone
    assert at("move", ticket, "reopen") not in gone
    history = desk.get(at("history", ticket)).content.decode()
    assert "Merged into" in history
    assert at("ticket", other) in history
    back = desk.post(at("unmerge", ticket), follow=True).content.decode()
    assert f"#{ticket.pk} is on its own again" in back
    assert Merge.objects.get().undone_at
    again = desk.post(at("unmerge", ticket), follow=True).content.decode()
    assert "is not merged any more" in again


def test_taking_back_asks_where_what_was_written_since_belongs(desk, ticket, other, amara, dana):
    actions.merge(ticket, by=amara, into=other)
    came = actions.receive(ticket, by=dana, text="Any news of the first?", channel="email")
    page = desk.post(at("unmerge", ticket)).content.decode()
    assert "Any news of the first?" in page
    assert not Merge.objects.get().undone_at
    foreign = other.messages.filter(origin=None).first()
    refused = desk.post(at("unmerge", ticket), {"asked": 1, "message": [foreign.pk]}, follow=True)
    assert "Choose among" in refused.content.decode()
    desk.post(at("unmerge", ticket), {"asked": 1, "message": [came.pk]})
    assert Merge.objects.get().undone_at
    assert ticket.messages.filter(pk=came.pk).exists()


def test_what_is_not_theirs_is_no_target(desk, ticket, hidden):
    for into in (hidden.pk, 999_999, "x", "9" * 30, ""):
        for answer in (
            desk.post(at("merge", ticket), {"into": into}),
            desk.get(at("merge", ticket), {"into": into}),
        ):
            assert answer.status_code in {200, 422}
            assert "Refund of the router" not in answer.content.decode()
    said = [
        desk.post(at("merge", ticket), {"into": pk}).content.decode().count("There is no such ticket.")
        for pk in (hidden.pk, 999_999)
    ]
    assert said == [1, 1]
    assert not Merge.objects.exists()


def test_who_sees_only_one_of_the_two_cannot_take_it_back_nor_read_more(client, nora, mona, ticket, hidden):
    actions.merge(hidden, by=mona, into=ticket)
    client.force_login(nora)
    page = client.get(at("ticket", hidden)).content.decode()
    assert "Merged into a ticket of another team" in page
    assert ticket.subject not in page
    assert at("unmerge", hidden) not in page
    assert client.get(at("ticket", ticket)).status_code == 404


def test_refused_words_are_shown_in_the_page(desk, ticket, other, billing, dana):
    third = make_ticket(requester=dana, team=billing)
    desk.post(at("merge", ticket), {"into": other.pk})
    answer = desk.post(at("merge", third), {"into": ticket.pk})
    assert answer.status_code == 422
    assert "merge into that one" in answer.content.decode()
    assert desk.post(at("merge", other), {"into": other.pk}).status_code == 422


def test_two_customers_need_a_decision(desk, ticket, billing, eve):
    theirs = make_ticket(requester=eve, team=billing, text="Eve asks")
    page = desk.get(at("merge", theirs) + f"?into={ticket.pk}").content.decode()
    assert "Two customers asked" in page
    answer = desk.post(at("merge", theirs), {"into": ticket.pk})
    assert answer.status_code == 422
    assert "say who may read what" in answer.content.decode()
    desk.post(at("merge", theirs), {"into": ticket.pk, "others": "apart"})
    assert not Merge.objects.get().let_in
    assert "Kept apart" in desk.get(at("ticket", ticket)).content.decode()


def test_what_was_written_when_it_went_waits_where_it_went(desk, ticket, other, amara):
    actions.save_draft(other, by=amara, kind="public", text="Begun")
    actions.merge(ticket, by=amara, into=other)
    given = {"kind": "reply", "text": "Dear Dana", "to": "dana@okafor.example", "key": "a" * 32}
    answer = desk.post(at("write", ticket), given, headers=HTMX)
    assert answer["HX-Redirect"] == at("ticket", other)
    assert "Your text waits here" in desk.get(at("ticket", other)).content.decode()
    assert Draft.objects.get().text == "Begun\n\nDear Dana"
    assert desk.post(at("draft", ticket), {"kind": "reply", "text": "more"}).status_code == 204
    assert Draft.objects.get().ticket == other
    assert not Message.objects.filter(author=amara).exists()


def test_an_open_page_hears_that_its_ticket_went(desk, ticket, other, ben):
    actions.merge(ticket, by=ben, into=other)
    answer = desk.get(at("ticket_pulse", ticket), {"revision": "0.0", "last_event": "0"}, headers=HTMX)
    assert '<div id="merged" hx-swap-oob="true"><div class="strip-note' in answer.content.decode()


def test_an_open_page_hears_that_messages_came_with_a_merge(desk, ticket, other, ben):
    last = other.events.latest("pk").pk
    actions.merge(ticket, by=ben, into=other)
    answer = desk.get(at("ticket_pulse", other), {"revision": "0.0", "last_event": last}, headers=HTMX)
    page = answer.content.decode()
    assert "Reload the page to read them in their place" in page
    assert "merged in by" in page


def test_an_answer_is_held_until_what_a_merge_brought_is_seen(desk, ticket, other, ben, amara):
    last = other.events.latest("pk").pk
    actions.merge(ticket, by=ben, into=other)
    given = {"kind": "reply", "text": "Dear Dana", "to": "dana@okafor.example", "key": "b" * 32}
    given |= {"seen": other.messages.latest("pk").pk, "last_event": last}
    answer = desk.post(at("write", other), given, headers=HTMX)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a merge brought messages" in page
    assert "Dear Dana</textarea>" in page
    assert not Message.objects.filter(author=amara).exists()
    given["last_event"] = other.events.latest("pk").pk
    assert desk.post(at("write", other), given, headers=HTMX).status_code == 200


# --- the ticked ones


def test_the_ticked_go_into_the_oldest(desk, ticket, other, billing, dana, hidden):
    third = make_ticket(requester=dana, team=billing, subject="Third")
    chosen = [third.pk, ticket.pk, other.pk, hidden.pk]
    url = reverse("tickets:merge_ticked")
    answer = desk.post(reverse("tickets:bulk"), {"do": "merge", "ticket": chosen}, headers=HTMX)
    assert answer["HX-Redirect"].startswith(url)
    page = desk.get(answer["HX-Redirect"]).content.decode()
    assert f'value="{ticket.pk}" checked' in page
    assert "Refund of the router" not in page
    desk.post(url, {"ticket": chosen, "into": ticket.pk})
    assert set(Merge.objects.values_list("source", "target")) == {
        (third.pk, ticket.pk), (other.pk, ticket.pk),
    }  # fmt: skip


def test_ticked_tickets_of_two_customers_need_a_decision(desk, ticket, billing, eve):
    theirs = make_ticket(requester=eve, team=billing)
    given = {"ticket": [ticket.pk, theirs.pk]}
    url = reverse("tickets:merge_ticked")
    assert desk.post(url, given).status_code == 422
    assert not Merge.objects.exists()
    desk.post(url, given | {"others": "apart"})
    assert not Merge.objects.get().let_in


def test_one_ticket_is_not_merged_with_itself(desk, ticket):
    for given in ({"ticket": [ticket.pk]}, {}, {"ticket": [ticket.pk, ticket.pk, "x"]}):
        answer = desk.post(reverse("tickets:merge_ticked"), given, follow=True)
        assert "Tick at least two" in answer.content.decode()


# --- the customer's side


@pytest.fixture
def link_of(client):
    return lambda ticket, contact: reverse("portal:ticket", args=[token_of(link_for(ticket, contact))])


def test_the_secret_link_leads_to_where_it_went(client, link_of, ticket, other, amara, dana):
    url = link_of(ticket, dana)
    actions.merge(ticket, by=amara, into=other)
    page = client.get(url).content.decode()
    assert "Refund still missing" in page
    assert "Where is my refund?" in page
    key = {"text": "By the old link", "key": "abc"}
    assert client.post(url + "reply/", key).status_code == 302
    assert other.messages.filter(text="By the old link", kind="public").exists()


def test_a_customer_kept_apart_reads_only_their_own(client, link_of, ticket, billing, amara, dana, eve):
    theirs = make_ticket(requester=eve, team=billing, subject="Of Eve", text="Eve asks")
    eves, danas = link_of(theirs, eve), link_of(ticket, dana)
    actions.merge(theirs, by=amara, into=ticket)
    actions.reply(ticket, by=amara, text="For Dana alone")
    page = client.get(eves).content.decode()
    assert "Eve asks" in page
    for secret in ("Where is my refund?", "For Dana alone", ticket.reference):
        assert secret not in page
    client.post(eves + "reply/", {"text": "Eve again", "key": "abc"})
    assert ticket.messages.get(text="Eve again").kind == "third_party"
    assert "Eve again" in client.get(eves).content.decode()
    assert "Eve" not in client.get(danas).content.decode().replace("Everything", "")


def test_a_customer_let_in_reads_all(client, link_of, ticket, billing, amara, eve):
    theirs = make_ticket(requester=eve, team=billing, text="Eve asks")
    url = link_of(theirs, eve)
    actions.merge(theirs, by=amara, into=ticket, let_in=True)
    assert "Where is my refund?" in client.get(url).content.decode()
