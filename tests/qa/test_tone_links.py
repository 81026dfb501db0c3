"""A criterion that is about a kind of tone: what was heard stands beside it, and both are of one loop."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from notices.models import Notice
from qa import actions
from qa.choices import Heard
from qa.looped import measured
from qa.models import Finding, Loop, ToneLook
from tests.pure.said_alike import NO_DAY
from tests.qa.ground import ALL, CRITERIA, DAY, NOW, again, begun, given
from tests.qa.loops import HOUR, findings, in_force
from tests.qa.test_tone_loops import sound, sounds

pytestmark = pytest.mark.django_db
SOON = NOW + 2 * DAY


@pytest.fixture
def linked(card, mona):
    """Its first criterion is about what sounds condescending."""
    return link(card, mona, "condescending")


def link(card, mona, kind):
    first, *rest = [{**one, "key": f"c{n}"} for n, one in enumerate(CRITERIA, 1)]
    return actions.save_scorecard(
        card.scorecard, name="Answers", criteria=[{**first, "tone": kind}, *rest], causes=["Haste"], by=mona
    )


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def page(client, who, address):
    client.force_login(who)
    return client.get(address).content.decode()


def test_a_criterion_names_a_kind_or_none(card, mona, cleo):
    made = link(card, mona, "rude")
    assert [one.get("tone") for one in made.criteria] == ["rude", None, None]
    assert "tone" not in link(card, mona, "").criteria[0]
    with pytest.raises(ValidationError, match="no such kind of tone"):
        link(card, mona, "sad")


def test_by_the_page_of_the_scorecard_a_new_version_is_linked(client, card, mona):
    client.force_login(mona)
    sent = {"name": "Answers", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-key": "c1"}
    sent |= {"form-0-title": "Friendly", "form-0-points": "5", "form-0-weight": "1", "form-0-tone": "rude"}
    assert client.post(at("scorecard", card.scorecard_id), sent).status_code == 302
    text = page(client, mona, at("scorecard", card.scorecard_id))
    assert '<option value="rude" selected>' in text
    assert client.post(at("scorecard", card.scorecard_id), {**sent, "form-0-tone": "sad"}).status_code == 422


def test_what_was_heard_stands_beside_the_criterion_and_scores_nothing(client, linked, ticket, amara, cleo):
    heard = sound(ticket, amara, cleo, state=Heard.OPEN)
    other = sound(ticket, amara, cleo, kind="rude", rule="shouting", text="NO!!! It is not so.")
    one = begun(heard.message, linked, cleo)
    text = page(client, cleo, at("write", one.pk))
    assert text.count('class="heard') == 1
    assert "Not judged yet" in text
    assert at("tone_finding", heard.pk) in text
    assert at("tone_finding", other.pk) not in text
    assert "checked" not in text.split('class="heard')[1].split("</fieldset>")[0]
    actions.judge(heard, verdict=Heard.DISMISSED, by=cleo)
    assert 'class="heard' not in page(client, cleo, at("write", one.pk))
    actions.judge(heard, verdict=Heard.CONFIRMED, by=cleo)
    actions.write_review(one, answers=ALL, by=cleo, seen=0)
    actions.give_review(one, by=cleo)
    assert again(one).score == 1


def test_who_sees_what_beside_a_review(client, linked, ticket, amara, cleo, mona):
    """Its author what was confirmed alone; whoever is neither of the two is written down."""
    heard = sound(ticket, amara, cleo, state=Heard.OPEN)
    one = given(heard.message, linked, cleo)
    assert 'class="heard' in page(client, mona, at("review", one.pk))
    assert [look.reader for look in ToneLook.objects.all()] == [mona]
    assert 'class="heard' not in page(client, amara, at("review", one.pk))
    actions.judge(heard, verdict=Heard.CONFIRMED, by=cleo)
    assert 'class="heard' in page(client, amara, at("review", one.pk))
    cleo.memberships.update(leads=False)
    assert 'class="heard' not in page(client, cleo, at("review", one.pk))


def test_blind_it_leads_nowhere_that_has_a_name(client, linked, ticket, amara, cleo):
    heard = sound(ticket, amara, cleo, state=Heard.OPEN)
    text = page(client, cleo, at("write", begun(heard.message, linked, cleo, blind=True).pk))
    assert 'class="heard' in text
    assert at("tone_finding", heard.pk) not in text


def test_low_marks_and_findings_of_the_kind_open_one_proposal(ticket, linked, amara, ben, cleo, mona):
    sounds(ticket, [amara, ben], cleo, 5)
    findings(ticket, linked, [amara, ben], cleo, 5, key="c1")
    assert (actions.propose(at=SOON), actions.propose(at=SOON + HOUR)) == (1, 0)
    one = Loop.objects.get()
    assert (one.kind, one.scorecard, one.telling) == ("condescending", None, ["said-before"])
    assert one.findings.filter(review=None).count() == one.findings.filter(tone=None).count() == 5
    assert Notice.objects.get(about="loop", recipient=mona).words.startswith(
        "{n} findings on tone, of reviews"
    )


def test_eight_of_each_are_still_one_and_unlinked_they_are_two(ticket, card, amara, ben, cleo, mona):
    sounds(ticket, [amara, ben], cleo, 8)
    findings(ticket, card, [amara, ben], cleo, 8, key="c1")
    assert actions.propose(at=SOON) == 2
    Loop.objects.all().delete()
    link(card, mona, "rude")
    assert actions.propose(at=SOON) == 2
    Loop.objects.all().delete()
    link(card, mona, "condescending")
    assert actions.propose(at=SOON) == 1
    assert Finding.objects.count() == 16


def test_later_low_marks_join_a_loop_that_only_has_what_was_heard(ticket, linked, amara, ben, cleo):
    sounds(ticket, [amara, ben], cleo, 8)
    actions.propose(at=SOON)
    findings(ticket, linked, [amara, ben], cleo, 8, key="c1", at=SOON)
    assert actions.propose(at=SOON + DAY) == 0
    findings(ticket, linked, [amara, ben], cleo, 2, key="c1", at=SOON + DAY)
    assert actions.propose(at=SOON + 2 * DAY) == 0
    assert Loop.objects.get().findings.count() == 18


def test_a_loop_about_the_criterion_that_runs_already_takes_its_low_marks(
    ticket, card, amara, ben, cleo, mona
):
    findings(ticket, card, [amara, ben], cleo, 8, key="c1")
    actions.propose(at=SOON)
    new = link(card, mona, "condescending")
    findings(ticket, new, [amara, ben], cleo, 8, key="c1", at=SOON)
    assert actions.propose(at=SOON + DAY) == 0
    assert Loop.objects.get().findings.count() == 16


def test_its_page_shows_both_and_a_lead_sees_only_theirs(
    client, ticket, linked, network, amara, ben, cleo, mona
):
    sounds(ticket, [amara, ben], cleo, 5)
    reviews = findings(ticket, linked, [amara, ben], cleo, 5, key="c1", words=NO_DAY)
    actions.propose(at=SOON)
    one = Loop.objects.get()
    text = page(client, mona, at("loop", one.pk))
    assert at("review", reviews[0].pk) in text
    assert at("tone_finding", one.findings.filter(review=None)[0].tone_id) in text
    client.force_login(amara)
    assert client.get(at("loop", one.pk)).status_code == 404
    one = in_force(one, mona, SOON)
    assert {way.person for way in one.course.enrolments.all()} == {amara, ben}
    assert measured(one).effect.verdict == "too_few"
