"""What stands under a team's answers, in the language of the ticket."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from staff.actions import sign_team
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.page import page_for
from tickets.typed import signature_of


def save(client, team, **given):
    return client.post(reverse("staff:signatures") + f"?team={team.slug}", given)


def test_the_language_of_the_ticket_decides(billing, dana, amara, mona):
    sign_team(billing, by=mona, signature="Billing", signatures={"et": "Arveldus", "xx": "?", "ru": " "})
    ticket = make_ticket(requester=dana, team=billing)
    for language, said in (("et", "Arveldus"), ("ru", "Billing"), ("en", "Billing")):
        Ticket.objects.filter(pk=ticket.pk).update(language=language)
        assert signature_of(amara, page_for(amara, ticket.pk)) == said
        assert signature_of(amara, Ticket.objects.get(pk=ticket.pk)) == said
    amara.signature = "Amara"
    assert signature_of(amara, Ticket.objects.get(pk=ticket.pk)) == "Amara"


def test_leads_write_for_their_teams_and_managers_for_all(client, billing, network, amara, nora, cleo, mona):
    for other in (amara, nora):
        client.force_login(other)
        assert save(client, billing, signature="Mine").status_code == 404
        assert client.get(reverse("staff:signatures")).status_code == 404
        with pytest.raises(PermissionDenied):
            sign_team(billing, by=other, signature="Mine", signatures={})
    client.force_login(cleo)
    assert save(client, network, signature="Mine").status_code == 404
    assert save(client, billing, **{"signature": "Billing", "in-et": "Arveldus"}).status_code == 302
    billing.refresh_from_db()
    assert (billing.signature, billing.signatures) == ("Billing", {"et": "Arveldus"})
    client.force_login(mona)
    assert save(client, network, signature="Network").status_code == 302


def test_one_that_is_too_long_is_kept_in_the_form(client, billing, cleo):
    client.force_login(cleo)
    answer = save(client, billing, **{"in-et": "x" * 2001})
    assert answer.status_code == 422
    assert "x" * 2001 in answer.content.decode()
    billing.refresh_from_db()
    assert billing.signatures == {}
