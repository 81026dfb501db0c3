"""Two teams with everything that a dashboard counts: in every state, late and due, disputed, undelivered,
rated, reviewed, held, planned and short of people. One colleague works in both teams.
"""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from customers.actions import welcome_contact
from customers.models import Organisation
from mail.models import Mailbox, RawEmail
from mail.surveys import ask_due
from outbox.actions import queue
from outbox.models import Letter
from qa.models import Review
from reports.actions import begin_backtest
from reports.backtests import backtesting
from reports.counted import counting
from reports.marked_days.actions import annotate
from reports.models import ProblemCandidate, ProblemMember, TopicHour
from reports.saved.actions import save_report
from scheduling.actions import set_hours
from scheduling.models import Attendance, CoverageRisk, OnCall, Pause, Publication
from sla.actions import set_policy
from staff.actions import hire
from staff.choices import SkillKind
from staff.models import Skill, Team
from tests.factories import OFFICE_HOURS, STANDARD_TERMS, make_shift, make_ticket
from tests.qa.ground import a_scorecard, given
from tests.surveys.ground import asked_about, make_due, solve, switch_on
from tickets import actions
from tickets.actions.letters import attach_letter
from tickets.actions.product_signs import add_sign
from tickets.actions.surveying import rate
from tickets.models import Dispute, Ticket, TicketClock

HOUR, DAY, QUARTER = datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(minutes=15)
PARTS = [
    {"measure": "arrivals", "step": "week", "by": "team", "period": "7days"},
    {"measure": "solved", "step": "week", "period": "7days"},
    {"measure": "kept_first", "by": "agent", "period": "7days"},
]
PAST = {"priorities": {"normal": {"first_response": {"minutes": 0.0001, "hours": "calendar"}}}}
PULSE = {
    "seconds": {"beat": 3, "worker": 12, "letters": 4},
    "stale": 45,
    "waiting": {"worker": 7, "letters": 2},
}


def pulse():
    return PULSE


def jobs(name: str, most: int) -> list[str]:
    return ["tickets.tasks.announce"] * PULSE["waiting"][name]


def build() -> SimpleNamespace:
    world = SimpleNamespace(**_people(), n=0)
    world.teams = (world.billing, world.network)
    set_hours("Office", OFFICE_HOURS, teams=(world.billing,))
    set_policy("Standard", STANDARD_TERMS)
    now = timezone.now()
    _lived(world, now)
    _to_do(world, now)
    _said_of_it(world, now)
    _found(world, now)
    _mail(world, now)
    _planned(world, now.replace(second=0, microsecond=0))
    counting.bring_up_to_date()
    return world


def _people() -> dict:
    billing = Team.objects.create(name="Billing", slug="billing", colour=1)
    network = Team.objects.create(name="Network", slug="network", colour=2)
    found = {"billing": billing, "network": network}
    for name, role, teams in (
        ("amara", "agent", (billing,)), ("ben", "agent", (billing,)), ("tove", "agent", (billing, network)),
        ("cleo", "lead", (billing,)), ("nora", "agent", (network,)), ("lars", "lead", (network,)),
        ("mona", "manager", ()), ("ada", "admin", ()),
    ):  # fmt: skip
        found[name] = hire(
            email=f"{name}@desk.example", full_name=f"{name.title()} Kask", role=role, teams=teams
        )
    for name in ("dana", "eve"):
        house = Organisation.objects.create(name=f"{name.title()} Trading")
        found[name] = welcome_contact(address=f"{name}@{name}.example", name=name.title(), organisation=house)
    return found


SUBJECT = r"Zanzibar \d{3}\."


def begin(world, team, at, **more) -> Ticket:
    """Called as no other is: see SUBJECT."""
    world.n += 1
    who = more.pop("who", world.dana if team == world.billing else world.eve)
    return make_ticket(requester=who, team=team, subject=f"Zanzibar {world.n:03}.", at=at, **more)


