"""Taking a merge back within a day: both are as they would be without it."""

import datetime
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lib import database_clock
from lib.deadlocks import again_after_deadlock
from staff.models import User
from tickets import clocks, events, workflow
from tickets.actions import drafts
from tickets.actions.carrying import carry
from tickets.actions.locking import copy_back, locked_pair
from tickets.actions.merging import KEPT_OF_SOURCE, people_of
from tickets.actions.moving import apply_move
from tickets.actors import require
from tickets.choices import EventKind, MessageKind
from tickets.models import Merge, Message, Ticket, TicketEvent
from tickets.snooze import awake_if_ended
from tickets.unmerging import retold_by, unsaid_without

UNDO_WITHIN = datetime.timedelta(hours=24)


def _read(name: str, value: str | bool | None) -> object:
    return parse_datetime(value) if isinstance(value, str) and name != "state" else value


def undo_until(merge: Merge) -> datetime.datetime:
    return merge.at + UNDO_WITHIN


def live_merge(source: Ticket) -> Merge | None:
    return Merge.objects.filter(source=source, undone_at=None).select_related("target", "by").first()


@again_after_deadlock
@transaction.atomic
def unmerge(
    source: Ticket, *, by: User, take: Sequence[int] = (), at: datetime.datetime | None = None
) -> Merge:
    """Both are as they would be without the merge, timers included. What was written since stays in the
    target, but for the messages in `take`, which go with the source. ValidationError after a day, while the
    target is itself merged, or if `take` names anything else.
    """
    require(by, "ticket.sort")
    found = live_merge(source)
    if found is None:
        raise ValidationError(_("#%(number)s is not merged any more."), params={"number": source.pk})
    fresh, target = locked_pair(source, found.target)
    at = at or database_clock.now()
    row = _still(found, fresh, target, at)
    taken = _chosen(row, take)
    _take_back_messages(row)
    _take_backpeople_of(row, target)
    drafts.carry_back(fresh, target, row.before["drafts"])
    Merge.objects.filter(pk=row.pk).update(undone_at=at, undone_by=by)
    before = row.before["source"]
    kept = {name: _read(name, before[name]) for name in KEPT_OF_SOURCE if name in before}
    events.touch(fresh, merged_into=None, **kept)
    events.record(fresh, EventKind.UNMERGED, by=by, at=at, merge=row.pk, to=target.pk)
    events.record(
        target, EventKind.UNMERGED, by=by, at=at, merge=row.pk, source=fresh.pk,
        unsaid=_unsaid(row, target, at),
    )  # fmt: skip
    if taken:
        _take_along(taken, fresh, target, by=by, at=at)
    events.touch(target, **_asleep_again(row, target))
    clocks.refresh(fresh, at)
    clocks.refresh(target, at)
    copy_back(fresh, source)
    return row


def _still(found: Merge, fresh: Ticket, target: Ticket, at: datetime.datetime) -> Merge:
    """The merge as it is now that both are locked, if it can be undone."""
    row = Merge.objects.filter(pk=found.pk, undone_at=None).first()
    if row is None or fresh.merged_into_id != target.pk:
        raise ValidationError(_("#%(number)s is not merged any more."), params={"number": fresh.pk})
    if target.merged_into_id:
        raise ValidationError(
            _("#%(target)s has itself been merged into #%(into)s since: take that back first."),
            params={"target": target.pk, "into": target.merged_into_id},
        )
    if at > undo_until(row):
        raise ValidationError(
            _("A merge can be taken back for 24 hours; this one is older. Split off what does not belong.")
        )
    return row


def written_since(row: Merge) -> list[Message]:
    """What was said in the target since the merge; it stays there unless somebody takes it along."""
    since = row.target.events.filter(kind=EventKind.ABSORBED, data__merge=row.pk).values_list("pk", flat=True)
    told = row.target.events.filter(pk__gt=since.get(), message__isnull=False).values("message")
    rows = row.target.messages.filter(pk__in=told, at__gte=row.at).exclude(kind=MessageKind.TAKEN_BACK)
    rows = rows.select_related("author", "contact")
    return list(rows.order_by("at", "pk"))


