"""How loaded somebody is, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib.marks import span
from scheduling.load import Load, Reason, Standing, Strain

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
        Strain.NIGHTS: _("%(n)s nights in seven days"),
        Strain.REST: _("%(length)s of rest before this shift"),
    }[one.strain] % {"length": length, "n": int(one.value)}


def reasons_in_words(load: Load, most: int = 2) -> list[str]:
    """What presses, else what presses most."""
    shown = load.pressing or [one for one in load.reasons if one.share][:most]
    return [reason_in_words(one) for one in shown]
