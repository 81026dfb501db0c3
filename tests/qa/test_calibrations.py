"""Calibrations: blind until everybody is done, and never a change of a score."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import get_resolver, reverse
from django.utils import timezone

from notices.models import Notice
from qa import actions
from qa.actions.calibrating import is_shown
from qa.calibrating import agreed
from qa.models import Calibration
from staff.actions import hire
from tests.qa.ground import ALL, again, an_answer, given

pytestmark = pytest.mark.django_db
LOW = {"c1": 1, "c2": 1, "c3": 1}
MIDDLE = {"c1": 3, "c2": None, "c3": 2}


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


@pytest.fixture
def lee(billing):
    return hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(billing,))


@pytest.fixture
def session(ticket, card, amara, cleo, lee, mona):
    messages = [an_answer(ticket, amara, f"Answer {n}.") for n in range(3)]
    return actions.open_calibration(
        name="Tone", scorecard=card, messages=messages, people=[cleo, lee, mona], by=mona,
        due_on=timezone.localdate(),
    )  # fmt: skip


def filled(session, by, *answers):
    for item, said in zip(session.items.all(), answers, strict=True):
        actions.fill_in(item, answers=said, by=by)


def test_agreement_by_criterion_once_everybody_is_done(session, cleo, lee, mona):
    filled(session, cleo, ALL, LOW, MIDDLE)
    filled(session, lee, ALL, LOW, MIDDLE)
    assert not is_shown(session, cleo)
    filled(session, mona, {**ALL, "c1": 2}, {**LOW, "c1": 4}, MIDDLE)
    assert is_shown(session, cleo)
    found = {one.key: one for one in agreed(session)}
    assert (found["c3"].alpha.value, found["c3"].kappa, found["c3"].same) == (1, 1, 1)
    assert found["c3"].verdict == "reliable"
    assert found["c1"].verdict == "low"
    assert found["c2"].alpha.units == 2
    assert {one.recipient for one in Notice.objects.filter(key__endswith="complete")} == {cleo, lee, mona}
    with pytest.raises(ValidationError, match="yours stays"):
        actions.fill_in(session.items.first(), answers=LOW, by=cleo)


def test_no_score_of_anybody_changes(session, card, cleo, lee, mona):
    one = given(session.items.first().message, card, cleo)
    filled(session, cleo, LOW, LOW, LOW)
    filled(session, lee, LOW, LOW, LOW)
    filled(session, mona, LOW, LOW, LOW)
    actions.close_calibration(session, outcome="Clearer words.", by=mona)
    assert again(one).score == 1


@pytest.mark.parametrize("wrong", ["one", "agent", "author", "none", "late", "name"])
def test_a_session_that_cannot_calibrate_is_refused(ticket, card, amara, cleo, lee, mona, wrong):
    message, own = an_answer(ticket, amara), an_answer(ticket, cleo, "Mine.")
    said = {
        "name": "Tone", "scorecard": card, "messages": [message], "people": [cleo, lee],
        "due_on": timezone.localdate(), "by": mona,
    }  # fmt: skip
    changes = {
        "one": {"people": [cleo]}, "agent": {"people": [cleo, amara]}, "author": {"messages": [own]},
        "none": {"messages": []}, "late": {"due_on": timezone.localdate() - datetime.timedelta(days=1)},
        "name": {"name": " "},
    }  # fmt: skip
    with pytest.raises(ValidationError):
        actions.open_calibration(**{**said, **changes[wrong]})
    with pytest.raises(PermissionDenied):
        actions.open_calibration(**{**said, "by": cleo})
    assert not Calibration.objects.exists()


def test_pages_from_opening_to_the_outcome(client, ticket, card, amara, cleo, lee, mona):
    an_answer(ticket, amara, "Dear Dana.")
    client.force_login(mona)
    sent = {
        "name": "Tone", "scorecard": card.scorecard_id, "tickets": f"#{ticket.pk}",
        "people": [cleo.pk, lee.pk], "due_on": str(timezone.localdate()),
    }  # fmt: skip
    assert (
        "is no ticket number" in client.post(at("calibration_new"), {**sent, "tickets": "x"}).content.decode()
    )
    assert (
        "has no answer" in client.post(at("calibration_new"), {**sent, "tickets": "999999"}).content.decode()
    )
    address = client.post(at("calibration_new"), sent).url
    one = Calibration.objects.get()
    item = at("calibration_item", one.pk, 1)
    rating = {"a-c1": "5", "a-c2": "na", "a-c3": "2", "words": "Warm."}
    for who in (cleo, lee):
        client.force_login(who)
        assert "Amara Kask" not in client.get(item).content.decode()
        assert client.post(item, {"a-c1": "5"}).status_code == 422
        assert "Nobody sees" in client.get(address).content.decode()
        assert client.post(at("calibration_say", one.pk), {"words": "Early."}).status_code == 404
        assert client.post(item, rating).url == address
    assert "Same choice" in client.get(address).content.decode()
    assert "Warm." in client.get(item).content.decode()
    client.post(at("calibration_say", one.pk), {"words": "We see the same."})
    assert client.post(at("calibration_close", one.pk), {"outcome": "x"}).status_code == 404
    client.force_login(mona)
    assert client.post(at("calibration_close", one.pk), {"outcome": " "}).status_code == 422
    client.post(at("calibration_close", one.pk), {"outcome": "Nothing to change."})
    text = client.get(address).content.decode()
    assert "Nothing to change." in text
    assert "We see the same." in text
    assert client.post(at("calibration_say", one.pk), {"words": "Late."}).status_code == 422


def test_who_takes_no_part_finds_nothing(client, session, amara, ben, network):
    stranger = hire(email="kai@desk.example", full_name="Kai Org", role="lead", teams=(network,))
    args = {
        "calibrations": [], "calibration_new": [], "calibration": [session.pk],
        "calibration_item": [session.pk, 1], "calibration_say": [session.pk],
        "calibration_close": [session.pk],
    }  # fmt: skip
    assert set(args) == {
        one.name for one in get_resolver("qa.urls").url_patterns if "calibration" in one.name
    }
    for who in (amara, ben, stranger):
        client.force_login(who)
        for name, given_args in args.items():
            if (who, name) == (stranger, "calibrations"):
                assert at("calibration", session.pk) not in client.get(at(name)).content.decode()
                continue
            call = client.post if name in ("calibration_say", "calibration_close") else client.get
            assert call(at(name, *given_args)).status_code == 404, (who.full_name, name)
