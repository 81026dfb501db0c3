"""Pages of suggestions: what each reader finds, does, and is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suggestions import actions
from suggestions.models import Step, Suggestion, Support
from tests.suggestions.test_suggesting import MONDAY, posted

pytestmark = pytest.mark.django_db
ALL = "suggestions:suggestions"


def at(name, *args):
    return reverse(f"suggestions:{name}", args=args)


@pytest.fixture
def one(amara, cleo, mona, billing):
    return posted(amara, team=billing)


def test_from_the_box_to_the_answer(client, amara, cleo, billing, mona):
    client.force_login(amara)
    assert client.post(at("new"), {"title": "", "body": "x"}).status_code == 422
    sent = {"title": "Shorter forms", "body": "**Nobody** reads them.", "team": billing.pk, "shared": "on"}
    page = client.post(at("new"), sent, follow=True).content.decode()
    assert "It is answered by" in page
    assert "<strong>Nobody</strong>" in page
    one = Suggestion.objects.get()
    assert (one.author, one.source) == (amara, "box")
    client.force_login(cleo)
    assert "Shorter forms" in client.get(reverse(ALL), {"show": "answer"}).content.decode()
    refused = client.post(at("move", one.pk), {"do": "decline", "words": ""})
    assert refused.status_code == 422
    client.post(at("move", one.pk), {"do": "accept", "words": "From June on."})
    client.force_login(amara)
    page = client.get(at("suggestion", one.pk)).content.decode()
    assert "From June on." in page
    assert "Your answer" not in page


def test_from_a_ticket_it_knows_the_number_and_shows_it_to_those_who_may_see_it(
    client, amara, nora, ticket, mona
):
    client.force_login(amara)
    form = client.get(at("new"), {"source": "ticket", "ref": ticket.pk})
    assert f"ticket #{ticket.pk}" in form.content.decode()
    sent = {
        "title": "Refunds",
        "body": "Sooner.",
        "shared": "on",
        "source": "ticket",
        "source_ref": ticket.pk,
    }
    client.post(at("new"), sent)
    one = Suggestion.objects.get()
    assert (one.source, one.source_ref) == ("ticket", str(ticket.pk))
    address = reverse("tickets:ticket", args=[ticket.pk])
    assert address in client.get(at("suggestion", one.pk)).content.decode()
    client.force_login(nora)
    page = client.get(at("suggestion", one.pk)).content.decode()
    assert address not in page
    assert f"#{ticket.pk}" not in page


def test_a_ticket_that_is_not_theirs_is_not_referred_to(client, nora, ticket, mona):
    client.force_login(nora)
    form = client.get(at("new"), {"source": "ticket", "ref": ticket.pk})
    assert f"#{ticket.pk}" not in form.content.decode()
    sent = {"title": "x", "body": "y", "source": "ticket", "source_ref": ticket.pk}
    client.post(at("new"), sent)
    assert Suggestion.objects.get().source_ref == ""


def test_support_words_and_hand_over_by_their_buttons(client, one, ben, cleo, mona):
    client.force_login(ben)
    client.post(at("support", one.pk), {"on": "1"})
    page = client.post(at("say", one.pk), {"words": "<script>x</script>"}, follow=True).content.decode()
    assert "1 colleague would like it too" in page
    assert "<script>x" not in page
    assert client.post(at("say", one.pk), {"words": ""}).status_code == 422
    client.post(at("support", one.pk), {"on": "0"})
    assert Support.objects.count() == 0
    client.force_login(cleo)
    client.post(at("hand_over", one.pk), {"to": mona.pk})
    one.refresh_from_db()
    assert one.owner == mona
    assert (
        "no such choice" in client.post(at("hand_over", one.pk), {"to": ben.pk}, follow=True).content.decode()
    )


def test_put_together_and_tied_to_what_changed_by_their_buttons(client, one, ben, cleo, billing):
    twin = posted(ben, team=billing, title="Fewer fields")
    client.force_login(cleo)
    client.post(at("link", one.pk), {"article": "", "changed": "The form of refunds"})
    assert "The form of refunds" in client.get(at("suggestion", one.pk)).content.decode()
    page = client.post(at("merge", twin.pk), {"into": one.pk}, follow=True).content.decode()
    assert "Says the same" in page
    assert one.title in client.get(at("suggestion", twin.pk)).content.decode()
    assert client.post(at("merge", twin.pk), {"into": "x"}).status_code == 302


def test_shelves_words_and_teams(client, one, cleo, billing, network, mona):
    actions.move(one, "accept", by=cleo, words="Yes.")
    client.force_login(cleo)
    assert one.title in client.get(reverse(ALL), {"show": "accepted"}).content.decode()
    assert one.title not in client.get(reverse(ALL)).content.decode()
    assert one.title in client.get(reverse(ALL), {"show": "all", "team": billing.pk}).content.decode()
    assert "No suggestion says that" in client.get(reverse(ALL), {"q": "zebra"}).content.decode()
    odd = {"show": "\x00", "q": "\x00'", "page": "x", "team": "9" * 30}
    assert client.get(reverse(ALL), odd).status_code == 200
    client.force_login(mona)
    assert one.title not in client.get(reverse(ALL), {"show": "all", "team": network.pk}).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, amara, ben, cleo, billing, many):
    for number in range(many):
        made = posted(amara, team=billing, title=f"Idea {number}", at=MONDAY)
        actions.support(made, by=ben, on=True)
        actions.say(made, by=ben, words="x")
        posted(amara, team=billing, title=f"Idea {number} once more", at=MONDAY, anonymous=True)
    client.force_login(cleo)
    for address in (reverse(ALL), at("suggestion", made.pk)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 18, [query["sql"][:120] for query in asked]


READ = [("suggestion", "get"), ("say", "post"), ("support", "post")]
ANSWER = [("move", "post"), ("hand_over", "post"), ("link", "post"), ("merge", "post")]
FORM = {"do": "consider", "words": "x", "on": "1", "changed": "x"}


@pytest.mark.parametrize(("name", "verb"), [*READ, *ANSWER])
def test_another_teams_agent_finds_nothing(client, one, nora, name, verb):
    client.force_login(nora)
    assert getattr(client, verb)(at(name, one.pk), FORM).status_code == 404
    assert one.title not in client.get(reverse(ALL), {"show": "all"}).content.decode()
    assert (Step.objects.count(), Support.objects.count()) == (1, 0)


@pytest.mark.parametrize(("name", "verb"), ANSWER)
def test_colleagues_and_the_author_do_not_answer(client, one, amara, ben, name, verb):
    for person in (amara, ben):
        client.force_login(person)
        assert getattr(client, verb)(at(name, one.pk), FORM).status_code == 404
    assert Step.objects.count() == 1


@pytest.mark.parametrize("name", ["suggestions", "new", "receipt", "receipt_say", "thanks"])
def test_whoever_is_not_signed_in_is_asked_to(client, db, name):
    assert client.post(at(name)).status_code == 302
    assert client.post(at(name)).url.startswith(reverse("staff:sign_in"))


def test_one_that_is_not_shown_to_colleagues_is_found_by_no_colleague(client, amara, ben, billing, mona):
    private = posted(amara, team=billing, shared=False)
    client.force_login(ben)
    assert client.get(at("suggestion", private.pk)).status_code == 404
    client.force_login(amara)
    assert client.get(at("suggestion", private.pk)).status_code == 200


def test_taken_away_as_a_table_it_holds_what_the_reader_sees(client, one, nora, cleo, amara):
    posted(amara, title="=1+1", anonymous=True)
    client.force_login(cleo)
    answer = client.get(reverse(ALL), {"show": "all", "as": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Shorter forms" in text
    assert "'=1+1" in text
    sheet = client.get(reverse(ALL), {"as": "xlsx"})
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    client.force_login(nora)
    text = b"".join(client.get(reverse(ALL), {"show": "all", "as": "csv"}).streaming_content).decode()
    assert "Shorter forms" not in text
