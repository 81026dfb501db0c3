"""What most reviews here are about."""

import pytest

from tests.qa.ground import a_scorecard, an_answer


@pytest.fixture
def card(mona):
    return a_scorecard(mona)


@pytest.fixture
def message(ticket, amara):
    return an_answer(ticket, amara)
