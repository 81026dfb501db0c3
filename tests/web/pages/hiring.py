"""Pages of hiring."""

import datetime

from hiring import actions
from hiring.models import Stage
from staff.actions import hire
from staff.models import User

PAGES = {
    "hiring:positions": "mona",
    "hiring:position": "mona",
    "hiring:position_new": "mona",
    "hiring:position_edit": "mona",
    "hiring:candidate": "mona",
    "hiring:candidate_new": "mona",
    "hiring:candidate_edit": "mona",
    "hiring:erase": "mona",
    "hiring:letter": "mona",
    "hiring:interviews": "amara",
    "hiring:interview": "amara",
    "hiring:recommendations": "mona",
    "hiring:recommendation": "mona",
    "hiring:recommendation_new": "mona",
    "hiring:recommendation_edit": "mona",
    "hiring:people": "mona",
    "hiring:log": "mona",
    "hiring:stages": "mona",
    "hiring:about_me": "amara",
    "hiring:doors": "ada",
}
SHOWS = {
    "hiring:position": "1 of 1 interviews",
    "hiring:candidate": "Waits for approval",
    "hiring:interview": "What you found",
    "hiring:recommendation": "Judgement",
    "hiring:about_me": "Mona Rand",
    "hiring:doors": "Let me in",
    "hiring:log": "opened",
}
NO_PAGES = {
    *(
        "hiring:position_state",
        "hiring:move",
        "hiring:note",
        "hiring:became",
        "hiring:invite",
        "hiring:file_add",
    ),
    *("hiring:file", "hiring:file_change", "hiring:interviewer", "hiring:offer_new", "hiring:offer"),
    *("hiring:interview_file", "hiring:recommendation_move"),
}


def arguments(cast) -> dict[str, list]:
    nasty, mona = cast.nasty, cast.mona
    User.objects.filter(pk=mona.pk).update(works_hiring=True)
    mona.refresh_from_db()
    said = {"title": nasty, "team": cast.billing, "criteria": nasty, "reason": nasty, "skills": nasty}
    position = actions.open_position(said, by=mona)
    day = datetime.date(2026, 1, 10)
    who = {"name": nasty, "email": "kalle@mail.example", "consent_on": day, "source": "applied"}
    candidate = actions.add_candidate(position, who, by=mona)
    actions.add_candidate(position, {**who, "name": "Mari"}, by=mona)
    actions.move(candidate, to=Stage.objects.filter(meaning="offer").first(), by=mona, reason=nasty)
    actions.add_file(candidate, name="cv.txt", content=b"cv", by=mona, released=True)
    actions.add_note(candidate, text=nasty, by=mona)
    card = actions.ask_interviewer(candidate, user=cast.amara, by=mona)
    marks = [{"mark": 4, "words": nasty}]
    actions.judge(card, by=cast.amara, marks=marks, advice="yes", summary=nasty, seen=1, hand_in=True)
    second = hire(email="lena@desk.example", full_name="Lena Org", role="manager", works_hiring=True)
    actions.name_member(position.dossier, user=second, by=mona)
    actions.write_offer(candidate, terms=nasty, second=second, by=mona)
    words = {
        "reason": nasty, "findings": [{"criterion": "Judgement", "finding": nasty}],
        "alternatives": {"training": nasty}, "evidence_from": day, "evidence_to": day,
    }  # fmt: skip
    given = {"kind": "promotion", "by": mona, "second": second, "subject": cast.amara}
    draft = actions.recommend(words, **given)
    proposed = actions.recommend(words, **given)
    actions.move_recommendation(proposed, "propose", by=mona)
    whose = {"position": position.pk, "candidate": candidate.pk}
    pages = {
        "position": ("position", "position_edit", "candidate_new", "people", "log"),
        "candidate": ("candidate", "candidate_edit", "erase"),
    }
    return {
        **{f"hiring:{name}": [whose[noun]] for noun, names in pages.items() for name in names},
        "hiring:letter": [candidate.pk, "received"],
        "hiring:interview": [card.pk],
        "hiring:recommendation": [proposed.pk],
        "hiring:recommendation_edit": [draft.pk],
    }
