"""From a plan of lives to rows for COPY: tickets, messages, events, clocks, seen."""

import hashlib
import json
import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks import words
from benchmarks.company import SHARES, Company
from benchmarks.lives import MONDAY, WEEK, Life, Step, finished, unfinished
from tickets.models.ticket import NEVER, REFERENCE_ALPHABET
from tickets.workflow import ENDED, NEW

COLUMNS = {
    "customers_organisation": "id name vip shares_tickets created_at",
    "customers_contact": "id name language time_zone created_at email organisation_id",
    "customers_contactaddress": "id address added_at contact_id",
    "tickets_ticket": "number reference subject state priority channel language tags opened_at "
    "active_at solved_at unanswered_since queue_at queue_metric revision "
    "assignee_id calendar_version_id policy_version_id requester_id team_id",
    "tickets_message": "id kind channel at text folded html recipients message_id author_id "
    "contact_id ticket_id",
    "tickets_ticketevent": "kind at recorded_at via data announced_at actor_id contact_id message_id "
    "ticket_id",
    "tickets_ticketclock": "metric cycle state started_at due_at warn_at stopped_at breached_at "
    "target_seconds elapsed_seconds warned_at breach_noticed_at ticket_id",
    "tickets_seen": "at user_id ticket_id",
    "files_blob": "sha256 size stored_at",
    "tickets_attachment": "name content_type content_id inline blob_id message_id",
}
Rows = dict[str, list[tuple]]

WEEKS = 104
LONG_TICKETS = 20
# One message in eight brings a file.
FILES = (
    ("invoice", "pdf", "application/pdf"), ("arve", "pdf", "application/pdf"), ("photo", "jpg", "image/jpeg"),
    ("screenshot", "png", "image/png"), ("umowa", "docx", "application/octet-stream"),
    ("log", "txt", "text/plain"), ("договор", "pdf", "application/pdf"),
)  # fmt: skip
TAGS = ("router", "invoice", "outage", "move", "speed", "vip", "contract", "cable")


