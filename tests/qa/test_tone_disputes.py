"""What was confirmed of an answer's tone is told to its author, who may object; decided as with reviews."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from notices.models import Notice
from qa import actions
from qa.access import tone_findings_for
from qa.choices import Heard, Verdict
from qa.models import Dispute, ToneFinding, ToneLook
from qa.queries import tone_to_settle
from qa.steps import DISPUTE_DAYS
from staff.actions import hire
from tests.qa.ground import DAY, NOW
from tests.scheduling.test_races import at_once
from tickets.actions import redact, reply
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
RUDE = "Dear Dana, obviously you did not read my letter."
LATER = NOW + DAY


@pytest.fixture
def finding(ticket, amara, cleo) -> ToneFinding:
    """Confirmed by Cleo."""
    message = reply(ticket, by=amara, text=RUDE, at=NOW)
    actions.note_tone(message.pk, at=NOW)
    one = message.tone_findings.order_by("start").first()
    return actions.judge(one, verdict=Heard.CONFIRMED, by=cleo, at=NOW)


@pytest.fixture
def disputed(finding, amara) -> ToneFinding:
    actions.dispute_tone(finding, words="She had not read it.", by=amara, at=LATER)
    return again(finding)


def again(finding) -> ToneFinding:
    return ToneFinding.objects.select_related("rule", "message", "judged_by").get(pk=finding.pk)


def settle(finding, verdict, by, at=LATER, answer="Read it aloud."):
    return actions.settle_tone(finding, verdict=verdict, answer=answer, by=by, at=at)


def told(who) -> list[str]:
    found = Notice.objects.filter(recipient=who, about="tone", settled_at=None).order_by("pk")
    return [one.key.split("-")[2] for one in found]


def test_the_author_is_told_and_a_judgement_taken_back_settles_it(finding, amara, cleo, ben):
    (one,) = Notice.objects.filter(about="tone")
    assert (one.recipient, one.page, one.page_args) == (amara, "qa:tone_finding", [finding.pk])
    assert "read" not in str(one.params)
    actions.judge(finding, verdict=Heard.OPEN, by=cleo, at=LATER)
    assert told(amara) == []
    actions.judge(finding, verdict=Heard.CONFIRMED, by=cleo, at=LATER + DAY)
    assert told(amara) == ["confirmed"]


def test_won_it_is_dismissed_for_good_and_its_rule_is_believed_less(disputed, amara, cleo, mona):
    assert told(cleo) == ["disputed"]
    assert told(mona) == []
    before = disputed.rule.confirmed, disputed.rule.dismissed
    settle(disputed, Verdict.ACCEPTED, cleo)
    one = again(disputed)
    assert (one.state, one.judged_by) == (Heard.DISMISSED, cleo)
    assert (one.rule.confirmed, one.rule.dismissed) == (before[0] - 1, before[1] + 1)
    assert told(amara) == ["confirmed", "settled"]
    assert one.disputes.get().before == {"judged_by": cleo.pk, "judged_at": NOW.isoformat()}
    assert tone_findings_for(amara).filter(pk=one.pk).exists()  # to read how it was decided
    for verdict in (Heard.OPEN, Heard.CONFIRMED):
        with pytest.raises(ValidationError, match="That holds"):
            actions.judge(one, verdict=verdict, by=mona)
    with pytest.raises(ValidationError, match="another step"):
        actions.dispute_tone(one, words="Again.", by=amara, at=LATER)


def test_rejected_it_stays_and_the_second_round_is_a_managers(disputed, amara, cleo, mona):
    with pytest.raises(ValidationError, match="how you decided"):
        settle(disputed, Verdict.REJECTED, cleo, answer=" ")
    settle(disputed, Verdict.REJECTED, cleo)
    assert again(disputed).state == Heard.CONFIRMED
    actions.dispute_tone(disputed, words="Once more.", by=amara, at=LATER + 6 * DAY)
    assert told(mona) == ["disputed"]
    assert [*tone_to_settle(cleo)] == []
    with pytest.raises(ValidationError, match="A manager decides"):
        settle(disputed, Verdict.REJECTED, cleo, LATER + 6 * DAY)
    settle(disputed, Verdict.REJECTED, mona, LATER + 7 * DAY)
    assert "settled" in told(cleo)
    with pytest.raises(ValidationError, match="disputed 2 times"):
        actions.dispute_tone(disputed, words="And again.", by=amara, at=LATER + 8 * DAY)


def test_passed_up_once_a_manager_who_did_not_confirm_decides(disputed, cleo, mona):
    assert [*tone_to_settle(cleo)] == [disputed]
    actions.pass_up_tone(disputed, by=cleo, at=LATER)
    assert told(mona) == ["up"]
    for act in (
        lambda: actions.pass_up_tone(disputed, by=cleo, at=LATER),
        lambda: settle(disputed, "accepted", cleo),
    ):
        with pytest.raises(ValidationError, match="A manager decides"):
            act()
    assert ([*tone_to_settle(cleo)], [*tone_to_settle(mona)]) == ([], [disputed])
    settle(disputed, Verdict.ACCEPTED, mona)
    assert again(disputed).judged_by == mona


def test_a_manager_who_confirmed_it_does_not_decide_the_last_round_alone(ticket, amara, mona):
    ada = hire(email="ada@desk.example", full_name="Ada Org", role="manager")
    message = reply(ticket, by=amara, text=RUDE, at=NOW)
    actions.note_tone(message.pk, at=NOW)
    one = actions.judge(message.tone_findings.first(), verdict=Heard.CONFIRMED, by=mona, at=NOW)
    actions.dispute_tone(one, words="No.", by=amara, at=NOW)
    actions.pass_up_tone(one, by=mona, at=NOW)
    assert told(ada) == ["up"]
    with pytest.raises(ValidationError, match="A manager decides"):
        settle(one, Verdict.REJECTED, mona, NOW)
    assert [*tone_to_settle(mona)] == []
    settle(one, Verdict.REJECTED, ada, NOW)


def test_who_reports_to_the_author_decides_nothing(disputed, amara, cleo, mona):
    mona.reports_to = amara
    mona.save(update_fields=["reports_to"])
    with pytest.raises(PermissionDenied):
        settle(disputed, Verdict.ACCEPTED, mona)
    actions.pass_up_tone(disputed, by=cleo, at=LATER)
    assert told(mona) == []


def test_if_who_confirmed_it_left_or_leads_them_no_more_it_is_a_managers(finding, amara, cleo, mona):
    cleo.memberships.update(leads=False)
    actions.dispute_tone(finding, words="No.", by=amara, at=LATER)
    assert (told(cleo), told(mona)) == ([], ["disputed"])
    with pytest.raises(PermissionDenied):
        settle(finding, Verdict.ACCEPTED, cleo)
    settle(finding, Verdict.ACCEPTED, mona)


def test_time_words_and_sides(finding, amara, ben, nora, cleo, mona):
    late = NOW + DISPUTE_DAYS * DAY
    with pytest.raises(ValidationError, match="within 7 days after it was confirmed"):
        actions.dispute_tone(finding, words="No.", by=amara, at=late)
    with pytest.raises(ValidationError, match="Say why"):
        actions.dispute_tone(finding, words=" \n", by=amara, at=LATER)
    for who in (ben, nora, cleo, mona):
        with pytest.raises(PermissionDenied):
            actions.dispute_tone(finding, words="No.", by=who, at=LATER)
    actions.dispute_tone(finding, words="No.", by=amara, at=late - datetime.timedelta(seconds=1))
    with pytest.raises(ValidationError, match="another step"):
        actions.dispute_tone(finding, words="No.", by=amara, at=LATER)
    for who in (amara, ben, nora):
        with pytest.raises(PermissionDenied):
            settle(finding, Verdict.ACCEPTED, who)
    with pytest.raises(ValidationError, match="no such choice"):
        settle(finding, Verdict.PARTLY, cleo)
    for verdict in (Heard.OPEN, Heard.DISMISSED):
        with pytest.raises(ValidationError, match="disputes it"):
            actions.judge(finding, verdict=verdict, by=cleo)


def test_words_that_were_removed_are_held_against_nobody(disputed, ticket, cleo, mona, client):
    redact(ticket, wish=Wish(disputed.message, whole=True), by=mona, reason="Private.")
    with pytest.raises(ValidationError, match="held against nobody"):
        settle(disputed, Verdict.REJECTED, cleo)
    client.force_login(cleo)
    text = client.get(reverse("qa:tone_finding", args=[disputed.pk])).content.decode()
    assert "held against nobody" in text
    assert 'value="rejected"' not in text
    settle(disputed, Verdict.ACCEPTED, cleo)
    assert again(disputed).state == Heard.DISMISSED


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once(disputed, cleo, mona):
    found = at_once(
        lambda: settle(disputed, Verdict.ACCEPTED, cleo).verdict,
        lambda: settle(disputed, Verdict.REJECTED, mona).verdict,
    )
    assert sum(one in Verdict.values for one in found) == 1
    assert sum("another step" in one for one in found) == 1
    assert Dispute.objects.exclude(verdict=Verdict.OPEN).count() == 1


def test_the_database_holds_the_facts(disputed, amara):
    row = {"number": 2, "words": "No.", "at": NOW}
    for wrong in ({}, {"tone": disputed}, {"tone": disputed, "verdict": "rejected", "criteria": ["c1"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispute.objects.create(**row, **wrong)


# --- its pages


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


@pytest.fixture
def fresh(ticket, amara, cleo) -> ToneFinding:
    """Confirmed a moment ago, so that its pages find it in time."""
    message = reply(ticket, by=amara, text=RUDE)
    actions.note_tone(message.pk)
    one = message.tone_findings.order_by("start").first()
    return actions.judge(one, verdict=Heard.CONFIRMED, by=cleo)


def test_by_the_pages_from_the_objection_to_the_decision(client, fresh, amara, cleo, mona):
    text = page(client, amara, at("tone_finding", fresh.pk))
    assert "I disagree" in text
    assert "You can disagree until" in text
    assert client.post(at("tone_dispute", fresh.pk), {"words": ""}).status_code == 422
    assert client.post(at("tone_dispute", fresh.pk), {"words": "She had not."}).status_code == 302
    assert client.post(at("tone_dispute", fresh.pk), {"words": "She had not."}).status_code == 422
    text = page(client, cleo, at("tone"), state="disputed")
    assert f"/{fresh.pk}/" in text
    assert '<span class="num">1</span>' in text
    text = page(client, cleo, at("tone_finding", fresh.pk))
    assert "She had not." in text
    assert "Leave it to a manager" in text
    assert at("tone_judge", fresh.pk) not in text
    assert client.post(at("tone_settle", fresh.pk), {"verdict": "accepted", "answer": " "}).status_code == 422
    client.post(at("tone_pass_up", fresh.pk))
    assert "waits for a manager" in page(client, amara, at("tone_finding", fresh.pk))
    assert "Nothing is disputed" in page(client, cleo, at("tone"), state="disputed")
    said = {"verdict": "accepted", "answer": "It was plain, not rude."}
    assert client.post(at("tone_settle", fresh.pk), said).status_code == 422
    client.force_login(mona)
    assert client.post(at("tone_settle", fresh.pk), said).status_code == 302
    assert "It was plain, not rude." in page(client, amara, at("tone_finding", fresh.pk))
    text = page(client, amara, at("tone"))
    assert "Dismissed" in text
    table = client.get(at("tone"), {"as": "csv"}).getvalue().decode()
    assert "Accepted" in table
    assert "She had not." not in table


def test_too_late_is_said_with_the_day_and_what_is_left(client, finding, amara, cleo):
    ToneFinding.objects.update(judged_at=timezone.now() - 8 * DAY)
    text = page(client, amara, at("tone_finding", finding.pk))
    end = again(finding).judged_at + DISPUTE_DAYS * DAY
    until = date_format(localtime(end, ZoneInfo("Europe/Tallinn")), "j E Y, H:i")
    assert f"You could disagree until {until}." in text
    assert "Talk to your lead about it" in text
    assert "I disagree" not in text
    late = client.post(at("tone_dispute", finding.pk), {"words": "I was away."})
    assert late.status_code == 422
    assert "I was away." in late.content.decode()
    assert "You could disagree" not in page(client, cleo, at("tone_finding", finding.pk))


def test_who_is_refused_and_who_looked(client, fresh, amara, ben, nora, cleo, mona):
    actions.dispute_tone(fresh, words="No.", by=amara)
    kai = hire(email="kai@desk.example", full_name="Kai Org", role="lead")
    posts = ("tone_dispute", "tone_settle", "tone_pass_up")
    for who, may in (
        (ben, set()), (nora, set()), (kai, set()), (amara, {"tone_dispute"}), (mona, {"tone_settle"}),
        (cleo, {"tone_settle", "tone_pass_up"}),
    ):  # fmt: skip
        client.force_login(who)
        for name in {*posts} - may:
            assert client.post(at(name, fresh.pk)).status_code == 404, (who.full_name, name)
        for name in posts:
            assert client.get(at(name, fresh.pk)).status_code == 405
        finds = who in (amara, cleo, mona)
        assert client.get(at("tone_finding", fresh.pk)).status_code == (200 if finds else 404)
    assert [one.reader for one in ToneLook.objects.all()] == [mona]
    ToneLook.objects.all().delete()
    client.force_login(mona)
    client.post(at("tone_settle", fresh.pk), {"verdict": "accepted", "answer": ""})
    assert ToneLook.objects.get().reader == mona
