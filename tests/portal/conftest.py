"""Customers at work: forms that were shown a while ago, and links from letters."""

import time

import pytest
from django.core import signing
from django.urls import reverse

from portal.guards import SALT
from tickets.access import link_for, token_of

LATER = 60


@pytest.fixture
def shown():
    """shown(seconds) → the mark of a form that was shown so long ago."""

    def page(ago: float = LATER, nonce: str = "n") -> str:
        return signing.dumps([nonce, time.time() - ago], salt=SALT)

    return page


@pytest.fixture
def fill_in(billing, shown):
    """What Liis types into the public form."""

    def fields(**changed) -> dict:
        return {
            "name": "Liis Saar",
            "email": "liis@saar.example",
            "subject": "No internet since noon",
            "text": "The modem blinks red.",
            "page": shown(),
            **changed,
        }

    return fields


@pytest.fixture
def token(ticket, dana) -> str:
    """Dana's secret link to her ticket."""
    return token_of(link_for(ticket, dana))


@pytest.fixture
def page_of(client, token):
    return lambda: client.get(reverse("portal:ticket", args=[token])).content.decode()
