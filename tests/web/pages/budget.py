"""Pages of budget."""

import datetime

from budget import actions
from budget.what_if import Heads
from staff.models import Contract
from tests.factories import make_shift

PAGES: dict[str, str | None] = {
    "budget:years": "mona",
    "reports:money": "mona",
    "reports:money_overtime": "mona",
    "budget:new": "mona",
    "budget:centres": "mona",
    "budget:centre_new": "mona",
    "budget:centre_edit": "mona",
    "budget:year": "cleo",
    "budget:centre": "mona",
    "budget:plan": "mona",
    "budget:line_new": "mona",
    "budget:replan": "mona",
    "budget:edit": "mona",
    "budget:history": "mona",
    "budget:line": "mona",
    "budget:postings": "mona",
    "budget:posting_new": "mona",
    "budget:posting_reverse": "mona",
    "budget:import": "mona",
    "budget:commitments": "mona",
    "budget:commitment_new": "mona",
    "budget:explanations": "cleo",
    "budget:costs": "mona",
    "budget:what_if": "mona",
    "budget:scenario_new": "mona",
    "budget:scenario": "mona",
}
SHOWS: dict[str, str] = {
    "budget:year": "By cost centre",
    "reports:money": "Plan, spent and expected",
    "reports:money_overtime": "In the week by then",
    "budget:line": "Change the plan that is being written",
    "budget:postings": "together",
    "budget:explanations": "Why is it so?",
    "budget:what_if": "In a full year",
    "budget:commitments": "The rest will not come",
    "budget:plan": "is being written",
}
NO_PAGES: set[str] = {
    *("budget:do", "budget:line_remove", "budget:commitment_end", "budget:explain", "budget:scenario_drop"),
}
QUERIES: dict[str, dict[str, str]] = {"reports:money_overtime": {"team": "billing"}}
NOW = datetime.datetime(2026, 7, 15, tzinfo=datetime.UTC)


ALONE = {"budget:years", "budget:new", "budget:centres", "reports:money", "reports:money_overtime"}
OWES = {"weekly_hours": 8, "hourly_cost": 20}


def arguments(cast) -> dict[str, list]:
    mona, nasty = cast.mona, cast.nasty[:80]
    said = {"code": "100", "name": nasty, "team": cast.billing, "owner": cast.cleo}
    centre = actions.save_centre(None, said, by=mona)
    house = actions.save_centre(
        None, {"code": "110", "name": "House", "parent": centre, "takes_rest": True}, by=mona
    )
    year = actions.make_year({"name": "2026", "starts_on": datetime.date(2026, 1, 1)}, by=mona)
    for where, kind, cents in ((centre, "people", 12_345_67), (centre, "tools", 300_00), (house, "other", 1)):
        planned = actions.add_line(year, centre=where, kind=kind, name=nasty, cents=[cents] * 12, by=mona)
    actions.approve(year, by=mona)
    day, place = datetime.date(2026, 3, 4), {"centre": centre, "kind": "tools"}
    for words in (nasty, "Phones"):
        posting = actions.post(year, **place, day=day, cents=1_234_56, words=words, by=mona)
    actions.commit(year, **place, vendor=nasty, cents=[10_00] * 12, by=mona)
    actions.look_for_variances(NOW)
    actions.replan(year, reason=nasty, by=mona)
    scenario = actions.save_scenario(
        None, year=year, name=nasty, changes=[(Heads(2, 8, 2_450_00), nasty)], by=mona
    )
    Contract.objects.get_or_create(user=cast.amara, from_on=datetime.date(2020, 1, 1), defaults=OWES)
    for n in range(2, 9):
        make_shift(cast.amara, cast.billing, datetime.datetime(2026, 3, n, 8, tzinfo=datetime.UTC), 12)
    arguments = {name: [year.pk] for name in PAGES if name not in ALONE}
    return arguments | {
        "budget:centre_new": [],
        "budget:centre_edit": [centre.pk],
        "budget:centre": [year.pk, centre.pk],
        "budget:line": [year.pk, planned.line_id],
        "budget:posting_reverse": [year.pk, posting.pk],
        "budget:scenario": [year.pk, scenario.pk],
    }
