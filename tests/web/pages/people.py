"""Pages of people."""

import datetime
from decimal import Decimal

from django.utils import timezone

from staff.actions import (
    grant_skill,
    invite,
    need_skill,
    report_to,
    save_skill,
    save_team,
    set_contract,
    staff_team,
)
from staff.actions.inviting import token_of

PAGES: dict[str, str | None] = {
    "staff:people": "mona",
    "staff:person": "mona",
    "staff:person_edit": "ada",
    "staff:contract": "mona",
    "staff:leave": "mona",
    "staff:grant": "cleo",
    "staff:chart": "amara",
    "staff:matrix": "mona",
    "staff:expiring": "cleo",
    "staff:skills": "mona",
    "staff:skill": "mona",
    "staff:skill_new": "mona",
    "staff:teams": "mona",
    "staff:team": "mona",
    "staff:team_new": "mona",
    "staff:invitations": "mona",
    "staff:accept": None,
}
SHOWS: dict[str, str] = {
    "staff:person": "21.50",
    "staff:leave": "open ticket",
    "staff:matrix": "short",
    "staff:teams": "Who leads it",
    "staff:team": "Violet",
    "staff:invitations": "Send again",
    "staff:accept": 'name="again"',
}
NO_PAGES: set[str] = {"staff:back", "staff:withdraw", "staff:invite_again", "staff:revoke"}


def arguments(cast) -> dict[str, list]:
    today = timezone.localdate()
    skills = [
        save_skill(None, {"name": f"{cast.nasty[:60]} {n}", "kind": kind, "about": cast.nasty}, by=cast.mona)
        for n, kind in enumerate(("product", "language", "craft"))
    ]
    for n, skill in enumerate(skills):
        until = today + datetime.timedelta(days=20) if n else None
        said = {"level": n + 1, "expires_on": until, "evidence": cast.nasty}
        grant_skill(cast.amara, skill=skill, by=cast.cleo, **said)
    need_skill(cast.billing, by=cast.mona, skill=skills[0], level=2, people=3)
    report_to(cast.amara, by=cast.mona, boss=cast.cleo)
    for months, hours in ((0, 40), (1, 30)):
        begins = datetime.date(2026, 1 + months, 1)
        said = {"weekly_hours": Decimal(hours), "hourly_cost": Decimal("21.50")}
        set_contract(cast.amara, by=cast.mona, from_on=begins, **said)
    asked = invite(by=cast.mona, email="tiina@desk.example", full_name=cast.nasty[:100], teams=[cast.billing])
    said = {"name": cast.nasty[:80], "language": "en", "colour": 6, "active": True}
    made = save_team(None, said, by=cast.mona)
    staff_team(made, by=cast.mona, members=[cast.amara, cast.cleo], leads=[cast.cleo])
    save_team(made, {"colour": 3}, by=cast.mona)
    ofs = ("person", "person_edit", "contract", "leave", "grant")
    return {
        **{f"staff:{name}": [cast.amara.pk] for name in ofs},
        "staff:skill": [skills[0].pk],
        "staff:team": [made.pk],
        "staff:accept": [token_of(asked)],
    }