def active_of(tickets: int) -> int:
    """How many of so many tickets somebody must still do something about: 800 of 10k, 2,530 of 100k, 8,000
    of 1M.

    A desk's backlog is bounded by its people, not by its archive; the square root lets it grow all the
    same, so
    that the larger desk is not flattered.
    """
    return min(tickets // 2, round(8 * math.sqrt(tickets)))


@dataclass(frozen=True, slots=True)
class Planned:
    """One ticket to be: a life of the pool in some week, or one of its own. `mark` is "", "long" or
    "rare".
    """

    opened_at: datetime
    week: int
    place: int
    messages: int
    life: Life | None = None
    mark: str = ""


def plan(
    tickets: int, now: datetime, lives: int = 2000, seed: str = "helpdesk", active: int | None = None
) -> tuple[list[Life], list[Planned]]:
    """The pool of finished lives, and every ticket in the order it was opened."""
    draw = random.Random(seed)
    pool = [finished(draw) for _ in range(min(lives, tickets))]
    last_week = (now - MONDAY) // WEEK
    active = active_of(tickets) if active is None else active
    planned = []
    for at in range(active):
        mark = "long" if at < LONG_TICKETS else ""
        life = unfinished(draw, now, long=bool(mark))
        planned.append(Planned(life.opened_at, 0, 0, life.messages, life, mark))
    latest_week = [(now - pool_life.steps[-2].at) // WEEK for pool_life in pool]
    for at in range(tickets - active):
        place = draw.randrange(len(pool))
        # The last step is the closing; all before it must have happened.
        week = min(last_week - draw.randrange(WEEKS), latest_week[place])
        life = pool[place]
        mark = "rare" if at < words.RARE_TICKETS else ""
        planned.append(Planned(life.opened_at + week * WEEK, week, place, life.messages, None, mark))
    planned.sort(key=lambda ticket: ticket.opened_at)
    return pool, planned


def reference(number: int) -> str:
    """Eight characters, each number another: multiplication by an odd number turns 40 bits around."""
    mixed = number * 0x9E3779B97F4A7C15 & (1 << 40) - 1
    return "".join(REFERENCE_ALPHABET[mixed >> 5 * place & 31] for place in range(8))


@dataclass
class Writer:
    """Turns planned tickets into rows. One for each chunk, with dice of its own: chunks may be written in
    any order.
    """

    company: Company
    contacts: int
    now: datetime
    draw: random.Random

    def rows(self, pool: Sequence[Life], planned: Sequence[Planned], number: int, message: int) -> Rows:
        """`number` and `message` are the ids of the first ticket and message."""
        rows: Rows = defaultdict(list)
        for ticket in planned:
            life = ticket.life or pool[ticket.place].moved_by(ticket.week)
            self._ticket(rows, number, message, life, ticket.mark)
            number, message = number + 1, message + ticket.messages
        return rows

    def _ticket(self, rows: Rows, number: int, message: int, life: Life, mark: str) -> None:
        draw, company = self.draw, self.company
        team = company.teams[0] if mark else draw.choices(company.teams, SHARES)[0]
        language = company.languages[team]
        agent = draw.choice(company.agents[team])
        # A few customers write most.
        requester = 1 + int(self.contacts * draw.random() ** 2)
        steps = [step for step in life.steps if step.at <= self.now]
        state = next((step.to for step in reversed(steps) if step.kind == "moved"), NEW)
        word = words.RARE if mark == "rare" else words.COMMON if draw.random() < 0.33 else ""
        unanswered = None
        for step in steps:
            said = None
            if step.said:
                said = message
                self._message(rows, said, number, step, life, language, agent, requester, word)
                message, word = message + 1, ""
            if step.kind in {"opened", "customer_wrote"}:
                unanswered = unanswered or step.at
            elif step.kind == "agent_answered":
                unanswered = None
            self._event(rows, number, step, life, team, agent, requester, said)
        queue = min(
            ((c.due_at, c.metric.value) for c in life.clocks if c.due_at and not c.stopped_at),
            default=(NEVER, ""),
        )
        solved_at = (
            next((s.at for s in reversed(steps) if s.move == "solve"), None) if state in ENDED else None
        )
        active_at = max((step.at for step in steps if step.said), default=life.opened_at)
        tags = draw.sample(TAGS, draw.choices((0, 1, 2, 3), (55, 25, 15, 5))[0])
        assigned = any(step.kind == "assigned" for step in steps)
        rows["tickets_ticket"].append((
            number, reference(number), words.subject(draw, language), state, life.priority, life.channel,
            language,
            "{" + ",".join(sorted(tags)) + "}", life.opened_at, active_at, solved_at, unanswered, *queue,
            len(steps),
            agent if assigned else None, company.calendar, company.policy, requester, team,
        ))  # fmt: skip
        self._clocks(rows, number, life)
        self._seen(rows, number, team, agent, assigned, state, active_at)

    def _message(self, rows, pk, number, step: Step, life: Life, language, agent, requester, word) -> None:
        text = words.text(self.draw, language, word)
        by_customer = step.who == "customer"
        mailed = step.said == "public" and (life.channel == "email" or not by_customer)
        html = "<p>" + text.replace("\n\n", "</p>\n<p>") + "</p>" if mailed and by_customer else ""
        to = (
            []
            if by_customer or step.said == "note"
            else [{"name": "", "address": self.company.emails[requester - 1]}]
        )
        rows["tickets_message"].append((
            pk, step.said, life.channel if by_customer else "email" if mailed else "web", step.at, text,
            "", html,
            json.dumps({"to": to, "cc": []} if to else {}), f"<{pk}@mail.example>" if mailed else "",
            None if by_customer else agent, requester if by_customer else None, number,
        ))  # fmt: skip
        if self.draw.random() < 0.125:
            self._file(rows, pk, step)

    def _file(self, rows, message: int, step: Step) -> None:
        name, ending, kind = self.draw.choice(FILES)
        digest = hashlib.sha256(f"file {message}".encode()).hexdigest()
        rows["files_blob"].append((digest, self.draw.randrange(2_000, 900_000), step.at))
        rows["tickets_attachment"].append(
            (f"{name}-{message % 100_000}.{ending}", kind, "", False, digest, message)
        )

    def _event(self, rows, number, step: Step, life: Life, team, agent, requester, said) -> None:
        data: dict = {}
        if step.kind == "opened":
            data = {"team": team, "priority": life.priority, "category": NEW, "on_behalf": False}
        elif step.kind == "promised":
            data = {
                "policy": self.company.policy,
                "calendar": self.company.calendar,
                "priority": life.priority,
            }
        elif step.kind == "assigned":
            data = {"was": None, "to": agent}
        elif step.kind == "moved":
            data = {"move": step.move, "was": step.was, "to": step.to}
        elif step.kind == "breached":
            data = {"metric": step.to, "cycle": 1, "noticed_at": step.at.isoformat()}
        if step.who == "desk":
            data["source"] = "timers" if step.kind == "breached" else "upkeep"
        rows["tickets_ticketevent"].append((
            step.kind, step.at, step.at, life.channel if step.said and step.who == "customer" else "",
            json.dumps(data), step.at, agent if step.who == "agent" else None,
            requester if step.who == "customer" else None, said, number,
        ))  # fmt: skip

    def _clocks(self, rows, number, life: Life) -> None:
        for c in life.clocks:
            warn_at = next((at for at in c.warn_at if at), None)
            until = c.stopped_at or self.now
            breached_at = c.breached_at if c.breached_at and c.breached_at <= self.now else None
            warned_at = breached_at or (warn_at if warn_at and warn_at <= until else None)
            rows["tickets_ticketclock"].append((
                c.metric.value, c.cycle, c.state.value, c.started_at, c.due_at, warn_at, c.stopped_at,
                breached_at,
                int(c.target.span.total_seconds()), int(c.elapsed.total_seconds()), warned_at, breached_at,
                number,
            ))  # fmt: skip

    def _seen(self, rows, number, team, agent, assigned, state, active_at) -> None:
        """Whoever works on it has seen it, now and then a colleague too; a third of what is active is
        unread.
        """
        colleagues = self.draw.sample(
            self.company.agents[team], self.draw.choices((0, 1, 2), (50, 35, 15))[0]
        )
        for person in {*colleagues, *([agent] if assigned else [])}:
            fresh = state in ENDED or self.draw.random() < 0.66
            at = active_at + timedelta(minutes=3) if fresh else active_at - timedelta(minutes=30)
            rows["tickets_seen"].append((at, person, number))
