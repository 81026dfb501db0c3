"""The items of a conversation as markup, built as strings: as includes they are most of what a page costs."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lib.html import from_text
from lib.icons import icon
from lib.marks import avatar, moment, token_field, when
from lib.odd_senders import warning
from tickets import delivery
from tickets.choices import Channel, EventKind, MessageKind
from tickets.models import Message
from tickets.thread import TEXT_SHOWN, Item

FOLDED_SHOWN = 20_000


def markup(
    items: Iterable[Item],
    *,
    now: datetime.datetime,
    token: str,
    reader: int | None = None,
    focus_on: int | None = None,
) -> SafeString:
    """Messages and the lines between them, as `reader` sees them. Messages of the author `focus_on` take the
    focus; forms carry `token`, so that they can be sent without scripts.
    """
    page = _Page(now, token, reader, focus_on)
    return mark_safe("".join(_item(item, page) for item in items))


@dataclass(frozen=True, slots=True)
class _Page:
    """What all items of one page share."""

    now: datetime.datetime
    token: str
    reader: int | None
    focus_on: int | None


def _item(item: Item, page: _Page) -> str:
    new = f'<p class="new-line">{escape(_("New"))}</p>' if item.is_new else ""
    if item.message:
        return new + _message(item.message, page)
    late = " late" if item.event and item.event.kind == EventKind.BREACHED else ""
    line, at = conditional_escape(item.line), when(item.at, "clock", page.now)
    return f'{new}<p class="event{late}" id="e{item.pk}"><span>{line}</span>{at}</p>\n'


def _message(message: Message, page: _Page) -> str:
    name = speaker(message)
    by, kind = escape(name), message.kind
    look = " note" if kind == MessageKind.NOTE else " agent" if message.author_id else ""
    at = moment(message.at)
    focus = " data-focus" if page.focus_on and message.author_id == page.focus_on else ""
    face = avatar(name, message.author_id or message.contact_id or 0)
    said = _said(message, by)
    if kind in _FOLDED_AWAY:
        summary = escape(_FOLDED_AWAY[kind]())
        said = f'<details class="fold"><summary>{summary}</summary><div>{said}</div></details>'
    if kind == MessageKind.THIRD_PARTY:
        said += _decide_about(message, page.token)
    return (
        f'<article class="msg{look}" id="m{message.pk}" aria-label="{by}, {at}"{focus}>\n'
        f"<header>{face}<b><bdi>{by}</bdi></b>{_LABELS[kind]() if kind in _LABELS else ''}"
        f"{_origin(message) if message.origin_id else ''}"
        f"{_label('tag', _('Words removed')) if message.redacted_at else ''}"
        f'<span class="via">{_via(message)}</span>{_oddities(message, name)}{delivery.mark(message)}'
        f"{when(message.at, 'clock', page.now)}</header>\n{said}\n"
        f"{delivery.box(message, page.token, reader=page.reader)}</article>\n"
    )


def _said(message: Message, by: str) -> str:
    """The text in one of its forms, what it quotes, and the files. `by` is escaped."""
    parts = []
    if message.rich:
        title = _("Letter of %(name)s") % {"name": by}
        parts.append(
            '<iframe class="mail-frame" data-fit loading="lazy"'
            ' sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"'
            f' src="{_letter_url(message)}" title="{title}"></iframe>'
        )
    elif message.own_html:  # made by lib.html when it was written
        parts.append(f'<div class="body">{message.own_html}</div>')
    elif message.text:
        parts.append(f'<div class="body">{from_text(message.text[:TEXT_SHOWN])}</div>')
    else:
        parts.append(f'<div class="body ink3">{escape(_("Nothing is written here."))}</div>')
    if len(message.text) > TEXT_SHOWN and not message.rich:
        all_of_it = escape(_("Show all of it"))
        parts.append(
            f'<p class="small"><a class="link" href="{_letter_url(message)}" target="_blank" rel="noopener">'
            f"{all_of_it}</a></p>"
        )
    if message.folded and not message.rich:
        summary, folded = escape(_("Quoted text and signature")), _cut(message.folded, FOLDED_SHOWN)
        parts.append(
            f'<details class="fold"><summary>{summary}</summary>'
            f'<div class="body plain">{folded}</div></details>'
        )
    if files := loose_files(message):
        parts.append(f'<div class="files">{"".join(map(_file, files))}</div>')
    return "\n".join(parts)


def _decide_about(message: Message, token: str) -> str:
    """Two ways out for what a third party wrote, and why it is kept apart; the app above, which took the mail
    in, knows them. What nobody has proven to be a colleague's has no way out."""
    try:
        url, why = (escape(reverse(f"mail:{name}", args=[message.pk])) for name in ("third_party", "why"))
    except NoReverseMatch:
        return ""
    ways = [("admit", _("Add to the conversation")), ("part", _("Move to a new ticket"))]
    buttons = "".join(
        f'<button class="btn" name="choice" value="{way}">{escape(words)}</button>'
        for way, words in (ways if message.contact_id else ())
    )
    link = f'<a class="btn ghost" href="{why}">{escape(_("Why?"))}</a>'
    return (
        f'<form class="row wrap gap" method="post" action="{url}" hx-post="{url}" hx-swap="none"'
        f' hx-disabled-elt="find button">{token_field(token)}{buttons}{link}</form>'
    )


