"""Open tickets take over what is promised anew: a version of a policy, of opening hours, or another word
about an organisation. Each ticket in a transaction of its own, so that it may be killed anywhere.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from customers.models import OrganisationChange
from lib import database_clock
from scheduling.models import CalendarVersion
from scheduling.queries import calendar_version_for
from sla.matching import Contender, first_fitting
from sla.models import Adoption
from sla.queries import contender, contenders
from tickets import clocks, promised
from tickets.actions.locking import MergedAway, locked
from tickets.choices import EventKind
from tickets.models import Ticket

log = logging.getLogger(__name__)
BATCH = 200


def go_on() -> int:
    """All that is unfinished, to its end; how many tickets promise something else now."""
    changed = 0
    for adoption_id in list(
        Adoption.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True)
    ):
        changed += adopt(adoption_id)
    changes = OrganisationChange.objects.filter(settled_at=None).order_by("pk")
    for change in list(changes.select_related("by")):
        changed += look_again(change)
    return changed


def adopt(adoption_id: int) -> int:
    """Safe to repeat: a ticket that has taken it over stays as it is."""
    changed = 0
    while (done := _batch(adoption_id)) is not None:
        changed += done
    return changed


def _batch(adoption_id: int) -> int | None:
    """The next tickets by number; how many changed, None if nothing is left, or somebody else is at it."""
    adoption = Adoption.objects.select_related("policy_version", "calendar_version", "made_by").get(
        pk=adoption_id
    )
    if adoption.finished_at:
        return None
    active = Ticket.objects.active()
    if not adoption.total:
        adoption.total = active.count()
        Adoption.objects.filter(pk=adoption_id).update(total=adoption.total)
    rows = (
        active.filter(pk__gt=adoption.reached)
        .order_by("pk")
        .select_related("team", "requester__organisation")
    )
    batch = list(rows.select_related("calendar_version")[:BATCH])
    if not batch:
        Adoption.objects.filter(pk=adoption_id, finished_at=None).update(finished_at=database_clock.now())
        return None
    plan, changed = Plan(adoption), 0
    for ticket in batch:
        if plan.changes(ticket):
            took = _take(plan, ticket)
            if took is None:
                return None
            changed += took
    Adoption.objects.filter(pk=adoption_id, reached__lt=batch[-1].pk).update(
        reached=batch[-1].pk, looked_at=F("looked_at") + len(batch)
    )
    return changed


@transaction.atomic
def _take(plan: "Plan", ticket: Ticket) -> bool | None:
    """One ticket, locked and looked at again. None if somebody else works on the same adoption."""
    mine = Adoption.objects.select_for_update(skip_locked=True).filter(pk=plan.adoption.pk).first()
    if mine is None:
        return None
    try:
        with transaction.atomic():
            took = _take_over(plan, locked(ticket))
    except MergedAway:  # since the batch was read; its promises are those of the other now
        return False
    except Exception:  # one ticket whose clocks cannot be read must not keep the others from theirs
        log.exception("ticket %s could not take over adoption %s", ticket.pk, plan.adoption.pk)
        return False
    if took:
        Adoption.objects.filter(pk=plan.adoption.pk).update(changed=F("changed") + 1)
    return took


def _take_over(plan: "Plan", fresh: Ticket) -> bool:
    changes = plan.changes(fresh)
    if not changes:
        return False
    adoption = plan.adoption
    told = fresh.events.filter(kind=EventKind.PROMISED).order_by("-at").values_list("at", flat=True).first()
    at = max(adoption.made_at, told or adoption.made_at)
    promised.take_over(
        fresh, changes, by=adoption.made_by, at=at, on_change=adoption.how, adoption=adoption.pk
    )
    clocks.refresh(fresh, database_clock.now())
    return True


@dataclass(slots=True)
class Plan:
    """What an adoption changes on each ticket: only what its own policy, or its own hours, give or take."""

    adoption: Adoption
    policies: list[Contender] = field(default_factory=contenders)
    hours: dict[int, CalendarVersion | None] = field(default_factory=dict)

    def changes(self, ticket: Ticket) -> dict[str, int | None]:
        changes = dict(self._hours(ticket) if self.adoption.calendar_version else self._policies(ticket))
        return {name: to for name, to in changes.items() if getattr(ticket, name) != to}

    def _policies(self, ticket: Ticket) -> Iterator[tuple[str, int | None]]:
        own = self.adoption.policy_version.policy_id
        has = {name: getattr(ticket, name) for name in promised.FIELD.values()}
        kept = [contender(version) for version in has.values() if version]
        stays = {each.policy: each for each in kept if each.policy != own}
        found = first_fitting(
            [stays.get(each.policy, each) for each in self.policies], promised.facts_of(ticket)
        )
        for audience, name in promised.FIELD.items():
            sides = [version for version in (has[name], found.get(audience)) if version]
            if any(contender(version).policy == own for version in sides):
                yield name, found.get(audience)

    def _hours(self, ticket: Ticket) -> Iterator[tuple[str, int | None]]:
        new = self.adoption.calendar_version
        if ticket.team_id not in self.hours:
            self.hours[ticket.team_id] = calendar_version_for(ticket.team)
        now_open, has = self.hours[ticket.team_id], ticket.calendar_version
        if new.calendar_id in {each.calendar_id for each in (now_open, has) if each}:
            yield "calendar_version_id", now_open.pk if now_open else None


def look_again(change: OrganisationChange) -> int:
    """What the desk says of an organisation changed, and with it what its open tickets are promised."""
    reached, changed = 0, 0
    theirs = Ticket.objects.active().filter(requester__organisation=change.organisation_id).order_by("pk")
    while batch := list(theirs.filter(pk__gt=reached)[:BATCH]):
        for ticket in batch:
            changed += _rematch(ticket, change)
        reached = batch[-1].pk
    OrganisationChange.objects.filter(pk=change.pk, settled_at=None).update(settled_at=database_clock.now())
    return changed


@transaction.atomic
def _rematch(ticket: Ticket, change: OrganisationChange) -> bool:
    fresh, now = locked(ticket), database_clock.now()
    if not promised.rematch(fresh, by=change.by, at=now):
        return False
    clocks.refresh(fresh, now)
    return True
