"""Looking through the log and its chain for what somebody changed behind the desk's back."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Max

from lib import database_clock
from tickets import anchors, chaining, seals
from tickets.models import HistoryEntry, HistoryState, TicketEvent

CHUNK = 2000


class Wrong(StrEnum):
    CHANGED = "changed"
    REORDERED = "reordered"
    MISSING = "missing"
    INSERTED = "inserted"
    UNCHAINED = "unchained"  # ours, but without a place for longer than it takes
    GAP = "gap"  # links are gone
    LINK = "link"  # a link is not what the desk wrote
    CUT = "cut"  # the chain is not what it was when an anchor was dropped


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is the number in the chain; `event` and `ticket` as far as they are known."""

    wrong: str
    place: int | None = None
    event: int | None = None
    ticket: int | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.words

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def look_through(first: int = 1, last: int | None = None) -> Iterator[Problem]:
    """Every link from the place `first` to `last`, and what it holds on to."""
    before = _seal_at(first - 1)
    if before is None:
        yield _gap(first - 1, first - 1)
    expected = first
    while chunk := _links(expected, last):
        looked = _Chunk(chunk)
        for link in chunk:
            if link.number != expected:
                yield _gap(expected, link.number - 1)
                before = None
            yield from looked.problems(link, before)
            before, expected = bytes(link.seal), link.number + 1


def look_at_ticket(number: int) -> Iterator[Problem]:
    """The links of one ticket, and its events that have none."""
    links = list(HistoryEntry.objects.filter(ticket=number).order_by("number"))
    befores = {
        n: bytes(seal)
        for n, seal in HistoryEntry.objects.filter(
            number__in=[link.number - 1 for link in links]
        ).values_list("number", "seal")
    } | {0: seals.NOTHING}
    for at in range(0, len(links), CHUNK):
        chunk = links[at : at + CHUNK]
        looked = _Chunk(chunk)
        for link in chunk:
            if link.number - 1 not in befores:
                yield _gap(link.number - 1, link.number - 1)
            yield from looked.problems(link, befores.get(link.number - 1))
    yield from _strangers(chaining.unchained(0).filter(ticket=number))


def look_for_strangers(after: int = 0, last: int | None = None) -> Iterator[Problem]:
    """Events without a place among those with ids past `after`, up to `last`."""
    rows = chaining.unchained(after)
    yield from _strangers(rows.filter(pk__lte=last) if last is not None else rows)


def look_at_anchors(found: Sequence[anchors.Anchor] | None = None) -> Iterator[Problem]:
    """Whether the chain still is what it was each time that it was written down elsewhere."""
    standing = anchors.standing() if found is None else found
    for at in range(0, len(standing), CHUNK):
        some = standing[at : at + CHUNK]
        rows = HistoryEntry.objects.filter(number__in={one.number for one in some})
        known = {n: bytes(seal).hex() for n, seal in rows.values_list("number", "seal")}
        for one in some:
            if known.get(one.number) != one.seal:
                words = f"place {one.number}: not what was anchored at {one.at:%Y-%m-%d %H:%M} UTC"
                yield Problem(Wrong.CUT, place=one.number, words=words)


def look_at_everything() -> Iterator[Problem]:
    yield from look_through()
    yield from look_for_strangers()
    yield from look_at_anchors()


