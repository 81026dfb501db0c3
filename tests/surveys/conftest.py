import pytest

from tests.surveys.ground import asked_about, links, switch_on


@pytest.fixture
def asks(billing):
    """Billing asks its customers."""
    return switch_on(billing)


@pytest.fixture
def survey(asks, ticket, amara):
    """Dana was asked about what Amara solved."""
    return asked_about(ticket, amara)


@pytest.fixture
def door(survey) -> str:
    """The address in her letter, without a score."""
    return links()[5].partition("?")[0]
