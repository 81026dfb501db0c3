"""The demo's plans, done: through the same actions as everybody's work, at the times they name."""

import datetime
import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q

from customers.actions import welcome_contact
from customers.models import Contact, Organisation
from helpdesk.demo.backed_up import back_up, put_up_gates
from helpdesk.demo.before import tell, write_down_before
from helpdesk.demo.broken_out import break_out
from helpdesk.demo.budgeted import plan_money, try_a_promise
from helpdesk.demo.case import Case, Step
from helpdesk.demo.company import ASKS, LADDER, PASSWORD, PEOPLE, POLICIES, TEAMS
from helpdesk.demo.crew import bring_crew
from helpdesk.demo.customers import COMPANIES, TZ, DemoContact, make_contacts
from helpdesk.demo.demand import count_demand, hold_rosters
from helpdesk.demo.employed import employ
from helpdesk.demo.evaluated import evaluate
from helpdesk.demo.filling import found_out, make_types, values_of
from helpdesk.demo.help_centre import open_help_centre, use_articles
from helpdesk.demo.hiring import look_for_people
from helpdesk.demo.impatient import learn_patience, sound_impatient
from helpdesk.demo.macros import make_macros
from helpdesk.demo.pictures import part_for
from helpdesk.demo.planning import LOGGED, plan
from helpdesk.demo.products import tell_products
from helpdesk.demo.reported import keep_reports
from helpdesk.demo.reviewed import review
from helpdesk.demo.rosters import roster
from helpdesk.demo.routed import hand_out
from helpdesk.demo.shifts import arrange
from helpdesk.demo.suggested import praise_some, suggest_and_thank
from helpdesk.demo.surveyed import ask_customers
from helpdesk.demo.toned import listen
from helpdesk.demo.trained import train
from helpdesk.demo.worked import spend_time
from helpdesk.demo.written_down import write_down
from mail.models import Mailbox
from notices.actions import mark_read
from notices.models import Notice
from reports.counted import counting
from scheduling.actions import set_hours
from sla.actions import set_policy
from staff.actions import hire
from staff.models import Team, User
from tickets import actions, clocks, escalations, watching
from tickets.actors import Desk
from tickets.events import as_history, as_news
from tickets.models import ChecklistItem, Escalation, EscalationStep, Seen, Ticket, TicketType

SEED = "Põhjavõrk"
LARGE = 100
KEPT_UNREAD = 3  # of each colleague's newest notices
TOLD_SINCE = datetime.timedelta(days=3)
SEEN_AFTER = datetime.timedelta(minutes=7)
BEAT = datetime.timedelta(seconds=8)


@transaction.atomic
def fill(now: datetime.datetime, tickets: int, contacts: int) -> None:
    """The whole company and its sixty days, counted, and the months before in brief; all of it or nothing."""
    rng = random.Random(SEED)  # noqa: S311  the same world for everyone is what is wanted
    teams = make_teams(now)
    people = make_people(teams)
    manager = next(one for one in people.values() if one.role == "manager")
    employ(teams, people, now)
    make_macros(teams, manager)
    write_down(teams, people, now)
    train(teams, people, now)
    suggest_and_thank(teams, people, now)
    articles = open_help_centre(people, teams, now)
    types = make_types(teams, manager)
    tell_products(manager)
    put_up_gates(people, now)
    # Hashing is slow on purpose; everybody's password is the same.
    User.objects.update(password=make_password(PASSWORD))
    crowd = make_contacts(rng, contacts)
    known = welcome(crowd)
    before = tell(crowd, now) if tickets >= LARGE else []  # in a smaller company the sixty days are all
    with as_history(), no_savepoints():
        player = Player(teams, people, known, types)
        cases = plan(rng, crowd, tickets, now)
        sound_impatient(cases, now)
        player.play(cases, now)
        back_up(now)
        ask_customers(teams, people, now)
    spend_time()
    praise_some(people)
    review(people, now)
    listen(people, now)
    learn_patience(manager, now)
    evaluate(people, now)
    keep_reports(teams, people, now)
    look_for_people(teams, people, now)
    plan_money(teams, people, now)
    count_demand(teams, people, now)
    planned = people | bring_crew(teams, people, now)
    roster(teams, planned, now)
    arrange(planned, now)
    hand_out(teams, people, now)
    use_articles(articles, list(player.tickets.values()), now)
    remember_reading(rng, list(player.tickets.values()), people, now)
    hold_rosters(now)
    if tickets >= LARGE:  # in a smaller company nothing is usual yet, nor to try a promise on
        try_a_promise(people, now)
        with as_history():
            break_out(teams["tallinn"], now)
    counting.bring_up_to_date()
    write_down_before(before, teams, people, known)  # its days are counted by the workers of the desk