def _lived(world, now) -> None:
    """What is over: answered, solved, opened again, moved on, merged; by everybody."""
    start = now.replace(hour=9, minute=0, second=0, microsecond=0) - 6 * DAY
    work = (
        (world.billing, world.amara), (world.billing, world.ben), (world.network, world.nora),
        (world.billing, world.tove), (world.network, world.tove), (world.billing, world.amara),
    )  # fmt: skip
    for n, (team, by) in enumerate(work):
        one = begin(world, team, start + n * HOUR, tags=["refund"], channel="web" if n % 2 else "email")
        actions.reply(one, by=by, text="Yes.", at=one.opened_at + 2 * HOUR)
        actions.move(one, "solve", by=by, at=one.opened_at + 3 * HOUR)
        if n in (1, 4):
            contact = one.requester
            actions.receive(one, by=contact, text="No.", channel="email", at=one.opened_at + 20 * HOUR)
    gone = begin(world, world.billing, start + DAY)
    actions.reply(gone, by=world.amara, text="Not ours.", at=gone.opened_at + HOUR)
    actions.change_team(gone, by=world.mona, to=world.network, at=gone.opened_at + 5 * HOUR)
    into, source = (begin(world, world.billing, start + n * DAY) for n in (2, 3))
    actions.merge(source, by=world.amara, into=into)


def _to_do(world, now) -> None:
    for team, by in ((world.billing, world.amara), (world.network, world.nora)):
        for days in (9, 3, 0.1, 0):
            begin(world, team, now - days * DAY)
        for hours in (-5, 0.5, 3, 6, 20):
            one = begin(world, team, now - 3 * HOUR, assignee=by)
            Ticket.objects.filter(pk=one.pk).update(queue_at=now + hours * HOUR, queue_metric="resolution")
        aside = begin(world, team, now - 2 * HOUR)
        Ticket.objects.filter(pk=aside.pk).update(
            queue_at=now + HOUR, snoozed_at=now, snoozed_until=now + 3 * HOUR
        )
        waits, held, done = (begin(world, team, now - 2 * HOUR, channel="phone") for _ in range(3))
        actions.reply(waits, by=by, text="Which account?", then="wait")
        actions.assign(held, by=by, to=by)
        actions.move(held, "hold", by=by)
        actions.reply(done, by=by, text="Done.", then="solve")
        stuck = begin(world, team, now - 2 * HOUR)
        TicketClock.objects.create(
            ticket=stuck, metric="time_to_own", state="unschedulable", started_at=now, target_seconds=60
        )
        Dispute.objects.create(
            ticket=stuck, metric="first_response", cycle=1, since=now - HOUR, until=now, reason="Away",
            raised=stuck.events.first(), raised_by=by, raised_at=now,
        )  # fmt: skip


def _said_of_it(world, now) -> None:
    """Customers are asked, and answer or not; reviewers say what they think."""
    card = a_scorecard(world.mona)
    cards = Skill.objects.create(name="Cards", kind=SkillKind.PRODUCT)
    add_sign(cards, {"tag": "card"}, by=world.mona)
    for team, by, lead in (
        (world.billing, world.amara, world.cleo), (world.network, world.nora, world.lars),
        (world.billing, world.tove, world.cleo), (world.network, world.tove, world.lars),
    ):  # fmt: skip
        switch_on(team)
        for n, score in enumerate((5, 2, 4, None)):
            who = welcome_contact(address=f"c{world.n}@x.example", name=f"Customer {world.n}")
            one = begin(world, team, now - 4 * HOUR, who=who, tags=["card"])
            survey = asked_about(one, by)
            if score:
                rate(survey, by=who, score=score, comment="So.")
            if n < 2:
                answer = one.messages.filter(author=by).get()
                review = given(answer, card, lead)
                Review.objects.filter(pk=review.pk).update(chance=0.5 if n == 0 else None)

    solve(begin(world, world.billing, now - 3 * HOUR), world.ben, answered=False)
    make_due()
    ask_due()


