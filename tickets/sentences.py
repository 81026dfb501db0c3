"""What happened, said in one line in the reader's language."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib.marks import span
from sla.choices import Audience
from tickets.choices import Channel, EventKind, LinkKind, Metric, Priority, State
from tickets.models import TicketEvent

QUIET = SafeString("")
WORTH_SAYING = 60  # seconds that somebody was told late


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


def sentence(event: TicketEvent, names: Names) -> SafeString:
    """The line, or nothing for what the thread shows anyhow."""
    say = _SAY.get(event.kind)
    return say(event, names) if say else QUIET


def users_in(events: list[TicketEvent]) -> set[int]:
    """The colleagues that events speak of by number."""
    numbers = [e.data.get(side) for e in events if e.kind == EventKind.ASSIGNED for side in ("to", "was")]
    told = [pk for e in events if e.kind == EventKind.ESCALATED for pk in e.data.get("to", ())]
    return {n for n in numbers + told if isinstance(n, int)}


def who(event: TicketEvent) -> str:
    if event.actor_id:
        return event.actor.full_name
    if event.contact_id:
        return str(event.contact)
    return _("the desk")


def _line(words: str, event: TicketEvent, **parts: object) -> SafeString:
    bold = {name: format_html("<b>{}</b>", part) for name, part in parts.items()}
    return format_html(words, who=format_html("<b>{}</b>", who(event)), **bold)


def _word(choices: type, value: object) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value)


def _time(said: object) -> str:
    """A time out of an event, in the reader's zone."""
    if not isinstance(said, str):
        return "–"
    local = timezone.localtime(datetime.datetime.fromisoformat(said))
    return f"{date_format(local, 'j M Y')} {local:%H:%M}"


def _opened(event: TicketEvent, names: Names) -> SafeString:
    via = _word(Channel, event.via)
    if event.data.get("split_from"):
        return _line(_("Split from {number} by {who}"), event, number=_ticket(event.data["split_from"]))
    if event.data.get("logged_at"):
        words = _("Logged by {who} · {via} · written down later, {logged}")
        return _line(words, event, via=via, logged=_time(event.data["logged_at"]))
    if event.data.get("on_behalf"):
        return _line(_("Logged by {who} · {via}"), event, via=via)
    return _line(_("Opened by {who} · {via}"), event, via=via) if names.whole else QUIET


def _moved(event: TicketEvent, names: Names) -> SafeString:
    by = event.actor_id or event.contact_id
    to = event.data.get("to", "")
    if event.data.get("move") == "open" and not names.whole:
        return QUIET  # taking it or answering says as much
    if to == "solved":
        return _line(_("Solved by {who}"), event) if by else _line(_("Solved"), event)
    if event.data.get("move") == "reopen":
        return _line(_("Reopened by {who}"), event) if by else _line(_("Reopened"), event)
    state = _word(State, to)
    words = _("{state} · {who}") if by else _("{state}, by the desk itself")
    return _line(words, event, state=state)


def _assigned(event: TicketEvent, names: Names) -> SafeString:
    to = event.data.get("to")
    if to is None:
        return _line(_("Taken from {was} by {who}"), event, was=names.user(event.data.get("was")))
    if event.actor_id == to:
        return _line(_("Taken by {who}"), event)
    return _line(_("Assigned to {to} by {who}"), event, to=names.user(to))


def _team(event: TicketEvent, names: Names) -> SafeString:
    to, was = names.team(event.data.get("to")), names.team(event.data.get("was"))
    return _line(_("Moved from {was} to {to} by {who}"), event, was=was, to=to)


def _prioritised(event: TicketEvent, names: Names) -> SafeString:
    to, was = _word(Priority, event.data.get("to")), _word(Priority, event.data.get("was"))
    return _line(_("Priority {was} → {to} by {who}"), event, was=was, to=to)


def _tagged(event: TicketEvent, names: Names) -> SafeString:
    was, to = set(event.data.get("was") or ()), set(event.data.get("to") or ())
    change = " ".join([*(f"+{tag}" for tag in sorted(to - was)), *(f"−{tag}" for tag in sorted(was - to))])
    return _line(_("Tags {change} by {who}"), event, change=change)


def _retitled(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("Subject changed from {was} by {who}"), event, was=event.data.get("was", ""))