@contextmanager
def no_savepoints() -> Iterator[None]:
    """Nothing here is ever half undone, and a savepoint around each action is a third of all statements."""
    was, connection.features.uses_savepoints = connection.features.uses_savepoints, False
    try:
        yield
    finally:
        connection.features.uses_savepoints = was


def make_teams(now: datetime.datetime) -> dict[str, Team]:
    teams = {}
    for team in TEAMS:
        teams[team.slug] = row = Team.objects.create(
            name=team.name,
            slug=team.slug,
            language=team.language,
            colour=team.colour,
            signature=team.signature,
        )
        set_hours(team.name, team.schedule(now.year), teams=(row,))
        Mailbox.objects.create(name=team.name, address=team.address, team=row)
    for name, slug, position, terms in POLICIES:
        team = teams[slug] if slug else None
        set_policy(name, terms, team=team, conditions=ASKS.get(name), position=position)
    return teams


def make_people(teams: dict[str, Team]) -> dict[str, User]:
    return {
        person.email: hire(
            email=person.email, full_name=person.full_name, role=person.role,
            teams=tuple(teams[slug] for slug in person.teams), language=person.language, time_zone=person.tz,
        )
        for person in PEOPLE
    }  # fmt: skip


def welcome(crowd: list[DemoContact]) -> dict[str, Contact]:
    companies = {
        name: Organisation.objects.create(name=name, vip=vip, shares_tickets=shares)
        for name, _, _, vip, shares in COMPANIES
    }
    return {
        contact.address: welcome_contact(
            address=contact.address, name=contact.name, language=contact.language,
            organisation=companies.get(contact.company), time_zone=TZ[contact.language],
        )
        for contact in crowd
    }  # fmt: skip


