"""The demo company's money: a year that is closed, one with five months to come, and what if."""

import datetime
from decimal import Decimal

from budget import actions
from budget.models import CostCentre, Year
from budget.what_if import Heads, Promise
from helpdesk.demo.company import terms
from reports.actions import begin_backtest
from sla.models import Policy
from staff.actions import set_contract
from staff.models import Team, User

# Team, code, cost of an hour of its agents.
TEAMS = (
    ("tallinn", "110", "14.85"),
    ("krakow", "120", "12.60"),
    ("madrid", "130", "13.95"),
    ("russian-desk", "140", "14.40"),
    ("billing", "150", "16.25"),
)
LEAD_COST, MANAGER_COST = Decimal("21.40"), Decimal("33.75")
HOUSE = "900"
# Centre, kind, name, cents a month.
LINES = (
    ("110", "people", "Agents", 7_750_00), ("120", "people", "Agents", 5_900_00),
    ("130", "people", "Agents", 6_300_00), ("140", "people", "Agents", 5_200_00),
    ("150", "people", "Agents", 7_400_00), (HOUSE, "people", "Management", 5_950_00),
    ("110", "overtime", "Weekends", 450_00), ("110", "tools", "Headsets and phones", 180_00),
    ("150", "tools", "Payment portal", 320_00), ("120", "training", "Courses", 250_00),
    ("130", "training", "Courses", 250_00), (HOUSE, "vendors", "Interpreters", 600_00),
    (HOUSE, "other", "Office and energy", 2_900_00),
)  # fmt: skip
# Centre, kind, words, by month of how much it is more or less than 100 %; the others are as planned.
SPENT = (
    ("110", "overtime", "Weekend shifts", 450_00, {3: 210, 10: 160}),
    ("110", "tools", "Headsets", 180_00, {5: 540}),
    ("150", "tools", "Payment portal, licences", 320_00, {}),
    ("120", "training", "Polish consumer law, course", 250_00, {2: 0, 6: 310}),
    ("130", "training", "Course in Madrid", 250_00, {8: 0}),
    (HOUSE, "other", "Office and energy", 2_900_00, {1: 128, 2: 122, 12: 118}),
)


def plan_money(teams: dict[str, Team], people: dict[str, User], now: datetime.datetime) -> None:
    """Twelve months that are over, explained and closed; twelve of which seven are over, and two wait."""
    manager = next(one for one in people.values() if one.role == "manager")
    admin = next(one for one in people.values() if one.role == "admin")
    make_contracts(people, now, admin)
    centres = make_centres(teams, people, manager)
    last, this = (make_year(centres, _month(now, -back), manager) for back in (19, 7))
    for year in (last, this):
        spend(year, centres, now, manager)
    actions.post_sources(now)
    actions.look_for_variances(now)
    explain(last, manager, leave=0)
    explain(this, manager, leave=2)
    actions.close(last, by=manager)
    think(this, manager)


def make_contracts(people: dict[str, User], now: datetime.datetime, admin: User) -> None:
    """For those who have none, and nobody by themselves: full time but for every fifth, then a raise."""
    costs = {slug: Decimal(cost) for slug, _code, cost in TEAMS}
    since, raised = now.date().replace(month=1, day=2, year=now.year - 3), _month(now, -4)
    for number, user in enumerate(people.values()):
        if user == admin or user.contracts.exists():
            continue
        team = user.memberships.order_by("pk").values_list("team__slug", flat=True).first()
        cost = costs.get(team or "", MANAGER_COST) if user.role == "agent" else LEAD_COST
        cost = MANAGER_COST if user.role == "manager" else cost
        hours = Decimal("32.0") if number % 5 == 4 else Decimal("40.0")
        for day, rate in ((since, cost), (raised, cost + Decimal("0.37"))):
            set_contract(user, by=admin, from_on=day, weekly_hours=hours, hourly_cost=rate)


def make_centres(teams: dict[str, Team], people: dict[str, User], manager: User) -> dict[str, CostCentre]:
    desk = actions.save_centre(None, {"code": "100", "name": "Support", "owner": manager}, by=manager)
    found = {"100": desk}
    for slug, code, _cost in TEAMS:
        lead = next((one for one in people.values() if one.role == "lead" and _leads(one, slug)), manager)
        said = {"code": code, "name": teams[slug].name, "team": teams[slug], "parent": desk, "owner": lead}
        found[code] = actions.save_centre(None, said, by=manager)
    said = {"code": HOUSE, "name": "House", "takes_rest": True, "owner": manager}
    found[HOUSE] = actions.save_centre(None, said, by=manager)
    return found


