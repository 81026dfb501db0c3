"""Pages of rosters: what is published, a draft, and what they are made of."""

import datetime

from django.utils import timezone

from scheduling.actions.planning import begin_draft, place
from scheduling.actions.publishing import publish
from scheduling.actions.rotating import keep_rotation
from scheduling.models import OnCall, ShiftTemplate, SolveRun
from scheduling.weeks import monday_of
from staff.models import Contract

PAGES: dict[str, str | None] = {
    "scheduling:roster_team": "cleo",
    "scheduling:draft": "cleo",
    "scheduling:draft_shift": "cleo",
    "scheduling:turns": "cleo",
    "scheduling:publications": "cleo",
    "scheduling:templates": "mona",
    "scheduling:template": "mona",
    "scheduling:on_call": "cleo",
    "scheduling:call_turns": "cleo",
}
SHOWS: dict[str, str] = {
    "scheduling:roster_team": "Four weeks",
    "scheduling:draft": "rules are broken",
    "scheduling:draft_shift": "By the clock of",
    "scheduling:turns": "Who takes turns",
    "scheduling:publications": "Take back",
    "scheduling:templates": "Another one",
    "scheduling:on_call": "Put somebody on call",
    "scheduling:call_turns": "In this order",
}
NO_PAGES: set[str] = {
    "scheduling:roster",
    *("scheduling:draft_act", "scheduling:draft_try", "scheduling:draft_since"),
    *("scheduling:rotation_drop", "scheduling:draft_publish", "scheduling:draft_drop"),
    *("scheduling:draft_solve", "scheduling:draft_solve_state", "scheduling:draft_solve_stop"),
    *(
        "scheduling:draft_begin",
        "scheduling:revert",
        "scheduling:template_drop",
        "scheduling:on_call_drop",
        "scheduling:call_turns_drop",
    ),
}


def arguments(cast) -> dict[str, list]:
    monday = monday_of(timezone.localdate())
    for one in (cast.amara, cast.cleo):
        Contract.objects.get_or_create(
            user=one, from_on=monday.replace(year=monday.year - 1), weekly_hours=40
        )
    part = {"from": 240, "minutes": 30, "kind": "break"}
    early, late = (
        ShiftTemplate.objects.create(
            name=name,
            letter=name[0],
            starts=datetime.time(hour),
            minutes=510,
            parts=[part],
            colour=hour % 8 + 1,
        )
        for name, hour in ((f"Early {cast.nasty[:40]}", 7), ("Late", 15))
    )
    first = begin_draft(cast.billing, by=cast.cleo, starts_on=monday, weeks=1, zone="Europe/Tallinn")
    place(first, by=cast.cleo, seen=0, template=early, day=monday, user=cast.amara)
    publish(first, by=cast.cleo, seen=1, note=cast.nasty[:150])
    draft = begin_draft(
        cast.billing, by=cast.cleo, starts_on=monday + datetime.timedelta(weeks=1), weeks=4,
        zone="Europe/Tallinn", name=cast.nasty[:80],
    )  # fmt: skip
    for seen, (day, template, user) in enumerate(
        (
            (7, late, cast.amara),
            (8, early, cast.amara),
            (9, late, None),
            (10, late, cast.cleo),
            (11, early, cast.cleo),
        )
    ):
        shift = place(
            draft, by=cast.cleo, seen=seen, template=template, day=monday + datetime.timedelta(day), user=user
        )
    now = timezone.now()
    gap = {"starts_at": now.isoformat(), "ends_at": now.isoformat(), "activity": "phone", "missing": 2}
    people = {str(cast.amara.pk): "resting", str(cast.cleo.pk): "full"}
    clause = {"rule": "rest", "person": cast.amara.pk, "limit": 660, "activity": "", "starts_at": ""}
    SolveRun.objects.create(
        draft=draft, by=cast.cleo, seconds=60, edit=0, asked_at=now, ended_at=now, state="done",
        status="stopped", cost=214, bound=201,
        told={
            "gaps": [{**gap, "reason": "resting", "people": people}],
            "conflict": [clause], "ways": [[clause]],
        },
    )  # fmt: skip
    OnCall.objects.create(
        user=cast.amara, team=cast.billing, starts_at=now, ends_at=now + datetime.timedelta(days=1)
    )
    keep_rotation(cast.billing, by=cast.cleo, name=cast.nasty[:60], pattern=[[early] * 5 + [None] * 2])
    slug = cast.billing.slug
    return {
        "scheduling:roster_team": [slug],
        "scheduling:draft": [draft.pk],
        "scheduling:draft_shift": [draft.pk, shift.pk],
        "scheduling:turns": [draft.pk],
        "scheduling:publications": [slug],
        "scheduling:template": [early.pk],
        "scheduling:on_call": [slug],
        "scheduling:call_turns": [slug],
    }
