"""Figures of the board: what the events say, and as many as the list behind each."""

import datetime
import random
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from reports.choices import Dimension, FactKind
from reports.counted import counting
from reports.cuts import Cut
from reports.figures import by_hour_of_week, numbers
from reports.listing import asked_in, facts_for
from reports.measures import MEASURES
from reports.models import DayFigure, StaleDay, TicketFact
from staff.choices import SkillKind
from staff.models import Skill
from tests.factories import make_ticket
from tickets import actions, handling
from tickets.actions.product_signs import add_sign, drop_sign
from tickets.choices import State
from tickets.models import ProductSign, Ticket

pytestmark = pytest.mark.django_db
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ZONE = "Europe/Tallinn"
LIST_PAGE = 7  # statements


def cut(measure, since, **more):
    return Cut(measure, since, since + 12 * DAY, **more)


def behind(user, number):
    asked = asked_in(dict(parse_qsl(urlsplit(number.link).query, keep_blank_values=True)))
    return facts_for(user, asked).count()


def value(user, measure, since, **where):
    return numbers(user, cut(measure, since, where=where), ZONE).total.total


def test_what_happened_is_counted(lived, mona, amara, billing, network):
    assert value(mona, "arrivals", lived).value == 5  # the sixth was merged: it counts where it went
    assert value(mona, "solved", lived).value == 3
    assert value(mona, "answers", lived).value == 5  # with the one that stands in another ticket now
    assert value(mona, "reopened", lived).n == 1
    assert value(mona, "one_touch", lived).n == 1
    assert value(mona, "backlog", lived).value == 3
    assert value(mona, "backlog", lived, team=str(network.pk)).value == 2
    assert value(mona, "arrivals", lived, team=str(billing.pk)).value == 4
    assert value(mona, "arrivals", lived, topic="refund").value == 2
    assert value(mona, "answers", lived, agent=str(amara.pk)).value == 2
    median = value(mona, "first_response", lived).value
    assert abs(median - 2 * 3600) <= 2 * 3600 * 0.011
    assert value(mona, "resolution", lived).n == 3


def test_a_ticket_about_two_products_counts_for_both_and_once_in_all(lived, mona):
    told = numbers(mona, cut("arrivals", lived, by="product"), ZONE)
    assert {row.label: row.total.value for row in told.rows} == {"Cards": 2, "Lines": 2}
    assert told.total.total.value == 5


def test_time_spent_is_of_whoever_solved_it_last_with_the_time_of_all(lived, mona, ben):
    mean, hours = value(mona, "handle_time_mean", lived), value(mona, "handle_hours", lived)
    assert (mean.value, mean.n) == (20 * 60, 2)
    assert (hours.value, hours.n) == (pytest.approx(40 / 60), 2)
    assert value(mona, "handle_hours", lived, agent=str(ben.pk)).value == 0.5
    assert abs(value(mona, "handle_time", lived).value - 10 * 60) <= 10 * 60 * 0.011
    cards = Skill.objects.get(name="Cards")
    assert value(mona, "handle_time_mean", lived, product=str(cards.pk)).n == 2


@pytest.mark.parametrize("who", ["mona", "cleo"])
def test_every_number_opens_a_list_that_long(lived, request, who):
    reader, seen, told_of = request.getfixturevalue(who), 0, {}
    days = [lived + n * DAY for n in range(0, 12, 3)]
    for measure in MEASURES:
        for by in Dimension.values:
            steps = days if by in ("", Dimension.TEAM, Dimension.TOPIC) else ()
            told = numbers(reader, cut(measure, lived, by=by, starts=steps), ZONE)
            for series in (*told.rows, told.total):
                for number in (*series.values, series.total):
                    if number.link not in told_of:  # each list once: the sum is the same whatever it is of
                        told_of[number.link] = behind(reader, number)
                        seen += number.n
                    assert told_of[number.link] == number.n, (measure, by, number)
    for day in by_hour_of_week(reader, cut("arrivals", lived), ZONE):
        assert all(behind(reader, number) == number.n for number in day if number.n)
    assert seen > 100