def _leads(user: User, slug: str) -> bool:
    return user.memberships.filter(team__slug=slug, leads=True).exists()


def make_year(centres: dict[str, CostCentre], starts_on: datetime.date, manager: User) -> Year:
    """Planned twice: the second plan has the new office."""
    after = "" if starts_on.month == 1 else f"/{(starts_on.year + 1) % 100:02}"
    name = f"{starts_on.year}{after}"
    year = actions.make_year({"name": name, "starts_on": starts_on, "limit_percent": 15}, by=manager)
    for code, kind, words, cents in LINES:
        cents = [cents] * 12 if words != "Office and energy" else [2_700_00] * 12
        actions.add_line(year, centre=centres[code], kind=kind, name=words, cents=cents, by=manager)
    actions.approve(year, by=manager)
    actions.replan(year, reason="The office moved: more rooms, better heating", by=manager)
    office = year.lines.get(name="Office and energy")
    actions.save_line(office, cents=[2_700_00] * 3 + [2_900_00] * 9, by=manager)
    actions.approve(year, by=manager)
    year.refresh_from_db()
    return year


def spend(year: Year, centres: dict[str, CostCentre], now: datetime.datetime, manager: User) -> None:
    """Bills of the months that are over; interpreters on their contract; one bill posted twice, and back."""
    over = year.months_over(now.date())
    interpreters = actions.commit(
        year, centre=centres[HOUSE], kind="vendors", vendor="Lingua Nord", reference="C-2207",
        cents=[600_00] * 12, by=manager,
    )  # fmt: skip
    for n, month in enumerate(year.months[:over], start=1):
        for code, kind, words, cents, odd in SPENT:
            if amount := cents * odd.get(n, 100) // 100 + (n * 7 % 5 - 2) * 3_11:
                actions.post(
                    year, centre=centres[code], kind=kind, day=month.replace(day=12), cents=amount,
                    words=words, reference=f"{code}-{kind[:2].upper()}-{month:%y%m}", by=manager,
                )  # fmt: skip
        if n % 3:
            actions.post(
                year, centre=centres[HOUSE], kind="vendors", day=month.replace(day=20), cents=587_50,
                words="Interpreters", reference=f"LN-{month:%y%m}", commitment=interpreters, by=manager,
            )  # fmt: skip
    twice = actions.post(
        year, centre=centres["150"], kind="tools", day=year.months[1].replace(day=14), cents=320_00,
        words="Payment portal, licences", by=manager,
    )  # fmt: skip
    actions.reverse(twice, words="Posted twice", by=manager)


def explain(year: Year, manager: User, *, leave: int) -> None:
    """All but the newest."""
    waiting = list(year.explanations.filter(settled_at=None).order_by("month", "pk"))
    for one in waiting[: len(waiting) - leave]:
        actions.explain(one, words=WHY.get(one.kind, "A bill came a month late."), by=manager)


WHY = {
    "people": "The year was planned before the raise in the spring.",
    "overtime": "Two weekends of outages; everybody was needed.",
    "tools": "The old headsets broke, all of them were replaced at once.",
    "training": "The course was moved and paid for in another month.",
    "other": "A cold winter, and the old heating.",
}


def think(year: Year, manager: User) -> None:
    for name, changes in (
        (
            "Two more in Tallinn from the sixth month",
            [(Heads(2, 5, 2_581_00, Decimal(160), 1_450_00), "Agents in Tallinn, with a laptop each")],
        ),
        (
            "First answer in half the time",
            [(Promise(Decimal("118.5"), 5, 15_90), "Standard, from four hours to two")],
        ),
    ):
        actions.save_scenario(None, year=year, name=name, changes=changes, by=manager)


def try_a_promise(people: dict[str, User], now: datetime.datetime) -> None:
    """Begun, as a manager would: the workers of the desk go through the tickets."""
    manager = next(one for one in people.values() if one.role == "manager")
    begin_backtest(
        by=manager, days=30, name="First answer in half the time", policy=Policy.objects.get(name="Standard"),
        terms=terms((300, 120, 45, 23), (3600, 1500, 600, 720)), now=now,
    )  # fmt: skip


def _month(now: datetime.datetime, months: int) -> datetime.date:
    """The first day of the month so many months from this one."""
    n = now.year * 12 + now.month - 1 + months
    return datetime.date(n // 12, n % 12 + 1, 1)
