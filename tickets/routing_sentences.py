"""What the desk decided about whose a ticket is, said in one line in the reader's language."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.choices import EventKind, Occasion
from tickets.models import TicketEvent
from tickets.phrases import Names, Say, line, word
from tickets.routing_words import rule_in_words


def _routed(event: TicketEvent, names: Names) -> SafeString:
    data = event.data
    parts = {"rule": rule_in_words(data.get("rule", "")), "why": word(Occasion, data.get("occasion", ""))}
    if data.get("to") is None:
        words = _("Waits for somebody: {rule}")
        if data.get("was") is not None:
            words = _("Waits for somebody, {why}: {rule}")
        said = line(words, event, **parts)
    elif data.get("was") is not None:
        words = _("Handed from {was} to {to}, {why}: {rule}")
        said = line(words, event, was=names.user(data["was"]), to=names.user(data["to"]), **parts)
    else:
        said = line(_("Routed to {to}: {rule}"), event, to=names.user(data["to"]), **parts)
    if event.ticket_id is None:
        return said
    url = reverse("tickets:routed", args=[event.ticket_id])
    return format_html('{} · <a class="link" href="{}">{}</a>', said, url, _("Why?"))


SAY: Mapping[str, Say] = {EventKind.ROUTED: _routed}
