"""Figures as marks and rows."""

import datetime
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from budget.choices import PAY, LineKind
from budget.models import Line
from budget.money import to_units
from budget.queries import Book, Branch
from budget.showing import cells, month_name, units
from budget.sums import Sums, variance
from lib.charts import Bar, bars


def row(book: Book, sums: Sums, today: datetime.date, **more: object) -> dict:
    """One line of a table of twelve months. Its difference is that of the months that are over."""
    over, forecast = book.year.months_over(today), book.forecast(sums, today)
    left = sum(sums.plan) - sum(forecast)
    so_far = variance(sum(sums.plan[:over]), sum(sums.actual[:over]), book.year.limits)
    return {
        "cells": cells(sums, forecast, over, book.year.limits),
        "plan": sum(sums.plan), "actual": sum(sums.actual), "forecast": sum(forecast),
        "committed": sum(sums.committed), "so_far": so_far, "left": left, "off": abs(left), **more,
    }  # fmt: skip


def centre_rows(book: Book, today: datetime.date) -> list[dict]:
    return rows_of(book, book.branches(), today)


def rows_of(book: Book, branches: Sequence[Branch], today: datetime.date) -> list[dict]:
    """As deep as they are below the first of them."""
    top = min((one.depth for one in branches), default=0)
    return [
        row(
            book, one.sums, today, centre=one.centre, depth=min(one.depth - top, 3),
            pay_hidden=book.hides(one.centre.pk),
        )
        for one in branches
    ]  # fmt: skip


def kind_rows(book: Book, centre_id: int, today: datetime.date, *, by_line: bool) -> list[dict]:
    """What a centre itself spends: by line, and pay only by kind unless one manages it."""
    rows: list[dict] = []
    for kind, sums in book.kinds_of(centre_id):
        label = LineKind(kind).label
        if kind in PAY and not by_line:
            rows.append(row(book, sums, today, name=label, kind=kind))
            continue
        for (centre, its_kind, line_id), its_sums in book.keys.items():
            if centre == centre_id and its_kind == kind:
                line = book.lines.get(line_id) if line_id else None
                name = line.name if line else _("Not planned")
                rows.append(row(book, its_sums, today, name=name, kind=kind, label=label, line=line))
    return rows


def line_row(book: Book, line: Line, today: datetime.date) -> dict:
    return row(book, book.keys.get((line.centre_id, line.kind, line.pk), Sums()), today)


def months_chart(book: Book, sums: Sums, today: datetime.date) -> SafeString:
    """What it was and what is expected, against the plan."""
    over, forecast = book.year.months_over(today), book.forecast(sums, today)
    scale = _scale(sums, forecast)
    marks = []
    for n, month in enumerate(book.year.months):
        cents = sums.actual[n] if n < over else forecast[n]
        said = (
            _("%(month)s: %(amount)s, planned %(plan)s")
            if n < over
            else _("%(month)s: %(amount)s expected, planned %(plan)s")
        )
        marks.append(
            Bar(
                value=_bar(cents, scale),
                usual=_bar(sums.plan[n], scale),
                says=said % {"month": month_name(month), "amount": units(cents), "plan": units(sums.plan[n])},
                label=month_name(month, short=True),
                look="full" if n < over else "",
            )
        )
    title = chart_title(book, sums, today)
    return bars("months", marks, title=title, description=in_words(book, sums, today), now=over or None)


def chart_title(book: Book, sums: Sums, today: datetime.date) -> str:
    large = _scale(sums, book.forecast(sums, today)) == 1000
    return _("By month, in thousands") if large else _("By month")


def _scale(sums: Sums, forecast: list[int]) -> int:
    most = max(abs(cents) for cents in (*forecast, *sums.plan))
    return 1000 if most >= 1_000_000 else 1


def _bar(cents: int, scale: int) -> float:
    return max(to_units(cents), 0) / scale


def in_words(book: Book, sums: Sums, today: datetime.date) -> str:
    """The chart in a sentence."""
    over = book.year.months_over(today)
    return _("In %(n)s months %(actual)s was spent, %(plan)s was planned; %(forecast)s is expected.") % {
        "n": over, "actual": units(sum(sums.actual[:over])), "plan": units(sum(sums.plan[:over])),
        "forecast": units(sum(book.forecast(sums, today))),
    }  # fmt: skip


def export_heads(months: Sequence[datetime.date]) -> list[str]:
    return [
        _("Cost centre"), _("Name"), _("Plan"), _("Spent"), _("Forecast"), _("Still open"),
        *(f"{month:%Y-%m}" for month in months),
    ]  # fmt: skip
