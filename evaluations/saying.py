"""The file of an evaluation in words: in the language in force, for pages, tables and the PDF."""

import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from evaluations.choices import GoalState, SectionKind
from lib.evidence import COUNT, HOURS, PERCENT, POINTS, SECONDS, share
from lib.marks import span

NOTHING = "–"


def said(file: dict[str, Any]) -> dict[str, Any]:
    """Everything of it that is shown, translated; what people wrote stays as they wrote it."""
    return {
        **file,
        "since": datetime.date.fromisoformat(file["cycle"]["since"]),
        "until": datetime.date.fromisoformat(file["cycle"]["until"]),
        "frozen_at": datetime.datetime.fromisoformat(file["frozen_at"]) if file["frozen_at"] else None,
        "evidence": [_evidence(one) for one in file["evidence"]],
        "sections": [
            {**one, "kind_name": SectionKind(one["kind"]).label if one["kind"] != SectionKind.OWN else ""}
            for one in file["sections"]
        ],
        "goals": [_goal(one) for one in file["goals"]],
    }


def _evidence(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": one["key"],
        "title": _(one["title"]),
        "about": _(one["about"]) if one["about"] else "",
        "rows": [_row(row) for row in one["rows"]],
        "quotes": [(datetime.date.fromisoformat(day), words) for day, words in one["quotes"]],
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": filled(row["name"], row["params"]),
        "value": value(row),
        "share": share_of(row),
        "note": filled(row["note"], row["params"]),
        "link": row["link"],
    }


def filled(words: str, params: dict[str, str]) -> str:
    """Translated; only then with what is put in, which is nobody's to translate."""
    said = _(words) if words else ""
    return said.format_map(params) if params else said


def value(row: dict[str, Any]) -> str:
    """ "12", "12 of 20", "1h 5m"; a dash where nothing was measured."""
    if row["value"] is None or row["denominator"] == 0:
        return NOTHING
    if row["unit"] == SECONDS:
        return span(row["value"])
    number = number_format(row["value"], force_grouping=True)
    if row["denominator"] is not None:
        return _("%(n)s of %(all)s") % {
            "n": number, "all": number_format(row["denominator"], force_grouping=True),
        }  # fmt: skip
    return {COUNT: "%s", HOURS: _("%s h"), POINTS: _("%s points"), PERCENT: "%s %%"}[row["unit"]] % number


def share_of(row: dict[str, Any]) -> str:
    """ "60 % (39–78 %)": in brackets, within which bounds it lies with 95 %."""
    if row["value"] is None or row["denominator"] is None:
        return ""
    found = share(row["value"], row["denominator"])
    return f"{found.percent} % ({found.low}–{found.high} %)" if found else ""


def _goal(one: dict[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "due_on": datetime.date.fromisoformat(one["due_on"]),
        "state_name": GoalState(one["state"]).label,
    }
