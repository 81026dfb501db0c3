"""What a ticket is promised: which policies and which hours hold for it, written down when that changes."""

import datetime
from dataclasses import replace
from functools import lru_cache
from typing import Any

from scheduling.calendar import WorkingCalendar
from scheduling.models import CalendarVersion
from scheduling.queries import calendar_version_for
from sla import matching
from sla.models import PolicyVersion
from sla.policy import Audience, OnChange, Promise
from sla.queries import versions_for
from sla.terms import NOTHING, Terms
from tickets import events
from tickets.actors import Actor
from tickets.choices import EventKind
from tickets.models import Ticket, TicketEvent
from tickets.tags import with_synonyms

# Where a ticket and its PROMISED events name the policy of each audience.
FIELD = {Audience.CUSTOMER: "policy_version_id", Audience.INTERNAL: "internal_version_id"}
KEY = {Audience.CUSTOMER: "policy", Audience.INTERNAL: "internal"}


# Versions are never rewritten, so what was read once stays true.
@lru_cache(maxsize=512)
def terms_of(version_id: int) -> Terms:
    return PolicyVersion.objects.get(pk=version_id).read()


@lru_cache(maxsize=512)
def calendar_of(version_id: int) -> WorkingCalendar:
    return CalendarVersion.objects.get(pk=version_id).working_calendar()


def promise_in(data: dict[str, Any], audience: Audience = Audience.CUSTOMER) -> Promise:
    """What a PROMISED event with this data promises. It may say itself how it takes over."""
    version = data.get(KEY[audience])
    promise = terms_of(version).promise(data["priority"]) if version else NOTHING
    return replace(promise, on_change=OnChange(data["on_change"])) if data.get("on_change") else promise


def facts_of(ticket: Ticket) -> matching.Facts:
    """What policies may ask about a ticket, saved or not."""
    organisation = ticket.requester.organisation
    return matching.facts(
        team=ticket.team_id,
        priority=ticket.priority,
        channel=ticket.channel,
        language=ticket.language,
        organisation=organisation.pk if organisation else None,
        vip=organisation is not None and organisation.vip,
        tags=with_synonyms(ticket.tags),
        kind=ticket.type_id,
        custom=ticket.custom,
    )


def settle(ticket: Ticket) -> None:
    """What holds for a ticket that opens now; it is saved by the caller."""
    for name, version in _policies(ticket).items():
        setattr(ticket, name, version)
    ticket.calendar_version = calendar_version_for(ticket.team)


def promise(ticket: Ticket, *, by: Actor, at: datetime.datetime, **how: Any) -> TicketEvent:
    """Write down what is promised from `at` on: policies, priority and opening hours."""
    return events.record(
        ticket, EventKind.PROMISED, by=by, at=at,
        policy=ticket.policy_version_id, internal=ticket.internal_version_id,
        calendar=ticket.calendar_version_id, priority=ticket.priority, **how,
    )  # fmt: skip


def rematch(
    ticket: Ticket, *, by: Actor, at: datetime.datetime, priority_was: str = "", team_changed: bool = False
) -> bool:
    """A fact of this locked ticket changed: look again for what is promised, and write it down if that is
    something else. Whether it is; the caller refreshes the clocks.

    A version that the ticket lives under stays, though a newer one was made "for new tickets only".
    """
    holds = _policies(ticket, kept=True)
    if team_changed:
        holds["calendar_version_id"] = _calendar_after_move(ticket)
    changed = {name: value for name, value in holds.items() if getattr(ticket, name) != value}
    if not changed and not _promises_other(ticket, priority_was or ticket.priority):
        return False
    take_over(ticket, changed, by=by, at=at)
    return True


def take_over(
    ticket: Ticket, changed: dict[str, int | None], *, by: Actor, at: datetime.datetime, **how: Any
) -> None:
    if changed:
        events.touch(ticket, **changed)
    promise(ticket, by=by, at=at, **how)


def _policies(ticket: Ticket, *, kept: bool = False) -> dict[str, int | None]:
    mine = [getattr(ticket, name) for name in FIELD.values()] if kept else []
    found = versions_for(facts_of(ticket), kept=mine)
    return {name: found.get(audience) for audience, name in FIELD.items()}


def _calendar_after_move(ticket: Ticket) -> int | None:
    """The hours of its team; the version it has, if those are the same hours."""
    newest, has = calendar_version_for(ticket.team), ticket.calendar_version
    if newest and has and newest.calendar_id == has.calendar_id:
        return has.pk
    return newest.pk if newest else None


def _promises_other(ticket: Ticket, priority_was: str) -> bool:
    versions = [version for name in FIELD.values() if (version := getattr(ticket, name))]
    terms = [terms_of(version) for version in versions]
    return any(each.promise(priority_was) != each.promise(ticket.priority) for each in terms)
