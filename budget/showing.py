"""Amounts as the reader's language writes them, and read from what they typed."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from budget import money
from budget.sums import Limits, Look, Sums, variance

# What a line of twelve months shows, month by month.
SIGNS = {Look.OVER: "▲", Look.UNDER: "▼", Look.WITHIN: ""}


def _marks() -> dict[str, str]:
    decimal, group = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    return {"decimal": decimal, "group": group}


def amount(cents: int | None) -> str:
    return "–" if cents is None else money.write(cents, **_marks())


def units(cents: int | None) -> str:
    """Without cents, for tables."""
    return "–" if cents is None else money.write(cents, whole=True, **_marks())


def signed(cents: int) -> str:
    """A difference: with a plus, too."""
    return ("+" if cents > 0 else "") + units(cents)


def typed(text: str) -> int:
    """Cents. ValidationError says how to write it."""
    try:
        return money.read(text, **_marks())
    except money.Ambiguous as error:
        first, second = (amount(cents) for cents in error.readings)
        raise ValidationError(
            _("“%(text)s” could be %(first)s or %(second)s. Write it with cents."),
            params={"text": text, "first": first, "second": second},
        ) from error
    except money.TooLarge as error:
        raise ValidationError(_("This is too much.")) from error
    except money.Unreadable as error:
        example = money.write(123450, **_marks())
        raise ValidationError(
            _("“%(text)s” is no amount. Write it like %(example)s."),
            params={"text": text[:40], "example": example},
        ) from error


def month_name(month: object, *, short: bool = False) -> str:
    return date_format(month, "M" if short else "F Y")


def cells(sums: Sums, forecast: list[int], over: int, limits: Limits) -> list[dict]:
    """Twelve: what it was, marked where it is out of bounds; what is expected where it is still to come."""
    found = []
    for month in range(12):
        is_over = month < over
        apart = variance(sums.plan[month], sums.actual[month], limits)
        look = apart.look if is_over else Look.WITHIN
        found.append(
            {
                "cents": sums.actual[month] if is_over else forecast[month],
                "plan": sums.plan[month],
                "apart": apart.cents,
                "look": look.value,
                "sign": SIGNS[look],
                "is_over": is_over,
            }
        )
    return found
