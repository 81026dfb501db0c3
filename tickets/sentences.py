"""What happened, said in one line in the reader's language."""

from collections.abc import Callable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.marks import span
from tickets import backup_sentences, clock_sentences, routing_sentences, survey_sentences
from tickets.choices import Channel, EventKind, LinkKind, Priority, State, Waking
from tickets.models import TicketEvent
from tickets.phrases import QUIET, Names, Say, in_whole, line, ticket, time, who, word
from tickets.planned_words import Why

__all__ = ["Names", "sentence", "users_in", "who"]


def sentence(event: TicketEvent, names: Names) -> SafeString:
    """The line, or nothing for what the thread shows anyhow."""
    say = _SAY.get(event.kind)
    said = say(event, names) if say else QUIET
    if said or not names.whole:
        return said
    return line(_("{what} · {who}"), event, what=word(EventKind, event.kind))  # the history hides nothing


def users_in(events: list[TicketEvent]) -> set[int]:
    """The colleagues that events speak of by number."""
    numbers = [e.data.get(side) for e in events if e.kind in _GIVEN for side in ("to", "was")]
    told = [pk for e in events if e.kind in _CALLS for pk in e.data.get("to", ())]
    planned = [e.data.get("user") for e in events if e.kind in _OF_A_PLAN]
    return {n for n in numbers + told + planned if isinstance(n, int)}


_GIVEN = frozenset({EventKind.ASSIGNED, EventKind.ROUTED})
_CALLS = frozenset({EventKind.ESCALATED, EventKind.BACKUP_CALLED})
_OF_A_PLAN = frozenset(
    {
        EventKind.ANSWER_PLANNED,
        EventKind.ANSWER_UNPLANNED,
        EventKind.ANSWER_APPROVED,
        EventKind.ANSWER_RETURNED,
    }
)


def _planned(event: TicketEvent, names: Names) -> SafeString:
    at = time(event.data.get("send_at"))
    if event.data.get("was"):
        return line(_("Answer planned for {at} instead by {who}"), event, at=at)
    return line(_("Answer planned for {at} by {who}"), event, at=at)


