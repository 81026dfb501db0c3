"""Pages of reviews and scorecards."""

import datetime

from django.utils import timezone

from qa import actions
from qa.models import Finding, Loop, Review, ToneFinding
from staff.actions import hire
from tickets.actions import reply

PAGES: dict[str, str | None] = {
    "qa:reviews": "cleo",
    "qa:review": "amara",
    "qa:write": "cleo",
    "qa:begin": "cleo",
    "qa:of_ticket": "cleo",
    "qa:quality": "mona",
    "qa:checks": "mona",
    "qa:check": "mona",
    "qa:plans": "mona",
    "qa:plan_new": "mona",
    "qa:plan": "mona",
    "qa:plan_change": "mona",
    "qa:cycle": "mona",
    "qa:coachings": "amara",
    "qa:coaching_new": "cleo",
    "qa:coaching": "cleo",
    "qa:calibrations": "cleo",
    "qa:calibration_new": "mona",
    "qa:calibration": "mona",
    "qa:calibration_item": "cleo",
    "qa:tone": "cleo",
    "qa:tone_finding": "cleo",
    "qa:tone_rules": "mona",
    "qa:loops": "mona",
    "qa:loop": "mona",
    "qa:scorecards": "mona",
    "qa:scorecard_new": "mona",
    "qa:scorecard": "mona",
}
SHOWS: dict[str, str] = {
    "qa:reviews": "You gave",
    "qa:review": "I disagree",
    "qa:write": "Give the review",
    "qa:of_ticket": "Review",
    "qa:quality": "Week by week",
    "qa:checks": "For you to score",
    "qa:check": "Save, and see theirs",
    "qa:plan": "Quality of all answers",
    "qa:cycle": "Likelier because",
    "qa:coaching": "What was agreed",
    "qa:calibration": "How far they agree",
    "qa:calibration_item": "Save, and the next",
    "qa:tone": "Confirm",
    "qa:tone_finding": "Dismiss",
    "qa:tone_rules": "Weight now",
    "qa:loops": "Being written",
    "qa:loop": "A question after the lesson",
    "qa:scorecards": "New scorecard",
    "qa:scorecard": "The lowest looks like",
}
NO_PAGES: set[str] = {
    *(
        "qa:acknowledge",
        "qa:drop",
        "qa:marks",
        "qa:dispute",
        "qa:settle",
        "qa:pass_up",
        "qa:scorecard_retire",
        "qa:plan_end",
        "qa:calibration_say",
        "qa:calibration_close",
        "qa:coaching_follow_up",
        "qa:coaching_close",
        "qa:tone_judge",
        "qa:tone_nudge",
        "qa:tone_dispute",
        "qa:tone_settle",
        "qa:tone_pass_up",
        "qa:loop_take_up",
        "qa:loop_question",
        "qa:loop_decline",
    ),
}


def arguments(cast) -> dict[str, list]:
    nasty = cast.nasty
    criteria = [
        {"section": nasty[:80], "title": f"{nasty[:110]} {n}", "points": n, "weight": n, "critical": n == 5,
         "hint": nasty[:300], "low": nasty[:300], "high": nasty[:300]}
        for n in (2, 3, 5)
    ]  # fmt: skip
    card = actions.save_scorecard(
        None, name=nasty[:80], criteria=criteria, causes=[nasty[:60], "Haste"], by=cast.mona
    )
    first, second, third = (
        reply(cast.ticket, by=cast.amara, text=f"{nasty} {n}\n\nDear Dana, it is simple.") for n in range(3)
    )
    reply(cast.ticket, by=cast.amara, text=nasty, at=timezone.now() - datetime.timedelta(days=9))
    answers = {"c1": 1, "c2": None, "c3": 2}
    given = actions.begin_review(first, scorecard=card, by=cast.cleo)
    for one in (given, actions.begin_review(second, scorecard=card, by=cast.cleo, blind=True)):
        actions.write_review(
            one, answers=answers, causes={"c1": ["Haste"]}, words=nasty * 2, aside=nasty, by=cast.cleo, seen=0
        )
        actions.mark(one, message=one.message, start=2, end=9, criterion="c3", note=nasty[:200], by=cast.cleo)
    actions.give_review(given, by=cast.cleo)
    Review.objects.filter(pk=given.pk).update(chance=0.5)  # as if it had been drawn
    actions.note_reading(given, by=cast.mona)
    actions.dispute(given, criteria=["c1"], words=nasty * 2, by=cast.amara)
    actions.settle(given, verdict="partly", answer=nasty * 2, answers={"c1": 2}, by=cast.cleo)
    plan, now = _plan(cast, nasty), timezone.now()
    actions.draw_next(plan, at=now, seed=1)
    coached = actions.open_coaching(
        reviews=[given], criterion="c1", action=nasty * 2, by=cast.cleo,
        follow_up_on=timezone.localdate() + datetime.timedelta(days=9),
    )  # fmt: skip
    loop = _loops(given, nasty)
    (checked,) = actions.draw_checks(each=1, by=cast.mona)
    session = _session(cast, card, [first, third], nasty)
    for number in (second.pk, third.pk):
        actions.note_tone(number)
    sounded = ToneFinding.objects.order_by("pk").first()
    return {
        "qa:tone_finding": [sounded.pk],
        "qa:loop": [loop.pk],
        "qa:coaching_new": [given.pk], "qa:coaching": [coached.pk],
        "qa:check": [checked.pk], "qa:calibration": [session.pk], "qa:calibration_item": [session.pk, 2],
        "qa:plan": [plan.pk], "qa:plan_change": [plan.pk], "qa:cycle": [plan.pk, 1],
        "qa:review": [given.pk], "qa:write": [one.pk], "qa:begin": [third.pk],
        "qa:of_ticket": [cast.ticket.pk], "qa:scorecard": [card.scorecard_id],
    }  # fmt: skip


def _plan(cast, nasty):
    return actions.save_plan(
        None, name=nasty[:80], per_person=2, days=7, by=cast.mona, reviewers={cast.mona: 9, cast.cleo: 2},
        starts_on=timezone.localdate() - datetime.timedelta(days=14),
    )  # fmt: skip


def _loops(given, nasty):
    """One in each state that a page shows otherwise."""
    card, now = given.scorecard.scorecard, timezone.now()
    words = {"scorecard": card, "criterion": "c1", "title": nasty[:120], "opened_at": now}
    Loop.objects.create(
        **words, state="declined", declined_by=given.reviewer, declined_at=now, reason=nasty[:300]
    )
    made = Loop.objects.create(**words, telling=[nasty[:30], "day"])
    Finding.objects.create(
        loop=made, review=given, criterion="c1", person=given.person, team=given.team, found_at=now
    )
    return made


def _session(cast, card, messages, nasty):
    """Cleo has one answer left; Mona, who takes no part, sees what was said so far."""
    lena = hire(email="nele@desk.example", full_name="Nele Org", role="lead")
    made = actions.open_calibration(
        name=nasty[:80], scorecard=card, messages=messages, people=[cast.cleo, lena], by=cast.mona,
        due_on=timezone.localdate(),
    )  # fmt: skip
    answers = {"c1": 1, "c2": 3, "c3": None}
    actions.fill_in(made.items.first(), answers=answers, words=nasty, by=cast.cleo)
    for item in made.items.all():
        actions.fill_in(item, answers={**answers, "c1": 2}, words=nasty, by=lena)
    actions.say(made, words=nasty * 2, by=cast.mona)
    return made