def place_since(since: datetime.datetime) -> int:
    """The first place that was given at or after this moment; places are given in order of time."""
    low, high = 1, (last_place() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = HistoryEntry.objects.filter(number__gte=middle).order_by("number").first()
        if row is None or row.at >= since:
            high = middle
        else:
            low = row.number + 1
    return low


def last_place() -> int | None:
    return HistoryEntry.objects.aggregate(last=Max("number"))["last"]


class _Chunk:
    """Links, with the events that they are about and what was amended of them."""

    def __init__(self, links: Sequence[HistoryEntry]) -> None:
        numbers = [link.event for link in links]
        rows = TicketEvent.objects.filter(pk__in=numbers).only(*chaining.SAID)
        self.events = {event.pk: event for event in rows}
        amended = HistoryEntry.objects.filter(
            event__in=numbers, amends=True, ticket__in={link.ticket for link in links}
        )
        self.latest = {link.event: link.number for link in amended.order_by("number")}
        self.keys = chaining.keys()

    def problems(self, link: HistoryEntry, before: bytes | None) -> Iterator[Problem]:
        event = self.events.get(link.event)
        if before is not None and not self._holds(link, before):
            words = f"place {link.number}: not the link that the desk wrote (event {link.event})"
            yield Problem(Wrong.LINK, link.number, link.event, link.ticket, words)
        if self.latest.get(link.event, link.number) != link.number:
            return  # amended later: that link says what it says now
        if event is None:
            words = f"#{link.ticket}: event {link.event} is missing (place {link.number})"
            yield Problem(Wrong.MISSING, link.number, link.event, link.ticket, words)
        elif not self._says(event, link):
            yield self._changed(event, link)

    def _holds(self, link: HistoryEntry, before: bytes) -> bool:
        content, place = bytes(link.content), (link.number, link.event, link.ticket)
        return any(
            seals.same(bytes(link.seal), seals.over_link(before, *place, content, key, amends=link.amends))
            for key in self.keys
        )

    def _says(self, event: TicketEvent, link: HistoryEntry) -> bool:
        content = chaining.content_of(event)
        if not seals.is_content(bytes(link.content), content, self.keys):
            return False
        own = event.seal if event.seal is None else bytes(event.seal)
        return own in (None, bytes(link.content)) or seals.is_content(own, content, self.keys)

    def _changed(self, event: TicketEvent, link: HistoryEntry) -> Problem:
        said = [seals.over_content(chaining.content_of(event), key) for key in self.keys]
        other = HistoryEntry.objects.filter(ticket=event.ticket_id, content__in=said).first()
        if other and other.event != event.pk:
            words = f"#{link.ticket}: event {event.pk} says what event {other.event} said: reordered"
            return Problem(Wrong.REORDERED, link.number, event.pk, link.ticket, words)
        words = f"#{link.ticket}: event {event.pk} ({event.kind}) was changed (place {link.number})"
        return Problem(Wrong.CHANGED, link.number, event.pk, link.ticket, words)


def _links(first: int, last: int | None) -> list[HistoryEntry]:
    rows = HistoryEntry.objects.filter(number__gte=first).order_by("number")
    return list((rows.filter(number__lte=last) if last is not None else rows)[:CHUNK])


def _seal_at(number: int) -> bytes | None:
    if number <= 0:
        return seals.NOTHING
    found = HistoryEntry.objects.filter(number=number).values_list("seal", flat=True).first()
    return None if found is None else bytes(found)


def _gap(first: int, last: int) -> Problem:
    places = f"place {first}" if first == last else f"places {first} to {last}"
    return Problem(Wrong.GAP, place=first, words=f"{places}: gone from the chain")


def _strangers(rows: Iterable[TicketEvent]) -> Iterator[Problem]:
    """Those that the desk did not write, at once; those that it did, when they wait too long for a place."""
    rows = list(rows)
    state = HistoryState.objects.filter(pk=1).first()
    if state is None or not rows:
        return
    ours = {event.pk for event in chaining.written_by_us(rows, state)}
    late = database_clock.now() - chaining.SETTLED
    for event in rows:
        if event.pk not in ours:
            words = f"#{event.ticket_id}: event {event.pk} ({event.kind}) was inserted, not by the desk"
            yield Problem(Wrong.INSERTED, event=event.pk, ticket=event.ticket_id, words=words)
        elif event.recorded_at < late:
            words = f"#{event.ticket_id}: event {event.pk} ({event.kind}) has no place in the chain yet"
            yield Problem(Wrong.UNCHAINED, event=event.pk, ticket=event.ticket_id, words=words)
