"""Public holidays of a country or one of its regions, by the library that keeps the lists."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays
from babel import Locale
from django.utils import translation


class UnknownRegion(ValueError):
    """The country has no such region; `known` are the names and codes it has."""

    def __init__(self, known: list[str]) -> None:
        super().__init__("no such region")
        self.known = known


@cache
def _codes() -> frozenset[str]:
    return frozenset(
        code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2
    )


def countries() -> list[tuple[str, str]]:
    """(code of ISO 3166, name in the reader's language), by name."""
    names = Locale.parse(translation.get_language() or "en", sep="-").territories
    return sorted(((code, names.get(code, code)) for code in _codes()), key=lambda pair: pair[1])


def public_holidays(country: str, region: str, years: Iterable[int]) -> dict[date, str]:
    """Date → name in the country's own language. Raises UnknownRegion."""
    if not country:
        return {}
    made = holidays.country_holidays(country, subdiv=_region(country, region), years=list(years))
    return dict(sorted(made.items()))


def _region(country: str, written: str) -> str | None:
    """The code of the region that was written as its code or its name, in any letters."""
    if not written.strip():
        return None
    kind = holidays.country_holidays(country, years=[])
    by_name = {name.casefold(): code for name, code in getattr(kind, "subdivisions_aliases", {}).items()}
    known = {code.casefold(): code for code in kind.subdivisions} | by_name
    code = known.get(written.strip().casefold())
    if code is None:
        names = sorted(set(getattr(kind, "subdivisions_aliases", {}))) or list(kind.subdivisions)
        raise UnknownRegion(names)
    return code
