"""Two teams with cost centres, what they spent and solved in a year of the budget and the one before."""

import datetime

from django.utils import timezone

from budget import actions as budget
from budget.models import CostCentre, Posting, Year
from reports.counted import counting
from reports.periods import months_later
from staff.models import Contract
from tests.factories import make_ticket
from tickets import actions

OVER = 5  # months of the year that are over
HOUR = datetime.timedelta(hours=1)


def this_month() -> datetime.date:
    return timezone.now().date().replace(day=1)


def month(n: int) -> datetime.date:
    """The first day of the n-th month of the year, from 0; of the year before below that."""
    return months_later(this_month(), n - OVER)


def at(n: int, day: int = 10, hour: int = 9) -> datetime.datetime:
    return datetime.datetime.combine(month(n).replace(day=day), datetime.time(hour), datetime.UTC)


def make_year(name: str, starts_on: datetime.date, centres, mona) -> Year:
    year = budget.make_year({"name": name, "starts_on": starts_on}, by=mona)
    for centre in centres:
        budget.add_line(year, centre=centre, kind="tools", name="Phones", cents=[300_00] * 12, by=mona)
    budget.approve(year, by=mona)
    year.refresh_from_db()
    return year


def spend(year: Year, centre: CostCentre, n: int, cents: int, mona) -> None:
    day = month(n).replace(day=12)
    budget.post(year, centre=centre, kind="tools", day=day, cents=cents, words="Bill", by=mona)


def pay(year: Year, centre: CostCentre, n: int, people, cents: int) -> None:
    """As a source posts it: a row for each of them."""
    Posting.objects.bulk_create(
        Posting(
            year=year, centre=centre, kind="people", day=month(n).replace(day=28), cents=cents,
            words=one.full_name, source="contracts", source_ref=f"{one.pk}:{n}/{centre.pk}", person=one,
            made_at=timezone.now(),
        )
        for one in people
    )  # fmt: skip


def solve(n: int, team, by, who, *, day: int = 10, tags=()):
    ticket = make_ticket(requester=who, team=team, subject=f"Month {n}", at=at(n, day, 8), tags=[*tags])
    actions.reply(ticket, by=by, text="Yes.", at=at(n, day, 9))
    actions.move(ticket, "solve", by=by, at=at(n, day, 10))
    return ticket


def contract(user, hourly, weekly=40, since="2020-01-01") -> Contract:
    return Contract.objects.create(user=user, from_on=since, weekly_hours=weekly, hourly_cost=hourly)


def live(cast) -> dict:
    """Billing: two tickets a month and one that was solved twice; Network: one in the second month alone. The
    year before, one a month.
    """
    mona, billing, network = cast["mona"], cast["billing"], cast["network"]
    said = {"owner": cast["cleo"], "team": billing}
    one = budget.save_centre(None, {"code": "100", "name": "Billing desk", **said}, by=mona)
    two = budget.save_centre(None, {"code": "200", "name": "Network desk", "team": network}, by=mona)
    house = budget.save_centre(None, {"code": "900", "name": "House", "takes_rest": True}, by=mona)
    before = make_year("before", month(-12), (one, two, house), mona)
    year = make_year("now", month(0), (one, two, house), mona)
    others = (cast["amara"], cast["ben"])
    for n in range(-12, OVER):
        held = before if n < 0 else year
        spend(held, one, n, 1_000_07 + n * 13, mona)
        pay(held, one, n, others, 2_000_03 + n)
        spend(held, two, n, 333_33, mona)
        spend(held, house, n, 90_00, mona)
        solve(n, billing, cast["amara"], cast["dana"], tags=["refund"])
        if n >= 0:
            solve(n, billing, cast["ben"], cast["dana"], day=11, tags=["refund", "invoice"])
    again = solve(1, billing, cast["ben"], cast["dana"], day=14, tags=["invoice"])
    actions.move(again, "reopen", by=cast["ben"], at=at(1, 15))
    actions.move(again, "solve", by=cast["ben"], at=at(2, 3))
    solve(1, network, cast["nora"], cast["eve"], tags=["invoice"])
    counting.bring_up_to_date()
    return {"year": year, "before": before, "one": one, "two": two, "house": house}
