"""What waited, by days: as the facts say, whatever is corrected, and read from them meanwhile."""

import datetime
import random

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.counted import counting, verifying
from reports.counted.queue_rollup import tell_stale
from reports.counted.queues import STEP
from reports.models import QueueDay, StaleQueue
from reports.people.page import personal
from reports.people.workable import queues_of
from reports.periods import named
from tests.factories import make_shift, make_ticket
from tickets import actions
from tickets.choices import ACTIVE, EventKind, State
from tickets.gates import Stand
from tickets.models import Gate, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def begun(now):
    return now.replace(hour=9, minute=0, second=0, microsecond=0) - 20 * DAY


def asked(team, contact, at, *answers, by, **more):
    """Answered after so much time, asked again an hour later, and so on."""
    ticket = make_ticket(requester=contact, team=team, at=at, **more)
    for n, after in enumerate(answers):
        if n:
            at += HOUR
            actions.receive(ticket, by=contact, text="And?", channel="email", at=at)
        at += after
        actions.reply(ticket, by=by, text="So.", at=at)
    return ticket


@pytest.fixture
def desk(billing, network, amara, nora, dana, eve, begun):
    """Waits of minutes and of weeks, in two teams and two languages; some wait still."""
    dice = random.Random(5)
    for n in range(14):
        team, by = (billing, amara) if n % 3 else (network, nora)
        answers = [dice.choice((7 * MINUTE, 3 * HOUR, 30 * HOUR, 9 * DAY)) for _ in range(n % 3)]
        at = begun + dice.randrange(40_000) * datetime.timedelta(seconds=13)
        asked(team, dana if n % 2 else eve, at, *answers, by=by, language="et" if n % 4 == 1 else "en")
    counting.bring_up_to_date()


def queues(teams, languages, since, until, closed=()):
    found = queues_of([team.pk for team in teams], languages, closed, since, until)
    return found.start, {team: [*seconds] for team, seconds in found.seconds.items() if any(seconds)}


def by_events(teams, languages, since, until):
    """Second by second of a hundred, straight from the log: what had been asked and was not answered yet."""
    spells = []
    for ticket in Ticket.objects.filter(team__in=teams, language__in=languages):
        waits = None
        for event in TicketEvent.objects.filter(ticket=ticket).order_by("at", "pk"):
            if event.kind in (EventKind.OPENED, EventKind.CUSTOMER_WROTE):
                waits = waits or event.at
            elif event.kind == EventKind.AGENT_ANSWERED and waits:
                spells.append((ticket.team_id, waits.timestamp(), event.at.timestamp()))
                waits = None
        if waits and ticket.state in ACTIVE:
            spells.append((ticket.team_id, waits.timestamp(), until.timestamp()))
    return spells


def test_what_waited_is_what_the_events_say(desk, billing, network, begun, now):
    since = begun + 2 * DAY
    start, found = queues([billing, network], {"en", "et"}, since, now)
    spells = by_events([billing, network], {"en", "et"}, since, now)
    assert {team for team, _a, _b in spells} == {*found}
    for team, seconds in found.items():
        for step in range(int((now.timestamp() - start) // STEP) - 1):
            a = start + step * STEP
            ought = sum(max(0, min(end, a + STEP) - max(begin, a)) for of, begin, end in spells if of == team)
            assert abs(seconds[step] - ought) <= len(spells), step


def test_nothing_differs_and_what_is_tampered_with_is_found_and_mended(desk, capsys):
    assert QueueDay.objects.exists()
    assert not StaleQueue.objects.exists()
    assert verifying.wrong_figures() == []
    row = QueueDay.objects.first()
    row.seconds[3] += 60
    row.save()
    assert {one.day for one in verifying.wrong_figures()} == {row.day}
    call_command("metrics_verify", mend=True)
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out


def test_a_day_that_is_stale_is_read_from_the_facts(desk, billing, network, begun, now):
    asking = ([billing, network], {"en", "et"}, begun, now)
    rolled = queues(*asking)
    days = sorted({row.day for row in QueueDay.objects.all()})
    for stale in (days[:1], days[3:5], days):
        tell_stale(stale)
        QueueDay.objects.filter(day__in=stale).update(seconds=[0] * 288)
        assert queues(*asking) == rolled
    QueueDay.objects.all().delete()
    assert queues(*asking) == rolled
    counting.roll_stale()
    assert queues(*asking) == rolled
    assert verifying.wrong_figures() == []


def test_what_is_corrected_long_after_is_corrected(desk, billing, network, amara, mona, dana, begun, now):
    late = asked(billing, dana, begun, by=amara)
    counting.bring_up_to_date()
    before = QueueDay.objects.count()
    actions.reply(late, by=amara, text="At last.", at=now - HOUR)  # after nineteen days
    counting.bring_up_to_date()
    assert QueueDay.objects.count() > before
    assert verifying.wrong_figures() == []
    actions.merge(late, by=amara, into=asked(billing, dana, begun + HOUR, 2 * HOUR, by=amara))
    counting.bring_up_to_date()
    assert verifying.wrong_figures() == []


def test_what_is_in_another_language_now_waited_in_it(billing, amara, dana, begun, now):
    ticket = asked(billing, dana, begun, HOUR, by=amara)
    counting.bring_up_to_date()
    Ticket.objects.filter(pk=ticket.pk).update(language="es")
    counting.look_over()
    assert queues([billing], {"en"}, begun, now)[1] == {}
    assert sum(queues([billing], {"es"}, begun, now)[1][billing.pk]) == 3600
    assert verifying.wrong_figures() == []


def test_what_was_never_answered_was_nothing_to_answer(billing, amara, dana, begun, now):
    thanks = asked(billing, dana, begun, by=amara)
    actions.move(thanks, "solve", by=amara, at=begun + HOUR)
    counting.bring_up_to_date()
    assert thanks.state == State.SOLVED
    assert queues([billing], {"en"}, begun, now)[1] == {}


def test_what_is_behind_a_gate_waited_for_others(billing, amara, dana, begun, now):
    asked(billing, dana, begun, 2 * HOUR, by=amara, tags=["fraud"])
    asked(billing, dana, begun, HOUR, by=amara)
    asked(billing, dana, now - HOUR, by=amara, tags=["fraud"])
    counting.bring_up_to_date()
    gate = Gate(tag="fraud")
    stand = type("Out", (Stand,), {"is_out": True})(gate, None)
    assert sum(queues([billing], {"en"}, begun, now, [stand])[1][billing.pk]) == 3600
    assert sum(queues([billing], {"en"}, begun, now)[1][billing.pk]) > 3 * 3600


def test_of_a_shift_counts_what_waited_and_was_answered_since(billing, amara, ben, dana, begun, now):
    make_shift(amara, billing, begun, 8)
    asked(billing, dana, begun + 2 * HOUR, 90 * MINUTE, by=ben)
    asked(billing, dana, begun + 3 * HOUR, 2 * HOUR, by=ben)
    counting.bring_up_to_date()
    assert personal(amara, named("90days", now.date()), now).work == "3.0"
