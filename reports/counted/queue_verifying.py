"""Whether what waited by days is what the facts say: counted anew, slowly, in Python."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator

from reports.choices import WAITED
from reports.counted.queues import DAY, STEP, STEPS
from reports.models import QueueDay, TicketFact

Place = tuple[datetime.date, int, str, int]  # day, team, language, step


def wrong_queues(facts: Iterable[TicketFact]) -> Iterator[tuple[datetime.date, str]]:
    """Each day that differs, and how."""
    ought, stand = _counted(facts), _standing()
    for place in sorted({*ought, *stand}):
        if ought[place] != stand[place]:
            yield place[0], f"what waited {place}: {stand[place]} seconds, but {ought[place]}"


def _counted(facts: Iterable[TicketFact]) -> Counter[Place]:
    """A wait goes from step to step."""
    found: Counter[Place] = Counter()
    for fact in facts:
        if fact.kind not in WAITED:
            continue
        end = int(fact.at.timestamp())
        at = end - (fact.seconds or 0)
        while at < end:
            until = min(end, at - at % STEP + STEP)
            day = datetime.datetime.fromtimestamp(at, datetime.UTC).date()
            found[day, fact.team_id, fact.language, at % DAY // STEP] += until - at
            at = until
    return found


def _standing() -> Counter[Place]:
    found: Counter[Place] = Counter()
    for row in QueueDay.objects.all():
        for step in range(STEPS):
            if row.seconds[step]:
                found[row.day, row.team_id, row.language, step] = row.seconds[step]
    return found
