"""One ticket of the demo being told: who does what at which second. No database."""

import datetime
import random
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from helpdesk.demo.company import DemoPerson, DemoTeam
from helpdesk.demo.customers import DemoContact
from helpdesk.demo.stories import LANGUAGES, Topic
from scheduling.calendar import WorkingCalendar

BILLING_SPEAKS = frozenset({"en", "et", "ru"})
CLOSES_AFTER = datetime.timedelta(days=14, minutes=4)
PATIENCE = {"low": 2.2, "normal": 1.0, "high": 0.45, "urgent": 0.15}


@dataclass(frozen=True)
class Crew:
    team: DemoTeam
    people: list[DemoPerson]
    calendar: WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Step:
    """`by` is a colleague's address, empty for the customer and for the desk itself. `more` goes to the
    action.
    """

    at: datetime.datetime
    verb: str
    by: str = ""
    text: str = ""
    quotes: str = ""
    file: str = ""
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Case:
    rng: random.Random
    contact: DemoContact
    topic: Topic
    crew: Crew
    billing: Crew
    channel: str
    priority: str
    reference: str
    facts: dict[str, object]
    zone: ZoneInfo
    at: datetime.datetime
    logged: bool
    subject: str = ""
    owner: DemoPerson | None = None
    crew_at_first: str = ""
    steps: list[Step] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    last_answer: str = ""

    @property
    def moves_to_billing(self) -> bool:
        return self.topic.money and self.contact.language in BILLING_SPEAKS and self.crew is not self.billing

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # --- words

    def pick(self, kind: str) -> str:
        """Something to say of this kind that has not been said on this ticket yet."""
        language = LANGUAGES[self.contact.language]
        known = language.TOPICS[self.topic.name].get(kind) or language.SHARED[kind]
        new = [text for text in known if text not in self.said] or known
        text = self.rng.choice(new)
        self.said.add(text)
        return text

    def shared(self, kind: str) -> str:
        return self.rng.choice(LANGUAGES[self.contact.language].SHARED[kind])

    def filled(self, text: str, by: DemoPerson | None = None, colleague: str = "") -> str:
        return text.format(
            **self.facts, customer=self.contact.name, first=self.contact.first_name,
            agent=by.first_name if by else "", colleague=colleague,
        )  # fmt: skip

    # --- time

    def work(self, minutes: float) -> datetime.datetime:
        """Some open time passes at the team: mostly less than `minutes`, now and then a lot more."""
        worked = datetime.timedelta(
            minutes=minutes * PATIENCE[self.priority] * self.rng.lognormvariate(0, 0.95)
        )
        self.at = self.crew.calendar.add(self.at, worked).replace(microsecond=0)
        return self.at

    def live(self, hours: float) -> datetime.datetime:
        """The customer gets round to it, awake."""
        self.at += datetime.timedelta(hours=0.05 + hours * self.rng.lognormvariate(-0.7, 1.0))
        local = self.at.astimezone(self.zone)
        if not 7 <= local.hour < 23:
            wait = (7 - local.hour) % 24 + 2.5 * self.rng.random()
            self.at += datetime.timedelta(hours=wait)
        self.at = self.at.replace(microsecond=0)
        return self.at

    # --- people

    def colleague(self) -> DemoPerson:
        others = [p for p in self.crew.people if p is not self.owner]
        return self.rng.choice(others)

    def agent(self) -> DemoPerson:
        if self.owner is None:
            weights = [1 if person.role == "lead" else 5 for person in self.crew.people]
            self.owner = self.rng.choices(self.crew.people, weights)[0]
        return self.owner if self.chance(0.9) else self.colleague()

    # --- what can happen

    def open(self) -> None:
        self.crew_at_first = self.crew.team.slug
        language = LANGUAGES[self.contact.language]
        subject, text = self.rng.choice(language.TOPICS[self.topic.name]["open"])
        self.subject = self.filled(subject)
        said = self.filled(text)
        by = self.agent() if self.logged else None
        if by is None:
            said = said[:1].upper() + said[1:] if not (hello := self.shared("hello")) else hello + said
            said += self.filled(self.shared("bye"))
        else:
            said = self.shared("call") + said
        file = (
            self.rng.choice(("photo", "speedtest", "log"))
            if self.channel in {"email", "web"} and self.chance(0.16)
            else ""
        )
        self.steps.append(Step(
            at=self.at, verb="open", by=by.email if by else "", text=said, file=file,
            more={"priority": "normal" if self.channel == "email" else self.priority},
        ))  # fmt: skip

    def sort_out(self) -> None:
        """Somebody looks at it: takes it, tags it, says how urgent it is."""
        if not self.chance(0.55):
            return
        at, by = self.work(12), self.agent()
        self.steps.append(Step(at=at, verb="tag", by=by.email, more={"tags": self.tags()}))
        at += datetime.timedelta(seconds=self.rng.randint(4, 40))
        if self.channel == "email" and self.priority != "normal":
            self.steps.append(Step(at=at, verb="prioritise", by=by.email, more={"to": self.priority}))
        if self.chance(0.6):
            self.at = at + datetime.timedelta(seconds=self.rng.randint(3, 60))
            self.steps.append(Step(at=self.at, verb="assign", by=by.email, more={"to": self.agent().email}))
        self.at = max(self.at, at)

    def tags(self) -> list[str]:
        own = [self.topic.tags[0]] if self.chance(0.6) else list(self.topic.tags)
        return own + (["vip"] if self.contact.company and self.chance(0.3) else [])

    def answer(self, kind: str, then: str, minutes: float = 55) -> None:
        by = self.agent()
        text = self.filled(self.shared("agent_hello"), by) + self.filled(self.opening(kind), by)
        at = self.work(minutes)
        file = "label" if kind == "fix" and self.topic.name == "router" and self.chance(0.6) else ""
        text += self.filled(self.shared("agent_bye"), by)
        self.steps.append(Step(at=at, verb="reply", by=by.email, text=text, file=file, more={"then": then}))
        self.last_answer = text

    def opening(self, kind: str) -> str:
        """Second tries begin with an apology and end with another way to mend it."""
        return self.pick("sorry") + self.pick("fix") if kind == "sorry" else self.pick(kind)

    def note(self, kind: str, minutes: float = 20, colleague: bool = False) -> None:
        by = self.colleague() if colleague else self.agent()
        other = self.rng.choice([p for p in self.crew.people if p is not by]).first_name.lower()
        text = self.filled(self.pick(kind), by, other)
        self.steps.append(Step(at=self.work(minutes), verb="note", by=by.email, text=text))

    def write(self, kind: str, hours: float) -> None:
        text = self.filled(self.pick(kind))
        text += self.filled(self.shared("bye")) if self.chance(0.5) else f"\n{self.contact.first_name}"
        quotes = (
            "\n".join(f"> {line}" for line in self.last_answer.splitlines())
            if self.channel == "email"
            else ""
        )
        file = "photo" if kind == "tell" and self.chance(0.2) else ""
        self.steps.append(Step(at=self.live(hours), verb="receive", text=text, quotes=quotes, file=file))

    def solve(self) -> None:
        self.steps.append(Step(at=self.work(25), verb="move", by=self.agent().email, more={"name": "solve"}))

    def hand_to_billing(self) -> None:
        by = self.agent()
        self.crew, self.owner = self.billing, None
        self.steps.append(
            Step(at=self.work(5), verb="change_team", by=by.email, more={"to": self.crew.team.slug})
        )

    # --- the end

    def end(self, now: datetime.datetime) -> None:
        """What lies in the future has not happened; what stayed solved for long enough was closed."""
        last = self.steps[-1]
        if last.more.get("then") == "solve" or last.more.get("name") == "solve":
            self.steps.append(Step(at=last.at + CLOSES_AFTER, verb="move", more={"name": "close"}))
        self.steps = [step for step in self.steps if step.at <= now]

    def stop_at(self, *states: str) -> None:
        """Nothing has happened since it was last in the first of these states that it ever was in."""
        for state in states:
            ends = [n for n, now in enumerate(self.states(), 1) if now == state]
            if ends:
                del self.steps[ends[-1] :]
                return
        del self.steps[1:]

    def states(self) -> list[str]:
        """The state after each step, as far as the story needs to know."""
        now, states = "open" if self.steps[0].by else "new", []
        for step in self.steps:
            if step.verb in {"reply", "move"}:
                move = step.more.get("then") or step.more.get("name")
                now = {"wait": "waiting", "hold": "hold"}.get(move or "", "done")
            elif (step.verb == "receive" and now != "new") or (step.verb == "assign" and now == "new"):
                now = "open"
            states.append(now)
        return states
