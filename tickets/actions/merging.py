"""Two tickets become one conversation, and two again if that is taken back within a day."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from customers.models import Contact
from lib import database_clock
from lib.deadlocks import again_after_deadlock
from staff.models import User
from tickets import clocks, events, workflow
from tickets.actions import drafts
from tickets.actions.ending_backup import finish
from tickets.actions.locking import copy_back, locked_pair
from tickets.actions.snoozing import rouse
from tickets.actions.sorting import MOST_TAGS
from tickets.actors import require
from tickets.choices import EventKind, MessageKind, State, Waking
from tickets.models import Draft, Merge, Participant, Ticket
from tickets.snooze import AWAKE

# How the source was; its other fields stay as they are.
KEPT_OF_SOURCE = ("state", "solved_at", "unanswered_since", *AWAKE)


@dataclass(frozen=True)
class Plan:
    """What a merge of `source` into `target` will do; nothing is done by asking."""

    source: Ticket
    target: Ticket

    @property
    def strangers(self) -> bool:
        """Two people asked: what one wrote is not for the other unless a colleague says so."""
        return self.source.requester_id != self.target.requester_id

    @cached_property
    def _of_source(self) -> dict[int, Contact]:
        return people_of(self.source)

    @cached_property
    def _of_target(self) -> dict[int, Contact]:
        return people_of(self.target)

    @property
    def joining(self) -> list[Contact]:
        """Who takes part in the source only: let in, they read all that is public in the target."""
        return [one for pk, one in self._of_source.items() if pk not in self._of_target]

    @property
    def readers(self) -> list[Contact]:
        """Who takes part in the target only: they will read what is public in the source."""
        return [one for pk, one in self._of_target.items() if pk not in self._of_source]

    @cached_property
    def messages(self) -> int:
        return self.source.messages.exclude(kind=MessageKind.TAKEN_BACK).count()

    @cached_property
    def drafts(self) -> int:
        return Draft.objects.filter(ticket=self.source, message=None).count()

    @property
    def tags(self) -> list[str]:
        """What the target gets of the source's tags."""
        new = [tag for tag in self.source.tags if tag not in self.target.tags]
        return new[: max(MOST_TAGS - len(self.target.tags), 0)]

    @property
    def custom(self) -> dict[str, object]:
        """The source's fields that are empty in the target."""
        return {key: value for key, value in self.source.custom.items() if key not in self.target.custom}

    @property
    def wakes(self) -> bool:
        """The source's customer waits for an answer, so the target rests no longer."""
        return bool(self.source.unanswered_since) and self.target.state in workflow.ON_CUSTOMER_MESSAGE


def plan(source: Ticket, target: Ticket) -> Plan:
    """What would happen. ValidationError if these two cannot be merged."""
    if source.pk == target.pk:
        raise ValidationError(_("A ticket cannot be merged into itself."))
    if source.merged_into_id:
        raise ValidationError(
            _("#%(number)s has been merged into #%(into)s already."),
            params={"number": source.pk, "into": source.merged_into_id},
        )
    if target.merged_into_id == source.pk:
        raise ValidationError(
            _("#%(target)s has been merged into #%(source)s itself: the other way round would be a circle."),
            params={"source": source.pk, "target": target.pk},
        )
    if target.merged_into_id:
        raise ValidationError(
            _("#%(number)s has been merged into #%(into)s: merge into that one."),
            params={"number": target.pk, "into": target.merged_into_id},
        )
    return Plan(source, target)


@again_after_deadlock
@transaction.atomic
def merge(
    source: Ticket, *, by: User, into: Ticket, let_in: bool = False, at: datetime.datetime | None = None
) -> Merge:
    """The source ends; what was said in it stands in the target, and what comes for it comes there.

    `let_in`: everybody of the source takes part in the target from now on. Otherwise nobody joins, and if
    another customer asked there, the target's customers do not read what comes from there either.
    ValidationError if they cannot be merged. The caller has checked that `by` may see both.
    """
    require(by, "ticket.sort")
    fresh, target = locked_pair(source, into)
    planned = plan(fresh, target)
    at = at or database_clock.now()
    row = Merge.objects.create(
        source=fresh, target=target, by=by, at=at, let_in=let_in, before=_before(planned, let_in)
    )
    row.before["drafts"] = drafts.carry_over(fresh, target)
    row.save(update_fields=["before"])
    _bring(planned, apart=planned.strangers and not let_in, joining=planned.joining if let_in else [])
    if fresh.asks_backup:
        finish(fresh, by=by, at=at)
    asked = fresh.unanswered_since
    woken = _woken(planned, asked)
    events.touch(
        fresh, state=State.CLOSED, solved_at=fresh.solved_at or at, unanswered_since=None, merged_into=target,
        **AWAKE,
    )  # fmt: skip
    events.touch(target, **woken)
    events.record(fresh, EventKind.MERGED, by=by, at=at, to=target.pk, merge=row.pk)
    events.record(
        target, EventKind.ABSORBED, by=by, at=at, source=fresh.pk, merge=row.pk, let_in=let_in,
        since=asked.isoformat() if asked else None, state=target.state if asked else None,
    )  # fmt: skip
    if asked and not target.snooze_keeps:
        rouse(target, Waking.MERGED, by=by, at=at)
    clocks.refresh(fresh, at)
    clocks.refresh(target, at)
    copy_back(fresh, source)
    copy_back(target, into)
    return row


def people_of(ticket: Ticket) -> dict[int, Contact]:
    others = {p.contact_id: p.contact for p in ticket.participants.select_related("contact").order_by("pk")}
    return {ticket.requester_id: ticket.requester, **others}


def _before(planned: Plan, let_in: bool) -> dict:
    source, target = planned.source, planned.target
    return {
        "source": {name: _said(getattr(source, name)) for name in KEPT_OF_SOURCE},
        "active_at": target.active_at.isoformat(),
        "messages": list(source.messages.order_by("pk").values_list("pk", "origin", "apart")),
        "participants": [one.pk for one in planned.joining] if let_in else [],
        "tags": planned.tags,
        "custom": planned.custom,
    }


def _said(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _bring(planned: Plan, *, apart: bool, joining: list[Contact]) -> None:
    """The messages, and whoever joins, into the target. A message keeps where it was written first."""
    planned.source.messages.update(
        ticket=planned.target,
        origin=Coalesce("origin", Value(planned.source.pk)),
        apart=Value(True) if apart else F("apart"),
    )
    Participant.objects.bulk_create(
        [Participant(ticket=planned.target, contact=one) for one in joining], ignore_conflicts=True
    )


def _snooze_of_both(source: Ticket, target: Ticket) -> dict:
    """If both were put aside, until the earlier of their times; what one of them is worked on is awake."""
    if source.snoozed_until and target.snoozed_until and source.snoozed_until < target.snoozed_until:
        return {name: getattr(source, name) for name in AWAKE}
    return {}


def _woken(planned: Plan, asked: datetime.datetime | None) -> dict:
    """What of the target changes: as if the source's unanswered message had come there."""
    target, source = planned.target, planned.source
    fields: dict = {
        **_snooze_of_both(source, target),
        "active_at": max(target.active_at, source.active_at),
        "tags": sorted([*target.tags, *planned.tags]) if planned.tags else target.tags,
        "custom": {**planned.custom, **target.custom},
    }
    if asked:
        fields["unanswered_since"] = min(target.unanswered_since or asked, asked)
    if asked and target.state in workflow.ON_CUSTOMER_MESSAGE:
        fields |= {"state": State.OPEN, "solved_at": None}
    return fields
