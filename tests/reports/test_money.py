"""The money page: each number opens what it says, to whoever may see it."""

import datetime
import html
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from budget.figures import costs
from budget.queries import book
from budget.showing import amount, units
from budget.sums import last_day_over
from budget.what_if import Promise
from reports.models import BacktestRun
from reports.words.showing import hours
from scheduling.actions import set_hours
from scheduling.models import CalendarVersion
from scheduling.overtimes import overtime
from sla.backtest import Line, Tally
from staff.actions import hire
from tests.factories import OFFICE_HOURS, make_shift
from tests.reports import spent
from tests.reports.spent import HOUR, OVER, at, contract, month

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:money")
LINK = re.compile(r'<a href="([^"]+)" title="([^"]+)" aria-label="[^"]+">([^<]+)</a>')
MARK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)" data-at')
FIGURE = re.compile(r'id="figure-(\w+)".*?<b>(?:<a href="([^"]+)">)?([^<]+)', re.S)
TOPIC = re.compile(r'<a href="([^"]+)" aria-label="(\w+): ([\d,]+)">')
COST = re.compile(r'<a href="([^"]+)" aria-label="(\w+: [\d,.]+ for ([\d,]+) solved tickets?)"')


@pytest.fixture
def cast(billing, network, amara, ben, cleo, nora, mona, dana, eve):
    return {
        "billing": billing, "network": network, "amara": amara, "ben": ben, "cleo": cleo, "nora": nora,
        "mona": mona, "dana": dana, "eve": eve,
    }  # fmt: skip


@pytest.fixture
def lived(cast):
    return spent.live(cast)


@pytest.fixture
def tired(cast, lived):
    """Amara worked five hours more in a week of the third month, Nora three in one of the fourth."""
    contract(cast["amara"], "20.00")
    contract(cast["ben"], "30.00", weekly=20)
    contract(cast["nora"], "15.55")
    weeks(cast["amara"], cast["billing"], 2, 9)
    weeks(cast["nora"], cast["network"], 3, 8.6)
    return lived


def weeks(user, team, n, each):
    """Five days of so many hours, from the second Monday of the month on."""
    first = at(n, 8, 6)
    monday = first + datetime.timedelta(days=-first.weekday() % 7)
    for day in range(5):
        make_shift(user, team, monday + datetime.timedelta(days=day), hours=each)


def page_of(client, **asked) -> str:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def opened(client, link: str, says: str = "") -> str:
    """What the page behind it says, as the number is written."""
    link = html.unescape(link)
    answer = client.get(PAGE + link if link.startswith("?") else link)
    assert answer.status_code == 200, link
    context = answer.context
    if "/list/" in link:
        return f"{context['count']:,}"
    if "/postings/" in link:
        return units(context["whole"])
    if "/overtime/" in link:
        return units(context["cents"]) if "Cost" in says else hours(context["seconds"])
    group = answer.content.decode().split(f'id="{link.rpartition("#")[2]}"')[1]
    return group.split("</tbody>")[0]


def walk(client, shown: str) -> dict[str, int]:
    """Follows every number; how many there were of each kind."""
    seen = {"list": 0, "postings": 0, "overtime": 0, "topics": 0, "year": 0}
    for link, says, text in LINK.findall(shown):
        found = opened(client, link, says)
        kind = next((kind for kind in seen if f"/{kind}/" in link), "year")
        assert f">{text}<" in found if kind == "year" else text == found, (link, says)
        seen[kind] += 1
    for link, says in MARK.findall(shown):
        told = re.search(r"of ([\d,]+) solved|: ([\d.]+) hours", says)
        assert opened(client, link) in told.groups(), says
    for link, says, text in (*TOPIC.findall(shown), *COST.findall(shown)):
        assert opened(client, link) == text, says
        seen["topics"] += 1
    return seen


@pytest.mark.parametrize("against", ["", "before", "year"])
def test_a_manager_opens_every_number(client, tired, mona, against):
    client.force_login(mona)
    seen = walk(client, page_of(client, against=against))
    assert seen["list"] >= 2 * OVER + 4
    assert seen["postings"] >= OVER + 2
    assert seen["topics"] == 6  # the tickets, their cost and that of one, of two topics
    assert seen["overtime"] == 8  # hours and money, of two teams, in a month and together
    assert bool(seen["year"]) == bool(against)