def _file(one: dict[str, Any]) -> str:
    """As `_parts/file.html`."""
    url, size = reverse("tickets:file", args=[one["id"], one["name"]]), filesizeformat(one["size"])
    return (
        f'<a class="file" href="{escape(url)}" download>{icon("paperclip")}'
        f'<span class="name">{escape(one["name"])}</span> <small>{escape(size)}</small></a>\n'
    )


def _cut(text: str, length: int) -> str:
    return escape(Truncator(text).chars(length) if len(text) > length else text)


def _letter_url(message: Message) -> str:
    return reverse("tickets:letter", args=[message.pk])


def _origin(message: Message) -> str:
    """Which ticket a merge brought it from, and whether the customers here read it."""
    url = reverse("tickets:ticket", args=[message.origin_id])
    words = escape(_("from #%(number)s") % {"number": message.origin_id})
    mark = f'<a class="tag" href="{url}">{words}</a>'
    if message.apart and message.kind == MessageKind.PUBLIC:
        mark += _label("tag", _("Kept apart: this ticket’s customer does not read it"))
    return mark


def _label(look: str, word: str) -> str:
    return f'<span class="{look}">{escape(word)}</span>'


_LABELS = {
    MessageKind.NOTE: lambda: _label("note-label", _("Note")),
    MessageKind.AUTOMATIC: lambda: _label("tag", _("Automatic")),
    MessageKind.THIRD_PARTY: lambda: _label("tag", _("Not part of the conversation")),
}
_FOLDED_AWAY = {
    MessageKind.AUTOMATIC: lambda: _("Show the automatic message"),
    MessageKind.THIRD_PARTY: lambda: _("Show what they wrote"),
}


def speaker(message: Message) -> str:
    """Who wrote it, by name."""
    if message.author_id:
        return message.author.full_name
    if message.contact_id:
        return str(message.contact)
    if message.kind == MessageKind.THIRD_PARTY:  # a colleague's name that nobody has proven
        claimed = next(iter(message.recipients.get("from", ())), {})
        return claimed.get("name") or claimed.get("address") or _("Unknown sender")
    return _("The desk")


def _via(message: Message) -> str:
    """by email · dana@okafor.example; to Dana, Okafor Accounts. As markup, each name by its own direction."""
    if message.kind == MessageKind.NOTE:
        return ""
    if message.author_id:
        people = [p for side in ("to", "cc") for p in message.recipients.get(side, ())]
        names = ", ".join(p.get("name") or p.get("address", "") for p in people[:4])
        return escape(_("to %(names)s") % {"names": names}) if names else ""
    how = escape(_BY.get(message.channel, lambda: "")())
    if shown := _written_from(message):
        how = f"{how} · <bdi>{escape(shown)}</bdi>"
    return f"{how} · {first}" if (first := _first_written_by(message)) else how


def _first_written_by(message: Message) -> str:
    """Of a letter that was passed on: whom it names as its writer. As markup."""
    for writer in message.recipients.get("first", ()):
        names = (f"<bdi>{escape(one)}</bdi>" for one in (writer.get("name"), writer.get("address")) if one)
        return escape(_("forwarded, first written by %(who)s")) % {"who": " ".join(names)}
    return ""


def _written_from(message: Message) -> str:
    """The address a mail was written from, as a name proves nothing; empty if the name is the address."""
    claimed = next(iter(message.recipients.get("from", ())), {})
    address = claimed.get("address", "")
    return "" if address.lower() == speaker(message).lower() else address


def _oddities(message: Message, name: str) -> str:
    """A warning when the sender of a mail looks like somebody else."""
    claimed = next(iter(message.recipients.get("from", ())), None) if not message.author_id else None
    return warning(claimed.get("address", ""), name, claimed.get("name", "")) if claimed else ""


_BY = {
    Channel.EMAIL: lambda: _("by email"),
    Channel.WEB: lambda: _("by web form"),
    Channel.PHONE: lambda: _("by phone"),
    Channel.WALK_IN: lambda: _("in person"),
    Channel.CHAT: lambda: _("by chat"),
    Channel.SOCIAL: lambda: _("on social media"),
    Channel.API: lambda: _("by API"),
}


def loose_files(message: Message) -> list[dict[str, Any]]:
    """The files that do not already stand inside the letter."""
    return [f for f in message.files if not (message.rich and f["inline"] and f["cid"])]
