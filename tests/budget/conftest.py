"""A year with two cost centres and a plan."""

import datetime

import pytest

from budget import actions
from budget.models import CostCentre, Year

TODAY = datetime.datetime(2026, 7, 15, 9, tzinfo=datetime.UTC)


def day(month: int, number: int = 15) -> datetime.date:
    return datetime.date(2026, month, number)


@pytest.fixture
def centre(mona, cleo, billing) -> CostCentre:
    said = {"code": "100", "name": "Billing desk", "team": billing, "owner": cleo}
    return actions.save_centre(None, said, by=mona)


@pytest.fixture
def rest(mona) -> CostCentre:
    return actions.save_centre(None, {"code": "900", "name": "House", "takes_rest": True}, by=mona)


@pytest.fixture
def draft(mona, centre, rest) -> Year:
    """2026, not approved yet: people and tools of Billing, rent of the house."""
    said = {"name": "2026", "starts_on": datetime.date(2026, 1, 1)}
    year = actions.make_year(said, by=mona)
    lines = [
        (centre, "people", "Agents", 5_000_00),
        (centre, "tools", "Phones", 200_00),
        (rest, "other", "Rent", 900_00),
    ]
    for where, kind, name, cents in lines:
        actions.add_line(year, centre=where, kind=kind, name=name, cents=[cents] * 12, by=mona)
    return year


@pytest.fixture
def year(draft, mona) -> Year:
    """2026, approved."""
    actions.approve(draft, by=mona)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def posted(year, centre, mona):
    """Posts on Billing's tools unless told otherwise."""

    def post(cents=150_00, *, month=1, words="Headsets", by=mona, **more):
        said = {"centre": centre, "kind": "tools", "day": day(month), **more}
        return actions.post(year, cents=cents, words=words, by=by, **said)

    return post
