"""Tags are governed: renamed, merged, given synonyms, archived, each with a trace, and tickets follow."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sla.actions import set_policy
from tests.factories import STANDARD_TERMS, make_ticket
from tickets import actions, retagging
from tickets.actions.tagging import add_synonym, archive_tag, remove_synonym, rename_tag
from tickets.completing import completions
from tickets.models import Retagging, SetupChange, Tag, Ticket
from tickets.narrowing import Narrowing
from tickets.search import parse
from tickets.tags import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund(ticket, amara):
    actions.tag(ticket, by=amara, tags=["refund"])
    return Tag.objects.get(word="refund")


def tags_of(ticket):
    ticket.refresh_from_db()
    return ticket.tags


def test_a_word_that_is_used_is_a_tag(refund, dana, billing):
    make_ticket(requester=dana, team=billing, tags=["vip", "refund"])
    assert list(Tag.objects.values_list("word", flat=True)) == ["refund", "vip"]
    assert counted(["refund", "vip", "none"]) == {"refund": 2, "vip": 1, "none": 0}


def test_a_synonym_is_stored_as_the_tag(refund, ticket, amara, dana, billing, mona):
    add_synonym(refund, word="Money Back", by=mona)
    actions.tag(ticket, by=amara, tags=["money-back", "late"])
    assert tags_of(ticket) == ["late", "refund"]
    assert make_ticket(requester=dana, team=billing, tags=["money-back"]).tags == ["refund"]
    for word, problem in (("late", "a tag itself"), ("money-back", "already means"), (" ", "one word")):
        with pytest.raises(ValidationError, match=problem):
            add_synonym(refund, word=word, by=mona)
    remove_synonym(refund, word="money-back", by=mona)
    actions.tag(ticket, by=amara, tags=["money-back"])
    assert tags_of(ticket) == ["money-back"]


def test_a_renamed_tag_reaches_every_ticket_once(refund, ticket, dana, billing, mona, monkeypatch):
    monkeypatch.setattr(retagging, "BATCH", 2)
    others = [make_ticket(requester=dana, team=billing, tags=["refund", "x"]) for _ in range(4)]
    add_synonym(refund, word="repay", by=mona)
    job = rename_tag(refund, to="Money back", by=mona)
    assert retagging.go_on(batches=1) == 2  # killed after the first batch
    assert retagging.go_on() == 3
    assert retagging.go_on() == 0
    job.refresh_from_db()
    assert (job.changed, job.finished_at is not None) == (5, True)
    assert tags_of(ticket) == ["money-back"]
    assert tags_of(others[0]) == ["money-back", "x"]
    (event,) = ticket.events.filter(kind="tagged", data__renamed=job.pk)
    assert (event.actor, event.data["was"], event.data["to"]) == (mona, ["refund"], ["money-back"])
    assert not Tag.objects.filter(word="refund").exists()
    new = Tag.objects.get(word="money-back")
    assert list(new.synonyms.values_list("word", flat=True)) == ["refund", "repay"]


def test_two_tags_become_one_and_what_was_merged_follows(refund, ticket, amara, dana, billing, mona):
    both = make_ticket(requester=dana, team=billing, tags=["refund", "money"])
    gone = make_ticket(requester=dana, team=billing, tags=["refund"])
    actions.merge(gone, by=amara, into=both)
    rename_tag(refund, to="money", by=mona)
    retagging.go_on()
    assert tags_of(both) == ["money"]
    assert tags_of(gone) == ["money"]
    assert not Ticket.objects.filter(tags__contains=["refund"]).exists()


def test_one_rename_at_a_time_for_a_word(refund, mona):
    rename_tag(refund, to="money", by=mona)
    with pytest.raises(ValidationError, match="just now"):
        rename_tag(Tag.objects.get(word="money"), to="cash", by=mona)
    retagging.go_on()
    rename_tag(Tag.objects.get(word="money"), to="cash", by=mona)
    assert Retagging.objects.filter(finished_at=None).count() == 1


def test_promises_and_searches_by_the_old_word_still_hold(refund, ticket, amara, mona):
    when = {"all": [{"field": "tags", "how": "has_any", "values": ["refund"]}]}
    policy = set_policy("Refunds", STANDARD_TERMS, conditions=when)
    rename_tag(refund, to="money", by=mona)
    retagging.go_on()
    ticket.refresh_from_db()
    assert ticket.policy_version.policy.name == "Refunds"
    assert policy is not None
    asked = Narrowing(amara, ticket.opened_at).condition(parse("tag:refund").tree)
    assert list(Ticket.objects.filter(asked)) == [ticket]


def test_an_archived_tag_is_offered_no_more_and_stays(refund, ticket, amara, mona):
    assert [one.shown for one in completions(amara, "tag:ref", 7)] == ["refund"]
    for _twice in range(2):
        archive_tag(refund, archived=True, by=mona)
    assert completions(amara, "tag:ref", 7) == []
    assert tags_of(ticket) == ["refund"]
    assert SetupChange.objects.filter(noun="tag").count() == 1
    archive_tag(refund, archived=False, by=mona)
    assert [one.shown for one in completions(amara, "tag:ref", 7)] == ["refund"]


def test_only_managers_govern(refund, amara, cleo):
    for colleague in (amara, cleo):
        for act in (
            lambda by: rename_tag(refund, to="x", by=by),
            lambda by: add_synonym(refund, word="x", by=by),
            lambda by: remove_synonym(refund, word="x", by=by),
            lambda by: archive_tag(refund, archived=True, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(colleague)
    assert not SetupChange.objects.exists()


def test_managers_see_all_tags_and_change_them(client, refund, ticket, mona, cleo):
    client.force_login(mona)
    url, change = reverse("tickets:tags"), reverse("tickets:tag_change", args=[refund.pk])
    assert ">refund</a>" in client.get(url).content.decode()

    def do(what, word=""):
        answer = client.post(change, {"do": what, "word": word}, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "means “refund” now" in do("synonym", "money back")
    assert "also:" in client.get(url, {"q": "money-b"}).content.decode()
    assert "No tag like that" in client.get(url, {"q": "unheard"}).content.decode()
    assert "is a word of its own again" in do("forget", "money-back")
    assert "“refund” is archived" in do("archive")
    assert ">refund</a>" in client.get(url, {"show": "archived"}).content.decode()
    do("restore")
    assert "A tag is one word." in do("rename", "  ")
    page = do("rename", "repay")
    assert "“refund” becomes “repay”" in page
    assert "0 tickets so far" in page
    retagging.go_on()
    assert "refund → repay" in client.get(url).content.decode()
    assert client.post(change, {"do": "rename"}).status_code == 404
    client.force_login(cleo)
    assert client.get(url).status_code == 404
    assert client.post(change, {"do": "archive"}).status_code == 404


def test_the_page_of_tags_costs_the_same_for_few_and_many(
    client, refund, mona, dana, billing, django_assert_num_queries
):
    client.force_login(mona)
    client.get(reverse("tickets:tags"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("tickets:tags"))
    make_ticket(requester=dana, team=billing, tags=["a", "b", "c"])
    with django_assert_num_queries(len(one)):
        client.get(reverse("tickets:tags"))