def test_a_lead_reads_their_own_teams_and_an_agent_none(client, lived, cleo, amara, mona, network):
    assert value(cleo, "arrivals", lived).value == 4
    assert value(cleo, "arrivals", lived, team=str(network.pk)).value == 0
    assert value(amara, "arrivals", lived).value == 0
    link = value(cleo, "arrivals", lived).link
    client.force_login(amara)
    assert client.get(link).status_code == 404
    client.force_login(cleo)
    html = client.get(link).content.decode()
    assert re.search(r'id="fact-count">4<', html)
    assert "with another team now" in html
    assert "No 2" not in html
    client.force_login(mona)
    assert "No 2" in client.get(value(mona, "arrivals", lived).link).content.decode()


def test_nobody_learns_what_an_organisation_is_called_of_which_they_may_read_nothing(
    client, lived, eve, cleo, mona
):
    place = value(cleo, "arrivals", lived).link
    for key in ("by", "not"):
        link = f"{place}&{key}_organisation={eve.organisation_id}"
        client.force_login(cleo)
        assert eve.organisation.name not in client.get(link).content.decode(), key
        client.force_login(mona)
        assert eve.organisation.name in client.get(link).content.decode(), key


def test_a_figure_is_three_statements_whatever_it_is_taken_apart_by(
    lived, mona, django_assert_max_num_queries
):
    for measure in ("arrivals", "first_response", "backlog", "response_rate", "handle_hours"):
        for by in Dimension.values:
            with django_assert_max_num_queries(3):
                numbers(mona, cut(measure, lived, by=by, starts=[lived + n * DAY for n in range(12)]), ZONE)


def test_a_list_is_as_many_statements_however_long_it_is(client, lived, mona, django_assert_num_queries):
    client.force_login(mona)
    one = numbers(mona, Cut("arrivals", lived, lived + DAY), ZONE).total.total
    three = numbers(mona, Cut("arrivals", lived, lived + 3 * DAY), ZONE).total.total
    assert (one.n, three.n) == (1, 3)
    client.get(one.link)
    with django_assert_num_queries(LIST_PAGE):
        client.get(one.link)
    with django_assert_num_queries(LIST_PAGE):
        client.get(three.link)


@pytest.mark.parametrize(
    "query",
    ["", "of=arrivals", "of=x&since=2026-01-01&until=2026-02-01&zone=UTC",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=Nowhere",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&by_team=x",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&by_product=",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&by_product=tv",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&by_product=99999999",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&by_agent=99999999",
     "of=arrivals&since=2026-02-01&until=2026-01-01&zone=UTC",
     "of=arrivals&since=2026-01-01&until=2026-02-01&zone=UTC&hour=24"],
)  # fmt: skip
def test_what_names_no_list_is_not_found(client, mona, query):
    client.force_login(mona)
    assert client.get(f"{reverse('reports:list')}?{query}").status_code == 404


def test_counting_again_changes_nothing_and_finds_what_changed(lived, mona, ben):
    before = set(TicketFact.objects.values_list("pk", flat=True))
    assert counting.bring_up_to_date() == 0
    assert set(TicketFact.objects.values_list("pk", flat=True)) == before
    ticket = Ticket.objects.get(subject="No 5")
    actions.prioritise(ticket, by=mona, to="urgent")
    counting.bring_up_to_date()
    assert value(mona, "arrivals", lived, priority="urgent").value == 1
    assert not StaleDay.objects.exists()


def test_verifying_finds_what_was_tampered_with(lived, capsys):
    call_command("metrics_verify")
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out
    DayFigure.objects.filter(kind=FactKind.SOLVED).update(n=99)
    TicketFact.objects.filter(kind=FactKind.ARRIVED).first().delete()
    with pytest.raises(SystemExit):
        call_command("metrics_verify")
    assert re.search(r"1 tickets and [1-9]\d* figures differ", capsys.readouterr().out)


