"""The months before the sixty days, in brief: each ticket was asked, answered, solved and closed. Written as
rows, since so many would take minutes through the actions; the desk promised nothing yet, so no timer ran.
What stands in them is what the actions would have written, so that all that is verified finds nothing amiss.
"""

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from customers.models import Contact
from helpdesk.demo.case import CLOSES_AFTER, Case
from helpdesk.demo.company import TEAMS
from helpdesk.demo.customers import SHARE, DemoContact
from helpdesk.demo.planning import DAYS, HOUR, HOURS, WEEKDAYS, crew, imagine, seconds
from reports.periods import months_later
from scheduling.queries import calendar_version_for
from staff.models import Team, User
from tickets import chaining
from tickets.choices import EventKind, MessageKind, State
from tickets.models import Message, Ticket, TicketEvent

SEED = "Before"
MONTHS_OVER = 7  # of the year of the budget
WEEKS = 36  # at most as long as that
A_WEEK, A_WEEK_THEN = 26, 12  # tickets now, if the desk had gone on like this, and at the beginning
TO_BILLING = 0.75  # of what is about money, for colleagues who speak the language
NUMBERS = "SELECT setval(pg_get_serial_sequence('tickets_ticket', 'number'), %s)"
READ = """
INSERT INTO tickets_seen (user_id, ticket_id, at)
SELECT m.user_id, t.number, t.active_at FROM tickets_ticket t JOIN staff_membership m USING (team_id)
WHERE t.number <= %s"""


@dataclass(frozen=True)
class Told:
    """A case that is over: who answered it with what, and when."""

    case: Case
    by: str
    asked: str
    text: str
    at: datetime.datetime
    answered_at: datetime.datetime


def tell(contacts: Sequence[DemoContact], now: datetime.datetime) -> list[Told]:
    """Oldest first; by itself, so that the sixty days stay as they are. The first numbers are left free."""
    rng = random.Random(SEED)  # noqa: S311  the same world for everyone is what is wanted
    crews = {team.slug: crew(team.slug, now) for team in TEAMS}
    spoken = {language: [one for one in contacts if one.language == language] for language in SHARE}
    found = []
    for at in sorted(_arrivals(rng, now)):
        language = rng.choices(list(SHARE), [*SHARE.values()])[0]
        case = imagine(rng, rng.choice(spoken[language]), at, crews)
        case.logged, case.channel = False, "web" if case.channel == "web" else "email"
        if case.moves_to_billing and rng.random() < TO_BILLING:
            case.crew = case.billing
        case.open()
        case.answer("fix", then="solve", minutes=90)
        asked, answer = case.steps
        found.append(Told(case, answer.by, asked.text, answer.text, asked.at, answer.at))
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(found)])
    return found


def _arrivals(rng: random.Random, now: datetime.datetime) -> Iterator[datetime.datetime]:
    """More each week, by the hours of Tallinn in winter."""
    hours = range(24 * 7)
    weights = [HOURS[(n + 2) % 24] * WEEKDAYS[n // 24] for n in hours]
    monday = (now - datetime.timedelta(days=now.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    first = months_later(now.date().replace(day=1), -MONTHS_OVER)
    for week in range(WEEKS, 0, -1):
        many = A_WEEK - (A_WEEK - A_WEEK_THEN) * week // WEEKS
        for hour in rng.choices(hours, weights, k=many):
            at = seconds(monday - datetime.timedelta(weeks=week) + HOUR * (hour + rng.random()))
            if first <= at.date() and at < now - datetime.timedelta(days=DAYS):
                yield at


def write_down_before(
    told: Sequence[Told],
    teams: Mapping[str, Team],
    people: Mapping[str, User],
    contacts: Mapping[str, Contact],
) -> None:
    hours = {slug: calendar_version_for(team) for slug, team in teams.items()}
    tickets = [
        _ticket(number, one, teams[one.case.crew_at_first], people[one.by], contacts)
        for number, one in enumerate(told, start=1)
    ]
    for ticket, one in zip(tickets, told, strict=True):
        ticket.calendar_version = hours[one.case.crew_at_first]
    Ticket.objects.bulk_create(tickets, batch_size=500)
    pairs = [_messages(ticket, one) for ticket, one in zip(tickets, told, strict=True)]
    Message.objects.bulk_create([message for pair in pairs for message in pair], batch_size=500)
    events = [
        event
        for ticket, one, pair in zip(tickets, told, pairs, strict=True)
        for event in _events(ticket, one, pair)
    ]
    for event in events:
        event.seal = chaining.seal(event)
    TicketEvent.objects.bulk_create(events, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute(READ, [len(told)])


def _ticket(number: int, one: Told, team: Team, by: User, contacts: Mapping[str, Contact]) -> Ticket:
    case = one.case
    return Ticket(
        number=number, reference=case.reference, subject=case.subject, team=team, assignee=by,
        requester=contacts[case.contact.address], state=State.CLOSED, channel=case.channel,
        language=case.contact.language, tags=sorted({*case.topic.tags}), opened_at=one.at,
        active_at=one.answered_at, solved_at=one.answered_at, revision=4,
    )  # fmt: skip


def _messages(ticket: Ticket, one: Told) -> tuple[Message, Message]:
    said = {"ticket": ticket, "kind": MessageKind.PUBLIC, "channel": ticket.channel}
    return (
        Message(**said, contact=ticket.requester, at=one.at, text=one.asked),
        Message(**said, author=ticket.assignee, at=one.answered_at, text=one.text),
    )


def _events(ticket: Ticket, one: Told, said: tuple[Message, Message]) -> Iterator[TicketEvent]:
    """As the actions would have recorded them, but for what was promised."""
    asked, answer = said
    by, then = {"actor": ticket.assignee}, one.answered_at
    closed = then + CLOSES_AFTER
    for at, kind, more, data in (
        (one.at, EventKind.OPENED, {"contact": ticket.requester, "message": asked, "via": ticket.channel}, {
            "team": ticket.team_id, "priority": ticket.priority, "category": State.NEW, "on_behalf": False,
        }),
        (then, EventKind.AGENT_ANSWERED, {**by, "message": answer, "via": ticket.channel}, {}),
        (then, EventKind.ASSIGNED, by, {"to": ticket.assignee_id, "was": None}),
        (then, EventKind.MOVED, by, {"move": "open", "was": State.NEW, "to": State.OPEN}),
        (then, EventKind.MOVED, by, {"move": "solve", "was": State.OPEN, "to": State.SOLVED}),
        (closed, EventKind.MOVED, {}, {
            "move": "close", "was": State.SOLVED, "to": State.CLOSED, "source": "upkeep",
        }),
    ):  # fmt: skip
        yield TicketEvent(ticket=ticket, kind=kind, at=at, announced_at=at, data=data, **more)