def test_a_lead_opens_every_number_of_theirs_and_sees_no_other(client, tired, cleo):
    client.force_login(cleo)
    shown = page_of(client, against="year")
    seen = walk(client, shown)
    assert seen["list"] >= OVER + 1
    assert seen["postings"] == OVER + 1
    assert (seen["overtime"], seen["topics"]) == (2, 6)
    for word in ("Network desk", "House", ">333<", "Cost of overtime:"):
        assert word not in shown


def test_an_agent_is_refused_and_so_is_a_lead_without_the_team(client, tired, cast):
    client.force_login(cast["amara"])
    year = tired["year"].pk
    behind = f"{reverse('reports:money_overtime')}?year={year}&team=billing"
    for address in (PAGE, f"{PAGE}?as=csv", behind):
        assert client.get(address).status_code == 404
    other = hire(email="olev@desk.example", full_name="Olev Puu", role="lead", teams=(cast["network"],))
    client.force_login(other)
    assert client.get(behind).status_code == 404
    assert "Billing" not in page_of(client)
    for odd in ("&month=99", "&month=x"):
        client.force_login(cast["mona"])
        assert client.get(behind + odd).status_code == 404
    assert client.get(f"{PAGE}?year=999999").status_code == 404


def test_numbers_are_those_of_the_budget(client, tired, mona):
    client.force_login(mona)
    shown, today = page_of(client), timezone.localdate()
    year, one = tired["year"], tired["one"]
    found = book(mona, year)
    centres, topics = costs(found, last_day_over(today))
    assert [each.centre for each in centres] == [one, tired["two"]]
    assert centres[0].solved[:OVER] == [2, 3, 3, 2, 2]  # the one that was solved twice counts in both months
    figures = {key: text for key, _link, text in FIGURE.findall(shown)}
    whole = sum(each.total for each in centres)
    assert figures["each"] == amount(round(whole / 13))
    assert figures["solved"] == "13"
    assert figures["spent"] == units(whole)
    for each in (*centres, *topics):
        assert f">{amount(each.one)}<" in shown
    centre = client.get(reverse("budget:centre", args=[year.pk, one.pk])).context["total"]
    assert f'<td class="n">{units(centre["forecast"])}</td>' in shown
    on_budget = reverse("budget:costs", args=[year.pk])
    assert on_budget in shown
    assert f'href="{PAGE}?year={year.pk}"' in client.get(on_budget).content.decode()


def test_a_list_may_be_of_several_teams(client, lived, mona, cleo, cast):
    asked = {"of": "solved", "since": month(1).isoformat(), "until": month(2).isoformat(), "zone": "UTC"}
    both = f"{cast['billing'].pk},{cast['network'].pk}"
    for reader, teams, many in ((mona, both, 4), (cleo, both, 3)):
        client.force_login(reader)
        assert client.get(reverse("reports:list"), asked | {"by_team": teams}).context["count"] == many
    for odd in ("", "1,", "x", "999999", ",".join("1" * 300)):
        assert client.get(reverse("reports:list"), asked | {"by_team": odd}).status_code == 404


def test_where_pay_is_hidden_nothing_is_shown(client, lived, cleo, mona, cast):
    """With one colleague's pay in a month, a sum would be theirs."""
    spent.pay(lived["year"], lived["one"], OVER, [cast["amara"]], 7_777_00)
    client.force_login(cleo)
    shown = page_of(client)
    assert "Cost centres whose pay you do not see are left out" in shown
    assert "Nothing to count yet" in shown
    assert "without pay" in shown
    for pays in (2_000_03, 4_000_06, 5_000_13):
        assert units(pays) not in shown
    csv = b"".join(client.get(PAGE, {"as": "csv"}).streaming_content).decode()
    assert csv.count("\n") == 1


