"""A position of Mona's, somebody who stands for it, and another manager who is not in it."""

import datetime

import pytest

from hiring import actions
from staff.actions import hire

CONSENT = datetime.date(2026, 1, 10)


@pytest.fixture
def otto(db):
    """Manager too, but named in no file."""
    return hire(email="otto@desk.example", full_name="Otto Kull", role="manager")


@pytest.fixture
def ada(db):
    """Admin."""
    return hire(email="ada@desk.example", full_name="Ada Sild", role="admin")


@pytest.fixture
def lena(db):
    """Manager whom Mona names in her files."""
    return hire(email="lena@desk.example", full_name="Lena Org", role="manager")


@pytest.fixture
def position(mona, billing):
    said = {
        "title": "Agent for Billing", "team": billing, "skills": "Estonian\nBilling", "heads": 1,
        "criteria": "Writes clearly\nStays calm", "reason": "Two colleagues leave.", "budget_line": "P-12",
    }  # fmt: skip
    return actions.open_position(said, by=mona)


@pytest.fixture
def candidate(position, mona):
    return stand(position, mona)


def stand(position, by, name="Kalle Kuusk", **more):
    said = {
        "name": name, "email": "kalle@mail.example", "phone": "+372 5555 1234", "language": "et",
        "source": "applied", "consent_on": CONSENT, **more,
    }  # fmt: skip
    return actions.add_candidate(position, said, by=by)
