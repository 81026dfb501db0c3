"""Coaching: agreed on findings, followed up by itself, closed with its effect."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import get_resolver, reverse
from django.utils import timezone

from notices.models import Notice
from qa import actions
from qa.choices import State, Why
from qa.models import Coaching, Review
from qa.tasks import follow_up
from staff.actions import hire
from tests.qa.ground import ALL, DAY, NOW, again, given
from tickets.actions import reply

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def written(ticket, by, number, since):
    return [reply(ticket, by=by, text=f"{n}.", at=since + n * HOUR) for n in range(number)]


@pytest.fixture
def findings(ticket, card, amara, cleo):
    """Six reviews, in which not every question was answered."""
    answers = written(ticket, amara, 6, NOW - 5 * DAY)
    return [given(one, card, cleo, {**ALL, "c3": 1}, at=NOW - DAY) for one in answers]


def agreed(findings, by, **said):
    said = {"action": "Read it twice.", "criterion": "c3", "follow_up_on": (NOW + 14 * DAY).date(), **said}
    return actions.open_coaching(reviews=findings, by=by, at=NOW, **said)


def test_it_cannot_be_closed_without_its_follow_up_and_says_whether_it_helped(ticket, findings, amara, cleo):
    one = agreed(findings, cleo)
    assert Notice.objects.filter(recipient=amara, about="coaching", about_id=one.pk).count() == 1
    with pytest.raises(ValidationError, match="before its follow-up sample"):
        actions.close_coaching(one, outcome="Fine.", by=cleo)
    assert actions.follow_up_due(at=NOW + 13 * DAY) == 0
    assert actions.follow_up_due(at=NOW + 14 * DAY) == 0  # nothing was written since: it waits
    written(ticket, amara, 9, NOW + 2 * DAY)
    assert actions.follow_up_due(at=NOW + 15 * DAY) == 1
    assert actions.follow_up_due(at=NOW + 16 * DAY) == 0
    drawn = Review.objects.filter(why=Why.FOLLOW_UP)
    assert drawn.count() == 5
    assert all(row.message.at > one.opened_at and row.chance == pytest.approx(5 / 9) for row in drawn)
    with pytest.raises(ValidationError, match="Review the follow-up sample first"):
        actions.close_coaching(one, outcome="Fine.", by=cleo)
    for row in drawn:
        actions.write_review(row, answers=ALL, by=cleo, seen=0)
        actions.give_review(row, by=cleo)
    with pytest.raises(ValidationError, match="what came of it"):
        actions.close_coaching(one, outcome=" ", by=cleo)
    closed = actions.close_coaching(one, outcome="It helped.", by=cleo)
    found = closed.effect
    assert (found["verdict"], found["value"], found["sizes"]) == ("better", 1.0, (6, 5))
    with pytest.raises(ValidationError, match="closed already"):
        actions.close_coaching(one, outcome="Again.", by=cleo)


def test_the_same_seed_would_draw_the_same_and_the_task_is_safe_to_run_twice(ticket, findings, amara, cleo):
    one = agreed(findings, cleo)
    written(ticket, amara, 9, NOW + 2 * DAY)
    assert (follow_up(), follow_up()) == (1, 0)
    assert one.follow_ups.count() == 5


def test_too_few_to_tell_and_dropped_ones_do_not_block(ticket, findings, amara, cleo):
    one = agreed(findings[:2], cleo, wanted=2)
    written(ticket, amara, 3, NOW + 2 * DAY)
    actions.follow_up(one, at=NOW + 15 * DAY)
    for row in one.follow_ups.all():
        actions.drop_review(row, by=cleo, why="No question in it.")
    assert actions.close_coaching(one, outcome="Too soon.", by=cleo).effect["verdict"] == "too_few"


@pytest.mark.parametrize("wrong", ["today", "nothing", "words", "criterion", "people", "number"])
def test_what_cannot_be_agreed_is_refused(ticket, card, findings, ben, cleo, wrong):
    others = [given(one, card, cleo) for one in written(ticket, ben, 1, NOW)]
    said = {
        "today": {"follow_up_on": NOW.date()}, "nothing": {"findings": []}, "words": {"action": " "},
        "criterion": {"criterion": "c9"}, "people": {"findings": [*findings, *others]},
        "number": {"wanted": 21},
    }[wrong]  # fmt: skip
    with pytest.raises(ValidationError):
        agreed(said.pop("findings", findings), cleo, **said)
    assert not Coaching.objects.exists()


def test_who_may_coach_whom(findings, amara, ben, network):
    lead = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    for who in (amara, ben, lead):
        with pytest.raises(PermissionDenied):
            agreed(findings, who)


def test_pages_of_the_coach_the_person_and_strangers(client, ticket, findings, amara, ben, cleo, network):
    lead = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    client.force_login(cleo)
    begin = at("coaching_new", findings[0].pk)
    day = (timezone.localdate() + 20 * DAY).isoformat()
    sent = {
        "criterion": "c3",
        "reviews": [findings[1].pk],
        "action": "Twice.",
        "follow_up_on": day,
        "wanted": 2,
    }
    assert client.post(begin, {**sent, "action": ""}).status_code == 422
    assert client.post(begin, {**sent, "follow_up_on": "2020-01-01"}).status_code == 422
    address = client.post(begin, sent).url
    one = Coaching.objects.get()
    assert one.findings.count() == 2
    assert "Too few to tell" in client.get(address).content.decode()
    client.post(at("coaching_follow_up", one.pk))
    assert one.follow_ups.count() == 0
    written(ticket, amara, 3, one.opened_at + datetime.timedelta(microseconds=1) - 2 * HOUR)
    client.post(at("coaching_follow_up", one.pk))
    assert client.post(at("coaching_close", one.pk), {"outcome": "Fine."}).status_code == 422
    client.force_login(amara)
    text = client.get(address).content.decode()
    assert "Twice." in text
    assert at("write", one.follow_ups.first().pk) not in text
    assert again(one.follow_ups.first()).state == State.BEGUN
    args = {
        "coachings": [], "coaching_new": [findings[0].pk], "coaching": [one.pk],
        "coaching_follow_up": [one.pk], "coaching_close": [one.pk],
    }  # fmt: skip
    assert set(args) == {one.name for one in get_resolver("qa.urls").url_patterns if "coaching" in one.name}
    for who, finds in ((amara, {"coachings", "coaching"}), (ben, {"coachings"}), (lead, {"coachings"})):
        client.force_login(who)
        for name in set(args) - finds:
            call = client.post if name in ("coaching_follow_up", "coaching_close") else client.get
            assert call(at(name, *args[name])).status_code == 404, (who.full_name, name)
        assert ("Amara Kask" in client.get(at("coachings")).content.decode()) == (who == amara)
