"""What the sentences of the history are made of: names, words, times, as markup in the reader's language."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.models import TicketEvent

QUIET = SafeString("")


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the numbers in the events are."""

    users: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    whole: bool = False  # say also what the conversation shows by itself

    def user(self, pk: object) -> str:
        return self.users.get(pk, _("a former colleague")) if isinstance(pk, int) else _("nobody")

    def team(self, pk: object) -> str:
        return self.teams.get(pk, "?") if isinstance(pk, int) else "?"


# What is said about one event.
Say = Callable[[TicketEvent, Names], SafeString]


def who(event: TicketEvent) -> str:
    if event.actor_id:
        return event.actor.full_name
    if event.contact_id:
        return str(event.contact)
    return _("the desk")


def line(words: str, event: TicketEvent, **parts: object) -> SafeString:
    bold = {name: format_html("<b>{}</b>", part) for name, part in parts.items()}
    return format_html(words, who=format_html("<b>{}</b>", who(event)), **bold)


def word(choices: type, value: object) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value)


def time(said: object) -> str:
    """A time out of an event, in the reader's zone."""
    if not isinstance(said, str):
        return "–"
    local = timezone.localtime(datetime.datetime.fromisoformat(said))
    return f"{date_format(local, 'j M Y')} {local:%H:%M}"


def day_and_time(at: datetime.datetime) -> str:
    """Mon 30 Nov, 09:00, in the reader's zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'D j M')}, {local:%H:%M}"


def ticket(number: object) -> SafeString:
    """A link that opens it for whoever may see it."""
    if not isinstance(number, int):
        return SafeString("?")
    url = reverse("tickets:ticket", args=[number])
    return format_html('<a class="link mono" href="{}">#{}</a>', url, number)


def in_whole(words: Callable[[], str]) -> Say:
    return lambda event, names: line(words(), event) if names.whole else QUIET
