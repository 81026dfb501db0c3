"""What an answer sounded like: noted once, judged by people, believed accordingly."""

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from knowledge.actions import publish, start
from knowledge.models import Article
from qa import actions, believing
from qa.access import tone_findings_for
from qa.actions import listening
from qa.choices import Heard
from qa.listeners import on_said
from qa.models import ToneFinding, ToneReading, ToneRule
from qa.risks import risks_of
from qa.tasks import hear, hear_missed
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import DAY
from tickets.actions import add_note, merge, receive, redact, reply
from tickets.actions.talking import Hold
from tickets.choices import EventKind
from tickets.models import Message, TicketEvent
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
RUDE = "Dear Dana, obviously you did not read my letter."


@pytest.fixture
def message(ticket, amara):
    return reply(ticket, by=amara, text=RUDE)


@pytest.fixture
def finding(message):
    actions.note_tone(message.pk)
    return ToneFinding.objects.select_related("rule", "message").order_by("start").first()


def judged(finding, verdict, by):
    return actions.judge(finding, verdict=verdict, by=by)


# --- noting


def test_an_answer_is_noted_once_however_often_the_task_runs(message):
    assert hear(message.pk)
    before = [*ToneFinding.objects.values_list("pk", "start", "confidence")]
    assert not hear(message.pk)
    assert hear_missed() == 0
    assert [*ToneFinding.objects.values_list("pk", "start", "confidence")] == before
    assert len(before) >= 1
    read = ToneReading.objects.get()
    assert (read.language, read.layers) == ("en", "rules+model")
    assert "you did not read" in ToneFinding.objects.first().passage


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_beat_fills_it(message, monkeypatch):
    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("qa.actions.listening.weighed", killed)
        with pytest.raises(SystemExit), transaction.atomic():
            hear(message.pk)
    assert not ToneReading.objects.exists()
    assert hear_missed() == 1
    assert ToneFinding.objects.exists()


def test_what_is_missed_is_caught_up_with_within_bounds(ticket, amara, monkeypatch):
    monkeypatch.setattr("qa.actions.listening.AT_ONCE", 2)
    for number in range(3):
        reply(ticket, by=amara, text=f"Answer {number}.")
    old = reply(ticket, by=amara, text=RUDE, at=datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC))
    assert [hear_missed(), hear_missed(), hear_missed()] == [2, 1, 0]
    assert not ToneReading.objects.filter(message=old).exists()


def test_one_that_cannot_be_read_holds_up_no_other(ticket, amara, monkeypatch):
    bad, good = (reply(ticket, by=amara, text=text) for text in ("Bad.", "Good."))
    whole = listening.check

    def fails(text, *args, **kwargs):
        if text == "Bad.":
            raise ValueError
        return whole(text, *args, **kwargs)

    monkeypatch.setattr(listening, "check", fails)
    assert hear_missed() == 1
    assert [one.message_id for one in ToneReading.objects.all()] == [good.pk]
    assert bad.pk != good.pk


def test_only_public_answers_of_colleagues_that_have_left(ticket, amara, dana):
    note = add_note(ticket, by=amara, text=RUDE)
    theirs = receive(ticket, by=dana, text=RUDE, channel="email")
    held = reply(ticket, by=amara, text=RUDE, hold=Hold(20, RUDE))
    for one in (note, theirs, held):
        assert not hear(one.pk)
    assert hear_missed() == 0
    assert not hear(10**9)
    Message.objects.filter(pk=held.pk).update(held_until=None)
    assert hear(held.pk)


def test_the_listener_hints_and_the_signature_is_nobodys_fault(ticket, amara, monkeypatch):
    amara.signature = "Obviously yours,\nAmara"
    amara.save()
    message = reply(ticket, by=amara, text="The refund is on its way.\n\nObviously yours,\nAmara")
    hints = []
    monkeypatch.setattr("qa.listeners.hint", lambda *args: hints.append(args))
    on_said(TicketEvent.objects.get(kind=EventKind.AGENT_ANSWERED))
    assert hints == [("qa.tasks.hear", message.pk)]
    hear(message.pk)
    assert not ToneFinding.objects.filter(rule__name="obvious").exists()


def test_name_and_question_of_the_customer_are_known(ticket, amara, dana):
    receive(ticket, by=dana, text="When will you send the refund back to my account?", channel="email")
    for text, rule in (
        ("Dear Mark, thank you for writing.", "wrong-name"),
        ("Thank you for writing.", "unanswered-question"),
    ):
        message = reply(ticket, by=amara, text=text)
        hear(message.pk)
        assert message.tone_findings.get().rule.name == rule


# --- judging


def test_only_what_was_confirmed_counts_and_the_author_sees_nothing_else(
    finding, cleo, mona, amara, ben, nora
):
    assert tone_findings_for(cleo).filter(pk=finding.pk).exists()
    assert tone_findings_for(mona).filter(pk=finding.pk).exists()
    for nobody in (amara, ben, nora):
        assert not tone_findings_for(nobody).exists()
    assert not ToneFinding.objects.confirmed().exists()
    judged(finding, Heard.CONFIRMED, cleo)
    assert [*tone_findings_for(amara)] == [*ToneFinding.objects.confirmed()] == [finding]
    assert not tone_findings_for(ben).exists()
    judged(finding, Heard.OPEN, cleo)
    assert not tone_findings_for(amara).exists()


