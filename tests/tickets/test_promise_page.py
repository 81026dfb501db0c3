"""The page that explains a ticket's promises, and what people decide there."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from scheduling.actions import set_hours
from sla.actions import set_policy
from staff.actions import hire
from tests.factories import OFFICE_HOURS, make_ticket
from tests.tickets.test_promises_by_hand import HOUR, MONDAY, STRETCH, TERMS
from tickets import actions, watching
from tickets.models import Dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(promises, billing, dana, amara):
    """Breached, answered, asked again and answered again."""
    set_policy("Standard", TERMS)
    ticket = make_ticket(requester=dana, team=billing, subject="Refund <not> received", at=MONDAY)
    watching.watch(MONDAY + 4 * HOUR + datetime.timedelta(seconds=30))
    actions.reply(ticket, by=amara, text="Which account?", then="wait", at=MONDAY + 5 * HOUR)
    actions.receive(ticket, by=dana, text="4471", channel="email", at=MONDAY + 6 * HOUR)
    actions.reply(ticket, by=amara, text="Sent.", at=MONDAY + 6.5 * HOUR)
    actions.receive(ticket, by=dana, text="Thanks", channel="email", at=MONDAY + 24 * HOUR)
    return ticket


def page(client, who, ticket, status=200):
    client.force_login(who)
    answer = client.get(reverse("tickets:promises", args=[ticket.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def sent(client, who, ticket, name, **given):
    client.force_login(who)
    given = {k: v.isoformat() if isinstance(v, datetime.datetime) else v for k, v in given.items()}
    return client.post(reverse(f"tickets:{name}", args=[ticket.pk]), given)


def local(at):
    return timezone.localtime(at, ZoneInfo("Europe/Tallinn")).strftime("%Y-%m-%dT%H:%M:%S")


def test_every_cycle_is_there_and_its_lines_sum_to_what_is_shown(client, late, amara):
    html = page(client, amara, late)
    for name in ("First response", "Next response, cycle 1", "Next response, cycle 2", "Resolution"):
        assert f">{name}</h2>" in html
    sections = re.findall(r'<section class="explained".*?</section>', html, re.DOTALL)
    assert len(sections) == 4
    for section in sections:
        times = re.findall(r'<td role="cell" class="n[^"]*">(\d+:\d\d:\d\d)</td>', section)
        *lines, together = [sum(int(n) * 60**i for i, n in enumerate(t.split(":")[::-1])) for t in times]
        assert sum(lines) == together


def test_it_says_why_and_under_what_and_when_a_breach_was_noticed(client, late, amara):
    html = page(client, amara, late)
    assert "waiting on the customer" in html
    assert "closed: outside opening hours" in html
    assert "Office, version 1" in html
    assert "Standard, version 2 · Normal" in html
    assert "noticed 1m later" in html
    assert "Refund &lt;not&gt; received" in html


def test_times_are_the_readers(client, late, amara):
    amara.time_zone = "America/New_York"
    amara.save(update_fields=["time_zone"])
    html = page(client, amara, late)
    assert "Mon 16 Nov 03:00:00" in html
    assert "America/New_York" in html


def test_as_many_statements_with_many_cycles_as_with_one(
    client, late, amara, dana, billing, django_assert_num_queries
):
    one = make_ticket(requester=dana, team=billing, at=MONDAY)
    page(client, amara, one)
    client.force_login(amara)
    with django_assert_num_queries(9) as counted:
        client.get(reverse("tickets:promises", args=[one.pk]))
    with django_assert_num_queries(len(counted)):
        client.get(reverse("tickets:promises", args=[late.pk]))


def test_nothing_promised_is_said_too(client, ticket, amara):
    assert "Nothing is promised for this ticket." in page(client, amara, ticket)


def test_another_team_finds_nothing_and_eve_is_nobody_here(client, late, nora):
    page(client, nora, late, 404)
    client.logout()
    assert client.get(reverse("tickets:promises", args=[late.pk])).status_code == 302


def test_a_dispute_from_the_page_and_its_answer(client, late, amara, mona):
    given = {"metric": "first_response", "cycle": 1, "reason": "The mail server was away"}
    refused = sent(client, amara, late, "dispute", **given)
    assert refused.status_code == 422
    assert "Choose a stretch" in refused.content.decode()
    typed = {"since": local(STRETCH["since"]), "until": local(STRETCH["until"])}
    assert sent(client, amara, late, "dispute", **given, **typed).status_code == 302
    assert (Dispute.objects.get().since, Dispute.objects.get().until) == (STRETCH["since"], STRETCH["until"])
    assert "Disputed by Amara Kask" in page(client, mona, late)
    assert (
        sent(client, mona, late, "exclude", **given | {"reason": "Outage 4471"}, **typed).status_code == 302
    )
    html = page(client, amara, late)
    assert "adjusted: Met" in html
    assert "taken out" in html
    assert Dispute.objects.get().answer == "excluded"
    [exclusion] = actions.exclusions_of(late)
    assert sent(client, mona, late, "include", exclusion=exclusion.pk, reason="").status_code == 422
    assert (
        sent(client, mona, late, "include", exclusion=exclusion.pk, reason="Wrong server").status_code == 302
    )
    assert late.clocks.get(metric="first_response").adjusted_state == ""


def test_a_whole_stretch_can_be_chosen(client, late, mona):
    whole = f"{MONDAY.isoformat()}/{(MONDAY + 5 * HOUR).isoformat()}"
    assert f'value="{whole}"'.replace("+", "&#x2B;") in page(client, mona, late).replace("+", "&#x2B;")
    given = {"metric": "first_response", "cycle": 1, "stretch": whole, "reason": "Fire drill"}
    assert sent(client, mona, late, "exclude", **given).status_code == 302
    assert late.clocks.get(metric="first_response").adjusted_seconds == 0
    # What is typed counts before what is chosen.
    typed = {"since": local(MONDAY), "until": local(MONDAY + HOUR)}
    assert sent(client, mona, late, "exclude", **given | typed | {"metric": "resolution"}).status_code == 302
    assert actions.exclusions_of(late)[-1].data["until"] == (MONDAY + HOUR).isoformat()
    assert sent(client, mona, late, "exclude", **given | {"stretch": "x/y"}).status_code == 422


def test_a_dispute_is_taken_back_or_declined(client, late, amara, mona, ben):
    first = actions.dispute(late, by=amara, reason="The mail server was away", **STRETCH)
    assert sent(client, ben, late, "answer_dispute", dispute=first.pk, answer="dropped").status_code == 422
    assert sent(client, amara, late, "answer_dispute", dispute=first.pk, answer="dropped").status_code == 302
    second = actions.dispute(late, by=amara, reason="It really was", **STRETCH)
    for who, status in ((amara, 422), (mona, 302)):
        answer = sent(
            client, who, late, "answer_dispute", dispute=second.pk, answer="declined", reason="It was not"
        )
        assert answer.status_code == status
    assert sent(client, mona, late, "answer_dispute", dispute=0, answer="declined").status_code == 404


def test_a_lead_sets_a_time_and_an_agent_may_not(client, late, amara, cleo):
    given = {"metric": "resolution", "due": "2030-01-01T12:00", "reason": "Agreed"}
    assert sent(client, amara, late, "set_due", **given).status_code == 422
    assert "more than a year" in sent(client, cleo, late, "set_due", **given).content.decode()
    soon = given | {"due": local(timezone.now() + 48 * HOUR)}
    assert sent(client, cleo, late, "set_due", **soon).status_code == 302
    assert "Due, set by hand" in page(client, amara, late)
    assert sent(client, cleo, late, "free_due", metric="resolution", reason="Not agreed").status_code == 302
    assert not late.clocks.get(metric="resolution").by_hand


def test_a_lead_corrects_when_a_message_came_and_the_page_flags_it(client, late, amara, cleo):
    message = late.messages.order_by("pk").last()
    given = {"message": message.pk, "to": local(MONDAY + 23 * HOUR), "reason": "Held by our server"}
    assert sent(client, amara, late, "retime", **given).status_code == 422
    assert sent(client, cleo, late, "retime", **given | {"to": local(MONDAY - HOUR)}).status_code == 422
    assert sent(client, cleo, late, "retime", **given).status_code == 302
    assert "Held by our server" in page(client, amara, late)
    note = actions.add_note(late, by=amara, text="Hm")
    assert sent(client, cleo, late, "retime", **given | {"message": note.pk}).status_code == 422


def test_thanks_need_no_reply(client, late, amara):
    assert sent(client, amara, late, "no_reply_needed", reason="Thanks only").status_code == 302
    assert late.clocks.get(metric="next_response", cycle=2).stopped_at
    client.force_login(amara)
    assert 'id="no-reply"' not in client.get(reverse("tickets:ticket", args=[late.pk])).content.decode()


def test_hours_that_never_open_again_are_an_alarm(client, billing, dana, amara):
    set_policy("Standard", TERMS)
    tomorrow = timezone.now().date() + datetime.timedelta(days=1)
    shifts = {tomorrow.isoformat(): [["09:00", "11:00"]]}
    set_hours("Once", {"tz": OFFICE_HOURS["tz"], "hours": {}, "shifts": shifts}, teams=(billing,))
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    assert ticket.clocks.get(metric="first_response").state == "unschedulable"
    assert "Nobody can tell when this is due" in page(client, amara, ticket)


def test_a_manager_of_another_kind_sees_no_forms(client, late):
    person = hire(email="ada@desk.example", full_name="Ada Sild", role="agent", teams=(late.team,))
    html = page(client, person, late)
    assert "Dispute a stretch" in html
    assert "Take a stretch out" not in html
    assert "Set the due time by hand" not in html
    assert "Correct when a message was received" not in html


def test_managers_have_a_list_of_open_disputes(
    client, late, amara, mona, cleo, billing, dana, django_assert_num_queries
):
    first = actions.dispute(late, by=amara, reason="The <b>mail</b> server was away", **STRETCH)
    client.force_login(mona)
    client.get(reverse("tickets:disputes"))
    with django_assert_num_queries(6):
        html = client.get(reverse("tickets:disputes")).content.decode()
    assert "The &lt;b&gt;mail" in html
    assert f"/tickets/{late.pk}/promises/#first_response-1" in html
    board = client.get(reverse("reports:now")).content.decode()
    assert re.search(r'id="disputes-open"[^>]*>1</a>', board)
    for _ in range(2):
        other = make_ticket(requester=dana, team=billing, at=MONDAY)
        actions.dispute(other, by=amara, reason="Again", **STRETCH)
    with django_assert_num_queries(6):
        client.get(reverse("tickets:disputes"))
    actions.decline(first, by=mona, reason="It was not")
    assert "mail&lt;/b&gt;" not in client.get(reverse("tickets:disputes")).content.decode()
    assert "declined" in client.get(reverse("tickets:disputes"), {"answered": "1"}).content.decode()
    for who in (amara, cleo):
        client.force_login(who)
        assert client.get(reverse("tickets:disputes")).status_code == 404
        assert 'id="disputes-open"' not in client.get(reverse("reports:now")).content.decode()


def test_no_dispute_is_good_news_and_many_have_pages(client, mona, late, amara, monkeypatch):
    client.force_login(mona)
    assert "No dispute waits for you." in client.get(reverse("tickets:disputes")).content.decode()
    monkeypatch.setattr("tickets.views.disputes.PAGE", 1)
    actions.dispute(late, by=amara, reason="One", **STRETCH)
    actions.dispute(late, by=amara, reason="Two", **STRETCH | {"metric": "resolution"})
    pages = [client.get(reverse("tickets:disputes"), {"page": n}).content.decode() for n in (1, 2, "x")]
    assert ["One" in page for page in pages] == [True, False, True]
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' in pages[1]


def test_what_colleagues_promised_each_other_stands_apart_and_is_nobodys_to_dispute(
    client, late, mona, cleo, billing, dana
):
    inside = {"priorities": {"normal": {"time_to_own": {"minutes": 30}}}}
    set_policy("Among us", inside, audience="internal")
    ticket = make_ticket(requester=dana, team=billing, at=MONDAY)
    html = page(client, mona, ticket)
    section = html[html.index('id="internal-time_to_own-1"') :]
    assert html.index('id="resolution-1"') < html.index('id="internal-time_to_own-1"')
    assert "Time to own, among colleagues" in section
    assert "Among us, version 1" in section
    assert "Take a stretch out" not in section
    given = {"metric": "time_to_own", "due": local(timezone.now() + HOUR), "reason": "Agreed"}
    assert sent(client, cleo, ticket, "set_due", **given).status_code == 422


def test_the_panel_says_that_a_time_was_set_by_hand(client, late, cleo):
    actions.set_due(late, by=cleo, metric="resolution", due=timezone.now() + HOUR, reason="Agreed")
    client.force_login(cleo)
    assert "set by hand" in client.get(reverse("tickets:ticket", args=[late.pk])).content.decode()
