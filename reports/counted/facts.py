"""What happened to a ticket as facts that are counted, from its events. Pure: no Django.

`Team` and `agent` of a fact are those of its moment. What was taken back never was; a message counts in the
ticket where it stands now; a ticket that is merged into another has no facts: it counts where it went.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tickets.workflow import ENDED

Span = Callable[[datetime.datetime, datetime.datetime], int]
# Of the clocks of customers: which promise, by the name of the clock.
PROMISES: Mapping[str, str] = {
    "first_response": "promised_first",
    "next_response": "promised_next",
    "resolution": "promised_resolution",
}
SAID = frozenset({"opened", "customer_wrote", "agent_answered"})


@dataclass(frozen=True, slots=True)
class Event:
    """As it stands in the log. `here`: its message, if it has one, still stands in this ticket.
    `elsewhere`: it is of another ticket, and its message stands here now.
    """

    id: int
    kind: str
    at: datetime.datetime
    actor: int | None = None
    message: int | None = None
    here: bool = True
    elsewhere: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """A promise to the customer that was kept or missed, adjusted if a manager adjusted it."""

    metric: str
    cycle: int
    at: datetime.datetime
    kept: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """`number` tells those of one kind apart. `seconds` by the calendar, `working` by opening hours."""

    kind: str
    number: int
    at: datetime.datetime
    team: int
    agent: int | None = None
    until: datetime.datetime | None = None
    seconds: int | None = None
    working: int | None = None
    kept: bool | None = None
    score: int | None = None


def facts_of(
    events: Iterable[Event],
    promises: Iterable[Ended] = (),
    *,
    merged: bool = False,
    working: Span | None = None,
    spent: int = 0,
) -> list[Fact]:
    """In no order that matters. `working` measures by the opening hours of the ticket; None: it has none.
    `spent` are the seconds that colleagues worked on it up to now.
    """
    if merged:
        return []
    log = _meant(events)
    opened = next((event for event in log if event.kind == "opened" and not event.elsewhere), None)
    if opened is None:
        return []
    walk = _Walk(int(opened.data["team"]), working)
    for event in log:
        walk.meet(event)
    walk.end(promises, spent)
    return walk.found


def _meant(events: Iterable[Event]) -> list[Event]:
    """In the order in which it happened, at corrected times; not what was taken back or went away."""
    all_of_it = sorted(events, key=lambda event: event.id)
    undone: set[int] = set()
    moved: dict[int, datetime.datetime] = {}
    for event in all_of_it:
        if event.kind == "answer_taken_back":
            undone |= set(event.data.get("events", ()))
            undone |= {
                one.id for one in all_of_it if one.kind == "agent_answered" and one.message == event.message
            }
        if event.kind == "retimed":
            moved[event.data["what"]] = datetime.datetime.fromisoformat(event.data["to"])
    found = []
    for event in all_of_it:
        gone = event.kind in SAID - {"opened"} and event.message is not None and not event.here
        if event.id in undone or gone:
            continue
        heard = event.kind in ("opened", "customer_wrote") and event.message is not None
        at = moved.get(event.message or 0, event.at) if heard else event.at
        found.append((at, event.id, event))
    found.sort(key=lambda row: row[:2])
    return [event if at == event.at else replace(event, at=at) for at, _id, event in found]


class _Walk:
    """Along the log of one ticket, with what is known at each moment."""

    def __init__(self, team: int, working: Span | None) -> None:
        self.team, self.working = team, working
        self.found: list[Fact] = []
        self.numbers: dict[str, int] = {}
        self.teams: list[tuple[datetime.datetime, int]] = []
        self.agents: list[tuple[datetime.datetime, int | None]] = []
        self.agent: int | None = None
        self.begun: datetime.datetime | None = None  # when the work that is to be solved began
        self.had: datetime.datetime | None = None  # since when the team has it to do
        self.asked: datetime.datetime | None = None  # the oldest words that nobody answered
        self.answered: set[int | None] = set()
        self.solvings = 0
        self.solved: Fact | None = None  # the last time
        self.reopened = False
        self.scores: dict[int, tuple[datetime.datetime, int, int | None]] = {}

    def meet(self, event: Event) -> None:
        kind = event.kind
        if event.elsewhere and kind not in SAID:
            return
        act = getattr(self, f"_{'customer_wrote' if event.elsewhere and kind == 'opened' else kind}", None)
        if act:
            act(event)

    def end(self, promises: Iterable[Ended], spent: int) -> None:
        if self.had is not None:
            self._add("backlog", self.had, until=None)
        elif self.solved is not None and spent:
            self.found.append(replace(self.solved, kind="handled", number=1, seconds=spent))
        if self.solvings == 1 and not self.reopened and len(self.answered_then) == 1:
            at, agent = self.solved_first
            self._add("one_touch", at, agent=agent)
        for at, score, solver in self.scores.values():
            self._add("rated", at, agent=solver, score=score)
        for one in promises:
            if one.metric in PROMISES:
                agent = _at(self.agents, one.at)
                self._add(PROMISES[one.metric], one.at, agent=agent, kept=one.kept, number=one.cycle)

    def _opened(self, event: Event) -> None:
        if self.begun is not None:
            return
        self.teams.append((event.at, self.team))
        self.begun = self.had = self.asked = event.at
        self._add("arrived", event.at)

    def _assigned(self, event: Event) -> None:
        self.agent = event.data.get("to")
        self.agents.append((event.at, self.agent))

    def _team_changed(self, event: Event) -> None:
        if self.had is not None:
            self._add("backlog", self.had, until=event.at)
            self.had = event.at
        self.team = int(event.data["to"])
        self.teams.append((event.at, self.team))

    def _customer_wrote(self, event: Event) -> None:
        if self.begun is not None:
            self.asked = self.asked or event.at

    def _no_reply_needed(self, event: Event) -> None:
        self.asked = None

    def _agent_answered(self, event: Event) -> None:
        if event.message in self.answered:
            return
        self._add("answered", event.at, agent=event.actor)
        if self.asked is not None:
            kind = "next_response" if "first_response" in self.numbers else "first_response"
            self._add(kind, event.at, agent=event.actor, since=self.asked)
        self.answered.add(event.message)
        self.asked = None

    def _moved(self, event: Event) -> None:
        was, to = event.data["was"] in ENDED, event.data["to"] in ENDED
        if to and not was:
            self._solved(event.at, event.actor)
        elif was and not to:
            self._again(event.at)

    def _absorbed(self, event: Event) -> None:
        """What the other ticket still asked is asked here now, and may have woken this one."""
        since, state = event.data.get("since"), event.data.get("state")
        if since:
            asked = datetime.datetime.fromisoformat(since)
            self.asked = min(self.asked, asked) if self.asked else asked
        if state and state not in ENDED and self.had is None:
            self._again(event.at)

    def _surveyed(self, event: Event) -> None:
        self._add("asked", event.at, agent=event.data.get("solver"))

    def _rated(self, event: Event) -> None:
        first = self.scores.get(event.data["survey"])
        self.scores[event.data["survey"]] = (
            first[0] if first else event.at, event.data["score"], event.data.get("solver"),
        )  # fmt: skip

    def _solved(self, at: datetime.datetime, by: int | None) -> None:
        agent = by or self.agent
        if self.had is not None:
            self._add("backlog", self.had, until=at)
        self._add("solved", at, agent=agent)
        self.solved = self.found[-1]
        self._add("resolution", at, agent=agent, since=self.begun)
        self.solvings += 1
        if self.solvings == 1:
            self.solved_first, self.answered_then = (at, agent), set(self.answered)
        self.had = self.asked = None

    def _again(self, at: datetime.datetime) -> None:
        self.reopened = True
        self._add("reopened", at, agent=self.agent)
        self.begun = self.had = at

    def _add(
        self,
        kind: str,
        at: datetime.datetime,
        *,
        agent: int | None = None,
        since: datetime.datetime | None = None,
        number: int | None = None,
        **more: Any,
    ) -> None:
        if number is None:
            number = self.numbers[kind] = self.numbers.get(kind, 0) + 1
        if since is not None:
            more["seconds"] = max(0, int((at - since).total_seconds()))
            more["working"] = self.working(since, at) if self.working else None
        team = self.team if kind == "backlog" else _at(self.teams, at) or self.team
        self.found.append(Fact(kind, number, at, team, agent, **more))


def _at(known: Sequence[tuple[datetime.datetime, int | None]], at: datetime.datetime) -> int | None:
    """What held at that moment; before the first, the first of teams and nobody of agents."""
    found = [value for since, value in known if since <= at]
    return found[-1] if found else None