def test_a_lead_reads_the_sum_of_pay_and_no_line_of_it(client, lived, cleo):
    client.force_login(cleo)
    address = reverse("budget:postings", args=[lived["year"].pk])
    asked = {"centre": lived["one"].pk, "month": 1}
    answer = client.get(address, asked)
    assert (answer.context["sum"], answer.context["pay"]) == (1_000_07, 4_000_06)
    assert "Amara" not in answer.content.decode()
    assert client.get(address, {**asked, "q": "Amara"}).context["pay"] is None
    assert client.get(address, {"centre": lived["two"].pk}).context["pay"] == 0
    several = client.get(address, {"month": "1,2", "centre": f"{lived['one'].pk},{lived['two'].pk}"})
    assert several.context["pay"] == 8_000_14


def test_overtime_is_the_hours_beyond_the_contract_at_what_they_cost(client, tired, mona, cast):
    client.force_login(mona)
    shown = page_of(client)
    found = overtime(month(0), month(OVER), timezone.now())
    assert [(one.stretch.user, one.seconds / 3600) for one in found] == [
        (cast["amara"].pk, 5.0), (cast["nora"].pk, 3.0),
    ]  # fmt: skip
    figures = {key: text for key, _link, text in FIGURE.findall(shown)}
    assert figures["overtime"] == "8.0"
    assert "147" in shown  # 5 × 20.00 + 3 × 15.55 = 146.65
    behind = client.get(reverse("reports:money_overtime"), {"year": tired["year"].pk, "team": "network"})
    assert (behind.context["seconds"], behind.context["cents"]) == (3 * 3600, 46_65)
    client.force_login(cast["cleo"])
    behind = client.get(
        reverse("reports:money_overtime"), {"year": tired["year"].pk, "team": "billing", "month": 3}
    )
    assert (behind.context["seconds"], behind.context["cents"]) == (5 * 3600, None)
    assert "20.00" not in behind.content.decode()


def test_overtime_on_public_holidays_is_said_apart(client, tired, cast):
    """Amara's five hours lie on a Friday on which the team is closed; those of Network are no holiday's."""
    first, _second = overtime(month(0), month(OVER), timezone.now())
    closed = {first.stretch.day.isoformat(): "Day of soup"}
    version = set_hours("Office", {**OFFICE_HOURS, "holidays": [*closed]}, teams=(cast["billing"],))
    CalendarVersion.objects.filter(pk=version.pk).update(names=closed)
    client.force_login(cast["mona"])
    shown = page_of(client)
    assert "5.0 on public holidays" in shown
    assert walk(client, shown)["overtime"] == 8 + 2
    behind, asked = reverse("reports:money_overtime"), {"year": tired["year"].pk, "holidays": "1"}
    answer = client.get(behind, asked | {"team": "billing"})
    assert answer.context["seconds"] == 5 * 3600
    assert "Day of soup" in answer.content.decode()
    assert "on a public holiday" in client.get(behind, asked | {"team": "network"}).content.decode()
    taken = b"".join(client.get(PAGE, {"part": "overtime", "as": "csv"}).streaming_content).decode()
    assert ",5.0,5.0,100" in taken
    client.force_login(cast["cleo"])
    assert "5.0 on public holidays" in page_of(client)
    assert client.get(behind, asked | {"team": "network"}).status_code == 404
    client.force_login(cast["amara"])
    assert client.get(behind, asked | {"team": "billing"}).status_code == 404


def tried(name="Two hours", days=73, **teams):
    """Back-tested: so many first answers more were missed by each team, of eight minutes each."""
    lines = {
        f"first_response {pk} normal": Line(Tally(10, 1, 0), Tally(10 - missed, 1 + missed, 0)).as_json()
        for pk, missed in ((int(key[1:]), missed) for key, missed in teams.items())
    }
    return BacktestRun.objects.create(
        name=name, terms={"x": 1}, days=days, lines=lines, made_at=timezone.now(), finished_at=timezone.now(),
        newly_late=sum(teams.values()), handling_seconds=sum(teams.values()) * 480,
    )  # fmt: skip