def _metric(event: TicketEvent) -> str:
    """The clock it is about; one that only colleagues promised each other says so."""
    metric = _word(Metric, event.data.get("metric"))
    if event.data.get("audience") == Audience.INTERNAL:
        return _("%(metric)s, among colleagues") % {"metric": metric}
    return metric


def _warned(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("{metric} is due soon"), event, metric=_metric(event))


def _breached(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("{metric} is late"), event, metric=_metric(event))


def _escalated(event: TicketEvent, names: Names) -> SafeString:
    data, told = event.data, [names.user(pk) for pk in event.data.get("to", ())]
    level, metric = str(data.get("level", "")), _metric(event)
    if not told and data.get("top"):
        return _line(_("{metric}: nobody to tell on level {level}"), event, metric=metric, level=level)
    if not told:
        return _line(
            _("{metric}: nobody to tell on level {level}, on to the next"), event, metric=metric, level=level
        )
    people, late = ", ".join(told), data.get("late", 0)
    if late >= WORTH_SAYING:
        words = _("{metric}: {people} told on level {level}, {late} late")
        return _line(words, event, metric=metric, people=people, level=level, late=span(late))
    return _line(
        _("{metric}: {people} told on level {level}"), event, metric=metric, people=people, level=level
    )


def _acknowledged(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("reason"):
        return _line(_("Acknowledged by {who}: {reason}"), event, reason=event.data["reason"])
    return _line(_("Acknowledged by {who}"), event)


def _superseded(event: TicketEvent, names: Names) -> SafeString:
    words = _("{metric} was not late at {was} after all: the times were computed again")
    return _line(words, event, metric=_metric(event), was=_time(event.data.get("was")))


def _of_clock(words: Callable[[], str]) -> Callable[[TicketEvent, Names], SafeString]:
    """What a colleague decided about a clock: with the stretch or the time it is about, and why."""

    def say(event: TicketEvent, names: Names) -> SafeString:
        data = event.data
        return _line(
            words(), event, metric=_metric(event), reason=data.get("reason", ""), due=_time(data.get("due")),
            since=_time(data.get("since")), until=_time(data.get("until")), was=_time(data.get("was")),
            to=_time(data.get("to")),
        )  # fmt: skip

    return say


def _failed(event: TicketEvent, names: Names) -> SafeString:
    return _line(
        _("The answer could not be delivered: {problem}"), event, problem=event.data.get("problem", "")
    )


def _admitted(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("Let into the conversation by {who}"), event)


def _parted(event: TicketEvent, names: Names) -> SafeString:
    return _line(
        _("Mail of a third party moved to ticket {number} by {who}"), event, number=f"#{event.data.get('to')}"
    )


def _ticket(number: object) -> SafeString:
    """A link that opens it for whoever may see it."""
    if not isinstance(number, int):
        return SafeString("?")
    url = reverse("tickets:ticket", args=[number])
    return format_html('<a class="link mono" href="{}">#{}</a>', url, number)


def _merged(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("Merged into {number} by {who}"), event, number=_ticket(event.data.get("to")))


def _absorbed(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("{number} merged in by {who}"), event, number=_ticket(event.data.get("source")))


def _split(event: TicketEvent, names: Names) -> SafeString:
    n = len(event.data.get("messages", ()))
    words = ngettext("{n} message moved to {number} by {who}", "{n} messages moved to {number} by {who}", n)
    return _line(words, event, n=n, number=_ticket(event.data.get("to")))


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
        return _line(_("Related to {number}, says {who}"), event, number=_ticket(event.data.get("to")))
    return _line(words(), event, number=_ticket(event.data.get("to")))


def _unlinked(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("Link to {number} removed by {who}"), event, number=_ticket(event.data.get("to")))


def _children_awaited(event: TicketEvent, names: Names) -> SafeString:
    if event.data.get("waits"):
        return _line(_("Not to be solved while a child is open, says {who}"), event)
    return _line(_("May be solved while a child is open, says {who}"), event)


def _unmerged(event: TicketEvent, names: Names) -> SafeString:
    other = event.data.get("source") or event.data.get("to")
    return _line(_("Merge with {number} taken back by {who}"), event, number=_ticket(other))


def _partly_failed(event: TicketEvent, names: Names) -> SafeString:
    problem = event.data.get("problem", "")
    if event.message_id is None:
        return _line(_("An automatic letter could not be delivered: {problem}"), event, problem=problem)
    return _line(_("The answer did not reach everybody: {problem}"), event, problem=problem)


def _undecided(event: TicketEvent, names: Names) -> SafeString:
    if event.message_id is None:
        return _line(
            _("Nobody knows whether an automatic letter arrived: the mail server did not say"), event
        )
    return _line(_("Nobody knows whether the answer arrived: the mail server did not say"), event)


def _resent(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("{who} sent the answer again"), event)


def _arrived(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("The answer arrived, says {who}"), event)


def _revoked(event: TicketEvent, names: Names) -> SafeString:
    return _line(_("Secret link revoked by {who}"), event)


def _promised(event: TicketEvent, names: Names) -> SafeString:
    if not names.whole:
        return QUIET
    return _line(
        _("Promise set for priority {priority}"), event, priority=_word(Priority, event.data.get("priority"))
    )


def _in_whole(words: Callable[[], str]) -> Callable[[TicketEvent, Names], SafeString]:
    return lambda event, names: _line(words(), event) if names.whole else QUIET


_SAY: Mapping[str, Callable[[TicketEvent, Names], SafeString]] = {
    EventKind.OPENED: _opened,
    EventKind.MOVED: _moved,
    EventKind.ASSIGNED: _assigned,
    EventKind.TEAM_CHANGED: _team,
    EventKind.PRIORITISED: _prioritised,
    EventKind.TAGGED: _tagged,
    EventKind.RETITLED: _retitled,
    EventKind.PROMISED: _promised,
    EventKind.WARNED: _warned,
    EventKind.BREACHED: _breached,
    EventKind.ESCALATED: _escalated,
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.BREACH_SUPERSEDED: _superseded,
    EventKind.NO_REPLY_NEEDED: _of_clock(lambda: _("No reply needed, says {who}: {reason}")),
    EventKind.DUE_SET: _of_clock(lambda: _("{metric} is due {due}, set by {who}: {reason}")),
    EventKind.DUE_FREED: _of_clock(lambda: _("{metric} follows the promise again, says {who}: {reason}")),
    EventKind.DISPUTED: _of_clock(lambda: _("{metric} disputed by {who}, from {since} to {until}: {reason}")),
    EventKind.DISPUTE_DROPPED: _of_clock(lambda: _("{metric}: {who} took the dispute back")),
    EventKind.DISPUTE_DECLINED: _of_clock(lambda: _("{metric}: dispute declined by {who}: {reason}")),
    EventKind.EXCLUDED: _of_clock(lambda: _("{metric}: {since} to {until} taken out by {who}: {reason}")),
    EventKind.INCLUDED: _of_clock(lambda: _("{metric}: {since} to {until} counted again by {who}: {reason}")),
    EventKind.RETIMED: _of_clock(
        lambda: _(
            "Received time corrected by {who} from {was} to {to}: {reason}. Timers were computed again."
        )
    ),
    EventKind.ANSWER_FAILED: _failed,
    EventKind.ANSWER_PARTLY_FAILED: _partly_failed,
    EventKind.ANSWER_UNDECIDED: _undecided,
    EventKind.ANSWER_RESENT: _resent,
    EventKind.ANSWER_ARRIVED: _arrived,
    EventKind.ADMITTED: _admitted,
    EventKind.PARTED: _parted,
    EventKind.LINK_REVOKED: _revoked,
    EventKind.MERGED: _merged,
    EventKind.ABSORBED: _absorbed,
    EventKind.UNMERGED: _unmerged,
    EventKind.SPLIT: _split,
    EventKind.LINKED: _linked,
    EventKind.UNLINKED: _unlinked,
    EventKind.CHILDREN_AWAITED: _children_awaited,
    EventKind.CUSTOMER_WROTE: _in_whole(lambda: _("{who} wrote")),
    EventKind.AGENT_ANSWERED: _in_whole(lambda: _("{who} answered")),
    EventKind.NOTED: _in_whole(lambda: _("{who} added a note")),
    EventKind.AUTOMATIC_RECEIVED: _in_whole(lambda: _("An automatic message came in")),
    EventKind.THIRD_PARTY_WROTE: _in_whole(lambda: _("{who} wrote from outside the conversation")),
}