def _found(world, now) -> None:
    """A problem of both teams, with a ticket left out; one of Network alone; a back-test; a report."""
    hour = now.replace(minute=0, second=0, microsecond=0)

    def found(name, topic, tickets, left_out=()) -> ProblemCandidate:
        one = ProblemCandidate.objects.create(
            topic=topic, core=name.split(), name=name, found_at=now, last_at=now, count=12,
            usual=0.4, rates=[0.4] * 168,
        )  # fmt: skip
        for ticket in (*tickets, *left_out):
            ProblemMember.objects.create(
                candidate=one, ticket=ticket, added_at=now, left_out_at=now if ticket in left_out else None
            )
        return one

    ours, theirs = ([*Ticket.objects.filter(team=team).order_by("pk")[:4]] for team in world.teams)
    world.problem = found("card checkout", "tag:card", [*ours[:3], *theirs[:2]], [ours[3], theirs[2]])
    world.hidden_problem = found("node down", "", theirs)
    TopicHour.objects.bulk_create(
        TopicHour(topic="tag:card", hour=hour - n * DAY, n=n % 7 + 1) for n in range(80)
    )
    annotate(by=world.mona, words="New prices", since=timezone.localdate(now))
    world.report = save_report(None, by=world.mona, name="Week", shared=True, parts=PARTS)
    world.run = begin_backtest(by=world.mona, days=30, name="Strict", terms=PAST)
    backtesting.work_off(world.run.pk)


def _mail(world, now) -> None:
    for team, by in ((world.billing, world.amara), (world.network, world.nora)):
        box = Mailbox.objects.create(name=team.name, address=f"{team.slug}@desk.example", team=team)
        for n in range(2 if team == world.billing else 1):
            RawEmail.objects.create(
                mailbox=box, sha256="2" * 64, size=40, content=b"Subject: Hi\n\nHello", sender="a@b.example"
            )
            RawEmail.objects.create(
                mailbox=box, sha256=str(n) * 64, size=40, content=b"Subject: Hi\n\nHello",
                outcome="quarantined", cause="no_sender", subject="Hi", sender="a@b.example",
            )  # fmt: skip
            one = begin(world, team, now - HOUR)
            answer = actions.reply(one, by=by, text="Here.")
            key = f"{team.slug}-{n}"
            letter = queue(key=key, kind="answer", to=["a@b.example"], subject="Re", text="Here.")
            attach_letter(answer, letter)
            Letter.objects.filter(pk=letter.pk).update(state="failed", problem="550 no such user")


def _planned(world, now) -> None:
    """Some are there, one should be, one is on a break, one is worn out; the teams have rosters and risks."""
    quarter = now - datetime.timedelta(minutes=now.minute % 15)
    for team in world.teams:
        Publication.objects.create(
            team=team, number=1, starts_at=now - DAY, ends_at=now + DAY, zone="UTC", content=[], before=[],
            at=now - DAY,
        )  # fmt: skip
        for n in range(-1, 60):
            CoverageRisk.objects.create(
                team=team, starts_at=quarter + n * QUARTER, required=2, rostered=1 + n % 2,
                missing=1 - n % 2, p_breach=0.4 if n == 9 else 0.05, computed_at=now,
            )  # fmt: skip
    for one, team in (
        (world.amara, world.billing), (world.ben, world.billing), (world.cleo, world.billing),
        (world.nora, world.network),
    ):  # fmt: skip
        make_shift(one, team, now - 2 * HOUR)
    for one in (world.amara, world.cleo, world.nora):
        here = Attendance.objects.create(user=one, starts_at=now - 2 * HOUR)
        if one == world.cleo:
            Pause.objects.create(attendance=here, starts_at=now - datetime.timedelta(minutes=5))
    for days in range(1, 6):
        start = now - days * DAY - 6 * HOUR
        Attendance.objects.create(user=world.amara, starts_at=start, ends_at=start + 14 * HOUR)
    Attendance.objects.create(user=world.ben, starts_at=now - 48 * HOUR, ends_at=now - 47 * HOUR)
    for one, team in ((world.ben, world.billing), (world.nora, world.network)):
        OnCall.objects.create(user=one, team=team, starts_at=now - HOUR, ends_at=now + HOUR)
