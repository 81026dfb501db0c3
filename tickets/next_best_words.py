"""Why a ticket is next, in words."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext as language_name

from lib.marks import span
from tickets.choices import Priority
from tickets.next_best import Ranked, Reason


def reasons_of(one: Ranked) -> list[str]:
    return [_WORDS[reason.kind](reason) for reason in one.reasons]


def _language(code: object) -> str:
    return language_name(dict(settings.LANGUAGES).get(str(code), str(code)))


_WORDS: Mapping[str, Callable[[Reason], str]] = {
    "late": lambda one: _("late by %(span)s") % {"span": span(float(one.value) * 60)},
    "due": lambda one: _("due in %(span)s") % {"span": span(float(one.value) * 60)},
    "unpromised": lambda one: _("nothing is promised, the oldest first"),
    "language": lambda one: _("you speak %(language)s") % {"language": _language(one.value)},
    "foreign": lambda one: _("written in %(language)s") % {"language": _language(one.value)},
    "own": lambda one: _("yours already"),
    "priority": lambda one: _("priority: %(word)s") % {"word": Priority(str(one.value)).label},
    "load": lambda one: _("you have %(n)s in hand, more than others") % {"n": int(float(one.value))},
}
