"""{% load thread %}: words about a message and a promise."""

# ruff: noqa: S308  only what was sanitised on the way in is called safe

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lib.html import from_text
from lib.marks import when
from tickets.choices import Channel, MessageKind
from tickets.models import Message
from tickets.page import is_under_way
from tickets.promises import Panel
from tickets.thread import TEXT_SHOWN

register = template.Library()


@register.filter
def speaker(message: Message) -> str:
    if message.author_id:
        return message.author.full_name
    return str(message.contact) if message.contact_id else _("The desk")


@register.filter
def speaker_key(message: Message) -> int:
    return message.author_id or message.contact_id or 0


@register.filter
def via(message: Message) -> str:
    """by email · to Dana, Okafor Accounts"""
    if message.kind == MessageKind.NOTE:
        return ""
    people = [p for side in ("to", "cc") for p in message.recipients.get(side, ())]
    names = ", ".join(p.get("name") or p.get("address", "") for p in people[:4])
    if message.author_id:
        return _("to %(names)s") % {"names": names} if names else ""
    return _BY.get(message.channel, lambda: "")()


_BY = {
    Channel.EMAIL: lambda: _("by email"),
    Channel.WEB: lambda: _("by web form"),
    Channel.PHONE: lambda: _("by phone"),
    Channel.WALK_IN: lambda: _("in person"),
    Channel.CHAT: lambda: _("by chat"),
    Channel.SOCIAL: lambda: _("on social media"),
    Channel.API: lambda: _("by API"),
}


@register.filter
def delivery(message: Message) -> str:
    """queued, sent or failed; nothing for what no letter carries."""
    if message.problem is not None:
        return "failed"
    if is_under_way(message):
        return "queued"
    return "sent" if message.author_id and message.letter else ""


@register.filter
def washed(html: str) -> SafeString:
    """Our own messages' HTML, made by lib.html when they were written."""
    return mark_safe(html)


@register.filter
def written(text: str) -> SafeString:
    """Plain text with its paragraphs and links; the end of a very long one is elsewhere."""
    return mark_safe(from_text(text[:TEXT_SHOWN]))


@register.filter
def is_long(message: Message) -> bool:
    return len(message.text) > TEXT_SHOWN


@register.filter
def loose_files(message: Message) -> list[dict[str, Any]]:
    """The files that do not already stand inside the letter."""
    return [f for f in message.files if not (message.rich and f["inline"] and f["cid"])]


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
