"""What the ticket page, and every answer to a move on it, shows."""

import datetime
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.models import User
from tickets import clocks, presence, workflow
from tickets.access import tickets_for
from tickets.actions import live_merge, mark_seen, undo_until
from tickets.backup_panel import offer_from_history
from tickets.backup_panel import panel_of as panel_of_backup
from tickets.check_panel import lists_of
from tickets.choices import ACTIVE, EventKind, MessageKind, Priority
from tickets.field_panel import definitions_from, panel_of
from tickets.forms.writing import Composer, composer_for
from tickets.listing import listing_for
from tickets.models import Message, Ticket, TicketEvent
from tickets.page import is_under_way, mark, page_for
from tickets.promises import panels
from tickets.queries import end_of
from tickets.refusals import MOVE_LABELS
from tickets.sentences import Names, sentence, users_in
from tickets.snooze_menu import snooze_of
from tickets.surveys import surveys_on
from tickets.thread import events_of, messages_of, since, tell_failures, thread_of, told_of
from tickets.time_left import openings

MOVE_ICONS = {
    "open": "play",
    "wait": "hourglass",
    "hold": "pause",
    "resume": "play",
    "solve": "check",
    "reopen": "rotate-ccw",
    "close": "archive",
}


# They change what stands further up in an open page.
BRING_MESSAGES = frozenset({EventKind.ABSORBED, EventKind.UNMERGED, EventKind.SPLIT})


def names_for(ticket: Ticket, reader: User, events: list[TicketEvent], *, whole: bool = False) -> Names:
    """Names of whom the events speak of; one statement more only if somebody is of another team."""
    users = {c["id"]: c["name"] for c in ticket.colleagues} | {reader.pk: reader.full_name}
    users |= {e.actor_id: e.actor.full_name for e in events if e.actor_id}
    if unknown := users_in(events) - set(users):
        users |= dict(User.objects.filter(pk__in=unknown).values_list("pk", "full_name"))
    return Names(users=users, teams={t["id"]: t["name"] for t in ticket.every_team}, whole=whole)


def query_of(request: HttpRequest) -> str:
    """The list beside the ticket, without the place in the thread."""
    params = request.GET.copy()
    for name in ("before", "write", "close", "last_event", "revision", "under_way"):
        params.pop(name, None)
    return f"?{params.urlencode()}" if params else ""


def around(
    request: HttpRequest, ticket: Ticket, events: list[TicketEvent], now: datetime.datetime
) -> dict[str, Any]:
    """Header, properties and promise, and how far the page has seen."""
    gone = ticket.merged_into_id
    open_now = [] if gone else [move.name for move in workflow.open_moves(ticket.state)]
    present = presence.people_at(ticket)
    present_ids = [one.id for one in present]
    shown = panels(clocks.read(ticket, now, events), now, ticket.calendar_version_id)
    return {
        "ticket": ticket,
        "now": now,
        "query": query_of(request),
        "moves": [(name, MOVE_LABELS[name], MOVE_ICONS[name]) for name in open_now if name != "solve"],
        "may_solve": "solve" in open_now,
        "may_redact": request.user.may("ticket.redact"),
        "may_erase": request.user.may("customer.erase"),
        "panels": shown,
        "openings": openings([ticket.calendar_version_id], now),
        "pressing": next((p for p in shown if p.state in {"running", "missed"} and not p.stopped_at), None),
        "priorities": Priority.choices,
        "lists": lists_of(ticket),
        "follows": any(one["id"] == request.user.pk for one in ticket.followers),
        "field_panel": panel_of(ticket, definitions_from(ticket.every_field)),
        "revision": mark(ticket),
        "present": present,
        "may_approve": request.user.may("answer.approve"),
        "last_public": last_public(ticket) if ticket.asked else 0,
        "pace": presence.pace(present),
        "last_event": max((e.pk for e in events), default=0),
        "snooze": snooze_of(ticket, shown, now) if ticket.state in ACTIVE and not gone else None,
        "backup": panel_of_backup(request.user, ticket, present_ids) if ticket.asks_backup else None,
        "surveys": surveys_on(ticket) if any(event.kind == EventKind.SURVEYED for event in events) else (),
        "is_routed": any(event.kind == EventKind.ROUTED for event in events),
        "backup_offer": offer_from_history(request.user, ticket, events),
        "merged": merged_away(request.user, ticket, now) if gone else None,
    }


def last_public(ticket: Ticket) -> int:
    newest = ticket.messages.filter(kind=MessageKind.PUBLIC).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def merged_away(reader: User, ticket: Ticket, now: datetime.datetime) -> dict[str, Any]:
    """Where it went, if the reader may see that, and until when it can come back."""
    row, end = live_merge(ticket), end_of(ticket)
    near, far = (tickets_for(reader).filter(pk=pk).exists() for pk in (ticket.merged_into_id, end.pk))
    until = undo_until(row) if row else None
    return {
        "into": ticket.merged_into_id,
        "end": end if far else None,
        "is_chain": end.pk != ticket.merged_into_id,
        "row": row,
        "until": until if until and until > now and near else None,
    }


