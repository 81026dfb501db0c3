"""{% load thread %}: the conversation, and words about a message and a promise."""

import datetime
from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.html import from_markdown
from lib.marks import pill, span, when
from tickets import conversation, delivery, macros, phrases
from tickets.choices import Metric
from tickets.explaining import WIDTH, Explained, Under
from tickets.models import Message
from tickets.promises import Panel
from tickets.thread import Item
from tickets.time_left import left_in

register = template.Library()


register.filter(conversation.speaker)
register.filter("macro_changes", macros.changes_of)


@register.simple_tag(takes_context=True)
def conversation_of(context: Context, items: Iterable[Item], composer_takes_over: bool = False) -> SafeString:
    """The items in their order; the reader's own message takes the focus where it came from the composer."""
    reader = context["reader"].pk
    focus = reader if composer_takes_over and context.get("composer") else None
    token = _token(context)
    return conversation.markup(items, now=context["now"], token=token, reader=reader, focus_on=focus)


def _token(context: Context) -> str:
    return str(context.get("csrf_token", ""))


@register.simple_tag(takes_context=True)
def delivery_news(context: Context, message: Message) -> SafeString:
    """Both places of a message that an open page shows, to be replaced there."""
    box = delivery.box(message, _token(context), reader=context["reader"].pk, oob=True)
    return delivery.mark(message, oob=True) + box


@register.filter
def metric_name(word: str) -> str:
    return str(Metric(word).label) if word in Metric.values else ""


@register.filter
def moment(iso: str) -> str:
    """A time out of the database's JSON, in the reader's zone."""
    at = datetime.datetime.fromisoformat(iso)
    return f"{timezone.localtime(at):%H:%M}"


@register.filter
def day_and_time(at: datetime.datetime | str) -> str:
    """Mon 30 Nov, 09:00, in the reader's zone; also of a time out of the database's JSON."""
    return phrases.day_and_time(datetime.datetime.fromisoformat(at) if isinstance(at, str) else at)


@register.filter
def of_draft(files: Iterable[dict], draft: int) -> list[dict]:
    return [file for file in files if file["draft"] == draft]


@register.filter
def typed_time(iso: str) -> str:
    """As a field for a time holds it."""
    return f"{timezone.localtime(datetime.datetime.fromisoformat(iso)):%Y-%m-%dT%H:%M}"


@register.filter
def as_typed(text: str) -> SafeString:
    """What somebody typed, as it will be read."""
    return SafeString(from_markdown(text))


@register.simple_tag
def length(seconds: int) -> str:
    """How long something took: 1h 12m."""
    return span(seconds)


@register.filter
def exact(at: datetime.datetime, style: str = "") -> SafeString:
    """A time to the second in the reader's zone, on paper too; short: without the weekday."""
    local = timezone.localtime(at)
    text = f"{date_format(local, 'j M' if style == 'short' else 'D j M')} {local:%H:%M:%S}"
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.filter
def exact_iso(said: str) -> SafeString:
    return exact(datetime.datetime.fromisoformat(said), "short")


@register.filter
def clocked(seconds: int) -> str:
    """Hours, minutes and seconds: 33:04:09."""
    return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


@register.simple_tag
def clock_pill(told: Explained, now: datetime.datetime) -> SafeString:
    """The pill of a clock that is open, or how it ended."""
    clock = told.clock
    late = clock.state == "missed" and told.is_open
    warn_at = min((at for at in clock.warn_at if at), default=None)
    state = "late" if late else clock.state.value
    counts = told.business and not clock.by_hand and told.is_open and clock.due_at and clock.segments
    calendar = told.under.get(clock.segments[-1].label, Under()).version if counts else None
    left = left_in(calendar, clock.due_at, now) if calendar and clock.due_at else None
    return pill(clock.due_at, state, now, warn_at, left)


@register.filter
def says_its_state(told: Explained) -> bool:
    """Whether the pill says how the clock stands, so that nobody else needs to."""
    return told.clock.state in {"met", "paused", "unschedulable"} or (
        told.clock.state == "missed" and not told.is_open
    )


@register.filter
def strip_words(told: Explained) -> str:
    """What the strip shows, for whoever does not see it."""
    shares = {"used": 0.0, "closed": 0.0, "stopped": 0.0, "excluded": 0.0}
    for bar in told.strip.bars if told.strip else ():
        shares[bar.look] += bar.width / WIDTH * 100
    words = _("Of the real time %(used)d %% counted, %(closed)d %% was closed, %(stopped)d %% stood still.")
    return words % {
        "used": round(shares["used"]), "closed": round(shares["closed"]), "stopped": round(shares["stopped"]),
    }  # fmt: skip


@register.filter
def due_words(panel: Panel) -> SafeString:
    """When it is due, was due, was done; or why nobody can tell."""
    due, done = when(panel.due_at, "clock"), when(panel.stopped_at, "clock")
    if panel.stopped_at and panel.due_at:
        return format_html(_("done {done} · was due {due}"), done=done, due=due)
    if panel.due_at:
        words = _("was due {due}") if panel.over else _("due {due}")
        by_hand = format_html(" · {}", _("set by hand")) if panel.by_hand else ""
        return format_html("{}{}", format_html(words, due=due), by_hand)
    if panel.state == "paused":
        return format_html(_("stands still, {left} left when it goes on"), left=hours(max(panel.left, 0)))
    if panel.state == "unschedulable":
        return format_html(_("no opening hours ahead: nobody can tell when this is due"))
    return SafeString("")


@register.filter
def hours(seconds: int) -> str:
    """Working time is told in hours, never in days: 52 min, 33 h 4 min."""
    minutes = round(seconds / 60)
    if minutes < 120:
        return _("%(n)d min") % {"n": minutes}
    if minutes % 60 == 0:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(h)d h %(m)d min") % {"h": minutes // 60, "m": minutes % 60}


@register.filter
def used_words(panel: Panel) -> str:
    words = {"used": hours(panel.used), "target": hours(panel.target)}
    if panel.business:
        return _("%(used)s of %(target)s of opening hours") % words
    return _("%(used)s of %(target)s") % words
