"""What happened to a promise, said in one line: warnings, breaches, ladders, and what colleagues decided."""

from collections.abc import Callable, Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.marks import span
from sla.choices import Audience
from tickets.choices import EventKind, Metric, Priority
from tickets.models import TicketEvent
from tickets.phrases import QUIET, Names, Say, line, time, word

WORTH_SAYING = 60  # seconds that somebody was told late


def _metric(event: TicketEvent) -> str:
    """The clock it is about; one that only colleagues promised each other says so."""
    metric = word(Metric, event.data.get("metric"))
    if event.data.get("audience") == Audience.INTERNAL:
        return _("%(metric)s, among colleagues") % {"metric": metric}
    return metric


def _warned(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{metric} is due soon"), event, metric=_metric(event))


def _breached(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{metric} is late"), event, metric=_metric(event))


def _escalated(event: TicketEvent, names: Names) -> SafeString:
    data, told = event.data, [names.user(pk) for pk in event.data.get("to", ())]
    level, metric = str(data.get("level", "")), _metric(event)
    if not told and data.get("top"):
        return line(_("{metric}: nobody to tell on level {level}"), event, metric=metric, level=level)
    if not told:
        return line(
            _("{metric}: nobody to tell on level {level}, on to the next"), event, metric=metric, level=level
        )
    people, late = ", ".join(told), data.get("late", 0)
    if data.get("how") == "on_call":
        words = _("{metric}: {people}, on call, told on level {level}")
        return line(words, event, metric=metric, people=people, level=level)
    if late >= WORTH_SAYING:
        words = _("{metric}: {people} told on level {level}, {late} late")
        return line(words, event, metric=metric, people=people, level=level, late=span(late))
    return line(
        _("{metric}: {people} told on level {level}"), event, metric=metric, people=people, level=level
    )


def _acknowledged(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("reason"):
        return line(_("Acknowledged by {who}: {reason}"), event, reason=event.data["reason"])
    return line(_("Acknowledged by {who}"), event)


def _superseded(event: TicketEvent, names: Names) -> SafeString:
    words = _("{metric} was not late at {was} after all: the times were computed again")
    return line(words, event, metric=_metric(event), was=time(event.data.get("was")))


def _of_clock(words: Callable[[], str]) -> Say:
    """What a colleague decided about a clock: with the stretch or the time it is about, and why."""

    def say(event: TicketEvent, names: Names) -> SafeString:
        data = event.data
        return line(
            words(), event, metric=_metric(event), reason=data.get("reason", ""), due=time(data.get("due")),
            since=time(data.get("since")), until=time(data.get("until")), was=time(data.get("was")),
            to=time(data.get("to")),
        )  # fmt: skip

    return say


def _promised(event: TicketEvent, names: Names) -> SafeString:
    if not names.whole:
        return QUIET
    return line(
        _("Promise set for priority {priority}"), event, priority=word(Priority, event.data.get("priority"))
    )


SAY: Mapping[str, Say] = {
    EventKind.PROMISED: _promised,
    EventKind.WARNED: _warned,
    EventKind.BREACHED: _breached,
    EventKind.ESCALATED: _escalated,
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.BREACH_SUPERSEDED: _superseded,
    EventKind.NO_REPLY_NEEDED: _of_clock(lambda: _("No reply needed, says {who}: {reason}")),
    EventKind.DUE_SET: _of_clock(lambda: _("{metric} is due {due}, set by {who}: {reason}")),
    EventKind.DUE_FREED: _of_clock(lambda: _("{metric} follows the promise again, says {who}: {reason}")),
    EventKind.DISPUTED: _of_clock(lambda: _("{metric} disputed by {who}, from {since} to {until}: {reason}")),
    EventKind.DISPUTE_DROPPED: _of_clock(lambda: _("{metric}: {who} took the dispute back")),
    EventKind.DISPUTE_DECLINED: _of_clock(lambda: _("{metric}: dispute declined by {who}: {reason}")),
    EventKind.EXCLUDED: _of_clock(lambda: _("{metric}: {since} to {until} taken out by {who}: {reason}")),
    EventKind.INCLUDED: _of_clock(lambda: _("{metric}: {since} to {until} counted again by {who}: {reason}")),
    EventKind.RETIMED: _of_clock(
        lambda: _(
            "Received time corrected by {who} from {was} to {to}: {reason}. Timers were computed again."
        )
    ),
}