def _asked(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{who} asked for approval of an answer"), event)


def _approved(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Answer of {name} approved by {who}"), event, name=names.user(event.data.get("user")))


def _returned(event: TicketEvent, names: Names) -> SafeString:
    if event.actor_id == event.data.get("user"):
        return line(_("{who} took their answer back before it was approved"), event)
    return line(_("Answer of {name} returned by {who}"), event, name=names.user(event.data.get("user")))


def _unplanned(event: TicketEvent, names: Names) -> SafeString:
    why = event.data.get("why")
    if why in {Why.WRITER, Why.COLLEAGUE}:
        name = names.user(event.data.get("user"))
        return line(_("Planned answer of {name} stopped by {who}"), event, name=name)
    words = _("Planned answer of {name} not sent: {why}")
    return line(words, event, name=names.user(event.data.get("user")), why=word(Why, why))


def _opened(event: TicketEvent, names: Names) -> SafeString:
    via = word(Channel, event.via)
    if event.data.get("split_from"):
        return line(_("Split from {number} by {who}"), event, number=ticket(event.data["split_from"]))
    if event.data.get("logged_at"):
        words = _("Logged by {who} · {via} · written down later, {logged}")
        return line(words, event, via=via, logged=time(event.data["logged_at"]))
    if event.data.get("call_seconds"):
        words = _("Logged by {who} · {via} · {length}")
        return line(words, event, via=via, length=span(event.data["call_seconds"]))
    if event.data.get("on_behalf"):
        return line(_("Logged by {who} · {via}"), event, via=via)
    return line(_("Opened by {who} · {via}"), event, via=via) if names.whole else QUIET


def _moved(event: TicketEvent, names: Names) -> SafeString:
    by = event.actor_id or event.contact_id
    to = event.data.get("to", "")
    if names.whole and event.data.get("was"):
        words = _("{was} → {state} by {who}") if by else _("{was} → {state}, by the desk itself")
        return line(words, event, was=word(State, event.data["was"]), state=word(State, to))
    if event.data.get("move") == "open" and not names.whole:
        return QUIET  # taking it or answering says as much
    if to == "solved":
        return line(_("Solved by {who}"), event) if by else line(_("Solved"), event)
    if event.data.get("move") == "reopen":
        return line(_("Reopened by {who}"), event) if by else line(_("Reopened"), event)
    state = word(State, to)
    words = _("{state} · {who}") if by else _("{state}, by the desk itself")
    return line(words, event, state=state)


def _assigned(event: TicketEvent, names: Names) -> SafeString:
    to, was = event.data.get("to"), event.data.get("was")
    if event.data.get("source") == "routing" and not names.whole:
        return QUIET  # the line before says to whom, and why
    if names.whole and to is not None and was is not None:
        return line(_("{was} → {to} by {who}"), event, was=names.user(was), to=names.user(to))
    if to is None:
        return line(_("Taken from {was} by {who}"), event, was=names.user(event.data.get("was")))
    if event.actor_id == to:
        return line(_("Taken by {who}"), event)
    return line(_("Assigned to {to} by {who}"), event, to=names.user(to))


def _team(event: TicketEvent, names: Names) -> SafeString:
    to, was = names.team(event.data.get("to")), names.team(event.data.get("was"))
    return line(_("Moved from {was} to {to} by {who}"), event, was=was, to=to)


def _prioritised(event: TicketEvent, names: Names) -> SafeString:
    to, was = word(Priority, event.data.get("to")), word(Priority, event.data.get("was"))
    return line(_("Priority {was} → {to} by {who}"), event, was=was, to=to)


def _tagged(event: TicketEvent, names: Names) -> SafeString:
    was, to = set(event.data.get("was") or ()), set(event.data.get("to") or ())
    change = " ".join([*(f"+{tag}" for tag in sorted(to - was)), *(f"−{tag}" for tag in sorted(was - to))])
    return line(_("Tags {change} by {who}"), event, change=change)


def _retitled(event: TicketEvent, names: Names) -> SafeString:
    if names.whole and event.data.get("to"):
        words = _("Subject changed from {was} to {to} by {who}")
        return line(words, event, was=event.data.get("was", ""), to=event.data["to"])
    return line(_("Subject changed from {was} by {who}"), event, was=event.data.get("was", ""))


def _failed(event: TicketEvent, names: Names) -> SafeString:
    return line(
        _("The answer could not be delivered: {problem}"), event, problem=event.data.get("problem", "")
    )


def _admitted(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Let into the conversation by {who}"), event)


def _parted(event: TicketEvent, names: Names) -> SafeString:
    return line(
        _("Mail of a third party moved to ticket {number} by {who}"), event, number=f"#{event.data.get('to')}"
    )


def _merged(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Merged into {number} by {who}"), event, number=ticket(event.data.get("to")))


def _absorbed(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{number} merged in by {who}"), event, number=ticket(event.data.get("source")))


def _split(event: TicketEvent, names: Names) -> SafeString:
    n = len(event.data.get("messages", ()))
    words = ngettext("{n} message moved to {number} by {who}", "{n} messages moved to {number} by {who}", n)
    return line(words, event, n=n, number=ticket(event.data.get("to")))


# (kind of link, whether this ticket is the `one`) → what it now is to the other.
_LINKED: Mapping[tuple[str, bool], Callable[[], str]] = {
    (LinkKind.CHILD, True): lambda: _("Child of {number}, says {who}"),
    (LinkKind.CHILD, False): lambda: _("Parent of {number}, says {who}"),
    (LinkKind.INCIDENT, True): lambda: _("Incident of the problem {number}, says {who}"),
    (LinkKind.INCIDENT, False): lambda: _("Problem behind {number}, says {who}"),
    (LinkKind.DUPLICATE, True): lambda: _("Duplicate of {number}, says {who}"),
    (LinkKind.DUPLICATE, False): lambda: _("Has the duplicate {number}, says {who}"),
}


def _linked(event: TicketEvent, names: Names) -> SafeString:
    words = _LINKED.get((event.data.get("link", ""), event.data.get("one", True)))
    if words is None:
        if event.data.get("link") == LinkKind.SPLIT:
            return QUIET  # its own line says so
        return line(_("Related to {number}, says {who}"), event, number=ticket(event.data.get("to")))
    return line(words(), event, number=ticket(event.data.get("to")))


def _unlinked(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Link to {number} removed by {who}"), event, number=ticket(event.data.get("to")))


def _children_awaited(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("waits"):
        return line(_("Not to be solved while a child is open, says {who}"), event)
    return line(_("May be solved while a child is open, says {who}"), event)


def _type_set(event: TicketEvent, names: Names) -> SafeString:
    was, to = (event.data.get(side) or _("none") for side in ("was_name", "to_name"))
    return line(_("Type {was} → {to} by {who}"), event, was=was, to=to)


def _fields_set(event: TicketEvent, names: Names) -> SafeString:
    """Old and new of each field, as they were read that day."""
    changed = format_html_join(
        ", ",
        "{} <b>{} → {}</b>",
        (
            (one["name"], one["read"][0] or "–", one["read"][1] or "–")
            for one in event.data.get("changes", ())
        ),
    )
    return format_html("{} · {}", changed, who(event))


def _macro_used(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Macro {name} used by {who}"), event, name=event.data.get("name", ""))


def _checklist(event: TicketEvent, names: Names) -> SafeString:
    name = event.data.get("name") or _("Own items")
    if event.kind == EventKind.CHECKLIST_REMOVED:
        return line(_("Checklist {name} removed by {who}"), event, name=name)
    if event.data.get("of_type") and not names.whole:
        return QUIET  # it came with the type
    return line(_("Checklist {name} added by {who}"), event, name=name)


# What happened to one item of a checklist.
_ITEM: Mapping[str, Callable[[], str]] = {
    EventKind.ITEM_ADDED: lambda: _("To do: {item}, says {who}"),
    EventKind.ITEM_DONE: lambda: _("{item} done by {who}"),
    EventKind.ITEM_UNDONE: lambda: _("{item} not done after all, says {who}"),
}


def _item(event: TicketEvent, names: Names) -> SafeString:
    return line(_ITEM[event.kind](), event, item=event.data.get("text", ""))


def _unmerged(event: TicketEvent, names: Names) -> SafeString:
    other = event.data.get("source") or event.data.get("to")
    return line(_("Merge with {number} taken back by {who}"), event, number=ticket(other))


def _partly_failed(event: TicketEvent, names: Names) -> SafeString:
    problem = event.data.get("problem", "")
    if event.message_id is None:
        return line(_("An automatic letter could not be delivered: {problem}"), event, problem=problem)
    return line(_("The answer did not reach everybody: {problem}"), event, problem=problem)


def _undecided(event: TicketEvent, names: Names) -> SafeString:
    if event.message_id is None:
        return line(_("Nobody knows whether an automatic letter arrived: the mail server did not say"), event)
    return line(_("Nobody knows whether the answer arrived: the mail server did not say"), event)


def _resent(event: TicketEvent, names: Names) -> SafeString:
    return line(_("{who} sent the answer again"), event)


def _arrived(event: TicketEvent, names: Names) -> SafeString:
    return line(_("The answer arrived, says {who}"), event)


def _snoozed(event: TicketEvent, names: Names) -> SafeString:
    until = event.data.get("until")
    if until is None:
        return line(_("Snoozed by {who} until the customer writes"), event)
    words = _("Snoozed by {who} until {until}")
    if event.data.get("keeps"):
        words = _("Snoozed by {who} until {until}, whatever the customer writes")
    return line(words, event, until=time(until))


def _woken(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("why") == Waking.HAND:
        return line(_("Woken by {who}"), event)
    return line(_("Back from the snooze: {why}"), event, why=word(Waking, event.data.get("why")))


def _skipped(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Left to others by {who}: {reason}"), event, reason=event.data.get("reason", ""))


def _revoked(event: TicketEvent, names: Names) -> SafeString:
    return line(_("Secret link revoked by {who}"), event)


def _time_corrected(event: TicketEvent, names: Names) -> SafeString:
    data = event.data
    if not names.whole:
        return QUIET
    was, to = (span(data.get(side) or 0) if data.get(side) else "0" for side in ("was", "to"))
    words = _("Handling time of {name} corrected from {was} to {to} by {who}: {reason}")
    name, reason = names.user(data.get("of")), data.get("reason", "")
    return line(words, event, name=name, was=was, to=to, reason=reason)


def _redacted(event: TicketEvent, names: Names) -> SafeString:
    words = {
        "message": _("A message was removed by {who}: {reason}"),
        "words": _("Words were removed by {who}: {reason}"),
        "customer": _("A customer was erased by {who}: {reason}"),
    }.get(event.data.get("what", ""), _("Files were removed by {who}: {reason}"))
    return line(words, event, reason=event.data.get("reason", ""))


_SAY: Mapping[str, Say] = {
    **backup_sentences.SAY,
    **routing_sentences.SAY,
    **survey_sentences.SAY,
    EventKind.REDACTED: _redacted,
    EventKind.TIME_CORRECTED: _time_corrected,
    EventKind.OPENED: _opened,
    EventKind.MOVED: _moved,
    EventKind.ASSIGNED: _assigned,
    EventKind.TEAM_CHANGED: _team,
    EventKind.PRIORITISED: _prioritised,
    EventKind.TAGGED: _tagged,
    EventKind.RETITLED: _retitled,
    EventKind.ANSWER_FAILED: _failed,
    EventKind.ANSWER_PARTLY_FAILED: _partly_failed,
    EventKind.ANSWER_UNDECIDED: _undecided,
    EventKind.ANSWER_RESENT: _resent,
    EventKind.ANSWER_ARRIVED: _arrived,
    EventKind.ANSWER_TAKEN_BACK: lambda event, names: line(_("Answer taken back by {who}"), event),
    EventKind.ANSWER_ASKED: _asked,
    EventKind.ANSWER_APPROVED: _approved,
    EventKind.ANSWER_RETURNED: _returned,
    EventKind.ANSWER_PLANNED: _planned,
    EventKind.ANSWER_UNPLANNED: _unplanned,
    EventKind.ADMITTED: _admitted,
    EventKind.PARTED: _parted,
    EventKind.LINK_REVOKED: _revoked,
    EventKind.MERGED: _merged,
    EventKind.ABSORBED: _absorbed,
    EventKind.UNMERGED: _unmerged,
    EventKind.MACRO_USED: _macro_used,
    EventKind.SPLIT: _split,
    EventKind.LINKED: _linked,
    EventKind.UNLINKED: _unlinked,
    EventKind.BANNER_SET: lambda event, names: line(_("Banner shown to customers by {who}"), event),
    EventKind.BANNER_ENDED: lambda event, names: line(_("Banner taken down by {who}"), event),
    EventKind.CHILDREN_AWAITED: _children_awaited,
    EventKind.SNOOZED: _snoozed,
    EventKind.WOKEN: _woken,
    EventKind.SKIPPED: _skipped,
    EventKind.TYPE_SET: _type_set,
    EventKind.CHECKLIST_ADDED: _checklist,
    EventKind.CHECKLIST_REMOVED: _checklist,
    EventKind.ITEM_ADDED: _item,
    EventKind.ITEM_DONE: _item,
    EventKind.ITEM_UNDONE: _item,
    EventKind.FIELDS_SET: _fields_set,
    EventKind.CUSTOMER_WROTE: in_whole(lambda: _("{who} wrote")),
    EventKind.AGENT_ANSWERED: in_whole(lambda: _("{who} answered")),
    EventKind.NOTED: in_whole(lambda: _("{who} added a note")),
    EventKind.AUTOMATIC_RECEIVED: in_whole(lambda: _("An automatic message came in")),
    EventKind.THIRD_PARTY_WROTE: in_whole(lambda: _("{who} wrote from outside the conversation")),
    **clock_sentences.SAY,
}
