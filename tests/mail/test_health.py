"""Mail health: what is lost, late, behind or about to end is said, in words and in numbers."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from lib.sealed import seal
from mail.account import account_check, check_account, last_account, take_account
from mail.health import alarms, findings, grants_check
from mail.models import OAuthGrant, RawEmail
from mail.queries import mail_lag
from outbox.models import Letter
from outbox.queries import outbox_lag

NOW = timezone.now
MINUTES = datetime.timedelta(minutes=1)


def look(name):
    return look_at(name, NOW())


def look_at(name, now):
    return next(one for one in findings(now) if one.name == name).look


def test_the_account_balances_after_every_kind_of_end(send, mailbox):
    send(subject="One")
    send(subject="Gone fishing", auto_submitted="auto-replied")
    again = send(subject="Two")
    RawEmail.objects.create(mailbox=mailbox, sha256="0" * 64, size=1, content=b"x")
    copy = send(bytes(again.content))
    assert copy.outcome == "duplicate"
    found = take_account(NOW())
    assert found["ok"]
    assert found["counts"] == {
        "raw": 5, "pending": 1, "created": 2, "appended": 0, "quarantined": 1, "duplicate": 1, "ignored": 0,
    }  # fmt: skip


def test_a_mail_that_stands_nowhere_is_an_alarm_until_it_is_found(send, client):
    row = send(subject="One")
    assert check_account(NOW()) is True
    RawEmail.objects.filter(pk=row.pk).update(ticket=None, message=None)
    assert check_account(NOW()) is None  # it is looked at once an hour
    assert check_account(NOW() + 61 * MINUTES) is False
    assert account_check()["lost"] == 1
    assert not account_check()["ok"]
    assert [one.name for one in alarms(NOW())] == ["account"]
    RawEmail.objects.filter(pk=row.pk).update(ticket=row.ticket, message=row.message)
    assert check_account(NOW() + 62 * MINUTES) is True  # and at once again while it is wrong
    assert last_account()["ok"]


def test_two_mails_that_became_one_message_are_an_alarm(send):
    one, two = send(subject="One"), send(subject="Two")
    RawEmail.objects.filter(pk=two.pk).update(message=one.message)
    assert take_account(NOW())["twice"] == 1


def test_mail_that_waits_on_the_server_for_ten_minutes_is_an_alarm(mailbox):
    mailbox.host, mailbox.polled_at, mailbox.newest_at = "mx.example.com", NOW(), NOW()
    mailbox.fetched_at = NOW() - 9 * MINUTES
    mailbox.save()
    assert mail_lag()["ok"]
    assert look("mailboxes") == "good"
    mailbox.fetched_at = NOW() - 11 * MINUTES
    mailbox.save()
    assert mail_lag()["mailboxes_behind"] == 1
    assert not mail_lag()["ok"]
    assert look("mailboxes") == "bad"


@pytest.mark.parametrize(
    ("fields", "expected", "why"),
    [
        ({"problem": "400 invalid_grant"}, "bad", "refuses"),
        ({"refresh_expires_at": NOW() + datetime.timedelta(days=3)}, "warn", "within a week"),
        ({"refreshed_at": NOW() - datetime.timedelta(days=90)}, "warn", "two months"),
        ({"refresh_token": ""}, "warn", "nobody has connected"),
        ({}, "good", ""),
    ],
)
def test_a_grant_that_ends_is_said_before_it_ends(mailbox, fields, expected, why):
    mailbox.sign_in, mailbox.host = "xoauth2", "imap.example.com"
    mailbox.save()
    OAuthGrant.objects.create(mailbox=mailbox, client_id="desk", **{"refresh_token": seal("r")} | fields)
    found = next(one for one in findings(NOW()) if one.name == "grants")
    assert found.look == expected
    assert why in found.text
    assert grants_check()["ok"] is (expected != "bad")
    assert grants_check()["in_danger"] == (expected != "good")


def a_letter(key, **fields):
    return Letter.objects.create(
        key=key, kind="answer", sender="a@desk.example", to=["d@okafor.example"], subject="s", text="t",
        message_id=f"<{key}@desk.example>", **fields,
    )  # fmt: skip


def test_letters_that_wait_fail_or_are_undecided_are_counted(db):
    a_letter("due", next_attempt_at=NOW() - 11 * MINUTES)
    a_letter("later", next_attempt_at=NOW() + 11 * MINUTES)
    a_letter("failed", state="failed")
    a_letter("undecided", state="undecided")
    told = outbox_lag()
    assert (told["ok"], told["waiting"], told["failed_today"], told["undecided"]) == (False, 2, 1, 1)
    assert [look(name) for name in ("waiting", "failed", "undecided", "suppressed")] == [
        *("bad", "warn", "warn", "good")
    ]


def test_probes_hear_numbers_and_no_names(client, mailbox, send):
    send(subject="Secret subject")
    mailbox.host, mailbox.problem, mailbox.problem_since = "mx.secret.example", "LoginError: secret", NOW()
    mailbox.save()
    told = client.get("/readyz").json()["checks"]
    assert {"mail_lag", "mail_account", "mail_grants", "outbox"} <= set(told)
    for word in ("ecret", "billing", "okafor", "LoginError"):
        assert word not in json.dumps(told)


@pytest.mark.parametrize("who", ["amara", "cleo"])
def test_only_managers_read_how_the_mail_is(client, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("mail:health")).status_code == 404


def test_managers_read_what_is_wrong_and_what_to_do(client, mailbox, mona):
    mailbox.host, mailbox.problem, mailbox.problem_since = "mx.example.com", "LoginError: no", NOW()
    mailbox.save()
    client.force_login(mona)
    page = client.get(reverse("mail:health")).content.decode()
    assert "Something is wrong with: Billing" in page
    assert "Type the password again" in page
    board = client.get(reverse("reports:now")).content.decode()
    assert "Something is wrong with: Billing" in board
    assert reverse("mail:health") in board


def test_a_quiet_board_says_nothing_of_mail(client, mona):
    client.force_login(mona)
    assert (
        reverse("mail:health") + '"'
        not in client.get(reverse("reports:now")).content.decode().split("</nav>")[1]
    )


def test_strangers_who_get_no_confirmation_are_an_alarm_while_it_lasts(send, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 1, "newcomers_minutes": 10}
    send(sender="one@a.example", subject="Router", text="It blinks.")
    assert look("strangers") == "good"
    send(sender="two@b.example", subject="Invoice", text="It is wrong.")
    (found,) = alarms(NOW())
    assert (found.name, found.figure) == ("strangers", "1")
    assert "Billing" in found.text
    assert look_at("strangers", NOW() + 11 * MINUTES) == "good"
