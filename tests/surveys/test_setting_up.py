"""Who asks, and how: managers say so, with a trace."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tickets.actions.setting_up import Overtaken
from tickets.actions.survey_setup import save_survey
from tickets.models import SetupChange, TeamSurvey, TicketType

SAID = {"active": True, "delay_minutes": 30, "rest_days": 60, "open_days": 7, "low": 3}


def test_managers_switch_it_on_for_a_team(client, billing, mona, cleo):
    kind = TicketType.objects.create(name="Bill")
    url = reverse("tickets:survey_team", args=[billing.pk])
    client.force_login(mona)
    assert "Asks nobody" in client.get(reverse("tickets:surveys")).content.decode()
    form = {**SAID, "active": "on", "follow_up": cleo.pk, "types": [kind.pk], "seen": 0}
    assert client.post(url, form).status_code == 302
    row = TeamSurvey.objects.get()
    assert (row.active, row.delay_minutes, row.rest_days, row.open_days, row.low) == (True, 30, 60, 7, 3)
    assert (row.follow_up, row.types.get()) == (cleo, kind)
    assert SetupChange.objects.get(noun="survey").to["follow_up"] == "Cleo Mets"
    assert "nobody twice within 60 days" in client.get(reverse("tickets:surveys")).content.decode()
    assert client.post(url, form).status_code == 409  # seen 0 is no longer so
    del form["active"]
    assert client.post(url, {**form, "seen": 1}).status_code == 302
    assert not TeamSurvey.objects.get().active


@pytest.mark.parametrize(
    "wrong", [{"rest_days": 366}, {"open_days": 0}, {"delay_minutes": -1}, {"low": 5}, {"follow_up": 10**9}]
)
def test_what_cannot_be_is_refused(client, billing, mona, wrong):
    client.force_login(mona)
    url = reverse("tickets:survey_team", args=[billing.pk])
    assert client.post(url, {**SAID, "active": "on", "seen": 0, **wrong}).status_code == 422
    assert not TeamSurvey.objects.exists()


def test_nobody_else_may(client, billing, cleo, amara, mona):
    urls = [reverse("tickets:surveys"), reverse("tickets:survey_team", args=[billing.pk])]
    for person in (cleo, amara):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert client.post(urls[1], SAID).status_code == 404
        with pytest.raises(PermissionDenied):
            save_survey(billing, SAID, by=person)
    save_survey(billing, SAID, by=mona)
    with pytest.raises(Overtaken):
        save_survey(billing, SAID, by=mona)
