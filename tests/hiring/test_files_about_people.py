"""Who comes into a restricted file, what its log keeps, and what is left when its time is over."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from files.models import Blob
from hiring import access, actions
from hiring.models import Candidate, Dossier, Look, Scorecard, Stage
from notices.models import Notice
from outbox.models import Letter
from tests.hiring.conftest import stand

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def stage(meaning, last=False):
    rows = Stage.objects.filter(meaning=meaning)
    return rows.last() if last else rows.first()


def test_a_role_opens_nothing(position, candidate, mona, otto, ada, cleo, amara):
    assert access.position_for(mona, position.pk) == position
    for stranger in (otto, ada, cleo, amara):
        assert not access.positions_for(stranger).exists()
        assert not access.candidates_for(stranger).exists()
        with pytest.raises(Http404):
            access.position_for(stranger, position.pk)
    for stranger in (cleo, amara):
        with pytest.raises(PermissionDenied):
            actions.open_position({"title": "Mine"}, by=stranger)
    with pytest.raises(PermissionDenied):
        actions.add_note(candidate, text="I may not.", by=otto)


def test_whom_the_owner_names_is_in_until_they_are_taken_off(position, mona, lena):
    member = actions.name_member(position.dossier, user=lena, by=mona)
    assert access.position_for(lena, position.pk)
    assert Notice.objects.filter(recipient=lena, about="hiring").count() == 1
    with pytest.raises(PermissionDenied):
        actions.name_member(position.dossier, user=lena, by=lena)
    actions.take_off(position.dossier, member=member, by=mona)
    assert not access.positions_for(lena).exists()


def test_an_admin_lets_themselves_in_with_a_reason_and_for_a_while(position, candidate, mona, ada, otto):
    with pytest.raises(PermissionDenied):
        actions.let_in(position.dossier, by=otto, reason="I am curious about it")
    with pytest.raises(ValidationError):
        actions.let_in(position.dossier, by=ada, reason="hm")
    member = actions.let_in(position.dossier, by=ada, reason="The owner is ill, somebody called")
    assert access.candidate_for(ada, candidate.pk)
    with pytest.raises(Http404):
        access.writable_candidate(ada, candidate.pk)
    with pytest.raises(PermissionDenied):
        actions.add_note(candidate, text="Read only.", by=ada)
    assert Notice.objects.get(recipient=mona).params == {"name": "Ada Sild"}
    assert Look.objects.get(act="let_in").reason == "The owner is ill, somebody called"
    type(member).objects.filter(pk=member.pk).update(until=member.since)
    assert not access.candidates_for(ada).exists()


def test_the_log_cannot_be_changed(position):
    line = Look.objects.first()
    for act in (lambda: line.delete(), lambda: Look.objects.filter(pk=line.pk).update(page="other")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()


def test_from_stage_to_stage(candidate, mona):
    actions.move(candidate, to=stage("open", last=True), by=mona)
    with pytest.raises(ValidationError, match="offer has to be accepted"):
        actions.move(candidate, to=stage("hired"), by=mona)
    with pytest.raises(ValidationError, match="Say why"):
        actions.move(candidate, to=stage("declined"), by=mona)
    gone = actions.move(candidate, to=stage("declined"), by=mona, reason="Somebody else knew the product.")
    assert gone.keep_until.year == gone.closed_on.year + 1
    back = actions.move(candidate, to=stage("open"), by=mona)
    assert back.closed_on is None
    assert back.keep_until is None
    assert candidate.moves.count() == 4


def test_an_offer_needs_two_and_the_hired_are_hired(position, candidate, mona, lena, otto):
    with pytest.raises(ValidationError):
        actions.write_offer(candidate, terms="1800 €", second=mona, by=mona)
    with pytest.raises(ValidationError, match="takes part"):
        actions.write_offer(candidate, terms="1800 €", second=otto, by=mona)
    actions.name_member(position.dossier, user=lena, by=mona)
    offer = actions.write_offer(candidate, terms="1800 €", second=lena, by=mona)
    with pytest.raises(PermissionDenied):
        actions.move_offer(offer, "approve", by=mona)
    with pytest.raises(ValidationError, match="not open"):
        actions.move_offer(offer, "make", by=mona)
    for name, who in (("approve", lena), ("make", mona), ("accept", mona)):
        actions.move_offer(offer, name, by=who)
    hired = actions.move(candidate, to=stage("hired"), by=mona)
    assert hired.keep_until is not None
    with pytest.raises(ValidationError, match="that stays"):
        actions.move(candidate, to=stage("open"), by=mona)


def test_interviewers_judge_without_the_others(candidate, mona, amara, ben, nora):
    first = actions.ask_interviewer(candidate, user=amara, by=mona)
    second = actions.ask_interviewer(candidate, user=ben, by=mona)
    with pytest.raises(Http404):
        access.interview_for(nora, first.pk)
    with pytest.raises(Http404):
        access.interview_for(amara, second.pk)
    with pytest.raises(PermissionDenied):
        actions.judge(first, by=ben, marks=[], advice="yes", summary="", seen=1)
    good = [{"mark": 3, "words": ""}, {"mark": 4, "words": "Calmed an angry caller."}]
    with pytest.raises(ValidationError, match="each criterion"):
        actions.judge(first, by=amara, marks=good[:1], advice="yes", summary="", seen=1, hand_in=True)
    first.refresh_from_db()
    bad = [{"mark": 1, "words": ""}, good[1]]
    with pytest.raises(ValidationError, match="need words"):
        actions.judge(first, by=amara, marks=bad, advice="no", summary="", seen=1, hand_in=True)
    actions.judge(first, by=amara, marks=good, advice="yes", summary="Hire.", seen=1, hand_in=True)
    with pytest.raises(ValidationError, match="stays"):
        actions.judge(first, by=amara, marks=good, advice="no", summary="", seen=2)
    with pytest.raises(ValidationError, match="stays"):
        actions.unask(first, by=mona)
    actions.move(candidate, to=stage("declined"), by=mona, reason="No.")
    assert not access.interviews_for(ben).exists()


def test_what_is_known_of_a_candidate_is_deleted_in_time_with_files_and_letters(
    position, candidate, mona, amara
):
    file = actions.add_file(candidate, name="cv.pdf", content=b"Kalle Kuusk, born 1990", by=mona)
    card = actions.ask_interviewer(candidate, user=amara, by=mona)
    actions.write_letter(candidate, "received", by=mona)
    other = stand(position, mona, name="Mari Mets")
    actions.add_file(other, name="same.pdf", content=b"the same", by=mona)
    actions.add_file(candidate, name="same.pdf", content=b"the same", by=mona)
    gone = actions.move(candidate, to=stage("declined"), by=mona, reason="No.")
    now = datetime.datetime.combine(gone.keep_until, datetime.time(12), datetime.UTC)
    assert actions.forget_due(now) == 0
    assert actions.forget_due(now + DAY) == 1
    assert actions.forget_due(now + DAY) == 0
    assert not Candidate.objects.filter(pk=candidate.pk).exists()
    assert not Scorecard.objects.filter(pk=card.pk).exists()
    assert not Letter.objects.filter(kind__startswith="hiring").exists()
    assert not Blob.objects.filter(pk=file.blob_id).exists()
    assert Blob.objects.count() == 1  # somebody else has the same file
    stone = Look.objects.get(act="forgotten")
    assert (stone.candidate, stone.who, stone.reason) == (candidate.pk, None, "")
    assert "Kalle" not in everything()


def test_erased_on_request_at_once_and_by_nobody_else(candidate, mona, otto):
    with pytest.raises(PermissionDenied):
        actions.erase_candidate(candidate, by=otto)
    actions.write_letter(candidate, "received", by=mona)
    actions.erase_candidate(candidate, by=mona)
    assert Look.objects.filter(act="erased", who=mona).count() == 1
    assert "kalle" not in everything().lower()


def test_after_its_time_nothing_is_written_about_a_candidate(position, candidate, mona):
    Candidate.objects.filter(pk=candidate.pk).update(keep_until=datetime.date(2026, 1, 11))
    for act in (
        lambda: actions.add_note(candidate, text="Call again.", by=mona),
        lambda: actions.move(candidate, to=stage("open", last=True), by=mona),
        lambda: actions.add_file(candidate, name="a", content=b"a", by=mona),
        lambda: stand(position, mona, consent_until=datetime.date(2026, 1, 11)),
    ):
        with pytest.raises(ValidationError, match="is over"):
            act()


def test_a_closed_position_goes_with_everybody_in_it(position, candidate, mona):
    today = datetime.date(2026, 3, 1)
    actions.set_state(position, "closed", by=mona, today=today)
    candidate.refresh_from_db()
    assert candidate.keep_until == datetime.date(2027, 3, 1)
    with pytest.raises(ValidationError, match="open it again"):
        stand(position, mona)
    actions.set_state(position, "open", by=mona, today=today)
    candidate.refresh_from_db()
    assert candidate.keep_until is None
    actions.set_state(position, "filled", by=mona, today=today)
    assert actions.forget_due(datetime.datetime(2027, 3, 2, tzinfo=datetime.UTC)) == 2
    assert not Dossier.objects.exists()
    assert "Agent for Billing" not in everything()


def test_letters_are_in_the_candidates_language_and_answers_go_to_the_writer(candidate, mona):
    row = actions.write_letter(candidate, "received", by=mona, sent_key="once")
    again = actions.write_letter(candidate, "received", by=mona, sent_key="once")
    assert row == again
    assert row.letter.to == ['"Kalle Kuusk" <kalle@mail.example>']
    assert "mona@desk.example" in row.letter.reply_to
    with pytest.raises(ValidationError, match="when and where"):
        actions.write_letter(candidate, "invitation", by=mona)
    with pytest.raises(ValidationError, match="No offer"):
        actions.write_letter(candidate, "offer", by=mona)


def test_a_notice_names_nobody_it_is_about(candidate, mona, amara):
    actions.ask_interviewer(candidate, user=amara, by=mona)
    assert "Kalle" not in str(list(Notice.objects.values()))
    assert access.numbers_for(amara, [candidate.position_id]) == {candidate.position_id}
    assert access.numbers_for(mona, [candidate.position_id]) == {candidate.position_id}


def everything() -> str:
    """All rows of all tables, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{table}" t')
            said.append(cursor.fetchone()[0])
    return "\n".join(said)
