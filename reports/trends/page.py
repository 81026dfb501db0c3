"""The trends: what was asked, as numbers, pictures and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.charts import Picture
from reports.cuts import Cut, Table
from reports.figure_rows import LEVELS
from reports.figures import QUANTILES, by_hour_of_week, numbers
from reports.marked_days.annotated import annotations_in
from reports.measures import GROUPS, MEASURES, WORKING, Measure
from reports.periods import Period, starts
from reports.sketches import Read, spread_of
from reports.trends.asked import BY, HOUR, Asked, first_weekday
from reports.trends.charts import by_hour, by_key, by_step
from reports.trends.rest import others_of
from reports.trends.spread_charts import by_length
from reports.words.numbers import change, of_how_many, too_few
from reports.words.showing import said
from staff.models import User


@dataclass(frozen=True)
class Shown:
    """One measure over the whole time, in the strip at the top: `n` facts are in it. `params` chooses it."""

    measure: Measure
    said: str
    link: str
    n: int
    notes: Sequence[str]
    params: str
    chosen: bool


@dataclass(frozen=True)
class Trend:
    measure: Measure
    group: str
    said: str
    heads: Sequence[Shown]
    steps: Picture
    keys: Picture | None
    week: SafeString | str
    spread: Picture | None
    way: str
    zone: str
    hours_matter: bool


def groups() -> list[tuple[str, list[Measure]]]:
    return [
        (str(name), [one for one in MEASURES.values() if one.group == key]) for key, name in GROUPS.items()
    ]


def trend_of(user: User, asked: Asked, zone: str) -> Trend:
    """Asks for a number of each measure of the group and of what it is compared with, and for one table by
    steps that is taken apart.
    """
    measure, then = MEASURES[asked.measure], asked.compared()
    group = [one for one in MEASURES.values() if one.group == measure.group]
    split = asked.by if asked.by != HOUR else ""
    read: Read = {}

    def drawn(period: Period, by: str = "") -> Table:
        return numbers(user, cut_of(asked, measure, period, by), zone, read)

    def of_each(period: Period, known: Mapping[str, Table]) -> dict[str, Table]:
        """One number of each: only what is drawn has steps."""
        cuts = {one.key: replace(cut_of(asked, one, period), starts=()) for one in group}
        return {key: known.get(key) or numbers(user, cut, zone, read) for key, cut in cuts.items()}

    apart = drawn(asked.period, split) if split else None
    now = of_each(asked.period, {} if split else {measure.key: drawn(asked.period)})
    before = of_each(then, {} if split else {measure.key: drawn(then)}) if then else {}
    told_of = annotations_in(user, asked.period.since, asked.period.until, asked.team_id)
    week = ""
    if asked.by == HOUR and measure.statistic not in LEVELS:  # what is to do has no hour
        found = by_hour_of_week(user, cut_of(asked, measure, asked.period), zone)
        week = by_hour(measure, found, first_weekday())
    return Trend(
        measure, str(GROUPS[measure.group]), _said(asked),
        [_shown(asked, one, now[one.key], before.get(one.key)) for one in group],
        by_step(
            apart or now[measure.key], asked.step, before.get(measure.key) if not apart else None, told_of
        ),
        by_key(apart, lambda shown: others_of(user, apart, shown)) if apart else None,
        week, _spread(user, asked, measure, zone, read),
        str(BY[asked.by]), zone, measure.kind in WORKING,
    )  # fmt: skip


def _spread(user: User, asked: Asked, measure: Measure, zone: str, read: Read) -> Picture | None:
    if measure.statistic not in QUANTILES:
        return None
    cut = replace(cut_of(asked, measure, asked.period), starts=())
    return by_length(measure, cut, zone, spread_of(user, cut, zone, read))


def cut_of(asked: Asked, measure: Measure, period: Period, by: str = "") -> Cut:
    return Cut(
        measure.key, period.since, period.until, by=by, starts=starts(period, asked.step, first_weekday()),
        where={"team": str(asked.team_id)} if asked.team else {},
        working=asked.hours == "working" and measure.kind in WORKING,
    )  # fmt: skip


def _shown(asked: Asked, measure: Measure, now: Table, then: Table | None) -> Shown:
    number = now.total.total
    notes = [of_how_many(measure, number.n) if number.n else ""]
    if number.low is not None and number.high is not None:
        notes.append(f"{said(number.low, measure.unit)}–{said(number.high, measure.unit)}")
    if too_few(measure, number.n):
        notes.append(_("too few to be sure"))
    if then:
        was = then.total.total.value
        notes.append(_("was %(value)s") % {"value": said(was, measure.unit)})
        notes.append(change(measure.unit, number.value, was))
    return Shown(
        measure, said(number.value, measure.unit), number.link if number.n else "",
        number.n, [note for note in notes if note], asked.params(measure=measure.key),
        measure.key == asked.measure,
    )  # fmt: skip


def _said(asked: Asked) -> str:
    text, then = _between(asked.period), asked.compared()
    return _("%(now)s, compared with %(then)s") % {"now": text, "then": _between(then)} if then else text


def name_of(asked: Asked) -> str:
    """What somebody may call it who keeps it."""
    name = str(MEASURES[asked.measure].name)
    return f"{name}: {BY[asked.by]}"[:80] if asked.by else name


def _between(period: Period) -> str:
    return f"{date_format(period.since, 'j M Y')} – {date_format(period.last, 'j M Y')}"
