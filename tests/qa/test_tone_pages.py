"""Pages of the tone monitor: who finds, judges and is refused what; and the hints before sending."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils.html import escape

from qa import actions
from qa.choices import Heard
from qa.models import Mark, ToneFinding, ToneLook, ToneReading
from staff.models import User
from tests.factories import make_ticket
from tests.qa.ground import a_scorecard
from tickets.actions import merge, receive, redact, reply
from tickets.models import Draft
from tickets.redaction import Wish

pytestmark = pytest.mark.django_db
RUDE = "Dear Dana, obviously you did not read my letter."


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


def heard(ticket, by, text=RUDE):
    message = reply(ticket, by=by, text=text)
    actions.note_tone(message.pk)
    return message.tone_findings.select_related("rule", "message").order_by("start").first()


@pytest.fixture
def finding(ticket, amara):
    return heard(ticket, amara)


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


# --- judging


def test_the_queue_is_judged_by_key_and_taken_back(client, finding, cleo):
    text = page(client, cleo, at("tone"), kind=finding.kind)
    assert "<mark>you did not read my</mark>" in text
    assert 'data-key="e"' in text
    assert 'data-key="d"' in text
    filters = f"kind={finding.kind}&page=1&evil=%22%3E"
    answer = client.post(at("tone_judge", finding.pk), {"do": "confirmed", "filters": filters})
    assert answer.url.startswith(at("tone") + f"?kind={finding.kind}")
    after = client.get(answer.url).content.decode()
    assert 'data-key="z"' in after
    assert "<mark>you did not read my</mark>" not in after
    assert "<mark>you did not read my</mark>" in page(client, cleo, at("tone"), state="confirmed")
    client.post(at("tone_judge", finding.pk), {"do": "open", "filters": ""})
    finding.refresh_from_db()
    assert finding.state == Heard.OPEN
    assert client.post(at("tone_judge", finding.pk), {"do": "wrong"}).url == at("tone_finding", finding.pk)


def test_what_is_not_theirs_is_not_found(client, finding, ticket, amara, ben, nora, cleo, mona):
    names = {one.name for one in get_resolver("qa.urls").url_patterns if one.name.startswith("tone")}
    assert names == {
        "tone", "tone_rules", "tone_finding", "tone_judge", "tone_dispute", "tone_settle", "tone_pass_up",
        "tone_nudge",
    }  # fmt: skip
    for who in (amara, ben, nora):
        client.force_login(who)
        assert client.get(at("tone_rules")).status_code == 404
        assert client.get(at("tone_finding", finding.pk)).status_code == 404
        assert client.post(at("tone_judge", finding.pk), {"do": "confirmed"}).status_code == 404
        for state in ("", "open", "all", "dismissed", "mine"):
            assert "did not read" not in client.get(at("tone"), {"state": state}).content.decode()
            assert (
                "Amara Kask" not in client.get(at("tone"), {"state": state, "as": "csv"}).getvalue().decode()
            )
    own = heard(ticket, cleo)
    client.force_login(cleo)
    assert client.post(at("tone_judge", own.pk), {"do": "dismissed"}).status_code == 404
    assert client.get(at("tone_finding", own.pk)).status_code == 404
    assert client.get(at("tone_finding", 10**12)).status_code == 404
    assert client.get(at("tone_judge", finding.pk)).status_code == 405
    assert not ToneFinding.objects.exclude(state=Heard.OPEN).exists()
    for address in (at("tone"), at("tone_rules"), at("tone_finding", finding.pk)):
        assert Client().get(address).status_code == 302
    assert client.get(at("tone_finding", finding.pk)).status_code == 200


def test_agents_read_what_was_confirmed_of_theirs_and_who_looked(client, finding, cleo, mona, amara, ben):
    actions.judge(finding, verdict=Heard.CONFIRMED, by=cleo)
    for who in (mona, mona, cleo):
        page(client, who, at("tone_finding", finding.pk))
    assert [one.reader for one in ToneLook.objects.all()] == [mona]
    actions.note_looks(ToneFinding.objects.all(), by=mona)
    assert ToneLook.objects.filter(finding=finding).count() == 1
    assert "you did not read my" in page(client, amara, at("tone"))
    text = page(client, amara, at("tone_finding", finding.pk))
    assert "Mona Rand" in text
    assert "Confirm" not in text.replace("Confirmed", "")
    assert client.post(at("tone_judge", finding.pk), {"do": "open"}).status_code == 404
    client.force_login(ben)
    assert client.get(at("tone_finding", finding.pk)).status_code == 404


def test_nothing_that_was_written_becomes_markup_and_redacted_words_are_gone(
    client, ticket, amara, cleo, mona
):
    bad = "Obviously you did not <script>alert(1)</script> read my letter. <img src=x onerror=alert(1)>"
    one = heard(ticket, amara, bad)
    for address in (at("tone"), at("tone_finding", one.pk)):
        text = page(client, cleo, address)
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "Obviously" in text
    redact(ticket, by=mona, reason="Private.", wish=Wish(one.message, whole=True))
    for address in (at("tone"), at("tone_finding", one.pk)):
        text = page(client, cleo, address)
        assert "my letter" not in text
        assert "removed since" in text
    ToneLook.objects.all().delete()
    table = client.get(at("tone"), {"as": "csv"}).getvalue().decode()
    assert ToneLook.objects.filter(finding=one, reader=cleo).count() == 1
    assert "Amara Kask" in table
    assert "my letter" not in table


def test_the_queue_is_narrowed(client, ticket, finding, amara, cleo, mona, network, billing):
    def shown(**query):
        return page(client, mona, at("tone"), **query).count("<mark>")

    everything = ToneFinding.objects.count()
    assert shown() == shown(kind=finding.kind) == shown(team=billing.pk) == shown(language="en") == everything
    assert shown(rule=finding.rule_id) == 1
    assert (
        shown(kind="rude") == shown(team=network.pk) == shown(language="et") == shown(state="dismissed") == 0
    )
    assert shown(kind="no such", team="x", rule="\x00", page="x", done="²") == everything
    assert f'value="{network.pk}"' not in page(client, cleo, at("tone"))


def test_pages_ask_the_same_with_one_and_three(client, ticket, amara, cleo):
    client.force_login(cleo)
    counts = []
    for _number in range(3):
        heard(ticket, amara)
        seen = []
        for address in (at("tone"), at("tone_rules")):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            seen.append(len(queries))
        counts.append(seen)
    assert counts[0] == counts[2]
    assert max(counts[0]) <= 12


def test_what_people_dismiss_comes_last_and_the_rules_say_so(client, ticket, amara, cleo, mona):
    rows = [heard(ticket, amara) for _number in range(7)]
    for one in rows[:6]:
        actions.judge(one, verdict=Heard.DISMISSED, by=cleo)
    loud = heard(ticket, amara, "WHY DO YOU NOT READ WHAT I WRITE")
    text = page(client, cleo, at("tone"))
    assert text.index(f"/{loud.pk}/") < text.index(f"/{rows[6].pk}/")
    assert "a rule that is rarely right" in text
    rules = page(client, cleo, at("tone_rules"))
    assert "quiet" in rules
    assert "<b>0 %</b>" in rules
    assert "too few" in rules
    table = client.get(at("tone_rules"), {"as": "csv"}).getvalue().decode()
    assert rows[0].rule.name in table
    assert client.get(at("tone_rules"), {"as": "xlsx"}).getvalue()[:2] == b"PK"


def test_a_confirmed_finding_begins_a_review_with_its_passage_marked(client, finding, cleo, mona):
    card = a_scorecard(mona)
    actions.judge(finding, verdict=Heard.CONFIRMED, by=cleo)
    address = f"{at('begin', finding.message_id)}?finding={finding.pk}"
    assert escape(address) in page(client, cleo, at("tone_finding", finding.pk))
    client.post(address, {"scorecard": card.scorecard_id})
    mark = Mark.objects.get()
    assert mark.passage == finding.passage
    assert mark.note == finding.rule.words
    client.force_login(mona)
    client.post(f"{at('begin', finding.message_id)}?finding=x", {"scorecard": card.scorecard_id})
    assert Mark.objects.count() == 1


# --- before sending


def nudge(client, ticket, text=RUDE, **ways):
    return client.post(at("tone_nudge", ticket.pk), {"text": text, **ways})


def test_a_hint_before_sending_is_private_and_nothing_is_kept(client, ticket, amara):
    client.force_login(amara)
    text = nudge(client, ticket).content.decode()
    assert "you did not read my" in text
    assert "Only you see this" in text
    assert "Rules only" not in text
    assert not ToneFinding.objects.exists()
    assert not ToneReading.objects.exists()
    assert not Draft.objects.exists()
    assert nudge(client, ticket, "Dear Dana, the refund left today.").status_code == 204
    assert nudge(client, ticket, " ").status_code == 204


def test_at_most_three_and_what_was_left_stays_left(client, ticket, amara):
    text = (
        "Obviously you did not read it. As I said, SHUT UP NOW. Simply send it to [NAME]. You are an idiot."
    )
    client.force_login(amara)
    shown = nudge(client, ticket, text).content.decode()
    assert shown.count("data-hint=") == 3
    first = shown.split('data-hint="')[1].split('"')[0].replace("&#x27;", "'")
    assert f'data-hint="{escape(first)}"' not in nudge(client, ticket, text, left=[first]).content.decode()
    assert nudge(client, ticket, text, sent="1").content.decode().count("data-hint-show") == 0


def test_an_open_question_is_said_of_a_whole_answer_only(client, ticket, amara, dana):
    receive(ticket, by=dana, text="When will you send the refund back to my account?", channel="email")
    client.force_login(amara)
    assert nudge(client, ticket, "Thank you for writing.").status_code == 204
    assert "unanswered" in nudge(client, ticket, "Thank you for writing.", whole="1").content.decode()


def test_where_a_language_has_no_model_it_says_so(client, billing, dana, amara, cleo, monkeypatch):
    for place in ("qa.tone", "qa.tone_rules"):
        monkeypatch.setattr(f"{place}.undertones", lambda code: None)
    ticket = make_ticket(requester=dana, team=billing, subject="Raha", text="Tere!", language="et")
    client.force_login(amara)
    text = nudge(client, ticket, "TE EI OLE SEDA LUGENUD JU ÜLDSE!!! Nagu ma juba ütlesin.").content.decode()
    assert "Rules only" in text
    heard(ticket, amara, "Nagu ma juba ütlesin.")
    assert "Rules only" in page(client, cleo, at("tone"))
    assert "Rules only" in page(client, cleo, at("tone_rules"))


def test_who_may_not_answer_is_refused_and_it_can_be_switched_off(client, ticket, amara, nora, billing, dana):
    client.force_login(nora)
    assert nudge(client, ticket).status_code == 404
    assert Client().post(at("tone_nudge", ticket.pk), {"text": RUDE}).status_code == 302
    client.force_login(amara)
    assert client.get(at("tone_nudge", ticket.pk)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amara)
    assert nudge(strict, ticket).status_code == 403
    other = make_ticket(requester=dana, team=billing, subject="The same")
    merge(other, into=ticket, by=amara)
    assert nudge(client, other).status_code == 404
    panel = at("tone_nudge", ticket.pk)
    assert panel in client.get(f"/tickets/{ticket.pk}/").content.decode()
    User.objects.update(tone_hints=False)
    assert nudge(client, ticket).status_code == 204
    assert panel not in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_size_and_rate_are_limited(client, ticket, amara, settings, monkeypatch):
    client.force_login(amara)
    assert nudge(client, ticket, "x" * 20_001).status_code == 413
    monkeypatch.setattr("lib.throttle.Attempts.get_rate", lambda self: "2/min")
    cache.clear()
    assert [nudge(client, ticket).status_code for _n in range(3)] == [200, 200, 429]


def test_a_hint_costs_few_queries(client, ticket, amara, django_assert_max_num_queries):
    client.force_login(amara)
    nudge(client, ticket)
    with django_assert_max_num_queries(3):  # the session, the reader, the ticket with what was asked
        nudge(client, ticket)


def test_hints_of_hostile_words_are_text(client, ticket, amara):
    client.force_login(amara)
    text = nudge(
        client, ticket, 'You did not read <img src=x onerror="alert(1)"> SHUT UP "> now\x00!!!'
    ).content.decode()
    assert "<img" not in text
    assert "\x00" not in text
