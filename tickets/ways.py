"""By which way something happened, in the reader's words: the other half of who did it."""

from collections.abc import Callable, Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.models import TicketEvent

# Which part of the desk acted by itself, if nothing else is known (tickets.actors.Desk).
_PARTS: Mapping[str, Callable[[], str]] = {
    "mail": lambda: _("by mail"),
    "timers": lambda: _("by the timers"),
    "ladder": lambda: _("by the ladder"),
    "upkeep": lambda: _("by a job of the desk"),
}


def by_which_way(event: TicketEvent) -> SafeString:
    """As markup: in the browser, by mail 812 by API key 3 …"""
    kind, _sign, detail = event.through.partition(":")
    say = _WAYS.get(kind)
    if say is not None:
        return say(detail)
    part = _PARTS.get(str(event.data.get("source", "")))
    return _plain(part()) if part else SafeString("")


def _plain(words: str) -> SafeString:
    return format_html("{}", words)


def _mail(detail: str) -> SafeString:
    number, _sign, rules = detail.partition(":")
    words = _("by mail %(number)s") % {"number": number}
    url = _url("mail:explain", number)
    said = format_html('<a class="link" href="{}">{}</a>', url, words) if url else _plain(words)
    if not rules:
        return said
    numbers = rules.split("+")
    by_rule = ngettext("mail rule %(numbers)s", "mail rules %(numbers)s", len(numbers))
    return format_html("{} · {}", said, by_rule % {"numbers": ", ".join(numbers)})


def _url(name: str, number: str) -> str:
    try:
        return reverse(name, args=[int(number)])
    except (NoReverseMatch, ValueError):
        return ""


def _job(detail: str) -> SafeString:
    name = detail.rpartition(".")[2].replace("_", " ")
    return _plain(_("by a job of the desk (%(name)s)") % {"name": name})


# What comes before the colon in TicketEvent.through → how it is said.
_WAYS: Mapping[str, Callable[[str], SafeString]] = {
    "browser": lambda detail: _plain(_("in the browser")),
    "portal": lambda detail: _plain(_("on the customers’ pages")),
    "mail": _mail,
    "api": lambda detail: _plain(_("by API key %(name)s") % {"name": detail or "–"}),
    "job": _job,
    "bulk": lambda detail: _plain(_("together with others, in job %(number)s") % {"number": detail}),
    "command": lambda detail: _plain(_("by the command %(name)s") % {"name": detail}),
}
