"""Pages of evaluations and goals."""

import datetime

from django.utils import timezone

from evaluations import actions

PAGES: dict[str, str | None] = {
    "evaluations:evaluations": "cleo",
    "evaluations:evaluation": "amara",
    "evaluations:edition": "amara",
    "evaluations:written": "amara",
    "evaluations:write": "cleo",
    "evaluations:person": "mona",
    "evaluations:cycles": "mona",
    "evaluations:cycle_new": "mona",
    "evaluations:cycle": "mona",
    "evaluations:forms": "mona",
    "evaluations:form_new": "mona",
    "evaluations:form": "mona",
    "evaluations:goals": "amara",
    "evaluations:goal_new": "cleo",
    "evaluations:goal": "amara",
    "evaluations:goal_change": "amara",
}
SHOWS: dict[str, str] = {
    "evaluations:evaluations": "Your turn",
    "evaluations:evaluation": "Sign as seen: I disagree",
    "evaluations:edition": "as it was signed",
    "evaluations:write": "Save and hand in",
    "evaluations:cycle": "Who takes part",
    "evaluations:forms": "Strengths",
    "evaluations:goal": "So far",
}
NO_PAGES: set[str] = {
    *("evaluations:pdf", "evaluations:step", "evaluations:hand_over", "evaluations:cycle_add"),
    *("evaluations:form_retire", "evaluations:goal_say", "evaluations:goal_end"),
}


def arguments(cast) -> dict[str, list]:
    nasty, day = cast.nasty, timezone.localdate()
    week = datetime.timedelta(days=7)
    sections = [
        {"kind": "strengths", "title": f"Strengths {nasty}", "hint": nasty},
        {"kind": "improve", "title": "Areas to improve", "hint": ""},
    ]
    form = actions.save_form(None, name=nasty[:80], sections=sections, by=cast.mona).form
    days = {
        "since": day - 26 * week, "until": day - week, "write_by": day + week, "sign_by": day + 2 * week,
        "form": form, "held": "lead", "by": cast.mona,
    }  # fmt: skip
    signed = actions.open_cycle(name=nasty[:80], people=[cast.amara], **days).evaluations.get()
    goal = actions.set_goal(
        cast.amara, title=nasty[:160], measure=nasty * 3, due_on=day + week, by=cast.cleo, evaluation=signed
    )
    actions.check_in(goal, words=nasty * 2, percent=40, by=cast.amara)
    _sign(signed, cast, nasty)
    actions.countersign(
        signed, by=cast.amara, sha256=_again(signed).current.sha256, agrees=False, words=nasty
    )
    actions.reopen(signed, by=cast.mona, why=nasty[:300])
    _sign(signed, cast, nasty + " again", seen=1)
    written = actions.open_cycle(name="In the middle", people=[cast.amara], **days)
    return {
        "evaluations:evaluation": [signed.pk], "evaluations:edition": [signed.pk, 1],
        "evaluations:written": [signed.pk, 1], "evaluations:write": [written.evaluations.get().pk],
        "evaluations:person": [cast.amara.pk], "evaluations:cycle": [signed.cycle_id],
        "evaluations:form": [form.pk], "evaluations:goal": [goal.pk], "evaluations:goal_change": [goal.pk],
    }  # fmt: skip


def _sign(one, cast, nasty, seen=0):
    words = {"s1": f"# {nasty}\n\n- a\n- b", "s2": nasty}
    proposals = [{"title": nasty[:100], "body": nasty, "shared": True}]
    for voice, who in (("evaluator", cast.cleo), ("person", cast.amara)):
        actions.write(one, voice=voice, sections=words, by=who, seen=seen)
        actions.hand_in(one, by=who)
    actions.share(one, by=cast.cleo)
    actions.write(one, voice="comment", sections=words, proposals=proposals, by=cast.amara, seen=seen)
    actions.send_comments(one, by=cast.amara)
    actions.sign(one, by=cast.cleo)


def _again(one):
    return type(one).objects.select_related("current").get(pk=one.pk)
