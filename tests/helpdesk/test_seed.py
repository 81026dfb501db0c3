"""The demo company: true, the same for everyone, and never over somebody's real desk."""

import io

import pytest
from django.core.management import CommandError, call_command

from helpdesk.demo.company import PASSWORD
from outbox.models import Letter
from staff.models import User
from tickets.models import Seen, Ticket, TicketEvent

NOW = "2026-10-20T11:30:00+00:00"
pytestmark = pytest.mark.django_db


def seeded() -> list[tuple]:
    call_command("seed", small=True, now=NOW)
    return list(
        Ticket.objects.order_by("opened_at").values_list(
            "reference",
            "subject",
            "state",
            "requester__email",
            "assignee__email",
            "opened_at",
            "queue_at",
            "tags",
        )
    )


def test_small_company_is_the_same_every_time(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hints:
        first = seeded()
    assert len(first) == 40
    assert User.objects.count() == 14
    assert len({reference for reference, *_ in first}) == 40
    assert len({state for _, _, state, *_ in first}) >= 4
    assert Seen.objects.exists()
    # History sends nothing.
    assert hints == []
    assert not TicketEvent.objects.filter(announced_at=None).exists()
    assert not Letter.objects.exists()


def test_nobodys_desk_is_filled_over(amara):
    with pytest.raises(CommandError, match="already"):
        call_command("seed", small=True)
    call_command("seed", small=True, if_empty=True)
    assert User.objects.get() == amara
    assert not Ticket.objects.exists()


def test_production_needs_a_clear_yes(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="yes-fill-this-desk"):
        call_command("seed", small=True)
    assert not User.objects.exists()


def test_logins_are_shown_for_the_people_of_the_demo_only(amara):
    out = io.StringIO()
    call_command("seed", show_logins=True, stdout=out)
    assert out.getvalue() == ""
    User.objects.all().delete()
    call_command("seed", small=True, now=NOW)
    call_command("seed", show_logins=True, stdout=out)
    assert PASSWORD in out.getvalue()
    assert "mona@pohjavork.example" in out.getvalue()
    assert "amara" not in out.getvalue()
