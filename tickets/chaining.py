"""The chain over the log of all tickets: written behind the writers, so that it costs them nothing.

Whoever records an event seals it by itself, in the same statement (`tickets.events`). A job that comes every
few seconds gives each its place: one at a time, because it holds the row of HistoryState. Killed anywhere it
leaves whole links or none, and the next one goes on. docs/decisions/0009-history.md
"""

import datetime
import time
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from lib import database_clock
from tickets import anchors, seals
from tickets.models import HistoryEntry, HistoryState, TicketEvent

BATCH = 2000
A_WHILE = 8.0  # seconds that one job goes on
# So long may a transaction take; what it wrote is then given its place, whatever its id.
SETTLED = datetime.timedelta(minutes=10)
# So long may processes of a version without seals go on writing after an upgrade.
UPGRADED_WITHIN = datetime.timedelta(hours=1)
SAID = (
    "pk", "ticket_id", "kind", "at", "recorded_at", "actor_id", "contact_id", "message_id", "via", "through",
    "data", "seal",
)  # fmt: skip


def keys() -> list[bytes]:
    """Today's key first, then those that sealed before it."""
    secrets = settings.HISTORY_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [seals.derived(secret) for secret in secrets]


def content_of(event: TicketEvent) -> seals.Content:
    return seals.Content(
        ticket=event.ticket_id, kind=str(event.kind), at=event.at, recorded_at=event.recorded_at,
        actor=event.actor_id, contact=event.contact_id, message=event.message_id, via=str(event.via),
        through=event.through, data=event.data,
    )  # fmt: skip


def seal(event: TicketEvent) -> bytes:
    return seals.over_content(content_of(event), keys()[0])


def go_on(*, most_seconds: float = A_WHILE) -> int:
    """Chain what has no place yet, for a while; how many got one. Safe to run twice at once."""
    until, chained, after = time.monotonic() + most_seconds, 0, 0
    while True:
        got, after = _chain_some(after)
        chained += got
        if not after or time.monotonic() > until:
            break
    anchors.drop_one()
    return chained


def amend(events: Collection[TicketEvent]) -> None:
    """Words were taken out of these events, in the caller's transaction: from here on they say what they say
    now. The links of before stay, so what they said is not known any more, but that they were there is.
    """
    state = HistoryState.objects.select_for_update().filter(pk=1).first()
    if state is None:
        return
    placed = set(
        HistoryEntry.objects.filter(event__in=[e.pk for e in events]).values_list("event", flat=True)
    )
    _append([event for event in events if event.pk in placed], amends=True)


def unchained(after: int) -> QuerySet[TicketEvent]:
    """The events past this id that have no place, oldest first."""
    has_place = HistoryEntry.objects.filter(event=OuterRef("pk"), amends=False)
    return TicketEvent.objects.filter(~Exists(has_place), pk__gt=after).order_by("pk").only(*SAID)


def written_by_us(events: Iterable[TicketEvent], state: HistoryState) -> list[TicketEvent]:
    """Those that the desk wrote: sealed by it, or older than seals; and not copied from another row."""
    all_keys, old = keys(), unsealed_up_to(state)
    ours = []
    for event in events:
        if event.seal is None:
            genuine = old is None or event.pk <= old
        else:
            genuine = seals.is_content(bytes(event.seal), content_of(event), all_keys)
        if genuine:
            ours.append(event)
    return _once(ours)


def unsealed_up_to(state: HistoryState) -> int | None:
    """None while events without a seal are still taken; 0 if what is said about it is not sealed by us."""
    up_to = state.unsealed_up_to
    if up_to is None:
        return None
    mark = bytes(state.beginning or b"")
    return up_to if any(seals.same(mark, seals.over_beginning(up_to, key)) for key in keys()) else 0


@transaction.atomic
def _chain_some(after: int) -> tuple[int, int]:
    """How many were chained, and the id to go on after; 0 if there is nothing more, or another is at it."""
    now = database_clock.now()
    state = _held(now)
    if state is None:
        return 0, 0
    begin_at = max(after, state.up_to)
    rows = list(unchained(begin_at)[:BATCH])
    fresh = written_by_us(rows, state)
    _append(fresh, at=now)
    _move_on(state, now, limit=rows[-1].pk if len(rows) == BATCH else None)
    return len(fresh), rows[-1].pk if len(rows) == BATCH else 0


def _held(now: datetime.datetime) -> HistoryState | None:
    held = HistoryState.objects.select_for_update(skip_locked=True)
    state = held.filter(pk=1).first()
    if state is None:
        HistoryState.objects.bulk_create([HistoryState(pk=1, begun_at=now)], ignore_conflicts=True)
        state = held.filter(pk=1).first()
    return state


def _append(events: list[TicketEvent], *, amends: bool = False, at: datetime.datetime | None = None) -> None:
    last = HistoryEntry.objects.order_by("-number").first()
    number, before = (last.number, bytes(last.seal)) if last else (0, seals.NOTHING)
    at, key, rows = at or database_clock.now(), keys()[0], []
    for event in events:
        number += 1
        content = seals.over_content(content_of(event), key)
        before = seals.over_link(before, number, event.pk, event.ticket_id, content, key, amends=amends)
        rows.append(
            HistoryEntry(
                number=number, event=event.pk, ticket=event.ticket_id, at=at, content=content, seal=before,
                amends=amends,
            )
        )  # fmt: skip
    HistoryEntry.objects.bulk_create(rows)


def _move_on(state: HistoryState, now: datetime.datetime, limit: int | None) -> None:
    settled = TicketEvent.objects.filter(pk__gt=state.up_to, recorded_at__lt=now - SETTLED)
    if limit is not None:
        settled = settled.filter(pk__lte=limit)
    state.up_to = settled.aggregate(up_to=Max("pk"))["up_to"] or state.up_to
    if state.unsealed_up_to is None and (up_to := _last_unsealed(state, now)) is not None:
        state.unsealed_up_to = up_to
        state.beginning = seals.over_beginning(up_to, keys()[0])
    state.save(update_fields=["up_to", "unsealed_up_to", "beginning"])


def _last_unsealed(state: HistoryState, now: datetime.datetime) -> int | None:
    """The last event without a seal, once nobody writes such ones any more; 0 on a desk that has none."""
    last = TicketEvent.objects.filter(seal=None).order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) if last is None or now > state.begun_at + UPGRADED_WITHIN else None


def _once(events: list[TicketEvent]) -> list[TicketEvent]:
    """Without those that say, to the microsecond, what another row says: somebody copied it."""
    key = keys()[0]
    said = {event.pk: seals.over_content(content_of(event), key) for event in events}
    tickets = {event.ticket_id for event in events}
    links = HistoryEntry.objects.filter(ticket__in=tickets, content__in=said.values())
    known = {bytes(content) for content in links.values_list("content", flat=True)}
    once = []
    for event in events:
        if said[event.pk] not in known:
            known.add(said[event.pk])
            once.append(event)
    return once
