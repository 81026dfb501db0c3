"""The money page: everything on it, for one reader and one year."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from budget.access import manages
from budget.figures import TopicCost
from budget.pages import centre_rows, chart_title, months_chart, row
from budget.showing import amount, signed, units
from budget.templatetags.money import whole
from reports.choices import Unit
from reports.money.asked import Asked
from reports.money.charts import costs_chart, overtime_chart
from reports.money.grids import CostLine, Grid, cost_grid, cost_lines, overtime_grid
from reports.money.ledger import Cell, Ledger
from reports.money.overtime import Extra, Overtime, TeamLine
from reports.money.promises import Dearer, promises
from reports.money.words import ABOUT, NAMES, explained
from reports.words.numbers import change
from reports.words.showing import hours, said
from staff.models import User

TOPICS = 40


@dataclass(frozen=True, slots=True)
class Head:
    """In the strip at the top: a number over all months that are over, and what it is."""

    key: str
    said: str
    notes: Sequence[str]
    link: str = ""

    @property
    def name(self) -> str:
        return str(NAMES[self.key])

    @property
    def about(self) -> str:
        return str(ABOUT[self.key])


@dataclass(frozen=True, slots=True)
class Topic:
    cost: TopicCost
    link: str
    then: TopicCost | None

    @property
    def note(self) -> str:
        return change(Unit.COUNT, self.cost.one, self.then.one) if self.then else ""


@dataclass(frozen=True, slots=True)
class Money:
    """`dearer` is None for who may not try promises; `total` and `rows` are of the plan, as on its page."""

    asked: Asked
    ledger: Ledger
    lines: Sequence[CostLine]
    together: CostLine
    topics: Sequence[Topic]
    overtime: Sequence[TeamLine]
    extra: Extra
    rows: Sequence[dict[str, Any]]
    total: dict[str, Any]
    dearer: Sequence[Dearer] | None


def money_of(reader: User, asked: Asked, now: datetime.datetime) -> Money:
    today = timezone.localdate(now)
    ledger = Ledger(reader, asked)
    lines, together = cost_lines(ledger, asked) if asked.months else ([], CostLine(None, "", []))
    extra = Overtime(reader, asked, ledger.book, now)
    overtime = extra.lines()
    return Money(
        asked, ledger, lines, together, _topics(ledger, asked), overtime, extra.together(overtime),
        centre_rows(ledger.book, today), row(ledger.book, ledger.book.total, today),
        promises(reader, ledger.book, today),
    )  # fmt: skip


def _topics(ledger: Ledger, asked: Asked) -> list[Topic]:
    teams = [one.team_id for one in ledger.centres]
    return [
        Topic(
            one, ledger.solved_link(teams, asked.months[0], asked.months[-1], one.tag),
            ledger.topics_then.get(one.tag),
        )
        for one in ledger.topics
    ]  # fmt: skip


def context_of(found: Money, reader: User, today: datetime.date) -> dict[str, Any]:
    asked, book = found.asked, found.ledger.book
    sees_all = manages(reader)
    costs, costs_legend = costs_chart(found.lines, found.together, asked)
    overtime, overtime_legend = overtime_chart(found.overtime, asked)
    return {
        "asked": asked, "year": asked.year, "manages": sees_all, "heads": _heads(found),
        "costs": costs, "costs_legend": costs_legend, "cost_grid": _costs(found),
        "topics": found.topics[:TOPICS], "timed": any(one.cost.handle_seconds for one in found.topics),
        "hidden": bool(book.hidden), "overtime": overtime, "overtime_legend": overtime_legend,
        "overtime_grid": overtime_grid(found.overtime, asked, money=sees_all), "rows": found.rows,
        "total": found.total, "chart": months_chart(book, book.total, today),
        "chart_title": chart_title(book, book.total, today), "dearer": found.dearer,
        "of_costs": explained("each", "solved", "spent"),
        "of_overtime": explained("overtime", "holiday", "overtime_cost", "posted"),
        "of_plan": explained("so_far", "expected"), "of_promises": explained("hours", "hourly"),
        "of_topics": str(ABOUT["topic"]),
    }  # fmt: skip


def _costs(found: Money) -> Grid:
    year = found.asked.year.pk
    return cost_grid(
        found.lines, found.together, found.asked, lambda one: reverse("budget:centre", args=[year, one.pk])
    )


def _heads(found: Money) -> list[Head]:
    year, so_far = found.asked.year, found.total["so_far"]
    heads = []
    if found.lines:
        all_of_it = found.together.cells[-1]
        then = found.together.then[-1] if found.together.then else None
        solved, when = said(all_of_it.solved, Unit.COUNT), _("in the months that are over")
        heads += [
            Head("each", amount(all_of_it.each), [year.currency, *_was(all_of_it.each, then)], "#costs"),
            Head("solved", solved, [when], all_of_it.solved_link),
            Head("spent", units(all_of_it.cents), [_("by teams that solved")], all_of_it.spent_link),
        ]  # fmt: skip
    extra = found.extra
    cost = f"{units(extra.cents)} {year.currency}" if extra.cents is not None else ""
    page = reverse("budget:year", args=[year.pk])
    heads += [
        Head("overtime", hours(extra.seconds), [_("hours"), cost, _holidays(extra)], "#overtime"),
        Head("so_far", signed(so_far.cents), [_share(so_far.percent)], page),
        Head("expected", units(found.total["forecast"]), [_planned(found.total)], "#plan"),
    ]  # fmt: skip
    return heads


def _holidays(extra: Extra) -> str:
    return _("%(n)s on public holidays") % {"n": hours(extra.holiday)} if extra.holiday else ""


def _was(now: int | None, then: Cell | None) -> list[str]:
    if then is None or then.each is None:
        return []
    return [_("was %(value)s") % {"value": amount(then.each)}, change(Unit.COUNT, now, then.each)]


def _share(percent: int | None) -> str:
    return "" if percent is None else _("%(n)s %%") % {"n": whole(percent)}


def _planned(total: dict[str, Any]) -> str:
    return _("planned %(value)s") % {"value": units(total["plan"])}
