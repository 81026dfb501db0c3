"""Which promises an answer kept, and which it came too late for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sla.choices import Audience
from tickets.choices import ClockState, Metric
from tickets.models import Message, Ticket, TicketClock

ENDED = (ClockState.MET, ClockState.MISSED)


@dataclass(frozen=True, slots=True)
class Promise:
    """`late` are the seconds of opening time past the target; 0 where it was kept."""

    name: str
    kept: bool
    late: int


def promises_of(ticket: Ticket, answers: list[Message]) -> Mapping[int, list[Promise]]:
    """By number of the answer that ended them. Where a manager took time out, the adjusted figures count."""
    clocks = TicketClock.objects.filter(
        ticket=ticket, audience=Audience.CUSTOMER, stopped_at__in={one.at for one in answers}
    )
    found: dict[int, list[Promise]] = {one.pk: [] for one in answers}
    by_time = {one.at: one.pk for one in answers}
    for clock in clocks:
        if (clock.adjusted_state or clock.state) in ENDED and clock.target_seconds:
            found[by_time[clock.stopped_at]].append(_promise(clock))
    return found


def _promise(clock: TicketClock) -> Promise:
    kept = (clock.adjusted_state or clock.state) == ClockState.MET
    used = clock.elapsed_seconds if clock.adjusted_seconds is None else clock.adjusted_seconds
    return Promise(Metric(clock.metric).label, kept, 0 if kept else max(0, used - clock.target_seconds))