class Player:
    """Does the steps of all cases in the order of time, with the beat of the timers between them."""

    def __init__(
        self,
        teams: dict[str, Team],
        people: dict[str, User],
        contacts: dict[str, Contact],
        types: dict[str, TicketType],
    ) -> None:
        self.teams, self.people, self.contacts, self.types = teams, people, contacts, types
        self.tickets: dict[int, Ticket] = {}

    def play(self, cases: list[Case], now: datetime.datetime) -> None:
        steps = [
            (step.at, number, order)
            for number, case in enumerate(cases)
            for order, step in enumerate(case.steps)
        ]
        for at, number, order in sorted(steps):
            if at > now - TOLD_SINCE:
                self.climb(at)
            if order:
                self.beat(self.tickets[number], at, now)
            self.step(number, cases[number], cases[number].steps[order])
        for ticket in self.tickets.values():
            self.beat(ticket, now - BEAT, now)
        watching.watch(now)
        self.climb(now)
        self.see_to_some(now)

    def climb(self, until: datetime.datetime) -> None:
        """What escalations.climb_due would have done until then, as soon as it would have."""
        for _level in LADDER:
            due = Escalation.objects.filter(next_at__lte=until).values_list("next_at", flat=True)
            for at in sorted(set(due)):
                with as_news():
                    escalations.climb_due(min(at + BEAT, until))

    def see_to_some(self, now: datetime.datetime) -> None:
        """Every third ticket that was escalated was acknowledged, and what is settled or older is read."""
        told = EscalationStep.objects.filter(escalation__ended_at=None).order_by("at", "pk")
        last = {s.escalation.ticket: s for s in told.select_related("recipient", "escalation__ticket")}
        for ticket, step in list(last.items())[::3]:
            actions.acknowledge(ticket, by=step.recipient, at=min(step.at + SEEN_AFTER, now))
        for user in self.people.values():
            theirs = Notice.objects.filter(recipient=user)
            mark_read(
                [*theirs.exclude(settled_at=None), *theirs.filter(settled_at=None)[KEPT_UNREAD:]], by=user
            )

    def beat(self, ticket: Ticket, until: datetime.datetime, now: datetime.datetime) -> None:
        """What watching.watch would have noticed since the last step, as soon as it would have; and somebody
        was told of it in the last days.
        """
        due = ticket.clocks.filter(stopped_at=None).filter(
            Q(next_warn_at__lt=until) | Q(breach_noticed_at=None, due_at__lt=until)
        )
        times = {at for pair in due.values_list("next_warn_at", "due_at") for at in pair if at and at < until}
        for at in sorted(times):
            with as_news() if at > now - TOLD_SINCE else nullcontext():
                clocks.refresh(ticket, min(at + BEAT, until))

    def step(self, number: int, case: Case, step: Step) -> None:
        if step.verb == "open":
            self.tickets[number] = self.open(case, step)
            return
        ticket, by = self.tickets[number], self.people.get(step.by, Desk("upkeep"))
        if "solve" in (step.more.get("then"), step.more.get("name")):
            self.get_ready(ticket, case, step)
        if step.verb == "receive":
            channel = "email" if case.channel in LOGGED else case.channel
            actions.receive(
                ticket, by=self.contacts[case.contact.address], text=step.text, folded=step.quotes,
                channel=channel, parts=part_for(step.file), at=step.at,
            )  # fmt: skip
        elif step.verb == "reply":
            actions.reply(
                ticket, by=by, text=step.text, then=step.more["then"], parts=part_for(step.file), at=step.at
            )
        elif step.verb == "note":
            actions.add_note(ticket, by=by, text=step.text, at=step.at)
        elif step.verb == "assign":
            actions.assign(ticket, by=by, to=self.people[step.more["to"]], at=step.at)
        elif step.verb == "change_team":
            actions.change_team(ticket, by=by, to=self.teams[step.more["to"]], at=step.at)
        elif step.verb == "move":
            actions.move(ticket, step.more["name"], by=by, at=step.at)
        else:
            getattr(actions, step.verb)(ticket, by=by, at=step.at, **step.more)

    def get_ready(self, ticket: Ticket, case: Case, step: Step) -> None:
        """Whoever solves it fills in and ticks off first what that needs."""
        by = self.people[step.by]
        if known := found_out(case):
            actions.set_fields(ticket, by=by, values=known, at=step.at)
        for item in ChecklistItem.objects.filter(checklist__ticket=ticket, required=True, done_at=None):
            actions.tick(ticket, by=by, item=item.pk, done=True, at=step.at)

    def open(self, case: Case, step: Step) -> Ticket:
        contact = self.contacts[case.contact.address]
        ticket = actions.open_ticket(
            by=self.people.get(step.by, contact), requester=contact, team=self.teams[case.crew_at_first],
            subject=case.subject, text=step.text, channel=case.channel, priority=step.more["priority"],
            language=case.contact.language, parts=part_for(step.file), at=step.at,
            kind=self.types[case.topic.name], custom=values_of(case),
        )  # fmt: skip
        # References are random so that they tell nothing; here they must be the same for everyone.
        ticket.reference = case.reference
        Ticket.objects.filter(pk=ticket.pk).update(reference=case.reference)
        return ticket


def remember_reading(
    rng: random.Random, tickets: list[Ticket], people: dict[str, User], now: datetime.datetime
) -> None:
    """Colleagues have read what is done, and most of what they work on; the rest waits for them, unread."""
    readers = {team.pk: list(team.members.order_by("email")) for team in Team.objects.all()}
    seen = []
    for ticket in tickets:
        for user in readers[ticket.team_id]:
            if ticket.solved_at or rng.random() < (0.75 if user.pk == ticket.assignee_id else 0.4):
                seen.append(Seen(user=user, ticket=ticket, at=min(now, ticket.active_at + BEAT)))
    Seen.objects.bulk_create(seen, batch_size=1000)
