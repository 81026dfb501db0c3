"""{% load thread %}: the conversation, and words about a message and a promise."""

import datetime
from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lib.marks import when
from tickets import conversation, delivery
from tickets.models import Message
from tickets.promises import Panel
from tickets.thread import Item

register = template.Library()


register.filter(conversation.speaker)


@register.simple_tag(takes_context=True)
def conversation_of(context: Context, items: Iterable[Item], composer_takes_over: bool = False) -> SafeString:
    """The items in their order; the reader's own message takes the focus where it came from the composer."""
    reader = context["reader"].pk if composer_takes_over and context.get("composer") else None
    return conversation.markup(items, now=context["now"], focus_on=reader)


@register.simple_tag
def delivery_news(message: Message) -> SafeString:
    """Both places of a message that an open page shows, to be replaced there."""
    return delivery.mark(message, oob=True) + delivery.box(message, oob=True)


@register.filter
def moment(iso: str) -> str:
    """A time out of the database's JSON, in the reader's zone."""
    at = datetime.datetime.fromisoformat(iso)
    return f"{timezone.localtime(at):%H:%M}"


@register.filter
def due_words(panel: Panel) -> SafeString:
    """When it is due, was due, was done; or why nobody can tell."""
    due, done = when(panel.due_at, "clock"), when(panel.stopped_at, "clock")
    if panel.stopped_at and panel.due_at:
        return format_html(_("done {done} · was due {due}"), done=done, due=due)
    if panel.due_at:
        return format_html(_("was due {due}") if panel.over else _("due {due}"), due=due)
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
