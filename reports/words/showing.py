"""Figures in words: numbers as the reader's language writes them, times as long as they were."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lib.marks import span
from reports.choices import Statistic, Unit
from reports.listing import Asked
from reports.models import TicketFact


def said(value: float | None, unit: str) -> str:
    """With its unit; a dash where nothing was counted."""
    if value is None:
        return "–"
    if unit == Unit.SECONDS:
        return str(span(value))
    if unit == Unit.HOURS:
        return _("%(n)s h") % {"n": number_format(round(value, 1), decimal_pos=1, force_grouping=True)}
    if unit == Unit.PERCENT:
        return _("%(n)s %%") % {"n": number_format(round(value, 1), decimal_pos=1)}
    if unit == Unit.POINTS:
        return number_format(round(value, 2), decimal_pos=2)
    return number_format(round(value), decimal_pos=0, use_l10n=True)


def hours(seconds: int) -> str:
    return one_place(seconds / 3600)


def one_place(number: float) -> str:
    """Rounded: number_format cuts off, which is right for a share (99.96 % is not 100) and nowhere else."""
    return number_format(round(number, 1), decimal_pos=1)


class FactLine(NamedTuple):
    """`subject` is None where the ticket is not the reader's to see now."""

    fact: TicketFact
    number: int
    subject: str | None
    value: str


def shown_list(facts: Iterable[TicketFact], seen: Collection[int], asked: Asked) -> list[FactLine]:
    return [
        FactLine(
            fact, fact.ticket_id, fact.ticket.subject if fact.ticket_id in seen else None, _value(fact, asked)
        )
        for fact in facts
    ]


def _value(fact: TicketFact, asked: Asked) -> str:
    """What this fact adds to the number."""
    match asked.cut.told.statistic:
        case Statistic.MEDIAN | Statistic.P90 | Statistic.TOTAL:
            return said(fact.working if asked.cut.working else fact.seconds, Unit.SECONDS)
        case Statistic.MEAN if asked.cut.told.unit == Unit.SECONDS:
            return said(fact.seconds, Unit.SECONDS)
        case Statistic.KEPT:
            return _("kept") if fact.kept else _("missed")
        case Statistic.MEAN:
            return said(fact.score, Unit.COUNT)
        case _:
            return ""
