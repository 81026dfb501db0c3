"""How a ticket would be, were it not for a merge: told by its log."""

from tickets.choices import CLOCK_NOTICES, EventKind
from tickets.clocks import Key, as_clock_event, key_of, log_of, read
from tickets.merged_log import counted
from tickets.models import Ticket, TicketEvent
from tickets.retelling import Told, retold


def retold_by(ticket: Ticket) -> Told:
    """The state, and since when the customer waits."""
    log = sorted(log_of(ticket), key=lambda event: event.pk)
    return retold([as_clock_event(event) for event in counted(log)])


def unsaid_without(ticket: Ticket, undone: TicketEvent, since: int) -> list[int]:
    """The notices told since that event that would not have been told had the merge never been. `undone` is
    the line that takes it back, not saved yet.
    """
    log = log_of(ticket)
    told = [e for e in log if e.kind in CLOCK_NOTICES and e.pk > since]
    if not told:
        return []
    true = set()
    for clock in read(ticket, undone.at, [*log, undone]):
        true |= {(EventKind.WARNED.value, key_of(clock), at) for at in clock.warn_at}
        true.add((EventKind.BREACHED.value, key_of(clock), clock.breached_at))

    def is_true(event: TicketEvent) -> bool:
        return (event.kind, _key(event), event.at) in true

    # A breach that the merge made untrue is true again.
    again = {e.pk for e in log if e.kind == EventKind.BREACHED and is_true(e)}
    return [e.pk for e in told if (e.data["breach"] in again if "breach" in e.data else not is_true(e))]


def _key(event: TicketEvent) -> Key:
    return event.data.get("audience", "customer"), event.data["metric"], event.data["cycle"]
