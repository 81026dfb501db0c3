"""The frozen evidence of a recommendation, in the language of whoever reads it."""

import datetime
import json
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hiring.models import Wording
from lib.evidence import COUNT, HOURS, PERCENT, POINTS, SECONDS
from lib.marks import span

NOTHING = "–"


def evidence_in(wording: Wording) -> list[dict[str, Any]]:
    """Its parts: title, what is counted, rows as (name, value). Without evidence there are none."""
    if not wording.evidence:
        return []
    return [_part(part) for part in json.loads(wording.evidence)["parts"]]


def _part(part: dict[str, Any]) -> dict[str, Any]:
    about = part.get("about") or ""
    return {
        "title": _(part["title"]),
        "about": _(about) if about else "",
        "quotes": [(datetime.date.fromisoformat(day), words) for day, words in part.get("quotes", [])],
        "missing": part.get("missing", False),
        "rows": [(_filled(row["name"], row.get("params") or {}), _value(row)) for row in part["rows"]],
    }


def _filled(words: str, params: dict[str, Any]) -> str:
    """Translated first: what is put in is nobody's to translate."""
    said = _(words) if words else ""
    return said.format_map(params) if params else said


def _value(row: dict[str, Any]) -> str:
    if row["value"] is None or row.get("denominator") == 0:
        return NOTHING
    if row["unit"] == SECONDS:
        return span(row["value"])
    number = number_format(row["value"], force_grouping=True)
    if row.get("denominator") is not None:
        whole = number_format(row["denominator"], force_grouping=True)
        return _("%(n)s of %(all)s") % {"n": number, "all": whole}
    shapes = {COUNT: "%s", HOURS: _("%s h"), POINTS: _("%s points"), PERCENT: "%s %%"}
    return shapes[row["unit"]] % number
