"""What was signed, on paper: A4, set by Typst, whose own font has the letters of all our languages.

Everything goes in as data and nothing as markup, so that no word of anybody can set anything.
"""

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from evaluations.choices import Side, Voice
from evaluations.models import Edition, Evaluation
from evaluations.saying import said
from lib.canonical import grouped
from lib.html import from_markdown, to_text

SHEET = Path(__file__).with_name("sheet.typ")


def pdf_of(evaluation: Evaluation, edition: Edition) -> bytes:
    """ValueError if nobody has signed it: then there is nothing that stays."""
    if not edition.sha256:
        raise ValueError("not signed yet")
    data = json.dumps(_sheet(edition), ensure_ascii=False)
    return typst.compile(_source(), sys_inputs={"sheet": data}, ignore_system_fonts=True)


@cache
def _source() -> bytes:
    return SHEET.read_bytes()


def _sheet(edition: Edition) -> dict[str, Any]:
    file = said(json.loads(edition.snapshot))
    return {
        "lang": (get_language() or "en").split("-")[0],
        "desk": settings.DESK_NAME,
        "title": gettext("Evaluation"),
        "name": file["person"]["name"],
        "cycle": file["cycle"]["name"],
        "facts": _facts(file),
        "evidence": [_evidence(one) for one in file["evidence"] if one["rows"] or one["quotes"]],
        "sections": [_section(one) for one in file["sections"]],
        "proposals": [{"title": one["title"], "body": one["body"]} for one in file["proposals"]],
        "goals": [_goal(one) for one in file["goals"]],
        "signatures": [_signature(one) for one in edition.signatures.select_related("by")],
        "hash": grouped(edition.sha256),
        "intact": edition.is_intact,
        "t": _words(),
    }


def _facts(file: dict[str, Any]) -> list[list[str]]:
    edition = file["edition"]
    facts = [
        [gettext("Period"), f"{_day(file['since'])} – {_day(file['until'])}"],
        [gettext("Evaluated by"), file["evaluator"]["name"]],
        [gettext("Form"), f"{file['form']['name']} v{file['form']['version']}"],
        [gettext("Frozen"), _moment(file["frozen_at"])],
    ]
    if edition["number"] > 1:
        facts.append([gettext("Edition"), f"{edition['number']}: {edition['reason']}"])
    return facts


def _evidence(one: dict[str, Any]) -> dict[str, Any]:
    keys = ("name", "value", "share", "note")
    return {
        "title": one["title"], "about": one["about"],
        "rows": [{key: row[key] for key in keys} for row in one["rows"]],
        "quotes": [[_day(day), words] for day, words in one["quotes"]],
    }  # fmt: skip


def _section(one: dict[str, Any]) -> dict[str, Any]:
    voices = [[str(Voice(voice).label), _plain(one[voice])] for voice in Voice.values if one[voice]]
    return {"title": one["title"], "hint": one["hint"], "voices": voices}


def _plain(words: str) -> str:
    """Without the marks of Markdown, with its lines and lists."""
    return to_text(from_markdown(words))


def _goal(one: dict[str, Any]) -> list[str]:
    state = str(one["state_name"]) + (f", {one['percent']} %" if one["percent"] is not None else "")
    return [one["title"], one["measure"], _day(one["due_on"]), state, one["ended_for"]]


def _signature(one: Any) -> dict[str, str]:
    how = gettext("Signed") if one.agrees else gettext("Seen, and disagrees")
    return {"side": str(Side(one.side).label), "name": one.by.full_name, "how": how,
            "at": _moment(one.at), "words": one.words}  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "evidence": gettext("Evidence"),
        "sections": gettext("What was said"),
        "proposals": gettext("What would be changed"),
        "goals": gettext("Goals"),
        "due": gettext("Due"),
        "measure": gettext("Measure"),
        "state": gettext("State"),
        "goal": gettext("Goal"),
        "signatures": gettext("Signatures"),
        "waiting": gettext("not signed yet"),
        "hash": gettext("SHA-256 of what was signed"),
        "broken": gettext("What is kept is not what was signed."),
        "nothing": gettext("Nothing was written."),
    }


def _day(day: datetime.date) -> str:
    return date_format(day, "j E Y")


def _moment(at: datetime.datetime) -> str:
    return f"{date_format(timezone.localtime(at), 'j E Y, H:i')} {timezone.localtime(at):%Z}"
