"""How long the people of the demo company worked on what they answered and noted."""

import datetime
import random
from collections import defaultdict

from staff.models import User
from tickets import handling
from tickets.choices import EventKind
from tickets.models import TicketEvent

# About six minutes for an answer in the middle, some far longer; a note is a third of it.
MIDDLE, SPREAD = 5.9, 0.6
SHARE = {EventKind.AGENT_ANSWERED: 1.0, EventKind.NOTED: 0.33}


def spend_time() -> None:
    chance = random.Random(11)  # noqa: S311
    spent: dict[tuple[int, int], float] = defaultdict(float)
    did = TicketEvent.objects.filter(kind__in=SHARE, actor__isnull=False).order_by("pk")
    for ticket, actor, kind in did.values_list("ticket", "actor", "kind"):
        spent[ticket, actor] += SHARE[kind] * chance.lognormvariate(MIDDLE, SPREAD)
    people = User.objects.in_bulk()
    for (ticket, actor), seconds in spent.items():
        handling.add(people[actor], ticket, datetime.timedelta(seconds=round(seconds)))
