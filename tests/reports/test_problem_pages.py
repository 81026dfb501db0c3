"""Pages of problems, and the banner: who sees what, who is refused, and how many statements."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from reports.models import ProblemCandidate, ProblemMember, TicketPrint
from reports.radar.showing import macro_for, rows_of
from staff.actions import hire
from staff.models import Contract
from tests.factories import make_ticket
from tickets.actions import end_banner, move, set_banner, use_macro
from tickets.actions.setting_up import save_type
from tickets.banners import fallback, told_now
from tickets.choices import EventKind
from tickets.models import Banner, Handled, Macro

HOUR = datetime.timedelta(hours=1)


def make_problem(tickets, n=0, **fields) -> ProblemCandidate:
    now = timezone.now()
    one = ProblemCandidate.objects.create(
        topic="", core=[f"card{n}", "check"], name=f"card checkout {n}", found_at=now, last_at=now,
        count=len(tickets), usual=0.4, rates=[0.4] * 168, **fields,
    )  # fmt: skip
    for ticket in tickets:
        ProblemMember.objects.create(candidate=one, ticket=ticket, added_at=now)
    return one


@pytest.fixture
def tickets(dana, billing):
    return [make_ticket(requester=dana, team=billing, subject=f"Card fails {n}") for n in range(3)]


@pytest.fixture
def problem(tickets):
    return make_problem(tickets)


@pytest.fixture
def eve_leads(network):
    return hire(email="eve@desk.example", full_name="Eve", role="lead", teams=(network,), password="x" * 20)


def test_the_list_takes_as_many_statements_for_three_as_for_one(
    client, cleo, tickets, problem, django_assert_max_num_queries
):
    client.force_login(cleo)
    url = reverse("reports:problems")
    client.get(url)
    with django_assert_max_num_queries(30) as first:
        assert client.get(url).status_code == 200
    make_problem(tickets, 1)
    make_problem(tickets, 2)
    with django_assert_max_num_queries(len(first)):
        page = client.get(url).content.decode()
    assert page.count('href="/board/problems/') >= 3


def test_from_candidate_to_problem_ticket_banner_and_its_end(client, cleo, billing, problem, tickets):
    client.force_login(cleo)
    page = client.get(reverse("reports:problem", args=[problem.pk])).content.decode()
    assert "Card fails 2" in page
    assert 'class="chart"' in page
    said = {"accept-team": billing.pk, "accept-subject": "Cards fail", "accept-text": "Since noon"}
    assert client.post(reverse("reports:problem_accept", args=[problem.pk]), said).status_code == 302
    problem.refresh_from_db()
    assert {row.one_id for row in problem.problem.links_in.all()} == {one.pk for one in tickets}
    url = reverse("reports:problem_banner", args=[problem.pk])
    assert client.post(url, {"banner-team": billing.pk}).status_code == 422
    words = {"banner-team": billing.pk, "banner-words_en": "Cards fail at the moment."}
    assert client.post(url, words).status_code == 302
    assert [one.words for one in told_now("en")] == ["Cards fail at the moment."]
    assert "Cards fail at the moment." in client.get(reverse("tickets:new")).content.decode()
    page = client.get(reverse("reports:problem", args=[problem.pk])).content.decode()
    assert "Cards fail at the moment." in page
    assert client.post(reverse("reports:problem_banner_end", args=[problem.pk])).status_code == 302
    assert told_now("en") == []
    kinds = [*problem.problem.events.filter(kind__startswith="banner").values_list("kind", flat=True)]
    assert sorted(kinds) == [EventKind.BANNER_ENDED, EventKind.BANNER_SET]


def test_dismissing_needs_a_reason_and_one_left_out_is_not_linked(client, mona, problem, tickets):
    client.force_login(mona)
    url = reverse("reports:problem_dismiss", args=[problem.pk])
    assert client.post(url, {"dismiss-reason": " "}).status_code == 422
    client.post(reverse("reports:problem_leave_out", args=[problem.pk, tickets[0].pk]))
    assert problem.members.get(ticket=tickets[0]).left_out_at
    assert client.post(url, {"dismiss-reason": "A newsletter"}).status_code == 302
    page = client.get(reverse("reports:problem", args=[problem.pk])).content.decode()
    assert "A newsletter" in page


WRITES = ["problem_accept", "problem_dismiss", "problem_take_in", "problem_banner", "problem_banner_end"]


@pytest.mark.parametrize("who", ["amara", "eve_leads"])
def test_whose_it_is_not_finds_nothing(request, client, who, problem, tickets):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("reports:problem", args=[problem.pk])).status_code == 404
    for name in WRITES:
        assert client.post(reverse(f"reports:{name}", args=[problem.pk]), {}).status_code == 404
    out = reverse("reports:problem_leave_out", args=[problem.pk, tickets[0].pk])
    assert client.post(out).status_code == 404
    listed = client.get(reverse("reports:problems"))
    assert listed.status_code == 404 or b"card checkout" not in listed.content


def test_signed_out_nobody_sees_it(client, problem):
    assert client.get(reverse("reports:problems")).status_code == 302
    assert client.get(reverse("reports:problem", args=[problem.pk])).status_code == 302


def test_a_lead_tells_only_for_a_team_of_theirs_and_an_agent_never(cleo, amara, network, billing, tickets):
    for who, team in ((amara, billing), (cleo, network), (cleo, None)):
        with pytest.raises(PermissionDenied):
            set_banner(tickets[0], by=who, words={"en": "x"}, team=team)
    banner = set_banner(tickets[0], by=cleo, words={"en": "x"}, team=billing)
    with pytest.raises(PermissionDenied):
        end_banner(banner, by=amara)


def test_a_banner_ends_with_its_problem_with_its_time_and_with_the_next(mona, tickets):
    problem, now = tickets[0], timezone.now()
    set_banner(problem, by=mona, words={"en": "First"})
    set_banner(problem, by=mona, words={"en": "Second"}, until=now + HOUR)
    assert [one.words for one in told_now("en")] == ["Second"]
    assert told_now("en", now=now + 2 * HOUR) == []
    assert Banner.objects.filter(ended_at=None).count() == 1
    move(problem, "solve", by=mona)
    assert told_now("en") == []
    with pytest.raises(ValidationError):
        set_banner(problem, by=mona, words={"en": "Third"})


def test_a_banner_of_a_type_shows_where_that_is_chosen(client, mona, billing, tickets):
    type(billing).objects.update(takes_web_form=True)
    kinds = [save_type(None, {"name": name, "offered": True}, by=mona) for name in ("Refund", "Other")]
    set_banner(tickets[0], by=mona, words={"en": "Refunds take longer."}, kind=kinds[0])
    assert "Refunds take longer." not in client.get(reverse("portal:home")).content.decode()
    url = reverse("portal:fields")
    assert "Refunds take longer." in client.post(url, {"type": kinds[0].pk}).content.decode()
    assert "Refunds take longer." not in client.post(url, {"type": kinds[1].pk}).content.decode()


def test_a_problem_takes_as_many_statements_with_three_tickets_as_with_one(
    client, cleo, tickets, django_assert_max_num_queries
):
    one, three = make_problem(tickets[:1]), make_problem(tickets, 2)
    client.force_login(cleo)
    client.get(reverse("reports:problem", args=[one.pk]))
    with django_assert_max_num_queries(32) as first:
        client.get(reverse("reports:problem", args=[one.pk]))
    with django_assert_max_num_queries(len(first)):
        client.get(reverse("reports:problem", args=[three.pk]))


def test_the_weightiest_is_first_and_money_is_for_who_manages_it(mona, cleo, tickets, amara):
    one, three = make_problem(tickets[:1]), make_problem(tickets, 2)
    Handled.objects.create(ticket=tickets[0], user=amara, measured=2 * 3600 * 1000)
    Contract.objects.create(user=amara, from_on="2020-01-01", weekly_hours=40, hourly_cost=30)
    rows = rows_of(mona, [one, three])
    assert [row.one for row in rows] == [three, one]
    assert [(row.seconds, row.cents) for row in rows] == [(7200, 6000)] * 2
    assert {row.cents for row in rows_of(cleo, [one, three])} == {None}


def test_the_macro_used_most_on_tickets_like_these_is_suggested(mona, cleo, problem, tickets, billing):
    macros = [Macro.objects.create(name=f"Macro {n}", text="x") for n in range(2)]
    for ticket in tickets:
        TicketPrint.objects.create(ticket=ticket, at=ticket.opened_at, who=1, words=["card0", "check"])
    for ticket, macro in zip(tickets, (macros[1], macros[0], macros[1]), strict=True):
        use_macro(ticket, by=mona, macro=macro)
    assert macro_for(cleo, problem) == (macros[1], 2)
    Macro.objects.filter(pk=macros[1].pk).update(active=False)
    assert macro_for(cleo, problem) == (macros[0], 1)


def test_words_are_in_the_readers_language_or_the_desks_or_any():
    assert fallback({"en": "x", "et": "y"}, "et") == "et"
    assert fallback({"en": "x", "et": "y"}, "pl") == "en"
    assert fallback({"ru": "x", "es": "y"}, "pl") == "es"


def test_customers_read_it_on_the_form_and_in_the_help_centre(client, mona, billing, network, tickets):
    type(billing).objects.update(takes_web_form=True)
    set_banner(tickets[0], by=mona, words={"en": "Cards fail.", "et": "Kaardid ei tööta."}, team=billing)
    for name in ("portal:home", "portal:articles"):
        page = client.get(reverse(name)).content.decode()
        assert "Cards fail." in page
        assert f"#{tickets[0].pk}" not in page
    with translation.override("et"):
        assert told_now("et")[0].words == "Kaardid ei tööta."
    type(billing).objects.filter(pk=billing.pk).update(takes_web_form=False)
    assert "Cards fail." not in client.get(reverse("portal:home")).content.decode()
