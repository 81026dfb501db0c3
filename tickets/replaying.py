"""A ticket's life under another promise: what was promised is exchanged, the rest stays as it happened."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from lib.conditions import ALWAYS, Group
from scheduling.calendar import ALWAYS_OPEN
from sla import clock as sla_clock
from sla.matching import CUSTOM, Contender, Facts, custom_facts, first_fitting
from sla.policy import Audience, Promise
from sla.queries import contender
from sla.terms import NOTHING, Terms
from tickets import clock_log, clocks, promised
from tickets.choices import CLOCK_EVENTS, CLOCK_NOTICES, EventKind
from tickets.merged_log import counted
from tickets.models import Ticket, TicketEvent

# What policies ask about may change with these; the others never do, or are asked as they are today.
SORTING = frozenset(
    {
        EventKind.TEAM_CHANGED,
        EventKind.PRIORITISED,
        EventKind.TAGGED,
        EventKind.TYPE_SET,
        EventKind.FIELDS_SET,
    }
)
DRAFT = 0  # no version has this number


@dataclass(frozen=True)
class Draft:
    """A policy as it might be: for the tickets that its conditions fit, among the `others` in their order.

    `policy` is the one it is a draft of, which it stands in for; a new one comes first.
    """

    terms: Terms
    conditions: Group = ALWAYS
    audience: Audience = Audience.CUSTOMER
    policy: int | None = None
    others: tuple[Contender, ...] = ()

    def contenders(self) -> list[Contender]:
        mine = Contender(DRAFT, self.policy or DRAFT, self.audience, self.conditions)
        if self.policy in {each.policy for each in self.others}:
            return [mine if each.policy == self.policy else each for each in self.others]
        return [mine, *self.others]


def logs_of(numbers: Sequence[int]) -> dict[int, list[TicketEvent]]:
    """All that `replay` needs of these tickets, in one statement."""
    kinds = CLOCK_EVENTS | CLOCK_NOTICES | SORTING
    rows = TicketEvent.objects.filter(ticket__in=numbers, kind__in=kinds).order_by("ticket_id", "at", "pk")
    rows = rows.only("kind", "at", "data", "message_id", "ticket_id")
    return {number: list(events) for number, events in groupby(rows, lambda event: event.ticket_id)}


def as_it_was(
    ticket: Ticket, now: datetime.datetime, log: Sequence[TicketEvent], audience: Audience
) -> list[sla_clock.Clock]:
    return [clock for clock in clocks.read(ticket, now, log) if clock.audience is audience]


def replay(
    ticket: Ticket, now: datetime.datetime, log: Sequence[TicketEvent], draft: Draft
) -> list[sla_clock.Clock]:
    """The clocks of the draft's audience as they would stand at `now`. `ticket` brings its requester's
    organisation.

    Whenever something was promised, or a fact changed, it is asked again which policy fits. Where that is the
    draft, it holds; where another fits and the policy it is a draft of held, the other does; and everything
    that was promised by other policies stays as it was.
    """
    told = list(_with_promises(ticket, log, draft))
    first = next((e for e in told if e.kind is sla_clock.EventKind.PROMISE_CHANGED), None)
    if first is None or first.promise is None or first.calendar is None:
        return []
    rest = [event for event in told if event is not first]
    found = sla_clock.clocks(rest, first.promise, first.calendar, clocks.as_of(log, now))
    return [replace(clock, audience=draft.audience) for clock in found]


def _with_promises(
    ticket: Ticket, log: Sequence[TicketEvent], draft: Draft
) -> Iterator[sla_clock.ClockEvent]:
    heard = {event.pk for event in counted(log)}
    holding: Promise | None = None
    stored: dict[str, Any] = {}
    for event, facts in _with_facts(ticket, log):
        promises = event.kind == EventKind.PROMISED
        if promises:
            stored = event.data
        if promises or (event.kind in SORTING and stored):
            promise = _promise(stored, facts, draft)
            if promises or promise != holding:
                yield sla_clock.ClockEvent(
                    kind=sla_clock.EventKind.PROMISE_CHANGED, at=event.at, promise=promise,
                    label=str(event.pk),
                    calendar=promised.calendar_of(stored["calendar"]) if stored["calendar"] else ALWAYS_OPEN,
                )  # fmt: skip
            holding = promise
        elif event.pk in heard and clock_log.is_heard_by(event, draft.audience):
            yield clock_log.as_clock_event(event, draft.audience)


def _promise(stored: dict[str, Any], facts: Facts, draft: Draft) -> Promise:
    version = stored.get(promised.KEY[draft.audience])
    has = contender(version) if version else None
    lives_under = has if has and has.policy != draft.policy else None
    among = [
        lives_under if lives_under and each.policy == lives_under.policy else each
        for each in draft.contenders()
    ]
    fits = first_fitting(among, facts).get(draft.audience)
    (priority,) = facts["priority"]
    if fits == DRAFT:
        return draft.terms.promise(priority)
    if has and has.policy == draft.policy:
        return promised.terms_of(fits).promise(priority) if fits else NOTHING
    return promised.promise_in({**stored, "priority": priority}, draft.audience)


def _with_facts(ticket: Ticket, log: Sequence[TicketEvent]) -> Iterator[tuple[TicketEvent, Facts]]:
    """Each event with what was true of the ticket after it."""
    now = promised.facts_of(ticket)
    facts = {**now, **_at_the_opening(log, now)}
    for event in log:
        if read := _CHANGES.get(event.kind):
            facts = {**facts, **read(event.data)}
        yield event, facts


def _at_the_opening(log: Sequence[TicketEvent], now: Facts) -> Facts:
    tags = next((event.data["was"] for event in log if event.kind == EventKind.TAGGED), now["tags"])
    return {"tags": tuple(tags), "type": (), **{name: () for name in now if name.startswith(CUSTOM)}}


_CHANGES: dict[str, Callable[[dict[str, Any]], Facts]] = {
    EventKind.OPENED: lambda data: {
        **{name: (str(data[name]),) for name in ("team", "priority", "type") if data.get(name)},
        **custom_facts(data.get("custom", {})),
    },
    EventKind.TYPE_SET: lambda data: {"type": (str(data["to"]),) if data["to"] else ()},
    EventKind.FIELDS_SET: lambda data: custom_facts({one["field"]: one["to"] for one in data["changes"]}),
    EventKind.TEAM_CHANGED: lambda data: {"team": (str(data["to"]),)},
    EventKind.PRIORITISED: lambda data: {"priority": (data["to"],)},
    EventKind.PROMISED: lambda data: {"priority": (data["priority"],)},
    EventKind.TAGGED: lambda data: {"tags": tuple(data["to"])},
}
