"""Pages of articles and guidelines: what each reader finds, does, and is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions
from knowledge.models import Article, Reading
from tests.knowledge.test_guidelines import changed, published, said, written

pytestmark = pytest.mark.django_db
ALL = "knowledge:articles"


def at(name, *args):
    return reverse(f"knowledge:{name}", args=args)


@pytest.fixture
def refunds(cleo, billing):
    return published(cleo, teams=[billing])


def form(**given):
    return {"title": "Refunds", "body": "Two days.", "change_note": "Two days.", "seen": 0, **given}


def test_a_reader_opens_confirms_and_is_brought_to_the_next(client, amara, cleo, refunds, billing):
    second = published(cleo, title="Outages", teams=[billing])
    client.force_login(amara)
    page = client.get(at("article", refunds.pk))
    assert "Money goes back in three days." in page.content.decode()
    assert Reading.objects.get(reader=amara, version=refunds.current).acknowledged_at is None
    answer = client.post(at("confirm", refunds.pk), {"version": 1})
    assert answer.url == at("article", second.pk)
    answer = client.post(at("confirm", second.pk), {"version": 1}, follow=True)
    assert "Nothing is left to read" in answer.content.decode()
    assert "You confirmed this version" in client.get(at("article", refunds.pk)).content.decode()


def test_what_changed_since_one_confirmed_stands_above_it(client, amara, cleo, refunds):
    actions.acknowledge(refunds.current, by=amara)
    changed(refunds, cleo)
    client.force_login(amara)
    text = client.get(at("article", refunds.pk)).content.decode()
    assert "<del>three</del>" in text
    assert "<ins>two</ins>" in text
    assert "Two days, not three." in text
    stale = client.post(at("confirm", refunds.pk), {"version": 1}, follow=True)
    assert "not the version in force" in stale.content.decode()
    assert "<ins>two</ins>" in client.get(at("version", refunds.pk, 2)).content.decode()


def test_a_lead_writes_saves_and_publishes(client, cleo, amara, billing):
    client.force_login(cleo)
    sent = form(title="Outages", teams=[billing.pk], owner=cleo.pk)
    answer = client.post(at("new", "guideline"), {**sent, "body": ""})
    assert answer.status_code == 422
    assert "Outages" in answer.content.decode()
    answer = client.post(at("new", "guideline"), sent)
    article = Article.objects.get()
    assert answer.url == at("article", article.pk)
    assert article.current is None
    answer = client.post(at("publish", article.pk), {"seen": 1}, follow=True)
    assert "Version 1 is in force" in answer.content.decode()
    answer = client.post(at("edit", article.pk), {**sent, "body": "Other.", "do": "publish"}, follow=True)
    assert "Version 2 is in force" in answer.content.decode()
    assert client.post(at("edit", article.pk), {**sent, "body": "x", "seen": 5}).status_code == 409
    again = client.post(at("publish", article.pk), {"seen": "9" * 30}, follow=True)
    assert "Look at it once more" in again.content.decode()


def test_put_away_and_back_and_the_draft_thrown_away(client, cleo, refunds, billing):
    client.force_login(cleo)
    client.post(at("put_away", refunds.pk), {"do": "archive"})
    assert "no longer in force" in client.get(at("article", refunds.pk)).content.decode()
    assert refunds.title in client.get(reverse(ALL), {"show": "archived"}).content.decode()
    client.post(at("put_away", refunds.pk), {"do": "restore"})
    assert client.post(at("put_away", refunds.pk), {"do": "burn"}).status_code == 404
    never = written(cleo, teams=[billing], title="Never")
    assert client.post(at("drop", never.pk), {"seen": 1}).url == reverse(ALL)


def test_shelves_and_search(client, cleo, amara, refunds, billing):
    written(cleo, teams=[billing], title="Half done")
    client.force_login(amara)
    assert refunds.title in client.get(reverse(ALL), {"show": "read"}).content.decode()
    assert "Half done" not in client.get(reverse(ALL), {"show": "drafts"}).content.decode()
    assert "Nothing written down says that" in client.get(reverse(ALL), {"q": "zebra"}).content.decode()
    client.force_login(cleo)
    assert "Half done" in client.get(reverse(ALL), {"show": "drafts"}).content.decode()
    assert client.get(reverse(ALL), {"show": "\x00", "q": "\x00'", "page": "x"}).status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, amara, cleo, billing, many):
    for number in range(many):
        published(cleo, title=f"Refunds {number}", teams=[billing])
    client.force_login(amara)
    client.get(reverse(ALL))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse(ALL))
    assert len(asked) <= 12
    client.force_login(cleo)
    readers = at("readers", Article.objects.first().pk)
    client.get(readers)
    with CaptureQueriesContext(connection) as asked:
        client.get(readers)
    assert len(asked) <= 12


READ = [("article", "get"), ("confirm", "post"), ("version", "get")]
WRITE = [
    ("readers", "get"),
    ("edit", "get"),
    ("edit", "post"),
    ("publish", "post"),
    ("drop", "post"),
    ("put_away", "post"),
]


@pytest.mark.parametrize(("name", "verb"), [*READ, *WRITE])
def test_another_teams_agent_finds_nothing(client, nora, refunds, name, verb):
    client.force_login(nora)
    args = [refunds.pk, 1] if name == "version" else [refunds.pk]
    assert getattr(client, verb)(at(name, *args), form(version=1)).status_code == 404
    assert refunds.title not in client.get(reverse(ALL)).content.decode()


@pytest.mark.parametrize(("name", "verb"), WRITE)
def test_an_agent_writes_nothing(client, amara, refunds, name, verb):
    client.force_login(amara)
    assert getattr(client, verb)(at(name, refunds.pk), form(do="archive", seen=1)).status_code == 404
    assert client.get(at("new", "guideline")).status_code == 404
    assert client.post(at("new", "guideline"), form()).status_code == 404
    refunds.refresh_from_db()
    assert refunds.archived_at is None
    assert refunds.versions.count() == 1


def test_a_draft_is_nobodys_but_the_writers(client, amara, cleo, refunds, billing):
    draft = actions.write(refunds, said(teams=[billing], body="Secret plan."), by=cleo)
    client.force_login(amara)
    assert client.get(at("version", refunds.pk, draft.number)).status_code == 404
    assert "Secret plan" not in client.get(at("article", refunds.pk)).content.decode()
    client.force_login(cleo)
    assert "Secret plan" in client.get(at("version", refunds.pk, draft.number)).content.decode()


def test_whoever_is_not_signed_in_is_asked_to(client, refunds):
    assert client.get(at("article", refunds.pk)).status_code == 302


def test_what_is_typed_is_shown_and_not_run(client, amara, cleo, billing):
    article = published(cleo, teams=[billing], body="<script>alert(1)</script> [x](javascript:alert(1))")
    client.force_login(amara)
    text = client.get(at("article", article.pk)).content.decode()
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
