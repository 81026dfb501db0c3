"""What a search found, in words."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.actions.solving import SECONDS
from scheduling.ask_words import ask_names
from scheduling.asking import read_key
from scheduling.choices import Activity, SolveState
from scheduling.models import RosterDraft, SolveRun
from scheduling.solver import Rule, Why
from staff.models import User

SHOWN = 12
WHY: dict[str, Promise] = {
    Why.UNSKILLED: gettext_lazy("lack the skill"),
    Why.NO_SHIFT: gettext_lazy("no shift to choose from covers it"),
    Why.ABSENT: gettext_lazy("have time off"),
    Why.UNAVAILABLE: gettext_lazy("cannot then, as they said"),
    Why.NIGHTS: gettext_lazy("may not work at night"),
    Why.ELSEWHERE: gettext_lazy("are at other work then"),
    Why.RESTING: gettext_lazy("need their rest"),
    Why.FULL: gettext_lazy("have all their hours"),
    Why.COSTLIER: gettext_lazy("are more needed elsewhere"),
}
RULES: dict[str, Promise] = {
    Rule.NEED: gettext_lazy("so many are needed"),
    Rule.FIXED: gettext_lazy("a shift that was drawn by hand"),
    Rule.ABSENT: gettext_lazy("time off"),
    Rule.UNAVAILABLE: gettext_lazy("cannot then"),
    Rule.NIGHTS: gettext_lazy("no work at night"),
    Rule.REST: gettext_lazy("rest between shifts"),
    Rule.DAY: gettext_lazy("hours of a day"),
    Rule.WEEK: gettext_lazy("hours of a week"),
    Rule.RUN: gettext_lazy("days in a row"),
    Rule.LEAST: gettext_lazy("the least hours"),
    Rule.MOST: gettext_lazy("the most hours"),
}
FAILED: dict[str, Promise] = {
    "people": gettext_lazy("Nobody of the team has a contract, so nobody can be given a shift."),
    "shifts": gettext_lazy("There is no shift to choose from in these weeks. Make one first."),
    "need": gettext_lazy("No need is computed for these weeks. Compute it under Demand first."),
    "changed": gettext_lazy("The draft was changed meanwhile; what was found is not put over it."),
    "failed": gettext_lazy(
        "The search failed. Begin it again; if it fails again, tell whoever runs the desk."
    ),
}


@dataclass(frozen=True, slots=True)
class Solve:
    run: SolveRun | None
    said: str
    gaps: list[tuple[str, list[str]]]
    more: int
    conflict: list[str]
    ways: list[str]
    share: int
    seconds: tuple[int, ...] = SECONDS


def solve_of(draft: RosterDraft) -> Solve:
    """The newest search for a draft."""
    run = draft.solves.first()
    if run is None:
        return Solve(None, "", [], 0, [], [], 0)
    told, zone = run.told, ZoneInfo(draft.zone)
    found = told.get("gaps", [])
    names = _names(told)
    return Solve(
        run, _said(run), [_gap(one, names, zone) for one in found[:SHOWN]], max(0, len(found) - SHOWN),
        [_clause(one, names, zone) for one in told.get("conflict", [])],
        ["; ".join(_clause(one, names, zone) for one in way) for way in told.get("ways", [])],
        _share(run),
    )  # fmt: skip


def _names(told: Mapping[str, Any]) -> dict[int, str]:
    numbers = {int(pk) for one in told.get("gaps", [])[:SHOWN] for pk in one["people"]}
    clauses = [*told.get("conflict", []), *(one for way in told.get("ways", []) for one in way)]
    numbers |= {one["person"] for one in clauses if one["person"]}
    if not numbers:
        return {}
    return dict(User.objects.filter(pk__in=numbers).values_list("pk", "full_name"))


def _said(run: SolveRun) -> str:
    if run.state == SolveState.LOST:
        return _("The search was lost with the machine that ran it. Begin it again.")
    if run.state == SolveState.FAILED:
        if run.told.get("conflict"):
            return _("There is no such roster: these rules cannot hold together.")
        if run.status == "stopped":
            return _("Stopped before it began.")
        if run.status == "infeasible":
            return _("There is no such roster.")
        return str(
            FAILED.get(run.told.get("why", ""), _("No roster was found in that time. Give it longer."))
        )
    if run.state == SolveState.DONE and run.status == "optimal":
        return _("Searched to the end: there is no better roster.")
    if run.cost is not None:
        return _("Best so far %(cost)s, no roster is below %(bound)s") % {
            "cost": run.cost,
            "bound": run.bound,
        }
    return _("Waits for a worker") if run.state == SolveState.WAITING else _("Searches")


def _share(run: SolveRun) -> int:
    """How near the best is to what cannot be beaten, in percent."""
    if not run.cost or run.bound is None:
        return 0
    return max(0, min(100, round(100 * run.bound / run.cost)))


def _gap(one: Mapping[str, Any], names: Mapping[int, str], zone: ZoneInfo) -> tuple[str, list[str]]:
    start, end = (
        datetime.datetime.fromisoformat(one[name]).astimezone(zone) for name in ("starts_at", "ends_at")
    )
    activity = str(dict(Activity.choices).get(one["activity"], one["activity"]))
    if one.get("skill"):
        activity += f" ({_asked(one['skill'])})"
    by_why: dict[str, list[str]] = defaultdict(list)
    for pk, why in one["people"].items():
        by_why[why].append(names.get(int(pk), "?"))
    whys = [f"{', '.join(sorted(people))} {WHY[why]}" for why, people in sorted(by_why.items())]
    when = f"{date_format(start, 'D j M H:i')}–{end:%H:%M}"
    said = _("%(when)s: %(missing)s missing, %(activity)s") % {
        "when": when, "missing": one["missing"], "activity": activity,
    }  # fmt: skip
    return said, whys or [str(WHY[one["reason"]])]


def _asked(key: str) -> str:
    ask = read_key(key)
    return ask_names([ask])[ask]


def _clause(one: Mapping[str, Any], names: Mapping[int, str], zone: ZoneInfo) -> str:
    parts = [names[one["person"]]] if one["person"] in names else []
    parts.append(str(RULES[one["rule"]]) + (f" ({_asked(one['skill'])})" if one.get("skill") else ""))
    if one["starts_at"]:
        parts.append(
            date_format(datetime.datetime.fromisoformat(one["starts_at"]).astimezone(zone), "D j M H:i")
        )
    return " · ".join(parts)
