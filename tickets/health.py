"""Whether the timers are watched in time, by clocks that agree: for /readyz, and in words for the board."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from lib import database_clock
from lib.marks import span
from lib.together import added_up, together
from tickets import history_watch
from tickets.choices import CLOCK_EVENTS, EventKind
from tickets.models import TicketClock, TicketEvent

MOST = 60.0  # seconds from a due time until it is noticed
LATELY = datetime.timedelta(minutes=5)
LOOKED_BACK = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Alarm:
    title: str
    text: str


def timer_lag() -> dict[str, Any]:
    """`seconds`: how long the oldest timer that is due has waited to be noticed; not ok past a minute.
    `noticed_seconds`: the longest that one waited of those that were noticed in the last minutes.
    """
    waiting, noticed, _ = _lags(database_clock.now())
    answer = {"ok": waiting < MOST, "seconds": round(waiting, 1), "noticed_seconds": round(noticed, 1)}
    return answer | {"warning": _noticed_late(noticed)} if noticed > MOST else answer


def clock_drift() -> dict[str, Any]:
    """By how much the clock of a worker, or of this process, differs from the database's. More than a little
    is a warning: timers go by the database, but what else looks at that clock is wrong. Names no machine.
    """
    off = database_clock.worst_drift()
    answer = {"ok": True, "seconds": round(off, 2)}
    return answer | {"warning": _drifted(off)} if abs(off) > database_clock.MOST else answer


def alarms() -> list[Alarm]:
    """The same for people, in the reader's language; in two statements."""
    found = []
    now, off = database_clock.now_and_worst_drift()
    waiting, noticed, is_altered = _lags(now)
    if waiting > MOST:
        text = _("A promise was missed %(span)s ago, and no worker has noticed. Is one running?")
        found.append(Alarm(_("Timers"), text % {"span": span(waiting)}))
    elif noticed > MOST:
        found.append(Alarm(_("Timers"), _noticed_late(noticed)))
    if abs(off) > database_clock.MOST:
        found.append(Alarm(_("Clocks"), _drifted(off)))
    if is_altered:
        found.append(Alarm(_("History"), history_watch.alarm()))
    return found


def _lags(now: datetime.datetime) -> tuple[float, float, bool]:
    """For how many seconds the oldest timer that is due has waited, the longest that one waited of those that
    were noticed lately, and whether the history was altered. In one statement.
    """
    due = TicketClock.objects.filter(due_at__lt=now, breach_noticed_at=None, stopped_at=None)
    oldest = due.order_by("due_at").values("due_at")[:1]
    altered = added_up(history_watch.altered(), altered=Count("pk"))
    found = together(oldest, _noticed(now), altered)
    waiting = (now - found["due_at"]).total_seconds() if found["due_at"] else 0.0
    noticed = found["worst"].total_seconds() if found["worst"] else 0.0
    return waiting, max(0.0, noticed), bool(found["altered"])


def _noticed(now: datetime.datetime) -> QuerySet[TicketEvent, dict[str, Any]]:
    """From the due time; or from what was written down later and made it due then: a phone ticket logged in
    the evening, a promise that changed.
    """
    told = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), kind__in=CLOCK_EVENTS, recorded_at__lte=OuterRef("recorded_at")
    )
    known = told.order_by().values("ticket").annotate(at=Max("recorded_at")).values("at")
    lately = TicketEvent.objects.filter(
        kind=EventKind.BREACHED, at__gt=now - LOOKED_BACK, recorded_at__gt=now - LATELY
    )
    lag = F("recorded_at") - Greatest(F("at"), Coalesce(Subquery(known), F("at")))
    return added_up(lately, worst=Max(lag))


def _noticed_late(seconds: float) -> str:
    text = _("Promises that were missed lately were noticed %(span)s late. The workers do not keep up.")
    return text % {"span": span(seconds)}


def _drifted(off: float) -> str:
    words = {"seconds": f"{abs(off):.1f}"}
    ahead = _("The clock of a machine of the desk is %(seconds)s s ahead of the database's. Set it by NTP.")
    behind = _("The clock of a machine of the desk is %(seconds)s s behind the database's. Set it by NTP.")
    return (ahead if off > 0 else behind) % words
