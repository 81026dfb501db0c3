"""The radar over rows: an outbreak is one candidate, told of once, and what people make of it."""

import datetime
import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from customers.actions import welcome_contact
from notices.models import Notice
from reports.access import problem_numbers, problems_for
from reports.models import ProblemCandidate, ProblemMember, TicketPrint, TopicHour, WordCount
from reports.radar import finding
from reports.radar.deciding import QUIET_FOR, accept, dismiss, leave_out, take_in
from reports.radar.finding import scan
from reports.radar.printing import forget_words
from tests.factories import make_ticket
from tests.pure.said_of_trouble import everyday, of_outbreak
from tickets.actions import tag
from tickets.choices import LinkKind
from tickets.models import Ticket, TicketLink

NOW = datetime.datetime(2026, 5, 20, 12, 0, tzinfo=datetime.UTC)
MINUTE, HOUR, DAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def people(db):
    return [welcome_contact(address=f"c{n}@example.com", name=f"Customer {n}") for n in range(12)]


@pytest.fixture
def weeks(people, billing):
    """Three weeks with a few tickets a day."""
    draw = random.Random(4)
    for n in range(45):
        subject, text = everyday(draw, "en")
        make_ticket(requester=people[n % 12], team=billing, subject=subject, text=text,
                    at=NOW - DAY * (21 - n * 0.45), tags=["everyday"])  # fmt: skip


@pytest.fixture
def outbreak(weeks, people, billing):
    draw, made = random.Random(9), []
    for n in range(12):
        subject, text = of_outbreak(draw, "en")
        at = NOW - HOUR + 5 * n * MINUTE
        made.append(make_ticket(requester=people[n], team=billing, subject=subject, text=text, at=at))
    return made


def test_an_outbreak_is_found_before_its_hour_is_over_and_is_one_candidate(outbreak, cleo, mona, amara):
    found_after = next(n for n in range(2, 15) if scan(NOW - HOUR + 5 * n * MINUTE))
    assert found_after <= 12 + 2
    for n in range(found_after + 1, 15):
        assert scan(NOW - HOUR + 5 * n * MINUTE) == 0
    candidate = ProblemCandidate.objects.get()
    assert {row.ticket_id for row in candidate.members.all()} >= {one.pk for one in outbreak[:-1]}
    assert candidate.members.count() <= 13
    assert {"card", "checkout", "payment"} & set(candidate.name.split())
    assert [*Notice.objects.order_by("recipient").values_list("recipient", "key")] == sorted(
        (who.pk, f"problem-{candidate.pk}") for who in (cleo, mona)
    )


def test_twice_at_the_same_moment_changes_nothing(outbreak):
    assert scan(NOW) == 1
    before = [*WordCount.objects.order_by("word").values()], [*TopicHour.objects.values("topic", "hour", "n")]
    assert scan(NOW) == 0
    after = [*WordCount.objects.order_by("word").values()], [*TopicHour.objects.values("topic", "hour", "n")]
    assert after == before
    assert TicketPrint.objects.count() == Ticket.objects.count()
    assert ProblemCandidate.objects.count() == 1


def test_everyday_work_is_no_problem(weeks):
    assert scan(NOW) == 0


def test_a_tag_set_later_counts_where_it_came(weeks, billing, people, amara):
    made = make_ticket(requester=people[0], team=billing, at=NOW - 10 * MINUTE)
    scan(NOW)
    tag(made, by=amara, tags=["late"])
    scan(NOW + MINUTE)
    assert TopicHour.objects.get(topic="tag:late").n == 1


def test_words_that_were_taken_out_are_kept_nowhere(outbreak):
    scan(NOW)
    forget_words(outbreak[0].pk)
    assert TicketPrint.objects.get(ticket=outbreak[0]).words == []


def test_accepted_it_is_a_problem_ticket_with_incidents_and_takes_later_ones(outbreak, cleo, billing, people):
    scan(NOW)
    candidate = ProblemCandidate.objects.get()
    leave_out(candidate, by=cleo, number=outbreak[0].pk)

    problem = accept(candidate, by=cleo, team=billing, subject="Cards fail", text="Since noon.", at=NOW)

    assert accept(candidate, by=cleo, team=billing, subject="Again", text="x") == problem
    incidents = TicketLink.objects.filter(kind=LinkKind.INCIDENT, other=problem)
    assert {row.one_id for row in incidents} == {
        row.ticket_id for row in candidate.members.exclude(ticket=outbreak[0])
    }
    later = make_ticket(requester=people[3], team=billing, subject="Card payment fails at checkout",
                        text="The checkout shows an error", at=NOW + HOUR)  # fmt: skip
    scan(NOW + HOUR + MINUTE)
    assert ProblemMember.objects.get(candidate=candidate, ticket=later).linked_at is None
    candidate.refresh_from_db()
    assert take_in(candidate, by=cleo, numbers=[later.pk]) == 1
    assert take_in(candidate, by=cleo, numbers=[later.pk]) == 0
    assert ProblemCandidate.objects.count() == 1


@pytest.mark.parametrize(("later", "found"), [(DAY, 0), (QUIET_FOR + DAY, 1)])
def test_dismissed_it_stays_quiet_for_a_while(outbreak, mona, people, billing, later, found):
    scan(NOW)
    candidate = ProblemCandidate.objects.get()
    with pytest.raises(ValidationError):
        dismiss(candidate, by=mona, reason="  ")
    dismiss(candidate, by=mona, reason="A newsletter went out", at=NOW)
    with pytest.raises(ValidationError):
        accept(candidate, by=mona, team=billing, subject="x", text="x")
    assert scan(NOW + 5 * MINUTE) == 0
    draw = random.Random(2)
    for n in range(24):
        subject, text = of_outbreak(draw, "en")
        at = NOW + later - 2 * n * MINUTE
        make_ticket(requester=people[n % 12], team=billing, subject=subject, text=text, at=at)
    assert scan(NOW + later) == found


def test_who_may_not_is_refused(outbreak, amara, cleo, network, billing):
    scan(NOW)
    candidate = ProblemCandidate.objects.get()
    for act in (
        lambda: accept(candidate, by=amara, team=billing, subject="x", text="x"),
        lambda: dismiss(candidate, by=amara, reason="x"),
        lambda: leave_out(candidate, by=amara, number=outbreak[0].pk),
        lambda: take_in(candidate, by=amara, numbers=[outbreak[0].pk]),
        lambda: accept(candidate, by=cleo, team=network, subject="x", text="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not problems_for(amara).exists()


def test_a_lead_of_another_team_knows_of_none(outbreak, network, cleo):
    from staff.actions import hire

    scan(NOW)
    candidate = ProblemCandidate.objects.get()
    eve = hire(email="eve@desk.example", full_name="Eve", role="lead", teams=(network,), password="x" * 20)
    assert not problems_for(eve).exists()
    assert problem_numbers(eve, [candidate.pk]) == set()
    assert problem_numbers(cleo, [candidate.pk]) == {candidate.pk}


def test_killed_before_its_end_it_leaves_nothing_and_finds_it_again(outbreak, cleo, monkeypatch):
    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(finding, "notify", lambda *args, **said: killed())
        with pytest.raises(KeyboardInterrupt):
            scan(NOW)
    assert not ProblemCandidate.objects.exists()
    assert not TicketPrint.objects.exists()
    assert scan(NOW) == 1
    assert Notice.objects.filter(recipient=cleo).count() == 1
