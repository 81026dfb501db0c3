"""The facts behind a number: what its link names, for the teams that the reader sees figures of; or all of a
person, for who reads the figures of that person, whatever team it was done for.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay
from django.http import Http404

from lib.zones import known_zones
from reports.access import measured_person
from reports.choices import SEVERAL, Dimension, Statistic
from reports.counted.rollup import bounds
from reports.cuts import Cut
from reports.figure_rows import scope
from reports.models import TicketFact
from reports.models.figures import OPEN_UNTIL
from reports.names import names_of
from staff.models import User

NAMED = [name for name in Dimension.values if name]
# What an address may say as a number, and the largest that makes sense.
LIMITS = {"hour": 23, "weekday": 6, "person": 10**15, "least": 10**12, "most": 10**12}
MOST_TEAMS = 200
OF_ROWS = frozenset(
    {Dimension.TEAM, Dimension.AGENT, Dimension.ORGANISATION, Dimension.TYPE, Dimension.PRODUCT}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`without`: none of these values; `least` and `most` bound the seconds of each, and belong to it."""

    cut: Cut
    zone: str
    hour: int | None = None
    weekday: int | None = None
    person: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, Sequence[str]] = field(default_factory=dict)
    least: int | None = None
    most: int | None = None


def asked_in(given: Mapping[str, str]) -> Asked | None:
    """From the address; None if it names no list."""
    where = {name: given[f"by_{name}"] for name in NAMED if f"by_{name}" in given}
    without = {name: given[f"not_{name}"].split(",") for name in NAMED if f"not_{name}" in given}
    try:
        since = datetime.date.fromisoformat(given.get("since", ""))
        until = datetime.date.fromisoformat(given.get("until", ""))
        cut = Cut(given.get("of", ""), since, until, where=where, working="working" in given)
        hour, weekday, person, least, most = (_small(given.get(name), top) for name, top in LIMITS.items())
    except (ValueError, OverflowError):
        return None
    zone = given.get("zone", "")
    bad = any(name in OF_ROWS and value and not _are_numbers(name, value) for name, value in where.items())
    bad |= any(name in OF_ROWS and not all(map(_is_key, keys)) for name, keys in without.items())
    bad |= "" in without.get(Dimension.TEAM, ())
    nobody = any(not where.get(name, "1") for name in (Dimension.TEAM, Dimension.PRODUCT))
    if zone not in known_zones() or bad or nobody or SEVERAL & {*without}:
        return None
    names = {name: _name(name, value) for name, value in where.items()}
    asked = Asked(cut, zone, hour, weekday, person, names, without, least, most)
    return asked if all(names.values()) else None


def said_to(user: User, asked: Asked) -> tuple[list[str], list[str]]:
    """What the list is of, and what it is without, in words. Nobody learns what an organisation is called of
    which they may read nothing.
    """
    wanted = {asked.cut.where.get(Dimension.ORGANISATION, ""), *asked.without.get(Dimension.ORGANISATION, ())}
    theirs = TicketFact.objects.filter(_theirs(user, asked), organisation__in=[*filter(None, wanted)])
    known = {"", *map(str, theirs.values_list("organisation_id", flat=True).distinct())}
    unknown = str(Dimension.ORGANISATION.label)
    shown = dict(asked.names)
    if asked.cut.where.get(Dimension.ORGANISATION, "") not in known:
        shown[Dimension.ORGANISATION] = unknown
    left_out = [
        unknown if name == Dimension.ORGANISATION and key not in known else word
        for name, keys in asked.without.items()
        for key, word in names_of(name, keys).items()
    ]
    return [*shown.values()], left_out


def _name(dimension: str, value: str) -> str:
    """Nothing, of what is not there."""
    keys = value.split(",") if dimension == Dimension.TEAM else [value]
    return ", ".join(sorted(names_of(dimension, keys).values()))


def facts_for(user: User, asked: Asked) -> QuerySet[TicketFact]:
    """As many as the number says, the latest first. Http404 for who may not read that number."""
    cut, zone = asked.cut, ZoneInfo(asked.zone)
    since, until = bounds(cut.since, cut.until, zone)
    found = TicketFact.objects.filter(_theirs(user, asked), kind=cut.told.kind, at__lt=until)
    if cut.told.statistic in (Statistic.LEVEL, Statistic.AGE):
        found = found.alias(open_until=OPEN_UNTIL).filter(open_until__gte=until)
    else:
        found = found.filter(at__gte=since)
    for name, value in cut.where.items():
        found = found.filter(_is(name, value))
    for name, values in asked.without.items():
        for value in values:
            found = found.exclude(_is(name, value))
    if asked.hour is not None:
        found = found.annotate(hour=ExtractHour("at", tzinfo=zone)).filter(hour=asked.hour)
    if asked.weekday is not None:
        found = found.annotate(weekday=ExtractIsoWeekDay("at", tzinfo=zone)).filter(weekday=asked.weekday + 1)
    found = found.filter(_as_long(asked))
    return found.select_related("ticket", "team", "agent").defer("ticket__search_vector", "ticket__custom")


def _theirs(user: User, asked: Asked) -> Q:
    if asked.person is not None:
        return Q(agent=measured_person(user, asked.person))
    if not user.may("board.see"):
        raise Http404("no board for you")
    return scope(user)


def _is(name: str, value: str) -> Q:
    if name == Dimension.TOPIC:
        return Q(topics__contains=[value])
    if name == Dimension.PRODUCT:
        return Q(products__contains=[int(value)])
    if name == Dimension.TEAM:
        return Q(team__in=value.split(","))
    if name in OF_ROWS:
        return Q(**{f"{name}_id": int(value)}) if value else Q(**{f"{name}_id": None})
    return Q(**{name: value})


def _are_numbers(name: str, value: str) -> bool:
    """Of teams there may be several, with commas between them."""
    several = value.split(",") if name == Dimension.TEAM else [value]
    return len(several) <= MOST_TEAMS and all(_is_number(one) for one in several)


def _is_key(value: str) -> bool:
    return not value or _is_number(value)


def _as_long(asked: Asked) -> Q:
    seconds = "working" if asked.cut.working else "seconds"
    ends = {"gte": asked.least, "lte": asked.most}
    return Q(**{f"{seconds}__{end}": value for end, value in ends.items() if value is not None})


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 16


def _small(value: str | None, most: int) -> int | None:
    if value is None:
        return None
    if not _is_number(value) or int(value) > most:
        raise ValueError(value)
    return int(value)
