"""The steps of a draft in words: who did what, and when."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scheduling.actions.stepping import Step
from scheduling.breach_words import day_said
from scheduling.models import RosterDraft
from staff.models import User

SHOWN = 12
WORDS: dict[str, Promise] = {
    "placed": gettext_lazy("%(shift)s placed for %(who)s"),
    "given": gettext_lazy("%(shift)s of %(who)s given to %(other)s"),
    "moved": gettext_lazy("%(shift)s of %(who)s moved to %(then)s"),
    "both": gettext_lazy("%(shift)s of %(who)s given to %(other)s on %(then)s"),
    "changed": gettext_lazy("%(shift)s of %(who)s changed in its form"),
    "removed": gettext_lazy("%(shift)s of %(who)s taken away"),
}


@dataclass(frozen=True, slots=True)
class Said:
    by: str
    at: datetime.datetime
    words: str


def steps_said(
    draft: RosterDraft,
    acts: Iterable[dict[str, Any]] | None = None,
    *,
    known: Mapping[int, str] | None = None,
) -> list[Said]:
    """The newest first. `known` are names that need not be asked for."""
    shown = list(draft.acts if acts is None else acts)[-SHOWN:][::-1]
    if not shown:
        return []
    names, zone = _names(shown, known or {}), ZoneInfo(draft.zone)
    return [
        Said(names.get(act["by"], "?"), datetime.datetime.fromisoformat(act["at"]), _words(act, names, zone))
        for act in shown
    ]


def _names(acts: Iterable[dict[str, Any]], known: Mapping[int, str]) -> dict[int, str]:
    """Of many shifts at once nobody is named."""
    states = [state for act in acts for state in act["changes"][0][1:] if act["word"] == Step.ONE and state]
    asked = {act["by"] for act in acts} | {state["user_id"] for state in states}
    asked -= {None, *known}
    rows = User.objects.filter(pk__in=asked).order_by().values_list("pk", "full_name") if asked else ()
    return {**known, **dict(rows)}


def _words(act: dict[str, Any], names: Mapping[int, str], zone: ZoneInfo) -> str:
    if act["word"] != Step.ONE:
        count = sum(after is not None for _pk, _before, after in act["changes"])
        if act["word"] == Step.TURNS:
            return ngettext("%(n)s shift put in by turns", "%(n)s shifts put in by turns", count) % {
                "n": count
            }
        return ngettext("%(n)s shift put in by the search", "%(n)s shifts put in by the search", count) % {
            "n": count
        }
    _pk, before, after = act["changes"][0]
    old, new = before or after, after or before
    return str(WORDS[_kind(before, after)]) % {
        "shift": _shift(old, zone), "then": _shift(new, zone),
        "who": _who(old, names), "other": _who(new, names),
    }  # fmt: skip


def _kind(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    if before is None or after is None:
        return "removed" if after is None else "placed"
    kept = ("parts", "note")
    if any(before[name] != after[name] for name in kept) or _length(before) != _length(after):
        return "changed"
    given, moved = before["user_id"] != after["user_id"], before["starts_at"] != after["starts_at"]
    return "both" if given and moved else "given" if given else "moved" if moved else "changed"


def _length(state: dict[str, Any]) -> datetime.timedelta:
    start, end = (datetime.datetime.fromisoformat(state[name]) for name in ("starts_at", "ends_at"))
    return end - start


def _shift(state: dict[str, Any], zone: ZoneInfo) -> str:
    start, end = (
        datetime.datetime.fromisoformat(state[name]).astimezone(zone) for name in ("starts_at", "ends_at")
    )
    return f"{day_said(start, zone)} {start:%H:%M}–{end:%H:%M}"


def _who(state: dict[str, Any], names: Mapping[int, str]) -> str:
    return names.get(state["user_id"], "?") if state["user_id"] else _("nobody")
