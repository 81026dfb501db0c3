"""Dates as people write them in letters, in 18 languages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

# Beginnings of month names in 18 languages; the longest that fits is meant.
_MONTHS = {
    1: "jan jaan ene gen stycz led янв січ saus tammi",
    2: "feb veebr fév fev lut úno unor фев лют vas helmi",
    3: "mar märts maart mär mars bře bre бер мар kov maalis",
    4: "apr abr avr kwie kwi dub апр квіт bal huhti",
    5: "may mai maj mei maggio mag kvě kve мая май травн geg touko maijs maio mayo",
    6: "jun juuni giu czerw cze červn cervn июн черв birž birz kesä juin jūn",
    7: "jul juuli lug lip červen cerven июл лип liep heinä juil jūl",
    8: "aug aoû aou ago sierp sie srp авг серп rugpj elo août",
    9: "sep set wrze wrz zář zar сен вер rugs syys",
    10: "oct okt out ott paźdz paź pazdz październik říj rij окт жовт spal loka octu",
    11: "nov listop лист ноя lapkr lapkri marras",
    12: "dec det dez dic déc gru pros дек груд gruod joulu",
}
# Where one beginning would hide another: whole stems.
_STEMS: dict[str, int] = {stem: number for number, stems in _MONTHS.items() for stem in stems.split()}
_STEMS |= {"července": 7, "červenec": 7, "června": 6, "červen": 6, "listopada": 11, "listopad": 11}
_STEMS |= {"lipca": 7, "lipiec": 7, "липня": 7, "липень": 7, "листопада": 11, "серпня": 8, "серпень": 8}
_STEMS |= {"listopadu": 11, "marca": 3, "marzec": 3, "maja": 5, "kovo": 3, "kovas": 3}
_STEMS |= {"вересня": 9, "вересень": 9, "березня": 3, "березень": 3, "października": 10, "grudnia": 12}
_LONGEST_FIRST = sorted(_STEMS, key=len, reverse=True)
_MONTH = "(?P<{}>" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")\w*\.?"
_YEAR = r"(?:,?\s*(?:de |del |m\. )?(?P<{}>20\d\d)(?!\d))?"
_WEEKDAYS = [
    "monday montag lundi lunes lunedì lunedi segunda maandag måndag mandag esmaspäev maanantai poniedział "
    "pondělí понедельник понеділ pirmadien pirmdien",
    "tuesday dienstag mardi martes martedì terça dinsdag tisdag tirsdag teisipäev tiistai wtorek wtork úter "
    "вторник вівтор antradien otrdien",
    "wednesday mittwoch mercredi miércoles mercoledì quarta woensdag onsdag kolmapäev keskiviik środ střed "
    "сред серед trečiadien trešdien",
    "thursday donnerstag jeudi jueves giovedì quinta donderdag torsdag neljapäev torstai czwart čtvrt "
    "четверг четвер ketvirtadien ceturtdien",
    "friday freitag vendredi viernes venerdì sexta vrijdag fredag reede perjantai piąt piątk pátek pátk "
    "пятниц п'ятниц penktadien piektdien",
]
_DAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_DATE = re.compile(
    r"(?P<iso>(?<!\d)20\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d))"
    r"|(?P<num>(?<![\d.:/])\d{1,2}(?P<sep>[./-])\s?\d{1,2}(?:(?P=sep)\s?(?:20)?\d\d(?!\d)|\.(?!\d)"
    r"|(?![\d.:/]|\s?%|-\d{3})))"
    r"|(?<!\d)(?P<day>[0-3]?\d)(?:\.|º|st|nd|rd|th|-?го|er|-го|-ого)?\s*(?:of |de |d’|d'|den )?"
    + _MONTH.format("month")
    + _YEAR.format("year")
    + r"|\b"
    + _MONTH.format("month2")
    + r"\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th|\s?d\.)?(?!\d|:)"
    + _YEAR.format("year2")
    + r"|\b(?P<weekday>"
    + "|".join(sorted(map(re.escape, _DAYS), key=len, reverse=True))
    + ")",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A date and where its words begin."""

    day: date
    start: int


def dates_in(text: str, near: date) -> Iterator[Named]:
    """Every date in a short text. Without a year it is the next such day from `near` on, as a weekday is.

    3/4/2026 is read as the third of April unless only the other way is on or after `near`.
    """
    for found in _DATE.finditer(text[:5_000]):
        day = _day(found, near)
        if day:
            yield Named(day, found.start())


def _day(found: re.Match[str], near: date) -> date | None:
    if word := found["iso"]:
        year, month, number = map(int, re.split(r"[-./]", word))
        return _date(year, month, number)
    if word := found["num"]:
        return _numeric([int(each) for each in re.split(r"[./\-\s]+", word.rstrip(".")) if each], near)
    if word := found["weekday"]:
        ahead = (_DAYS[word.lower()] - near.weekday()) % 7 or 7
        return near + timedelta(days=ahead)
    which = "" if found["month"] else "2"
    month, day = _STEMS[found[f"month{which}"].lower()], int(found[f"day{which}"])
    if written := found[f"year{which}"]:
        return _date(int(written), month, day)
    return _next(month, day, near)


def _numeric(parts: list[int], near: date) -> date | None:
    if len(parts) < 2:
        return None
    first, second = parts[:2]
    if len(parts) == 2:
        return _next(second, first, near) or _next(first, second, near)
    year = parts[2] + (2000 if parts[2] < 100 else 0)
    read = [_date(year, second, first), _date(year, first, second)]
    sound = [each for each in read if each]
    return next((each for each in sound if each >= near), sound[0] if sound else None)


def _next(month: int, day: int, near: date) -> date | None:
    """This day of this month, this year or the next; yesterday is still this year's."""
    here = _date(near.year, month, day)
    if here and here >= near - timedelta(days=1):
        return here
    return _date(near.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