def test_a_stricter_promise_costs_its_hours_at_the_rate_of_the_team(client, tired, mona, cast):
    billing, network = cast["billing"].pk, cast["network"].pk
    run = tried(**{f"t{billing}": 675, f"t{network}": 100})
    client.force_login(mona)
    answer = client.get(PAGE)
    [dearer] = answer.context["dearer"]
    one, two = dearer.parts
    # 90 hours in 73 days; Amara owes 40 hours at 20.00 and Ben 20 at 30.00
    assert (one.hours, one.hourly) == (Decimal("37.5"), 23_33)
    assert one.monthly == 874_88  # 37.5 × 23.33 = 874.875
    assert one.monthly == Promise(one.hours, 11, one.hourly).by_month()[11]
    assert one.yearly == 450 * 23_33
    assert (two.hours, two.hourly, two.yearly) == (Decimal("5.6"), 15_55, round(67.2 * 15_55))
    assert (dearer.monthly, dearer.yearly) == (one.monthly + two.monthly, one.yearly + two.yearly)
    shown = answer.content.decode()
    for text in ("+37.5", "+450.0", "23.33", "874.88", "10,498.50"):
        assert f">{text}<" in shown
    assert reverse("reports:backtest_run", args=[run.pk]) in shown


def test_without_a_back_test_it_says_how_to_begin_one(client, lived, mona, cleo):
    client.force_login(mona)
    shown = page_of(client)
    assert "No promise was tried yet" in shown
    assert reverse("reports:backtest") in shown
    client.force_login(cleo)
    assert "What a stricter promise would cost" not in page_of(client)


def test_a_run_that_does_not_say_whose_it_is_costs_the_mean_of_everybody(client, tired, mona):
    BacktestRun.objects.create(
        name="Old", terms={"x": 1}, days=73, handling_seconds=324_000, made_at=timezone.now(),
        finished_at=timezone.now(),
    )  # fmt: skip
    client.force_login(mona)
    [dearer] = client.get(PAGE).context["dearer"]
    assert [(one.team, one.hours) for one in dearer.parts] == [(None, Decimal("37.5"))]
    assert dearer.parts[0].hourly == round((40 * 20_00 + 20 * 30_00 + 40 * 15_55) / 100)


@pytest.mark.parametrize("part", ["costs", "topics", "overtime", "plan", "promises"])
def test_every_table_can_be_taken_away(client, tired, mona, cast, part):
    tried(**{f"t{cast['billing'].pk}": 675})
    client.force_login(mona)
    for form in ("csv", "xlsx"):
        answer = client.get(PAGE, {"part": part, "as": form, "against": "year"})
        assert f'filename="{part}-now' in answer["Content-Disposition"]
        content = b"".join(answer.streaming_content)
        assert content[:2] == (b"PK" if form == "xlsx" else "\ufeff".encode()[:2])
    if part == "costs":
        text = b"".join(client.get(PAGE, {"part": part, "as": "csv"}).streaming_content).decode()
        assert f"Billing desk,{month(0)},2,5000.13,2500.07" in text


def test_without_a_year_it_says_where_one_is_planned(client, mona, cleo):
    client.force_login(mona)
    assert "No year is planned yet" in page_of(client)
    client.force_login(cleo)
    assert "No budget yet" in page_of(client)


def test_a_year_that_has_not_begun_has_its_plan_alone(client, lived, mona):
    later = spent.make_year("later", month(12), (lived["one"],), mona)
    client.force_login(mona)
    shown = page_of(client, year=later.pk, against="before")
    assert "Nothing to count yet" in shown
    assert "3,600" in shown


STATEMENTS = 25


@pytest.mark.parametrize("against", ["", "before"])
def test_it_asks_as_much_for_three_teams_as_for_one(client, tired, mona, cast, against):
    tried(**{f"t{cast['billing'].pk}": 675})
    client.force_login(mona)
    client.get(PAGE, {"against": against})
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE, {"against": against})
    assert len(asked) <= STATEMENTS, [one["sql"][:90] for one in asked]
    for n in range(3):
        weeks(cast["nora"], cast["network"], 4, 0.5 + n) if n == 0 else None
        tried(f"More {n}", **{f"t{cast['network'].pk}": 10 + n})
    with CaptureQueriesContext(connection) as more:
        client.get(PAGE, {"against": against})
    assert len(more) == len(asked)


def test_the_htmx_answer_is_the_part_that_changes(client, lived, mona):
    client.force_login(mona)
    answer = client.get(PAGE, {"against": "year"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "A year before" in answer


def test_what_is_over_is_shown_in_hours_as_the_board_writes_them():
    assert hours(5 * HOUR.total_seconds()) == "5.0"