def test_what_was_found_wrong_is_mended(lived, capsys):
    DayFigure.objects.filter(kind=FactKind.SOLVED).update(n=99)
    TicketFact.objects.filter(kind=FactKind.ARRIVED).first().delete()
    call_command("metrics_verify", mend=True)
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out


def test_a_zone_that_nobody_read_in_before_gets_its_figures(lived, mona, amara, capsys):
    mona.time_zone = "Asia/Kathmandu"
    mona.save(update_fields=["time_zone"])
    counting.bring_up_to_date()
    told = numbers(mona, cut("arrivals", lived), "Asia/Kathmandu").total.total
    assert told.value == behind(mona, told) == 5
    call_command("metrics_verify")
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_figures_say_the_same_as_the_events(
    seed, billing, network, mona, dana, eve, promises, capsys
):
    chance, now = random.Random(seed), timezone.now()
    at = now - 20 * DAY
    made = []
    products = [Skill.objects.create(name=name, kind=SkillKind.PRODUCT) for name in "XYZ"]
    for _ in range(70):
        at += datetime.timedelta(minutes=chance.randint(1, 400))
        if len(made) < 4 or chance.random() < 0.15:
            team, who = chance.choice([billing, network]), chance.choice([dana, eve])
            made.append(
                make_ticket(requester=who, team=team, at=at, channel=chance.choice(["email", "phone"]))
            )
            continue
        ticket = Ticket.objects.get(pk=chance.choice(made).pk)
        if ticket.merged_into_id:
            continue
        if chance.random() < 0.2:
            _without_an_event(chance, ticket, products, mona)
        _one_thing(chance, ticket, at, made, mona, (billing, network))
        if chance.random() < 0.1:
            counting.bring_up_to_date()
    call_command("metrics_verify")
    assert "0 tickets and 0 figures differ" in capsys.readouterr().out
    assert TicketFact.objects.filter(kind=FactKind.SOLVED).exists()
    assert counting.look_over() == 0


def _without_an_event(chance, ticket, products, mona):
    """Somebody works on it, or a manager says what a tag is about."""
    if chance.random() < 0.5:
        handling.add(mona, ticket.pk, datetime.timedelta(seconds=chance.randint(1, 900)))
    elif (signs := [*ProductSign.objects.all()]) and chance.random() < 0.3:
        sign = chance.choice(signs)
        drop_sign(sign.product, sign.pk, by=mona)
    else:
        add_sign(chance.choice(products), {"tag": chance.choice("abc")}, by=mona)


def _one_thing(chance, ticket, at, made, mona, teams):
    done = ticket.state in (State.SOLVED, State.CLOSED)
    what = chance.choice(["reply", "write", "solve", "solve", "team", "tag", "assign", "time", "merge"])
    if what == "reply":
        actions.reply(ticket, by=mona, text="So.", at=at)
    elif what == "write":
        actions.receive(ticket, by=ticket.requester, text="And?", channel="email", at=at)
    elif what == "solve":
        actions.move(ticket, "reopen" if done else "solve", by=mona, at=at)
    elif what == "team":
        actions.change_team(ticket, by=mona, to=chance.choice(teams), at=at)
    elif what == "tag":
        actions.tag(ticket, by=mona, tags=[chance.choice("abc")], at=at)
    elif what == "assign":
        actions.assign(ticket, by=mona, to=mona, at=at)
    elif what == "time":
        spent = datetime.timedelta(minutes=chance.randint(0, 30))
        actions.correct_time(ticket, by=mona, of=mona, to=spent, reason="So long.", at=at)
    else:
        others = [one for one in made if one.pk != ticket.pk]
        other = Ticket.objects.get(pk=chance.choice(others).pk)
        if not other.merged_into_id and not ticket.merged_here.exists():
            actions.merge(ticket, by=mona, into=other, at=at)
