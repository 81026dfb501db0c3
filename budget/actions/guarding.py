"""What every change of a year begins with, and the line of history that it leaves."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from budget.choices import Done
from budget.models import Change, Line, Year
from budget.sums import MONTHS
from staff.models import User

MOST_CENTS = 10**13


def must_manage(by: User) -> None:
    if not by.may("budget.manage"):
        raise PermissionDenied("budget.manage")


def open_year(year: Year) -> Year:
    """The year, locked, so that nobody closes it meanwhile. ValidationError if it is closed."""
    fresh = Year.objects.select_for_update(of=("self",)).select_related("current").get(pk=year.pk)
    if fresh.is_closed:
        raise ValidationError(
            _("%(year)s is closed: nothing is planned or posted in it any more."), params={"year": fresh.name}
        )
    return fresh


def remember(
    year: Year, what: Done, *, by: User, at: datetime.datetime, words: str = "", line: Line | None = None,
    **data: Any,
) -> None:  # fmt: skip
    Change.objects.create(year=year, what=what, by=by, at=at, words=words[:300], line=line, data=data)


def in_words(text: object, most: int, *, what: str) -> str:
    """On one line, not empty and no longer than that."""
    words = " ".join(str(text or "").replace("\x00", "").split())
    if not words:
        raise ValidationError(_("%(what)s: say something."), params={"what": what})
    if len(words) > most:
        raise ValidationError(
            _("%(what)s: at most %(most)s characters."), params={"what": what, "most": most}
        )
    return words


def twelve(cents: list[int]) -> list[int]:
    if len(cents) != MONTHS or any(not isinstance(one, int) or abs(one) > MOST_CENTS for one in cents):
        raise ValidationError(_("A year has twelve months, each with an amount."))
    return list(cents)
