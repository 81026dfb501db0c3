"""How the delivery of an answer stands, as the thread shows it: a word beside the name, a box if need be."""

# ruff: noqa: S308  every text that comes from people or servers is escaped where it enters the markup

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lib.icons import icon
from lib.marks import token_field
from outbox.choices import LOST, DeliveryState
from tickets.actions.taking_back import until
from tickets.models import Message
from tickets.page import is_under_way

PROBLEM_SHOWN = 240
# What a colleague can do about it.
AGAIN, ARRIVED = "again", "arrived"


def state_of(message: Message) -> str:
    """held, failed, undecided, partly, queued, delayed or sent; '' for what no letter carries."""
    if is_held(message):
        return "held"
    states = {row["state"] for row in message.deliveries}
    if message.problem is not None:
        return "failed"
    if DeliveryState.UNDECIDED in states and not is_under_way(message):
        return "undecided"
    if states & LOST:
        return "partly"
    if is_under_way(message):
        return "queued"
    if DeliveryState.DELAYED in states:
        return "delayed"
    return "sent" if message.author_id and message.letter else ""


def mark(message: Message, *, oob: bool = False) -> SafeString:
    """The word in the header of a message; `oob` replaces the one that a page shows already."""
    state = state_of(message)
    if not state:
        return SafeString("")
    words = escape(_WORDS[state]())
    if state in _TROUBLE:
        words = f'<span class="row ink2">{icon("triangle-alert")}<span>{words}</span></span>'
    swap = ' hx-swap-oob="true"' if oob else ""
    return mark_safe(f'<span class="via" id="delivery-{message.pk}"{swap}>{words}</span>')


def box(message: Message, token: str, *, reader: int | None = None, oob: bool = False) -> SafeString:
    """Who did not get it and why, with what one can do (a form with `token`); empty while all is well. While
    it can be taken back, its writer `reader` can.
    """
    state = state_of(message)
    if not state:
        return SafeString("")
    swap = ' hx-swap-oob="true"' if oob else ""
    inside = _box(message, state, token) if state in _TROUBLE else ""
    if state == "held" and message.author_id == reader:
        inside = _take_back(message, token)
    return mark_safe(f'<div id="delivery-box-{message.pk}"{swap}>{inside}</div>\n')


def is_held(message: Message) -> bool:
    last = until(message)
    return last is not None and last > timezone.now()


def _take_back(message: Message, token: str) -> str:
    return _form(message, "take_back", f'<button class="btn">{escape(_("Take it back"))}</button>', token)


def _form(message: Message, name: str, buttons: str, token: str) -> str:
    url = escape(reverse(f"tickets:{name}", args=[message.pk]))
    return (
        f'<form class="row wrap gap" method="post" action="{url}" hx-post="{url}" hx-include="#pulse"'
        f' hx-sync="#thread:queue all" hx-swap="none" hx-disabled-elt="find button">'
        f"{token_field(token)}{buttons}</form>"
    )


def _box(message: Message, state: str, token: str) -> str:
    if state == "undecided":
        names = _names(row for row in message.deliveries if row["state"] == DeliveryState.UNDECIDED)
        title = _("Nobody knows whether this arrived")
        why = _(
            "The connection broke after the answer was handed over and before the mail server said that it "
            "took it, for %(names)s. Sending it again may bring it twice."
        ) % {"names": names}
    else:
        title = _("Not delivered") if state == "failed" else _("Not delivered to all")
        why = _problem(message)
    ways = [(AGAIN, _("Send again"))] if message.letter_id and not is_under_way(message) else []
    ways += [(ARRIVED, _("It arrived"))] if state == "undecided" else []
    look = "warn" if state == "undecided" else "bad"
    return (
        f'<div class="notice {look} delivery">{icon("triangle-alert")}<b>{escape(title)}</b>'
        f"<p>{escape(Truncator(why).chars(PROBLEM_SHOWN * 2))}</p>{_buttons(message, ways, token)}</div>"
    )


def _buttons(message: Message, ways: list[tuple[str, str]], token: str) -> str:
    if not ways:
        return ""
    buttons = "".join(
        f'<button class="btn" name="choice" value="{choice}">{escape(words)}</button>'
        for choice, words in ways
    )
    return _form(message, "delivery", buttons, token)


def _problem(message: Message) -> str:
    rows = [row for row in message.deliveries if row["state"] in LOST]
    if not rows:
        return message.problem or ""
    return "; ".join(f"{row['address']}: {_said(row)}" for row in rows[:5])


def _said(row: dict[str, Any]) -> str:
    if row["code"] in row["diagnostic"]:
        return row["diagnostic"]
    return f"{row['code']} {row['diagnostic']}".strip()


def _names(rows: Iterable[dict[str, Any]]) -> str:
    return ", ".join(row["address"] for row in list(rows)[:5])


_WORDS = {
    "held": lambda: _("leaves in a moment"),
    "failed": lambda: _("Not delivered"),
    "undecided": lambda: _("Perhaps not delivered"),
    "partly": lambda: _("Not delivered to all"),
    "queued": lambda: _("sending…"),
    "delayed": lambda: _("on its way, delayed"),
    "sent": lambda: _("sent"),
}
_TROUBLE = frozenset({"failed", "undecided", "partly"})
