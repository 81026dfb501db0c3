"""What a roster breaks, in words."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling.labour import Breach
from scheduling.regimes import CAP, CONTRACT, Kind

WORDS: dict[Kind, Promise] = {
    Kind.OVERLAP: gettext_lazy("two shifts at once"),
    Kind.DAILY_REST: gettext_lazy("rests %(found)s h, at least %(limit)s h are needed"),
    Kind.WEEKLY_REST: gettext_lazy("has %(found)s h of rest in a week, at least %(limit)s h are needed"),
    Kind.MAX_SHIFT: gettext_lazy("a shift of %(found)s h, at most %(limit)s h"),
    Kind.MAX_DAY: gettext_lazy("works %(found)s h in a day, at most %(limit)s h"),
    Kind.MAX_WEEK: gettext_lazy("works %(found)s h in a week, at most %(limit)s h"),
    Kind.WEEK_AVERAGE: gettext_lazy("works %(found)s h a week on average, at most %(limit)s h"),
    Kind.BREAK: gettext_lazy("has %(found)s min of break, %(limit)s min are needed"),
    Kind.NIGHT_WORK: gettext_lazy("may not work at night"),
    Kind.MAX_NIGHT: gettext_lazy("works %(found)s h in a night, at most %(limit)s h"),
    Kind.NIGHT_AVERAGE: gettext_lazy("works %(found)s h a night on average, at most %(limit)s h"),
    Kind.NIGHT_WEEKS: gettext_lazy("works at night %(found)s weeks in a row, at most %(limit)s"),
    Kind.DAYS_IN_A_ROW: gettext_lazy("works %(found)s days in a row, at most %(limit)s"),
    Kind.SHIFTS_IN_A_ROW: gettext_lazy("works two shifts in a row"),
    Kind.SUNDAYS: gettext_lazy("has no free Sunday in %(limit)s weeks"),
    Kind.NOTICE: gettext_lazy("is told %(found)s days before, %(limit)s are needed"),
    Kind.NO_CONTRACT: gettext_lazy("has no contract"),
    Kind.LEFT: gettext_lazy("does not work here any more"),
    Kind.TIME_OFF: gettext_lazy("has time off"),
    Kind.UNAVAILABLE: gettext_lazy("cannot work then, as they said"),
    Kind.CAP_WORKED: gettext_lazy("works %(found)s h in seven days, at most %(limit)s h"),
    Kind.CAP_NIGHTS: gettext_lazy("works %(found)s nights in seven days, at most %(limit)s"),
    Kind.CAP_REST: gettext_lazy("rests %(found)s h, at least %(limit)s h are needed"),
}


def said(breach: Breach, zone: ZoneInfo) -> str:
    """When, what, and by which law: “Tue 3 Nov: rests 9 h, at least 11 h are needed (TLS § 51)”."""
    return f"{day_said(breach.starts_at, zone)}: {words_of(breach)}"


def words_of(breach: Breach) -> str:
    """Without the day: it holds for any."""
    words = str(WORDS[breach.kind]) % {"found": _number(breach.found), "limit": _number(breach.limit)}
    named = {CONTRACT: _("contract"), CAP: _("against overwork")}
    basis = named.get(breach.basis, breach.basis)
    return f"{words} ({basis})" if basis else words


RESTS = frozenset({Kind.DAILY_REST, Kind.WEEKLY_REST, Kind.SUNDAYS, Kind.SHIFTS_IN_A_ROW, Kind.CAP_REST})
# Why exactly these do not let somebody is nobody else's matter: absence, health, contract.
PRIVATE = frozenset({Kind.TIME_OFF, Kind.UNAVAILABLE, Kind.NO_CONTRACT, Kind.NIGHT_WORK, Kind.LEFT})


def hinted(breach: Breach) -> str:
    """What a colleague is told of it: what kind of rule it is, without a day, a figure or a reason."""
    if breach.kind in PRIVATE:
        return _("is not available then")
    if breach.kind == Kind.OVERLAP:
        return _("has another shift then")
    if breach.kind in RESTS:
        return _("would have too little rest")
    return _("would work too much")


def day_said(at: datetime.datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "D j M")


def _number(value: float) -> str:
    return number_format(round(value, 1), 0 if round(value, 1) == int(value) else 1)
