"""Of many shifts that somebody might get, which a rule forbids, and why: what `fitness` says of each by
itself, in as many statements for fifty as for one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from scheduling.around import NEAR, around, span_of
from scheduling.bound import Bound, blamed, within
from scheduling.breach_words import hinted, said
from scheduling.choices import ExchangeKind
from scheduling.fitness import WEEK, known_to
from scheduling.history import place_for
from scheduling.labour import Breach, Span
from scheduling.models import Exchange, Gap, Shift
from scheduling.weeks import monday_of
from staff.models import Membership, Team, User

HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """`user` would work `gets`, and no more `gives`."""

    user: User
    gets: Shift | Gap
    gives: Shift | None = None


def barred(changes: Sequence[Change], *, reader: User) -> list[tuple[str, ...]]:
    """For each why it may not be, and nothing if it may. `reader` is told as much as `fitness` tells them."""
    by_team: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(changes):
        by_team[one.gets.team_id].append(number)
    found: list[tuple[str, ...]] = [()] * len(changes)
    for numbers in by_team.values():
        team = changes[numbers[0]].gets.team
        words = _of_team([changes[number] for number in numbers], team, reader)
        for number, why in zip(numbers, words, strict=True):
            found[number] = why
    return found


def _of_team(changes: Sequence[Change], team: Team, reader: User) -> list[tuple[str, ...]]:
    people = {one.user.pk for one in changes}
    members = set(Membership.objects.filter(team=team, user__in=people).values_list("user", flat=True))
    zone = place_for(team).zone
    start, end = min(_first(one) for one in changes), max(_last(one) for one in changes)
    theirs = around(people, start - WEEK, end + WEEK, zone, without=())
    broken = [_broken(one, theirs[one.user.pk], zone) for one in changes]
    known = known_to(reader, {one.user.pk for one, bad in zip(changes, broken, strict=True) if bad})
    found = []
    for one, bad in zip(changes, broken, strict=True):
        told = one.user.pk in known
        words = [] if one.user.pk in members else [_("is not in %(team)s") % {"team": team.name}]
        words += [said(each, zone) if told else hinted(each) for each in bad]
        found.append(tuple(dict.fromkeys(words)))
    return found


def _broken(one: Change, person: Bound, zone: ZoneInfo) -> list[Breach]:
    start, end = _first(one) - WEEK, _last(one) + WEEK
    span = span_of(one.gets)
    whole = _near(person, start - NEAR, end + NEAR, zone)
    without = span_of(one.gives) if one.gives else None
    rest = replace(whole, shifts=[each for each in whole.shifts if each != without])
    after = within(rest.breaches([span], zone), [span], start, end)
    if not any(each.hard for each in after):
        return []
    return blamed(after, within(whole.breaches([], zone), [], start, end), [span])


def _near(person: Bound, start: datetime.datetime, end: datetime.datetime, zone: ZoneInfo) -> Bound:
    """As if only this had been asked for: what lies farther is hours of a week."""
    weeks, shifts = person.weeks.copy(), []
    for one in person.shifts:
        if one.ends_at > start and one.starts_at < end:
            shifts.append(one)
        else:
            weeks[monday_of(one.starts_at.astimezone(zone).date())] += _hours(one)
    return replace(person, shifts=shifts, weeks=weeks)


def _hours(span: Span) -> float:
    rest = sum((b - a for a, b in span.pauses), datetime.timedelta())
    return (span.ends_at - span.starts_at - rest) / HOUR


def _first(one: Change) -> datetime.datetime:
    return min(each.starts_at for each in (one.gets, one.gives) if each)


def _last(one: Change) -> datetime.datetime:
    return max(each.ends_at for each in (one.gets, one.gives) if each)


def gaps_barred(gaps: Sequence[Gap], reader: User) -> dict[int, tuple[str, ...]]:
    """By gap why the reader may not take it; nothing of those that they may."""
    why = barred([Change(reader, one) for one in gaps], reader=reader)
    return {one.pk: _named(reader, words) for one, words in zip(gaps, why, strict=True) if words}


def exchanges_barred(rows: Iterable[Exchange], reader: User) -> dict[int, tuple[str, ...]]:
    """By exchange why it cannot be carried out now, whoever takes it: the reader, unless somebody did."""
    rows, changes, of = list(rows), list[Change](), list[int]()
    for row in rows:
        for change in _changes(row, reader):
            changes.append(change)
            of.append(row.pk)
    found: dict[int, tuple[str, ...]] = {}
    for pk, change, words in zip(of, changes, barred(changes, reader=reader), strict=True):
        found[pk] = found.get(pk, ()) + _named(change.user, words)
    gone = [row.pk for row in rows if row.shift is None or _lacks_wanted(row)]
    lost = _("The roster changed: this shift is not theirs any more.")
    return {pk: words for pk, words in found.items() if words} | dict.fromkeys(gone, (lost,))


def _named(user: User, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{user.full_name}: {one}" for one in words)


def _lacks_wanted(row: Exchange) -> bool:
    return row.kind == ExchangeKind.SWAP and row.wanted is None


def _changes(row: Exchange, reader: User) -> list[Change]:
    if row.shift is None or _lacks_wanted(row):
        return []
    taker = row.taker or row.to or reader
    if row.kind == ExchangeKind.SWAP:
        return [Change(taker, row.shift, row.wanted), Change(row.by, row.wanted, row.shift)]
    return [Change(taker, row.shift)]


def to_swap(shift: Shift, wanted: Sequence[Shift], reader: User) -> list[Shift]:
    """Those of `wanted` for which the reader may swap theirs, as far as the rules go for both."""
    changes = [Change(reader, one, shift) for one in wanted]
    changes += [Change(one.user, shift, one) for one in wanted]
    why = barred(changes, reader=reader)
    half = len(wanted)
    return [one for n, one in enumerate(wanted) if not why[n] and not why[n + half]]


def to_take(shift: Shift, people: Sequence[User], reader: User) -> list[User]:
    why = barred([Change(one, shift) for one in people], reader=reader)
    return [one for one, words in zip(people, why, strict=True) if not words]
