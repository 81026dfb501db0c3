"""Mail rules at work, and the hands they are in."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from mail import rule_actions
from mail.models import MailRule, MailRuleChange
from mail.queries import balanced, ledger
from tickets.models import Ticket


def rule(mona, *conditions, name="A rule", **what):
    said = [dict(zip(("about", "how", "value", "header"), one, strict=False)) for one in conditions]
    return rule_actions.make_rule({"name": name, "conditions": said, **what}, by=mona)


def test_a_new_ticket_begins_as_the_rules_say(send, mona, network, nora):
    first = {"team": network, "assignee": nora, "priority": "high", "tags": ["hardware"]}
    rule(mona, ("subject", "contains", "router"), **first)
    rule(mona, ("domain", "is", "okafor.example"), tags=["okafor", "Hardware"], priority="low", name="Second")
    row = send(subject="My router is dead")
    ticket = row.ticket
    assert (ticket.team, ticket.assignee, ticket.priority) == (network, nora, "high")
    assert ticket.tags == ["hardware", "okafor"]
    assert [one["name"] for one in row.verdict["rules"]] == ["A rule", "Second"]
    other = send(subject="My bill").ticket
    assert (other.team.slug, other.priority, other.tags) == ("billing", "low", ["hardware", "okafor"])


def test_ignored_and_held_mail_stays_in_the_account(send, mona):
    rule(mona, ("subject", "contains", "casino"), fate="ignore")
    rule(
        mona,
        ("attachment", "like", "*.exe"),
        ("subject", "contains", "invoice"),
        every=False,
        fate="quarantine",
    )
    ignored, held = send(subject="CASINO bonus"), send(subject="Your invoice")
    assert (ignored.outcome, ignored.cause) == ("ignored", "mail_rule")
    assert (held.outcome, held.cause) == ("quarantined", "mail_rule")
    assert not Ticket.objects.exists()
    assert balanced(ledger())


def test_what_became_of_our_own_letters_is_no_matter_of_rules(send, mona, mailbox):
    rule(mona, ("mailbox", "is", mailbox.address), fate="ignore")
    ticket = send(message_id="<a@okafor.example>")
    assert ticket.outcome == "ignored"
    looping = send(x_helpdesk_instance="some-desk", text="Another desk")
    assert looping.cause == "mail_rule"


def test_a_mail_let_in_by_hand_is_not_held_again(send, mona, cleo, network):
    from mail.actions import recover

    rule(mona, ("subject", "contains", "invoice"), fate="quarantine", team=network)
    held = send(subject="Your invoice")
    row = recover(held, by=cleo)
    assert (row.outcome, row.ticket.team) == ("created", network)


def test_a_rule_that_is_switched_off_or_broken_does_nothing(send, mona):
    off = rule(mona, ("subject", "contains", "refund"), fate="ignore")
    rule_actions.switch_rule(off, on=False, by=mona)
    MailRule.objects.create(
        name="Broken", conditions=[{"about": "moon", "how": "is", "value": "full"}], fate="ignore", position=9
    )
    assert send().outcome == "created"


def test_rules_go_in_their_order(send, mona, network):
    first = rule(mona, ("kind", "is", "human"), priority="low", name="First")
    second = rule(mona, ("kind", "is", "human"), priority="urgent", name="Second")
    assert send().ticket.priority == "low"
    assert rule_actions.move_rule(second, up=True, by=mona)
    assert send(text="Again").ticket.priority == "urgent"
    assert not rule_actions.move_rule(second, up=True, by=mona)
    assert list(MailRule.objects.values_list("name", flat=True)) == ["Second", "First"]
    rule_actions.remove_rule(first, by=mona)
    assert list(MailRule.objects.values_list("name", flat=True)) == ["Second"]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "", "conditions": [{"about": "subject", "how": "contains", "value": "x"}], "fate": "ignore"},
        {"name": "No condition", "conditions": [], "fate": "ignore"},
        {"name": "Does nothing", "conditions": [{"about": "subject", "how": "contains", "value": "x"}]},
        {"name": "Odd", "conditions": [{"about": "size", "how": "over", "value": "x"}], "fate": "ignore"},
        {"name": "Fate", "conditions": [{"about": "size", "how": "over", "value": "1"}], "fate": "burn"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(mona, said):
    with pytest.raises(ValidationError):
        rule_actions.make_rule(said, by=mona)
    assert not MailRule.objects.exists()


def test_the_owner_must_work_in_the_team(mona, network, amara):
    with pytest.raises(ValidationError, match="does not work in"):
        rule(mona, ("subject", "contains", "x"), team=network, assignee=amara)


def test_who_changed_what_is_written_down(mona, cleo):
    made = rule(mona, ("subject", "contains", "x"), fate="ignore")
    said = {"name": "Renamed", "conditions": made.conditions, "fate": "ignore"}
    rule_actions.change_rule(made, said, by=mona, seen=1)
    rule_actions.change_rule(made, said, by=mona, seen=2)  # nothing new is no change
    with pytest.raises(rule_actions.Stale):
        rule_actions.change_rule(made, {**said, "name": "Late"}, by=mona, seen=1)
    rule_actions.remove_rule(made, by=mona)
    trace = MailRuleChange.objects.order_by("pk").values_list("kind", "version", "said__name", "by")
    assert list(trace) == [
        ("made", 1, "A rule", mona.pk),
        ("changed", 2, "Renamed", mona.pk),
        ("removed", 2, "Renamed", mona.pk),
    ]
    with pytest.raises(PermissionDenied):
        rule(cleo, ("subject", "contains", "x"), fate="ignore")


PAGES = ["rules", "rule_new", "rules_try", "rules_history"]


@pytest.mark.parametrize("who", ["amara", "cleo"])
def test_those_who_may_not_change_rules_find_none(client, who, mona, request):
    made = rule(mona, ("subject", "contains", "x"), fate="ignore")
    client.force_login(request.getfixturevalue(who))
    for page in PAGES:
        assert client.get(reverse(f"mail:{page}")).status_code == 404
    assert client.get(reverse("mail:rule", args=[made.pk])).status_code == 404
    assert client.post(reverse("mail:rule_order", args=[made.pk]), {"do": "remove"}).status_code == 404
    assert MailRule.objects.exists()


def form(**fields):
    lines = fields.pop("lines", [("subject", "", "contains", "invoice")])
    said = {
        "name": "Invoices",
        "every": "all",
        "active": "on",
        "line-TOTAL_FORMS": str(len(lines)),
        "line-INITIAL_FORMS": "0",
        **fields,
    }
    for number, line in enumerate(lines):
        for name, value in zip(("about", "header", "how", "value"), line, strict=True):
            said[f"line-{number}-{name}"] = value
    return said


def test_a_rule_is_made_and_changed_on_its_page(client, mona, network):
    client.force_login(mona)
    lines = [
        ("subject", "", "contains", "invoice"),
        ("", "", "is", ""),
        ("header", "X-Priority", "present", ""),
    ]
    answer = client.post(
        reverse("mail:rule_new"), form(lines=lines, team=network.pk, tags="money, Paper Work")
    )
    assert answer.status_code == 302
    made = MailRule.objects.get()
    assert [one["about"] for one in made.conditions] == ["subject", "header"]
    assert made.tags == ["money", "paper-work"]
    page = client.get(reverse("mail:rule", args=[made.pk])).content.decode()
    assert "x-priority" in page
    index = client.get(reverse("mail:rules")).content.decode()
    assert "Subject contains “invoice”" in index
    again = form(lines=lines[:1], fate="quarantine", name="Held invoices", seen="1")
    assert client.post(reverse("mail:rule", args=[made.pk]), again).status_code == 302
    stale = client.post(reverse("mail:rule", args=[made.pk]), {**again, "name": "Third"})
    assert stale.status_code == 409
    assert "Held invoices" in client.get(reverse("mail:rules_history")).content.decode()


def test_what_is_wrong_is_said_and_nothing_is_lost(client, mona):
    client.force_login(mona)
    answer = client.post(reverse("mail:rule_new"), form(lines=[("size", "", "over", "big")], fate="ignore"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Condition 1" in page
    assert 'value="big"' in page
    more = client.post(reverse("mail:rule_new"), form(more="1", fate="ignore")).content.decode()
    assert 'value="invoice"' in more
    assert "line-3-about" in more
    assert not MailRule.objects.exists()


def test_order_is_changed_by_buttons(client, mona):
    for name in ("One", "Two"):
        rule(mona, ("subject", "contains", "x"), fate="ignore", name=name)
    two = MailRule.objects.get(name="Two")
    client.force_login(mona)
    answer = client.post(reverse("mail:rule_order", args=[two.pk]), {"do": "up"})
    assert answer["Location"] == f"{reverse('mail:rules')}?moved={two.pk}-up"
    assert [each.name for each in MailRule.objects.all()] == ["Two", "One"]
    assert "autofocus" in client.get(answer["Location"]).content.decode()
    client.post(reverse("mail:rule_order", args=[two.pk]), {"do": "off"})
    assert not MailRule.objects.get(name="Two").active


def test_a_rehearsal_says_which_rule_fires_and_why_and_changes_nothing(client, send, mona):
    row = send(subject="Your invoice 7")
    send(subject="Hello")
    rule(mona, ("subject", "contains", "invoice"), ("sender", "contains", "eve"), every=False, fate="ignore")
    client.force_login(mona)
    page = client.get(reverse("mail:rules_try")).content.decode()
    assert "2 mails looked at" in page
    assert "A rule fires on 1" in page
    only = client.get(reverse("mail:rules_try") + "?last=100&fired=1").content.decode()
    assert "Your invoice 7" in only
    assert "Hello" not in only
    one = client.get(reverse("mail:rules_try") + f"?mail={row.pk}").content.decode()
    assert "Subject contains “invoice”" in one
    before = row.verdict
    row.refresh_from_db()
    assert (row.outcome, row.verdict) == ("created", before)
    assert client.get(reverse("mail:rules_try") + "?mail=999999").status_code == 404