def ticket_page(
    request: HttpRequest, number: int, *, status: int = 200, composer: Composer | None = None
) -> HttpResponse:
    """The whole page; `composer` in place of the fresh one keeps what was typed."""
    reader, now = request.user, timezone.now()
    ticket = page_for(reader, number)
    events = events_of(ticket)
    names = names_for(ticket, reader, events)
    before = request.GET.get("before", "")
    thread = thread_of(ticket, events, names, before=before, reader_id=reader.pk)
    if before and request.htmx:
        context = {"ticket": ticket, "thread": thread, "now": now, "query": query_of(request)}
        return render(request, "tickets/ticket/earlier.html", context)
    if ticket.seen_at is None or ticket.seen_at < ticket.active_at:
        mark_seen(ticket, by=reader, at=max(now, ticket.active_at))
    presence.look(reader, ticket.pk)
    wanted = request.GET.get("write", "")
    context = {
        **listing_for(reader, request.GET, current=ticket.pk).context(),
        **around(request, ticket, events, now),
        "thread": thread,
        "items": thread.items,
        "composer": composer
        or composer_for(reader, ticket, thread.last_public, kind=wanted if wanted == "note" else ""),
        "under_way": [i.pk for i in thread.items if i.message and is_under_way(i.message)],
    }
    return render(request, "tickets/ticket.html", context, status=status)


def changed(
    request: HttpRequest,
    number: int,
    said: str = "",
    *,
    status: int = 200,
    focus: str = "",
    template: str = "tickets/ticket/changed.html",
    composer: Callable[[Ticket], Composer] | None = None,
    about: Collection[int] = (),
    undo: Message | None = None,
    undo_url: str = "",
) -> HttpResponse:
    """The answer to a move: for htmx what it changed, else the way back to the page.

    `undo` is a message that was just written: if it can be taken back, it is said how. `undo_url` takes any
    other act back.

    A `composer` says that something was written: what it makes of the ticket as it now is takes the place
    of the one that was sent.
    """
    if not request.htmx:
        if status >= 400:
            messages.error(request, said)
            return ticket_page(request, number, status=status)
        messages.success(request, said)
        return redirect(reverse("tickets:ticket", args=[number]) + query_of(request))
    reader, now = request.user, timezone.now()
    ticket = page_for(reader, number)
    events = events_of(ticket)
    names = names_for(ticket, reader, events)
    given = request.POST or request.GET
    last = given.get("last_event", "")
    seen = int(last) if last.isdecimal() and len(last) < 19 else None
    items = since(ticket, events, names, seen) if seen is not None else []
    waiting = {
        int(pk) for pk in given.get("under_way", "").split(",")[:50] if pk.isdecimal() and len(pk) < 19
    }
    waiting |= {*about, *told_of(events, seen)}
    told = list(messages_of(ticket).filter(pk__in=waiting)) if waiting else []
    tell_failures(told, events)
    new = [item.message for item in items if item.message]
    elsewhere = seen is not None and any(e.pk > seen and e.kind in BRING_MESSAGES for e in events)
    if seen is not None and any(e.pk > seen and e.kind == EventKind.REDACTED for e in events):
        said = said or _("Words or files were removed from this conversation. Reload the page.")
        elsewhere = True
    if elsewhere and not said:
        said = _("Messages came or went with a merge. Reload the page to read them in their place.")
    if items:
        mark_seen(ticket, by=reader, at=max(now, ticket.active_at))
    context = {
        **around(request, ticket, events, now),
        "items": items,
        "told": told,
        "under_way": [m.pk for m in [*told, *new] if is_under_way(m)],
        "said": said,
        "loud": status >= 400 or elsewhere,
        "focus": focus,
        "undo_url": undo_url,
        "composer": composer(ticket) if composer else None,
        "gone": gone_since(events, names, seen),
        **undoable(undo, reader),
    }
    response = render(request, template, context, status=status)
    if composer is None:
        response["HX-Reswap"] = "none"
    return response


def gone_since(events: Sequence[TicketEvent], names: Names, seen: int | None) -> list[str]:
    """What stands in an open page and was taken back: the answer and the lines it left."""
    if seen is None:
        return []
    gone = []
    for event in events:
        if event.kind == EventKind.ANSWER_TAKEN_BACK and event.pk > seen >= event.data["events"][0]:
            shown = (e for e in events if e.pk in event.data["events"] and e.pk <= seen)
            gone += [f"m{event.message_id}", *(f"e{e.pk}" for e in shown if sentence(e, names))]
    return gone


def undoable(message: Message | None, reader: User) -> dict[str, Any]:
    if message is None or message.held_until is None:
        return {}
    url = reverse("tickets:take_back", args=[message.pk])
    return {"undo_url": url, "undo_seconds": reader.undo_seconds}


def refused(request: HttpRequest, number: int, problem: str) -> HttpResponse:
    """Said clearly, with the ticket as it really stands."""
    return changed(request, number, problem, status=422 if request.htmx else 409)
