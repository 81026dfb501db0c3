"""Steps of a draft: what each changed, whose it is and when, so that it can be said and taken back."""

import datetime
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.utils import timezone

from scheduling.models import DraftShift, RosterDraft
from staff.models import User

# How many can be taken back.
KEEP = 50
KEPT = ("user_id", "template_id", "starts_at", "ends_at", "parts", "note")
TIMES = ("starts_at", "ends_at")
# A shift of a draft by number, as it was and as it is; None where it was not or is gone.
Change = tuple[int, dict[str, Any] | None, dict[str, Any] | None]


class Step(StrEnum):
    """ONE shift, or many at once: what was SOLVED, people that take TURNS."""

    ONE = "one"
    SOLVED = "solved"
    TURNS = "turns"


def step(draft: RosterDraft, by: User, changes: Sequence[Change], word: Step = Step.ONE) -> None:
    """The draft is held by whoever calls."""
    draft.edit += 1
    act = {
        "by": by.pk, "at": timezone.now().isoformat(), "edit": draft.edit, "word": word,
        "changes": list(changes),
    }  # fmt: skip
    draft.acts = [*draft.acts, act][-KEEP:]
    draft.save(update_fields=["acts", "edit"])


def whose(act: dict[str, Any]) -> set[int | None]:
    """Whose shifts it touched; None: shifts that nobody has."""
    return {state["user_id"] for _pk, *states in act["changes"] for state in states if state}


def since(draft: RosterDraft, seen: int) -> list[dict[str, Any]] | None:
    """The steps after `seen`; None where they are not all known: something was taken back, or long ago."""
    found = [act for act in draft.acts if act["edit"] > seen]
    return found if len(found) == draft.edit - seen else None


def as_it_is(shift: DraftShift) -> dict[str, Any]:
    kept = {name: getattr(shift, name) for name in KEPT}
    return kept | {name: kept[name].isoformat() for name in TIMES}


def again(draft: RosterDraft, pk: int, kept: dict[str, Any]) -> DraftShift:
    times = {name: datetime.datetime.fromisoformat(kept[name]) for name in TIMES}
    return DraftShift(pk=pk, draft=draft, **(kept | times))
