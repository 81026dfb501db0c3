"""Tokens instead of passwords: asked for once, renewed before they end, and an alarm before they die."""

import datetime
import threading
import urllib.parse

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from lib.sealed import seal, unseal
from mail import fetching, oauth
from mail.actions import save_grant
from mail.models import Mailbox, OAuthGrant
from mail.tasks import renew_grants
from staff.actions import hire
from tests.mail.conftest import a_mail

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def ada(db):
    """Administrator."""
    return hire(
        email="ada@desk.example", full_name="Ada Saar", role="admin", password="correct horse battery"
    )


@pytest.fixture
def grant(mailbox, provider) -> OAuthGrant:
    """Set up, not connected."""
    Mailbox.objects.update(sign_in="xoauth2", username="dana")
    mailbox.refresh_from_db()
    return save_grant(
        mailbox,
        by=None,
        provider="other",
        client_id="client",
        client_secret=provider.client_secret,
        authorize_url=provider.authorize_url,
        token_url=provider.token_url,
        scope="mail offline",
    )


@pytest.fixture
def connected(grant, provider) -> OAuthGrant:
    grant.refresh_token = seal(provider.grant("dana"))
    grant.granted_at = grant.refreshed_at = timezone.now()
    grant.save()
    return grant


def test_an_admin_goes_to_the_provider_and_comes_back_with_a_grant(client, ada, grant, provider, settings):
    client.force_login(ada)
    there = client.get(f"/mail/mailboxes/{grant.mailbox_id}/oauth/")
    assert there.status_code == 302
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(there["Location"]).query))
    assert there["Location"].startswith(provider.authorize_url)
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == settings.BASE_URL + "/mail/oauth/back/"
    back = client.get("/mail/oauth/back/", provider.consent(there["Location"], user="dana"))
    assert back.status_code == 302
    grant.refresh_from_db()
    assert unseal(grant.refresh_token) in provider.refresh_tokens
    assert (grant.granted_by, grant.problem) == (ada, "")
    assert provider.refresh_tokens.keys().isdisjoint({grant.refresh_token})
    # Used up: the same answer opens nothing a second time.
    again = client.get("/mail/oauth/back/", {"code": "x", "state": asked["state"]}, follow=True)
    assert b"belongs to no question" in again.content


def test_an_answer_that_nobody_asked_for_connects_nothing(client, ada, grant, provider):
    """Somebody else's code, pressed on an admin by a link, would read our mail into their account's place."""
    client.force_login(ada)
    there = client.get(f"/mail/mailboxes/{grant.mailbox_id}/oauth/")
    forged = {**provider.consent(there["Location"], user="eve"), "state": "another"}
    assert b"belongs to no question" in client.get("/mail/oauth/back/", forged, follow=True).content
    grant.refresh_from_db()
    assert grant.refresh_token == ""
    assert provider.asked == []


def test_a_no_of_the_provider_is_said(client, ada, grant, provider):
    client.force_login(ada)
    there = client.get(f"/mail/mailboxes/{grant.mailbox_id}/oauth/")
    state = provider.consent(there["Location"], user="dana")["state"]
    said = {"state": state, "error": "access_denied", "error_description": "<b>No</b>"}
    page = client.get("/mail/oauth/back/", said, follow=True).content
    assert b"did not agree: &lt;b&gt;No" in page