def test_nobody_judges_themselves_or_whoever_they_report_to(ticket, cleo, mona, finding, ben, amara, nora):
    for one in (amara, ben, nora):
        with pytest.raises(PermissionDenied):
            judged(finding, Heard.CONFIRMED, one)
    hear(reply(ticket, by=cleo, text=RUDE).pk)
    own = ToneFinding.objects.filter(message__author=cleo).first()
    with pytest.raises(PermissionDenied):
        judged(own, Heard.DISMISSED, cleo)
    mona.reports_to = cleo
    mona.save()
    with pytest.raises(PermissionDenied):
        judged(own, Heard.DISMISSED, mona)
    assert ToneFinding.objects.exclude(state=Heard.OPEN).count() == 0


def test_a_judgement_is_taken_back_by_whoever_gave_it_or_a_manager(finding, cleo, mona, billing):
    other = hire(email="liis@desk.example", full_name="Liis Aas", role="lead", teams=(billing,))
    judged(finding, Heard.DISMISSED, cleo)
    with pytest.raises(ValidationError, match="meanwhile"):
        judged(finding, Heard.CONFIRMED, other)
    assert judged(finding, Heard.DISMISSED, other).judged_by == cleo
    assert judged(finding, Heard.CONFIRMED, mona).judged_by == mona
    with pytest.raises(ValidationError, match="no such choice"):
        judged(finding, "maybe", mona)
    rule = ToneRule.objects.get(pk=finding.rule_id)
    assert (rule.confirmed, rule.dismissed) == (1, 0)
    judged(finding, Heard.OPEN, mona)
    rule.refresh_from_db()
    assert (rule.confirmed, rule.dismissed) == (0, 0)


def test_dismissals_lower_what_is_believed_in_that_language_alone(ticket, amara, cleo, finding):
    rule, first = finding.rule.name, finding.confidence
    for _number in range(4):
        hear(reply(ticket, by=amara, text=RUDE).pk)
    for one in ToneFinding.objects.filter(rule=finding.rule):
        judged(one, Heard.DISMISSED, cleo)
    cache.clear()
    hear(reply(ticket, by=amara, text=RUDE).pk)
    last = ToneFinding.objects.filter(rule=finding.rule).by_certainty().order_by("-pk").first()
    assert last.confidence < first == last.shipped
    assert last.certainty == pytest.approx(last.confidence, abs=1e-4)
    assert set(believing.judged_in("en")) == {rule}
    assert not believing.judged_in("et")
    with CaptureQueriesContext(connection) as queries:
        believing.judged_in("en")
    assert not queries.captured_queries


# --- what happens to the answer afterwards


def test_a_redacted_answer_shows_no_words(finding, message, ticket, mona):
    assert finding.passage
    redact(ticket, wish=Wish(message, words="my letter"), by=mona, reason="Private.")
    again = ToneFinding.objects.select_related("message").get(pk=finding.pk)
    assert again.passage == ""
    assert again.quoted is None
    assert not hear(message.pk)


def test_a_redacted_answer_that_was_missed_is_not_read(message, ticket, mona):
    redact(ticket, wish=Wish(message, whole=True), by=mona, reason="Private.")
    assert hear_missed() == 0
    assert not ToneReading.objects.exists()


def test_a_merged_ticket_keeps_its_findings(finding, ticket, billing, dana, amara, cleo):
    other = make_ticket(requester=dana, team=billing, subject="The same", text="Hello?")
    merge(ticket, into=other, by=cleo)
    moved = ToneFinding.objects.select_related("message").get(pk=finding.pk)
    assert moved.message.ticket_id == other.pk
    assert tone_findings_for(cleo).filter(pk=finding.pk).exists()
    judged(moved, Heard.CONFIRMED, cleo)
    assert tone_findings_for(amara).get().passage == finding.passage


def test_the_database_holds_the_facts(finding, cleo):
    for wrong in (
        {"state": Heard.CONFIRMED}, {"kind": "sad"}, {"confidence": 1.5}, {"end": finding.start},
        {"judged_by": cleo},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ToneFinding.objects.filter(pk=finding.pk).update(**wrong)
    copy = ToneFinding.objects.get(pk=finding.pk)
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_tone_makes_an_answer_likelier_to_be_drawn_unless_dismissed(finding, message, cleo):
    answers = Message.objects.filter(pk=message.pk)
    assert "tone" in risks_of(answers)[message.pk]
    for one in message.tone_findings.all():
        judged(one, Heard.DISMISSED, cleo)
    assert "tone" not in risks_of(answers).get(message.pk, {})
    judged(finding, Heard.CONFIRMED, cleo)
    assert "tone" in risks_of(answers)[message.pk]
    message.tone_findings.update(confidence=0.5)
    assert "tone" not in risks_of(answers).get(message.pk, {})


def test_a_new_guideline_of_the_authors_team_is_a_risk(message, ticket, mona, billing, network):
    def is_new(days, *teams, in_force_on=None):
        words = {"title": "Tone", "body": "Be kind.", "teams": teams, "in_force_on": in_force_on}
        article = start(words, kind="guideline", by=mona)
        publish(article, by=mona, seen=1, at=message.at - days * DAY)
        found = "guideline" in risks_of(Message.objects.filter(pk=message.pk)).get(message.pk, {})
        Article.objects.filter(pk=article.pk).update(archived_at=message.at, archived_by=mona)
        return found

    assert is_new(3, billing)
    assert is_new(3)
    assert not is_new(3, network)
    assert not is_new(15, billing)
    assert not is_new(-1, billing)
    assert is_new(30, billing, in_force_on=(message.at - 2 * DAY).date())
    assert not is_new(3, billing, in_force_on=(message.at + 2 * DAY).date())
