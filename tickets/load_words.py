"""How loaded somebody is, in words."""

import datetime
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lib.marks import span
from scheduling.load import Load, Reason, Standing, Strain
from scheduling.there import NOT_THERE, there
from staff.models import User
from tickets.phrases import day_and_time

STANDING_WORDS: Mapping[str, Promise] = {
    Standing.FREE: gettext_lazy("free"),
    Standing.HIGH: gettext_lazy("above the soft cap"),
    Standing.OVER: gettext_lazy("at the hard cap"),
}


def reason_in_words(one: Reason) -> str:
    length = span(one.value * 60) if one.value >= 1 else "0"
    return {
        Strain.WORKED: _("%(length)s at work in seven days"),
        Strain.EFFORT: _("%(length)s of work in open tickets"),
        Strain.HOT: _("%(length)s with several promises at risk"),
        Strain.NIGHTS: ngettext("%(n)s night in seven days", "%(n)s nights in seven days", int(one.value)),
        Strain.REST: _("%(length)s of rest before this shift"),
    }[one.strain] % {"length": length, "n": int(one.value)}


def reasons_in_words(load: Load, most: int = 2) -> list[str]:
    """What presses, else what presses most."""
    shown = load.pressing or [one for one in load.reasons if one.share][:most]
    return [reason_in_words(one) for one in shown]


def off_words(user: User, now: datetime.datetime) -> str:
    """Said to whoever gives them something while they are off by the roster; nothing where none speaks."""
    seen = there([user], now).get(user.pk, NOT_THERE)
    if not seen.rostered or seen.on_shift or seen.on_call:
        return ""
    if seen.next_at is None:
        return _("%(name)s is off.") % {"name": user.full_name}
    return _("%(name)s is off until %(at)s.") % {"name": user.full_name, "at": day_and_time(seen.next_at)}