@pytest.mark.parametrize("who", ["amara", "cleo", "mona"])
def test_only_who_manages_mailboxes_may_connect_them(client, request, grant, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/mail/mailboxes/{grant.mailbox_id}/oauth/").status_code == 404
    assert client.get("/mail/oauth/back/", {"code": "x", "state": "y"}).status_code == 404
    client.logout()
    assert client.get(f"/mail/mailboxes/{grant.mailbox_id}/oauth/").status_code == 302


def test_a_mailbox_is_fetched_with_a_token(connected, token_server, provider, mailbox):
    token_server.deliver("dana", a_mail().as_bytes())
    Mailbox.objects.update(host="127.0.0.1", port=token_server.port, security="none")
    mailbox.folders.create(name="INBOX")
    assert fetching.poll(mailbox.pk) == 1, Mailbox.objects.get().problem
    assert len(provider.asked) == 1
    # Taken back by the provider before its time: renewed once, and it goes on.
    provider.access_tokens.clear()
    token_server.deliver("dana", a_mail().as_bytes())
    assert fetching.poll(mailbox.pk) == 1, Mailbox.objects.get().problem
    # Renewed and still not good: said, and not tried without end.
    provider.access_tokens.clear()
    provider.answer = (200, {"access_token": "worthless", "expires_in": 3600})
    assert fetching.poll(mailbox.pk) == 0
    assert Mailbox.objects.get().problem.startswith("LoginError")
    assert len(provider.asked) == 3


def test_the_same_over_pop3(connected, token_server, provider, mailbox):
    if not token_server.speaks_pop3:
        pytest.skip("Dovecot's POP3 is missing: apt-get install dovecot-pop3d")
    token_server.deliver("dana", a_mail().as_bytes())
    where = {"host": "127.0.0.1", "port": token_server.pop3_port, "security": "none", "protocol": "pop3"}
    Mailbox.objects.update(**where)
    assert fetching.poll(mailbox.pk) == 1, Mailbox.objects.get().problem
    provider.access_tokens.clear()
    token_server.deliver("dana", a_mail().as_bytes())
    assert fetching.poll(mailbox.pk) == 1, Mailbox.objects.get().problem


def test_a_token_is_used_until_shortly_before_it_ends(connected, provider, mailbox):
    first = oauth.access_token(mailbox)
    assert oauth.access_token(mailbox) == first
    OAuthGrant.objects.update(expires_at=timezone.now() + datetime.timedelta(minutes=4))
    assert oauth.access_token(mailbox) != first
    assert len(provider.asked) == 2


def test_a_refresh_token_that_changes_is_kept(connected, provider, mailbox):
    provider.rotates = True
    for _ in range(3):
        OAuthGrant.objects.update(expires_at=None)
        oauth.access_token(mailbox)
    connected.refresh_from_db()
    assert list(provider.refresh_tokens) == [unseal(connected.refresh_token)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_renew_once(connected, provider, mailbox):
    """Where refresh tokens change, the second of two would spend one that is dead, and kill the grant."""
    provider.rotates = True
    tokens, begin = [], threading.Barrier(2)

    def work() -> None:
        begin.wait(5)
        try:
            tokens.append(oauth.access_token(mailbox))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert len(provider.asked) == 1


def test_a_grant_that_was_taken_back_is_an_alarm(connected, provider, mailbox):
    provider.refresh_tokens.clear()
    with pytest.raises(oauth.GrantProblem) as refused:
        oauth.access_token(mailbox)
    assert refused.value.lasting
    assert "expired or revoked" in str(refused.value)
    ((found, why),) = oauth.alarms(timezone.now())
    assert (found, why) == (connected, "refused")
    assert found.problem_since


def test_a_provider_that_is_busy_is_no_lasting_problem_and_costs_no_grant(connected, provider, mailbox):
    token = connected.refresh_token
    for answer in ((503, {}), (429, {"error": "slow_down"}), (200, {})):
        provider.answer = answer
        with pytest.raises(oauth.GrantProblem) as refused:
            oauth.access_token(mailbox)
        assert not refused.value.lasting
    provider.answer = None
    assert oauth.access_token(mailbox)
    connected.refresh_from_db()
    assert (connected.refresh_token, connected.problem, connected.problem_since) == (token, "", None)


def test_alarms_come_before_a_grant_dies(grant, provider, mailbox):
    now = timezone.now()
    assert [why for _grant, why in oauth.alarms(now)] == ["never_connected"]
    OAuthGrant.objects.update(refresh_token=seal("x"), refreshed_at=now)
    assert oauth.alarms(now) == []
    OAuthGrant.objects.update(refresh_expires_at=now + datetime.timedelta(days=5))
    assert [why for _grant, why in oauth.alarms(now)] == ["refresh_ends"]
    OAuthGrant.objects.update(refresh_expires_at=None, refreshed_at=now - datetime.timedelta(days=61))
    assert [why for _grant, why in oauth.alarms(now)] == ["unused"]


def test_tokens_are_renewed_before_anybody_needs_them(connected, provider, mailbox):
    provider.refresh_life = 90 * 24 * 3600
    assert renew_grants() == 1
    assert renew_grants() == 0
    OAuthGrant.objects.update(expires_at=timezone.now() + datetime.timedelta(minutes=6))
    assert renew_grants() == 1
    OAuthGrant.objects.update(refreshed_at=timezone.now() - 25 * HOUR, expires_at=timezone.now() + HOUR)
    assert renew_grants() == 1


def test_nothing_secret_lies_open(connected, provider, mailbox):
    oauth.access_token(mailbox)
    connected.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_oauthgrant")
        row = " ".join(str(each) for each in cursor.fetchone())
    for secret in (*provider.access_tokens, *provider.refresh_tokens, provider.client_secret):
        assert secret not in row


def test_another_application_makes_the_tokens_worthless(connected, mailbox, provider):
    save_grant(mailbox, by=None, provider="google", client_id="another")
    connected.refresh_from_db()
    assert connected.refresh_token == ""
    assert oauth.addresses(connected).token == "https://oauth2.googleapis.com/token"
    assert unseal(connected.client_secret) == provider.client_secret


def test_secrets_go_over_tls_only(mailbox, grant):
    with pytest.raises(ValidationError, match="https"):
        save_grant(
            mailbox,
            by=None,
            provider="other",
            client_id="c",
            authorize_url="http://login.example/a",
            token_url="https://login.example/t",
        )
    OAuthGrant.objects.update(token_url="http://login.example/t", refresh_token=seal("x"))
    with pytest.raises(oauth.GrantProblem, match="https"):
        oauth.access_token(mailbox)


def test_the_known_providers_have_their_addresses(mailbox, grant):
    save_grant(mailbox, by=None, provider="microsoft", client_id="c", tenant="contoso.example")
    grant.refresh_from_db()
    where = oauth.addresses(grant)
    assert where.token == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"
    assert "offline_access" in where.scope
