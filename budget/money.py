"""Money in whole cents: read as somebody typed it, written as they read it, shared out to the cent.

PURE, and never a float. What could mean two amounts is refused, not guessed.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

MOST_UNITS = 10**11
_SPACES = " \u00a0\u202f\u2009"
_QUOTES = "'’"
_SHAPE = re.compile(r"\d[\d.,' ]*\d|\d|[.,]\d{1,2}", re.ASCII)
_CURRENCY = re.compile(r"^(?:[A-Z]{3}|[€$£¥])\s*|\s*(?:[A-Z]{3}|[€$£¥]|zł|kr)$")


class Unreadable(ValueError):
    """No amount."""


class Ambiguous(Unreadable):
    """It could be read as two amounts; `readings` says which, in cents."""

    def __init__(self, text: str, readings: tuple[int, int]) -> None:
        super().__init__(text)
        self.readings = readings


class TooLarge(Unreadable):
    """More than anybody has."""


def read(text: str, *, decimal: str = ".", group: str = ",") -> int:
    """Cents of an amount typed by somebody whose language writes `decimal` before the cents and `group`
    between thousands: "1 234,50", "1,234.50", "-12", "€ 5". Unreadable, Ambiguous or TooLarge.
    """
    plain, sign = _without_sign(_without_currency(_one_kind_of_space(text)))
    if not _SHAPE.fullmatch(plain):
        raise Unreadable(text)
    units, cents = _parts(plain, decimal, _one_kind_of_space(group) or group, text)
    if units >= MOST_UNITS:
        raise TooLarge(text)
    return sign * (units * 100 + cents)


def _one_kind_of_space(text: str) -> str:
    for space in _SPACES:
        text = text.replace(space, " ")
    for quote in _QUOTES:
        text = text.replace(quote, "'")
    return text if text == " " else text.strip()


def _without_currency(text: str) -> str:
    return _CURRENCY.sub("", text).strip()


def _without_sign(text: str) -> tuple[str, int]:
    if text[:1] in {"-", "−", "+"}:
        return _without_currency(text[1:].strip()), 1 if text[0] == "+" else -1
    return text, 1


def _parts(plain: str, decimal: str, group: str, text: str) -> tuple[int, int]:
    """Units and cents."""
    marks = [mark for mark in plain if not mark.isdigit()]
    kinds = set(marks)
    if not marks:
        return int(plain), 0
    last = marks[-1]
    if len(kinds) > 1:
        if len(kinds) > 2 or marks.count(last) > 1 or last in " '":
            raise Unreadable(text)
        whole, _mark, fraction = plain.rpartition(last)
        return _grouped(whole, (kinds - {last}).pop(), text), _fraction(fraction, text)
    if last in " '" or len(marks) > 1:
        return _grouped(plain, last, text), 0
    whole, _mark, fraction = plain.partition(last)
    if len(fraction) != 3:
        return int(whole or 0), _fraction(fraction, text)
    if last == group and last != decimal and 1 <= len(whole) <= 3 and whole[0] != "0":
        return int(whole + fraction), 0
    rounded = int(whole or 0) * 100 + int(fraction[:2])
    raise Ambiguous(text, (int(whole + fraction) * 100, rounded))


def _grouped(whole: str, mark: str, text: str) -> int:
    first, *rest = whole.split(mark)
    if not 1 <= len(first) <= 3 or not all(len(part) == 3 and part.isdigit() for part in rest):
        raise Unreadable(text)
    return int(first + "".join(rest))


def _fraction(digits: str, text: str) -> int:
    if not 1 <= len(digits) <= 2 or not digits.isdigit():
        raise Unreadable(text)
    return int(digits.ljust(2, "0"))


def write(cents: int, *, decimal: str = ".", group: str = ",", whole: bool = False) -> str:
    """As `read` reads it, with a real minus. `whole`: rounded to units, for tables."""
    if whole:
        cents = to_units(cents) * 100
    units, rest = divmod(abs(cents), 100)
    digits = f"{units:,}".replace(",", group)
    return ("−" if cents < 0 else "") + (digits if whole else f"{digits}{decimal}{rest:02}")


def to_units(cents: int) -> int:
    """Rounded half away from zero, as people do."""
    units = (abs(cents) + 50) // 100
    return -units if cents < 0 else units


def rounded(amount: Decimal) -> int:
    """Cents of an exact amount, half a cent away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(cents: int, weights: Sequence[int | Decimal]) -> list[int]:
    """Cents in these proportions; together exactly what was there. What cannot be divided goes to those that
    lost most by rounding, the first of them first. Without any weight: in equal parts.
    """
    if not weights:
        raise ValueError("nobody to share it among")
    parts = [Decimal(weight) for weight in weights]
    if min(parts) < 0:
        raise ValueError("no weight is negative")
    total = sum(parts, Decimal(0))
    if not total:
        parts, total = [Decimal(1)] * len(parts), Decimal(len(parts))
    amount, sign = abs(cents), -1 if cents < 0 else 1
    exact = [amount * part / total for part in parts]
    shares = [int(one) for one in exact]
    behind = sorted(range(len(parts)), key=lambda n: (shares[n] - exact[n], n))
    left = amount - sum(shares)
    for n in behind[:left]:
        shares[n] += 1
    return [sign * one for one in shares]


def over_months(cents: int, months: int = 12) -> list[int]:
    """In equal parts, the odd cents in the first months."""
    return share(cents, [1] * months)
