"""What the tickets tell the reviews, and the guidelines."""

import datetime

from knowledge.models import Version
from lib import database_clock
from lib.hints import hint
from qa.actions.teaching import follow_guideline
from qa.models import Moment
from scheduling.loads import loads_of
from tickets.choices import EventKind
from tickets.models import TicketEvent

# What is announced later than this says nothing of the moment of writing any more.
FRESH = datetime.timedelta(minutes=10)


def on_answer(event: TicketEvent) -> None:
    """How loaded its writer is at this moment, for later: whether mistakes are theirs or the rosters'. Safe
    to run twice.
    """
    now = database_clock.now()
    if event.message_id is None or event.actor is None or now - event.at > FRESH:
        return
    loads = loads_of([event.actor], now)
    if found := loads.get(event.actor_id):
        Moment.objects.get_or_create(message_id=event.message_id, defaults={"load": found.load.index})


on_answer.hears = frozenset({EventKind.AGENT_ANSWERED})  # type: ignore[attr-defined]


def on_said(event: TicketEvent) -> None:
    """What it sounds like is found out by a worker, and noted once."""
    if event.message_id is not None:
        hint("qa.tasks.hear", event.message_id)


on_said.hears = frozenset({EventKind.AGENT_ANSWERED})  # type: ignore[attr-defined]


def on_guideline(version: Version, at: datetime.datetime) -> None:
    """What was proposed is in force. Safe to run twice."""
    follow_guideline(version, at=at)
