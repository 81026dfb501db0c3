"""Drafts that colleagues see as they are written, and write on in."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from tests.factories import make_ticket
from tickets import actions
from tickets.actions.writing import Part
from tickets.models import Draft, DraftFile

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(dana, billing):
    return make_ticket(requester=dana, team=billing)


@pytest.fixture
def shared(ticket, cleo) -> Draft:
    """Cleo has begun an answer for others to see."""
    actions.save_draft(ticket, by=cleo, kind="public", text="We will", to="dana@okafor.example")
    return actions.share_draft(ticket, by=cleo, kind="public", shared=True)


def drafts(ticket) -> dict[str, str]:
    return {row.user.first_name: row.text for row in ticket.drafts.being_written().select_related("user")}


def page(client, ticket, reader) -> str:
    client.force_login(reader)
    return client.get(reverse("tickets:ticket", args=[ticket.pk])).content.decode()


def take(client, row, *, edit=None, **more):
    said = {"do": "take", "edit": row.edit if edit is None else edit, **more}
    return client.post(reverse("tickets:shared_draft", args=[row.pk]), said, headers=HTMX)


# --- who sees it


def test_a_draft_is_its_writers_alone_until_it_is_shared(client, ticket, amara, cleo):
    actions.save_draft(ticket, by=cleo, kind="public", text="Secret words")
    assert "Secret words" not in page(client, ticket, amara)
    client.force_login(cleo)
    address = reverse("tickets:share_draft", args=[ticket.pk])
    answer = client.post(address, {"kind": "reply", "text": "Our words", "share": "yes"}, headers=HTMX)
    assert "Colleagues see what you write here." in answer.content.decode()
    assert "Our words" in page(client, ticket, amara)
    client.force_login(cleo)
    client.post(address, {"kind": "reply", "text": "Mine again", "share": "no"}, headers=HTMX)
    assert "Mine again" not in page(client, ticket, amara)


def test_nothing_written_is_nothing_to_share(client, ticket, amara):
    client.force_login(amara)
    address = reverse("tickets:share_draft", args=[ticket.pk])
    answer = client.post(address, {"kind": "reply", "text": " ", "share": "yes"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    with pytest.raises(ValidationError):
        actions.share_draft(ticket, by=amara, kind="note", shared=True)


def test_who_does_not_see_the_ticket_sees_no_draft_of_it(client, ticket, shared, nora):
    ticket.__class__.objects.filter(pk=ticket.pk).update(team=ticket.team)
    client.force_login(nora)
    assert take(client, shared).status_code == 404
    address = reverse("tickets:share_draft", args=[ticket.pk])
    assert client.post(address, {"kind": "reply", "text": "x", "share": "yes"}).status_code == 404
    assert drafts(ticket) == {"Cleo": "We will"}


def test_what_is_not_shared_cannot_be_taken(client, ticket, amara, cleo):
    actions.save_draft(ticket, by=cleo, kind="public", text="Mine")
    client.force_login(amara)
    assert take(client, Draft.objects.get()).status_code == 404


def test_an_open_page_hears_of_each_change(client, ticket, shared, cleo, amara):
    client.force_login(amara)
    pulse = reverse("tickets:ticket_pulse", args=[ticket.pk])
    first = client.get(pulse, {"revision": "old"}, headers=HTMX)
    known = first.content.decode().partition('name="revision" value="')[2].partition('"')[0]
    assert client.get(pulse, {"revision": known}, headers=HTMX).status_code == 204
    actions.save_draft(ticket, by=cleo, kind="public", text="We will look into it")
    news = client.get(pulse, {"revision": known}, headers=HTMX).content.decode()
    assert "We will look into it" in news


def test_emptied_it_stays_shared_and_shows_nothing(client, ticket, shared, cleo, amara):
    actions.save_draft(ticket, by=cleo, kind="public", text="")
    assert f'id="shared-{shared.pk}"' not in page(client, ticket, amara)
    actions.save_draft(ticket, by=cleo, kind="public", text="Anew")
    assert "Anew" in page(client, ticket, amara)


def test_an_answer_that_becomes_a_note_stays_shared(ticket, shared, cleo):
    actions.save_draft(ticket, by=cleo, kind="note", text="For us", instead_of="public")
    row = Draft.objects.shared().get()
    assert (row.kind, row.text) == ("note", "For us")


# --- writing on in it


def test_taken_it_is_the_takers_with_its_files_and_what_they_had_begun(client, ticket, shared, cleo, amara):
    actions.planning.attach(shared, [Part("plan.pdf", b"%PDF")])
    client.force_login(amara)
    answer = take(client, shared, kind="reply", text="I had begun this.")
    assert "The draft is yours now." in answer.content.decode()
    assert drafts(ticket) == {"Amara": "We will\n\nI had begun this."}
    assert DraftFile.objects.get().draft.user == amara
    assert "plan.pdf" in answer.content.decode()
    shown = page(client, ticket, cleo)
    assert "writes on in your draft" in shown
    assert "I had begun this." in shown


def test_its_writer_can_take_it_back(client, ticket, shared, cleo, amara):
    row = actions.take_draft(shared, by=amara, seen=shared.edit)
    client.force_login(cleo)
    assert take(client, row).status_code == 200
    assert drafts(ticket) == {"Cleo": "We will"}


def test_what_reads_otherwise_by_now_is_read_first(client, ticket, shared, cleo, amara):
    actions.save_draft(ticket, by=cleo, kind="public", text="We will not")
    client.force_login(amara)
    answer = take(client, shared, kind="reply", text="Mine")
    assert answer.status_code == 422
    assert "It was changed meanwhile." in answer.content.decode()
    assert "We will not" in answer.content.decode()
    assert drafts(ticket) == {"Cleo": "We will not", "Amara": "Mine"}


def test_a_draft_that_was_taken_is_not_kept_twice_but_what_is_added_is(ticket, shared, cleo, amara):
    actions.take_draft(shared, by=amara, seen=shared.edit)
    actions.save_draft(ticket, by=amara, kind="public", text="We will look.")
    assert actions.save_draft(ticket, by=cleo, kind="public", text="We will") is None
    actions.save_draft(ticket, by=cleo, kind="public", text="We will not")
    assert drafts(ticket) == {"Amara": "We will look.", "Cleo": "We will not"}


def test_left_to_the_other_the_composer_begins_anew(client, ticket, shared, cleo, amara):
    row = actions.take_draft(shared, by=amara, seen=shared.edit)
    client.force_login(cleo)
    address = reverse("tickets:shared_draft", args=[row.pk])
    answer = client.post(address, {"do": "leave"}, headers=HTMX).content.decode()
    composer = answer.partition('id="write"')[2].partition("</textarea>")[0]
    assert "We will" not in composer
    assert "writes on in your draft" not in page(client, ticket, cleo)
    assert drafts(ticket) == {"Amara": "We will"}
    assert client.post(address, {"do": "burn"}).status_code == 404


def test_sent_it_is_shared_no_more(client, ticket, shared, cleo, amara):
    actions.reply(ticket, by=cleo, text="We will look.", hold=actions.Hold(30, text="We will look."))
    actions.discard_draft(ticket, by=cleo, kind="public")
    client.force_login(amara)
    assert take(client, shared).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_taken_by_two_at_once_it_is_one_persons(ticket, shared, amara, ben):
    ended, ready = [], threading.Barrier(2)

    def run(taker):
        ready.wait()
        try:
            ended.append(actions.take_draft(shared, by=taker, seen=shared.edit).user)
        except actions.DraftChanged:
            ended.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[taker]) for taker in (amara, ben)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ended.count(None) == 1
    assert list(drafts(ticket).values()) == ["We will"]
