"""News of what happened goes to those who hear of it, and to nobody else."""

import pytest

from tests.factories import make_ticket
from tickets import events
from tickets.models import TicketEvent


@pytest.fixture
def hinted(monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(events, "hint", lambda task, pk, wait: told.append(pk))
    return told


def kinds(**only) -> set[str]:
    return set(TicketEvent.objects.filter(**only).values_list("kind", flat=True))


def test_no_task_is_started_for_what_no_listener_hears(
    billing, dana, hinted, promises, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_ticket(requester=dana, team=billing)
    assert kinds(announced_at=None) == {"opened"}
    assert "promised" in kinds(announced_at__isnull=False)
    assert hinted == [TicketEvent.objects.get(kind="opened").pk]


def test_a_listener_that_names_no_kinds_hears_all(billing, dana, settings, promises):
    settings.TICKET_LISTENERS = ["tests.tickets.test_news.hear_all"]
    make_ticket(requester=dana, team=billing)
    assert kinds(announced_at=None) == {"opened", "promised"}


def hear_all(event):
    """Would be told of everything."""
