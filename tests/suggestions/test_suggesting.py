"""Something is suggested: whose it is to answer, by when, and what is kept of whoever suggested it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from notices.models import Notice
from staff.actions import hire
from suggestions import actions, receipts
from suggestions.access import numbers_for, suggestions_for
from suggestions.models import Step, Suggestion

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 2, 10, 30, tzinfo=datetime.UTC)


def posted(by, **said):
    return actions.suggest(by=by, **{"title": "Shorter forms", "body": "Nobody fills them in.", **said})


def test_it_has_a_day_by_which_it_is_answered_and_somebody_who_answers(amara, cleo, mona, billing):
    made = posted(amara, team=billing, at=MONDAY)
    assert (made.author, made.owner, made.state) == (amara, cleo, "new")
    assert made.answer_by == datetime.date(2026, 11, 16)
    step = Step.objects.get()
    assert (step.kind, step.who, step.on) == ("posted", amara, MONDAY.date())
    assert [notice.recipient for notice in Notice.objects.all()] == [cleo]


def test_what_is_for_no_team_is_for_a_manager_and_nobody_answers_their_own(cleo, mona, billing):
    assert posted(cleo).owner == mona
    assert posted(cleo, team=billing).owner == mona


def test_where_it_came_from_is_kept_with_a_name(amara):
    made = posted(amara, source="ticket", source_ref="1042")
    assert (made.source, made.source_ref) == ("ticket", "1042")


def test_without_a_name_it_says_neither_who_nor_where_from_nor_at_what_time(amara, cleo, mona, billing):
    made = posted(amara, anonymous=True, source="ticket", source_ref="1042", team=billing, at=MONDAY)
    row = Suggestion.objects.get()
    assert (row.author, row.source, row.source_ref) == (None, "box", "")
    assert row.receipt_hash == receipts.hash_of(made.receipt.lower())
    assert made.receipt not in str(Suggestion.objects.values().get())
    assert Step.objects.get().who is None
    assert row.posted_on == MONDAY.date()


def test_whoever_leads_the_team_and_suggests_without_a_name_is_not_passed_over(cleo, mona, billing):
    assert posted(cleo, team=billing, anonymous=True).owner == cleo


def test_without_a_name_it_is_told_on_another_day_and_once(amara, cleo, mona, billing):
    posted(amara, anonymous=True, team=billing, at=MONDAY)
    assert actions.tell_of_anonymous(MONDAY + datetime.timedelta(hours=13)) == 0
    assert Notice.objects.count() == 0
    assert actions.tell_of_anonymous(MONDAY + datetime.timedelta(hours=14)) == 1
    assert actions.tell_of_anonymous(MONDAY + datetime.timedelta(hours=15)) == 0
    assert Notice.objects.get().recipient == cleo


def test_sent_twice_with_one_code_it_is_one_but_other_words_are_another(amara):
    code = receipts.draw()
    first = posted(amara, anonymous=True, receipt=code)
    assert posted(amara, anonymous=True, receipt=code).pk == first.pk
    other = posted(amara, anonymous=True, receipt=code, title="Longer forms")
    assert other.pk != first.pk
    assert other.receipt != code
    assert Suggestion.objects.count() == 2


def test_a_code_is_read_however_it_is_typed():
    code = receipts.draw()
    assert receipts.hash_of(code) == receipts.hash_of(f" {code.replace('-', ' ').lower()} ")
    assert receipts.hash_of(code.replace("O", "0").replace("I", "1")) == receipts.hash_of(code)
    assert receipts.hash_of("too-short") == ""
    assert len({receipts.draw() for _each in range(200)}) == 200


@pytest.mark.parametrize(
    "said", [{"title": " "}, {"title": "x" * 161}, {"body": " \x00"}, {"body": "x" * 10_001}]
)
def test_what_says_nothing_or_too_much_is_refused(amara, said):
    with pytest.raises(ValidationError):
        posted(amara, **said)


def test_a_source_that_is_none_is_refused(amara):
    with pytest.raises(ValidationError):
        posted(amara, source="rumour")


def test_too_many_a_day_are_refused_by_person_and_without_names_for_the_desk(amara, ben, monkeypatch):
    monkeypatch.setattr("suggestions.actions.suggesting.MOST_A_DAY", 1)
    monkeypatch.setattr("suggestions.actions.suggesting.MOST_ANONYMOUS_A_DAY", 1)
    posted(amara)
    with pytest.raises(ValidationError):
        posted(amara)
    posted(ben)
    posted(amara, anonymous=True)
    with pytest.raises(ValidationError):
        posted(ben, anonymous=True)


def test_another_teams_are_not_found_nor_those_that_are_not_shared(amara, ben, nora, cleo, mona, billing):
    theirs = posted(amara, team=billing)
    private = posted(amara, team=billing, shared=False)
    everybodys = posted(amara)
    numbers = {theirs.pk, private.pk, everybodys.pk}
    assert numbers_for(nora, numbers) == {everybodys.pk}
    assert numbers_for(ben, numbers) == {theirs.pk, everybodys.pk}
    assert numbers_for(amara, numbers) == numbers_for(cleo, numbers) == numbers_for(mona, numbers) == numbers


def test_whoever_left_may_neither_suggest_nor_read(amara, billing):
    posted(amara)
    gone = hire(email="gone@desk.example", full_name="Gone", role="agent", teams=(billing,), is_active=False)
    with pytest.raises(PermissionDenied):
        posted(gone)
    assert suggestions_for(gone).count() == 0


def test_what_happened_stays_as_it_was_written(amara):
    posted(amara)
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(text="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.get().delete()