def _chosen(row: Merge, take: Sequence[int]) -> list[Message]:
    chosen = [message for message in written_since(row) if message.pk in set(take)] if take else []
    if len(chosen) != len(set(take)):
        raise ValidationError(_("Choose among what was written since the merge."))
    return chosen


def _take_along(
    messages: list[Message], source: Ticket, target: Ticket, *, by: User, at: datetime.datetime
) -> None:
    """To the source, which hears of them at their own times; a customer's words wake it."""
    carry(messages, source)
    events.record(target, EventKind.SPLIT, by=by, at=at, to=source.pk, messages=[m.pk for m in messages])
    asks = any(m.contact_id and m.kind == MessageKind.PUBLIC for m in messages)
    if asks and (follow := workflow.ON_CUSTOMER_MESSAGE.get(source.state)):
        apply_move(source, follow, by=by, at=at)


def _unsaid(row: Merge, target: Ticket, at: datetime.datetime) -> list[int]:
    undone = TicketEvent(ticket=target, kind=EventKind.UNMERGED, at=at, data={"merge": row.pk})
    absorbed = target.events.get(kind=EventKind.ABSORBED, data__merge=row.pk)
    return unsaid_without(target, undone, absorbed.pk)


def _take_back_messages(row: Merge) -> None:
    """Those that are still there: what was split off since stays where it is."""
    groups: dict[tuple[int | None, bool], list[int]] = {}
    for pk, origin, apart in row.before["messages"]:
        groups.setdefault((origin, apart), []).append(pk)
    for (origin, apart), pks in groups.items():
        Message.objects.filter(pk__in=pks, ticket=row.target_id).update(
            ticket=row.source_id, origin=origin, apart=apart
        )


def _take_backpeople_of(row: Merge, target: Ticket) -> None:
    """Who was let in leaves again, unless they wrote there since, or another merge brought them too."""
    others = Merge.objects.filter(target=target, undone_at=None, let_in=True).exclude(pk=row.pk)
    kept = {pk for other in others for pk in people_of(other.source)}
    kept |= set(
        target.messages.filter(contact__in=row.before["participants"], origin=None).values_list(
            "contact", flat=True
        )
    )
    gone = [pk for pk in row.before["participants"] if pk not in kept]
    target.participants.filter(contact__in=gone).delete()


def _asleep_again(row: Merge, target: Ticket) -> dict:
    """What of the target changes: its log tells how it would be, were it not for the merge."""
    told = retold_by(target)
    others = Merge.objects.filter(target=target, undone_at=None).exclude(pk=row.pk).select_related("source")
    brought = {tag for other in others for tag in other.source.tags}
    return {
        "state": told.category.value,
        **awake_if_ended(told.category.value),
        "solved_at": told.ended_at,
        "unanswered_since": told.owed_since,
        "tags": [tag for tag in target.tags if tag not in row.before["tags"] or tag in brought],
        "custom": _custom(row, target, others),
        "active_at": _active_at(row, target, others),
    }


def _custom(row: Merge, target: Ticket, others: Iterable[Merge]) -> dict:
    """Without the values that this merge brought, unless somebody changed them or another merge brings them
    too.
    """
    brought = row.before.get("custom", {})
    rest = [other.source.custom for other in others]
    return {
        key: value
        for key, value in target.custom.items()
        if brought.get(key) != value or any(one.get(key) == value for one in rest)
    }


def _active_at(row: Merge, target: Ticket, others: Iterable[Merge]) -> datetime.datetime:
    """As it would be without the merge, unless something has happened since. Later merges then know it so."""
    before = parse_datetime(row.before["active_at"])
    assert before is not None
    merged = max(before, row.source.active_at)
    for later in others:
        if later.pk > row.pk and later.before["active_at"] == merged.isoformat():
            later.before["active_at"] = before.isoformat()
            later.save(update_fields=["before"])
    rest = [other.source.active_at for other in others]
    return max([before, *rest]) if target.active_at == max([merged, *rest]) else target.active_at
