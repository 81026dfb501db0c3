"""The demo company: true, the same for everyone, and never over somebody's real desk."""

import datetime
import io
import random

import pytest
from django.core.management import CommandError, call_command

from helpdesk.demo.company import PASSWORD
from helpdesk.demo.customers import make_contacts
from helpdesk.demo.planning import plan
from outbox.models import Letter
from staff.models import User
from tickets.models import Seen, Ticket, TicketEvent

NOW = "2026-10-20T11:30:00+00:00"
pytestmark = pytest.mark.django_db


def test_the_small_company_is_true(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as hints:
        call_command("seed", small=True, now=NOW)
    assert Ticket.objects.count() == 40
    assert User.objects.count() == 21
    assert len(set(Ticket.objects.values_list("state", flat=True))) >= 3
    assert not TicketEvent.objects.filter(at__gt=NOW).exclude(kind="breached").exists()
    assert Seen.objects.exists()
    call_command("sla_rebuild", check=True, stdout=io.StringIO())
    call_command("budget_verify", today=datetime.date.fromisoformat(NOW[:10]), stdout=io.StringIO())
    # History sends nothing.
    assert hints == []
    assert not TicketEvent.objects.filter(announced_at=None).exists()
    assert not Letter.objects.exists()
    assert "mona@pohjavork.example" in logins()
    assert PASSWORD in logins()


def logins() -> str:
    out = io.StringIO()
    call_command("seed", show_logins=True, stdout=out)
    return out.getvalue()


def test_everyone_gets_the_same_world():
    assert imagined() == imagined()


def imagined() -> list[tuple]:
    rng, now = random.Random("the same"), datetime.datetime.fromisoformat(NOW)
    cases = plan(rng, make_contacts(rng, 150), 400, now)
    assert max(step.at for case in cases for step in case.steps) <= now
    return [(c.reference, c.subject, c.contact, c.steps) for c in cases]


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


def test_a_real_desk_has_no_demo_logins(amara):
    assert logins() == ""
