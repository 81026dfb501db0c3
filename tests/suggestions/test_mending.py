"""What was put together by mistake is taken apart; words that must not be kept are taken out for good."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from notices.models import Notice
from suggestions import actions
from suggestions.models import Step, Suggestion
from tests.suggestions.test_answering import kinds, told
from tests.suggestions.test_suggesting import MONDAY, posted

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
CARD = "4111 1111 1111 1111"


@pytest.fixture
def one(amara, cleo, mona, billing):
    return posted(amara, team=billing, at=MONDAY)


@pytest.fixture
def twin(ben, one, cleo, billing):
    made = posted(ben, team=billing, title="The same", at=MONDAY)
    actions.merge(made, into=one, by=cleo, at=MONDAY)
    made.refresh_from_db()
    return made


def test_taken_apart_it_stands_by_itself_with_a_day_that_is_not_past(one, twin, ben, cleo):
    actions.unmerge(twin, by=cleo, at=MONDAY + 60 * DAY)
    twin.refresh_from_db()
    assert twin.merged_into is None
    assert twin.answer_by > (MONDAY + 60 * DAY).date()
    assert [kinds(each)[-1] for each in (one, twin)] == ["unmerged", "unmerged"]
    assert twin.steps.last().text == one.title
    assert told(ben)[-1] == "“{title}” stands by itself again"
    actions.move(twin, "accept", by=cleo, words="Yes.")
    one.refresh_from_db()
    assert one.state == "new"
    with pytest.raises(ValidationError, match="stands by itself"):
        actions.unmerge(twin, by=cleo)


def test_only_who_answers_both_takes_them_apart(client, one, twin, amara, cleo, mona, network):
    with pytest.raises(PermissionDenied):
        actions.unmerge(twin, by=amara)
    Suggestion.objects.filter(pk=one.pk).update(team=network, owner=mona)
    with pytest.raises(PermissionDenied):
        actions.unmerge(twin, by=cleo)
    address = reverse("suggestions:unmerge", args=[twin.pk])
    client.force_login(amara)
    assert client.post(address).status_code == 404
    client.force_login(mona)
    assert (
        "Take them apart again"
        in client.get(reverse("suggestions:suggestion", args=[twin.pk])).content.decode()
    )
    assert client.post(address).status_code == 302
    twin.refresh_from_db()
    assert twin.merged_into is None


def test_words_go_from_everywhere_and_a_step_says_by_whom_and_why(one, ben, cleo, mona, billing):
    spelled = "4111-1111-1111-1111"
    marked = posted(ben, team=billing, title=f"Card {CARD}", body=f"It was {spelled}.", at=MONDAY)
    actions.say(marked, by=cleo, words=f"{CARD}? Never!", at=MONDAY)
    actions.merge(marked, into=one, by=cleo, at=MONDAY)
    assert actions.redact(marked, by=mona, words=CARD, reason="A card number") == 4
    marked.refresh_from_db()
    assert (marked.title, marked.body) == ("Card [removed]", "It was [removed].")
    rows = [*Suggestion.objects.values(), *Step.objects.values(), *Notice.objects.values("params")]
    assert "1111" not in str(rows)
    last = marked.steps.last()
    assert (last.kind, last.who, last.text) == ("redacted", mona, "A card number")


def test_words_are_refused_that_are_not_there_or_in_the_reason(one, cleo, mona):
    for words, reason in (
        ("nowhere at all", "x"),
        (one.title, ""),
        (one.title, f"for {one.title}"),
        ("ab", "x"),
    ):
        with pytest.raises(ValidationError):
            actions.redact(one, by=mona, words=words, reason=reason)
    with pytest.raises(PermissionDenied):
        actions.redact(one, by=cleo, words=one.title, reason="x")
    assert kinds(one) == ["posted"]


def test_the_page_is_for_managers_and_keeps_what_was_typed(client, one, amara, cleo, mona):
    address, page = (reverse(f"suggestions:{name}", args=[one.pk]) for name in ("redact", "suggestion"))
    for other in (amara, cleo):
        client.force_login(other)
        assert client.post(address, {"words": one.title, "reason": "x"}).status_code == 404
        assert "Remove words for good" not in client.get(page).content.decode()
    client.force_login(mona)
    answer = client.post(address, {"words": one.title, "reason": ""})
    assert (answer.status_code, "Give a reason" in answer.content.decode()) == (422, True)
    assert client.post(address, {"words": one.title, "reason": "A name"}).status_code == 302
    assert "[removed]" in client.get(page).content.decode()


def test_the_database_lets_nothing_but_words_be_taken_out_of_a_step(one):
    step = Step.objects.filter(suggestion=one)
    with pytest.raises(DatabaseError), transaction.atomic():
        step.update(text="x")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL desk.redacting = 'on'")
    with pytest.raises(DatabaseError), transaction.atomic():
        step.update(kind="said")
    assert step.update(text="[removed]") == 1
