"""Whether the log is still what the desk wrote: looked at piece by piece, round and round.

A whole round of a large desk takes a day or two; whoever wants to know now runs `manage.py verify_history`.
"""

import datetime
import hashlib
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind, Way
from staff.choices import Role
from staff.models import User
from tickets import chaining, verifying
from tickets.models import HistoryEntry, HistoryState

STEP = 20_000  # links in one go: some seconds of one worker
OVERLAP = 500  # links whose events may lie among those of the next step
KEPT = 20
_TITLE = gettext_noop("The history of tickets was changed outside the desk")
_DETAIL = gettext_noop("{words}. Run “manage.py verify_history”: it names every row.")


def watch(step: int = STEP) -> int:
    """Look at the next piece; administrators are told of what is wrong, once. How much was wrong.

    Safe to run twice and to be killed: a piece that was not finished is looked at again.
    """
    state = HistoryState.objects.filter(pk=1).first()
    if state is None:
        return 0
    now, first = database_clock.now(), state.looked_up_to + 1
    at_end = first + step > (verifying.last_place() or 0)
    found = [str(problem) for problem in _look(first, first + step - 1, at_end=at_end)]
    round_at = state.round_at or now
    kept = [one for one in state.problems if not at_end or one["at"] >= round_at.isoformat()]
    known = {one["words"] for one in kept}
    new = [{"words": words, "at": now.isoformat()} for words in found if words not in known]
    HistoryState.objects.filter(pk=1, looked_up_to=state.looked_up_to).update(
        looked_up_to=0 if at_end else first + step - 1,
        looked_at=now,
        round_at=None if at_end else round_at,
        problems=(kept + new)[:KEPT],
    )
    if new:
        _tell(new[0]["words"])
    return len(found)


def clear() -> None:
    """Everything was looked at and is well again."""
    HistoryState.objects.filter(pk=1).update(problems=[], looked_up_to=0, round_at=None)


def history_check() -> dict[str, Any]:
    """For /readyz. The desk works on when somebody changed its past, but somebody should look."""
    state = HistoryState.objects.filter(pk=1).first()
    if state is None:
        return {"ok": True, "wrong": 0}
    answer = {"ok": True, "wrong": len(state.problems), "waiting_seconds": round(_waiting(state), 1)}
    return answer | {"warning": alarm()} if state.problems else answer


def altered() -> QuerySet[HistoryState]:
    """One row, if it is."""
    return HistoryState.objects.filter(pk=1).exclude(problems=[])


def alarm() -> str:
    return _("The history of tickets was changed outside the desk. Run “manage.py verify_history”.")


def _look(first: int, last: int, *, at_end: bool) -> list[verifying.Problem]:
    links = HistoryEntry.objects.filter(number__gte=first - OVERLAP, number__lte=last)
    ids = links.aggregate(low=Min("event"), high=Max("event"))
    return [
        *verifying.look_through(first, last),
        *verifying.look_for_strangers((ids["low"] or 1) - 1, None if at_end else ids["high"]),
        *verifying.look_at_anchors(),
    ]


def _waiting(state: HistoryState) -> float:
    """How long the oldest event waits for its place."""
    oldest = chaining.unchained(state.up_to).values_list("recorded_at", flat=True).first()
    now: datetime.datetime = database_clock.now()
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _tell(words: str) -> None:
    notify(
        list(User.objects.filter(role=Role.ADMIN, is_active=True)),
        key=f"history-{hashlib.sha256(words.encode()).hexdigest()[:40]}",
        kind=Kind.ALARM,
        words=_TITLE,
        detail=_DETAIL,
        params={"words": words[:200]},
        way=Way.LETTER,
    )
