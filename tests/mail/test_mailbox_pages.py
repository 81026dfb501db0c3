"""Mailboxes are set up on pages: by admins alone; a try says which step fails; no secret is shown."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from lib.sealed import seal, unseal
from mail.models import Mailbox, OAuthGrant
from outbox.models import Letter
from staff.actions import hire
from tests.servers.dovecot import PASSWORD

SECRET = "hunter2-is-secret"


@pytest.fixture
def ada(db):
    """Admin."""
    return hire(email="ada@desk.example", full_name="Ada Sild", role="admin")


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


def filled(**changed):
    return {
        "name": "Help", "address": "help@desk.example", "team": "billing", "aliases": "", "active": "on",
        "plus_addressing": "on", "protocol": "imap", "host": "imap.example.com", "port": "",
        "security": "tls", "sign_in": "password", "username": "", "password": SECRET,
        "folders": "INBOX\nSpam, old",
        "after_fetch": "leave", "move_to": "", "third_party": "pending", "same_organisation": "on",
        "colleagues": "note", "copies": "one", "authserv_id": "",
    } | changed  # fmt: skip


PAGES = ["mailboxes", "mailbox_new"]
OF_ONE = ["mailbox", "mailbox_progress"]
PRESSED = ["mailbox_try", "mailbox_fetch", "mailbox_letter"]


@pytest.mark.parametrize("who", ["amara", "cleo", "mona"])
def test_nobody_but_an_admin_finds_the_mailboxes(client, mailbox, who, request):
    client.force_login(request.getfixturevalue(who))
    for name in PAGES:
        assert client.get(reverse(f"mail:{name}")).status_code == 404
    for name in OF_ONE:
        assert client.get(reverse(f"mail:{name}", args=[mailbox.pk])).status_code == 404
    for name in PRESSED:
        assert client.post(reverse(f"mail:{name}", args=[mailbox.pk]), filled()).status_code == 404
    assert client.post(reverse("mail:mailbox_new"), filled()).status_code == 404
    assert client.post(reverse("mail:mailbox", args=[mailbox.pk]), filled(name="Mine")).status_code == 404
    assert client.get(reverse("mail:trial", args=["x"])).status_code == 404
    assert not Mailbox.objects.exclude(pk=mailbox.pk).exists()
    assert Mailbox.objects.get().name == "Billing"


def test_a_mailbox_is_set_up_with_all_its_manners(admin, billing):
    answer = admin.post(
        reverse("mail:mailbox_new"),
        filled(
            aliases="info@desk.example, sales@desk.example", third_party="quarantine", plus_addressing="",
            after_fetch="move", move_to="Done", authserv_id="mx.desk.example",
        ),
    )  # fmt: skip
    box = Mailbox.objects.get()
    assert answer.url == reverse("mail:mailbox", args=[box.pk])
    assert (box.team, box.port, box.username) == (billing, 993, "help@desk.example")
    assert box.aliases == ["info@desk.example", "sales@desk.example"]
    assert [folder.name for folder in box.folders.all()] == ["INBOX", "Spam, old"]
    assert (box.third_party, box.plus_addressing, box.move_to) == ("quarantine", False, "Done")
    assert (box.after_fetch, box.authserv_id) == ("move", "mx.desk.example")
    assert unseal(box.secret) == SECRET


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"address": "nobody"}, "address", "valid email"),
        ({"address": "Billing@desk.example"}, "address", "already"),
        ({"aliases": "billing@desk.example"}, "aliases", "already"),
        ({"aliases": "rubbish"}, "aliases", "not an email address"),
        ({"team": "nowhere"}, "team", "not one of the available"),
        ({"security": "none"}, "security", "same machine"),
        ({"port": "70000"}, "port", "65535"),
        ({"protocol": "pop3", "after_fetch": "move", "move_to": "Done"}, "after_fetch", "POP3"),
        ({"after_fetch": "move"}, "move_to", "Say the folder"),
        ({"authserv_id": "mx; spf=pass"}, "authserv_id", "no spaces"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(admin, mailbox, changed, field, said):
    answer = admin.post(reverse("mail:mailbox_new"), filled(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert f'id="id_{field}_error"' in page or said in page
    assert "imap.example.com" in page
    assert "Spam, old" in page
    assert SECRET not in page
    assert Mailbox.objects.count() == 1


def test_no_page_shows_a_secret(admin, mailbox):
    mailbox.host, mailbox.secret, mailbox.sign_in = "imap.example.com", seal(SECRET), "xoauth2"
    mailbox.save()
    OAuthGrant.objects.create(
        mailbox=mailbox, client_id="desk", client_secret=seal(SECRET), refresh_token=seal(SECRET)
    )
    page = admin.get(reverse("mail:mailbox", args=[mailbox.pk])).content.decode()
    for hidden in (SECRET, mailbox.secret):
        assert hidden not in page
    assert "One is stored" in page
    assert reverse("mail:oauth_start", args=[mailbox.pk]) in page


def test_an_empty_password_keeps_the_one_we_have(admin, mailbox):
    mailbox.host, mailbox.username, mailbox.secret = "imap.example.com", "billing@desk.example", seal(SECRET)
    mailbox.save()
    changed = filled(address=mailbox.address, name="Renamed", password="")
    assert admin.post(reverse("mail:mailbox", args=[mailbox.pk]), changed).status_code == 302
    mailbox.refresh_from_db()
    assert (mailbox.name, unseal(mailbox.secret)) == ("Renamed", SECRET)


@pytest.mark.parametrize("name", ["mailbox", "mailbox_try"])
def test_a_stored_password_goes_to_no_other_server(admin, mailbox, name):
    mailbox.host, mailbox.secret = "imap.example.com", seal(SECRET)
    mailbox.save()
    answer = admin.post(
        reverse(f"mail:{name}", args=[mailbox.pk]),
        filled(address=mailbox.address, password="", host="evil.example"),
    )
    assert answer.status_code == 422
    assert "it was given for another server" in answer.content.decode()
    mailbox.refresh_from_db()
    assert mailbox.host == "imap.example.com"


def test_a_mailbox_is_switched_off(admin, mailbox):
    mailbox.host = "imap.example.com"
    mailbox.save()
    admin.post(reverse("mail:mailbox", args=[mailbox.pk]), filled(address=mailbox.address, active=""))
    mailbox.refresh_from_db()
    assert not mailbox.active
    assert "Switched off" in admin.get(reverse("mail:mailboxes")).content.decode()
    assert admin.post(reverse("mail:mailbox_fetch", args=[mailbox.pk])).status_code == 404


def test_the_list_says_how_each_stands_and_what_to_do(admin, mailbox, send):
    mailbox.host, mailbox.problem = "imap.example.com", "SSLCertVerificationError: hostname mismatch"
    mailbox.save()
    send(subject="One")
    page = admin.get(reverse("mail:mailboxes")).content.decode()
    assert "In trouble" in page
    assert "is not trusted, or is for another name" in page
    assert "Use the name that the certificate is made for" in page
    assert '<dt>New tickets</dt><dd class="num">1</dd>' in page


def test_no_mailbox_yet_says_what_one_is_for(admin, billing):
    assert "No mailbox yet" in admin.get(reverse("mail:mailboxes")).content.decode()


def test_the_list_costs_the_same_with_one_and_three(admin, mailbox, billing, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        admin.get(reverse("mail:mailboxes"))
    for n in range(2):
        Mailbox.objects.create(name=f"M{n}", address=f"m{n}@desk.example", team=billing)
    with django_assert_max_num_queries(14):
        admin.get(reverse("mail:mailboxes"))


# --- trying


def watched(client, answer):
    """The page of a trial once it is over; the page asks again and again, as htmx does."""
    url = answer.url if answer.status_code == 302 else None
    if url is None:
        return answer.content.decode()
    for _ in range(1200):
        page = client.get(url, headers={"hx-request": "true"}).content.decode()
        if "Trying…" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the trial does not end")


@pytest.mark.django_db(transaction=True)
def test_a_try_says_each_step_as_it_passes(admin, fetched):
    form = filled(
        address=fetched.address, host="127.0.0.1", port=fetched.port, security="none",
        username=fetched.username, password="", folders="INBOX\nNowhere",
    )  # fmt: skip
    page = watched(admin, admin.post(reverse("mail:mailbox_try", args=[fetched.pk]), form))
    for step in ("Find the server", "Connect", "Sign in", "Folder INBOX", "0 mails in it", "Folder Nowhere"):
        assert step in page
    assert "There is no such folder. The server has: INBOX" in page
    assert "Nothing was saved" in page
    wrong = watched(
        admin, admin.post(reverse("mail:mailbox_try", args=[fetched.pk]), form | {"password": "x"})
    )
    assert "User name or password is wrong" in wrong
    assert "Folder INBOX" not in wrong
    fetched.refresh_from_db()
    assert unseal(fetched.secret) == PASSWORD


@pytest.mark.django_db(transaction=True)
def test_a_try_of_a_server_that_is_not_there_says_so(admin, billing):
    page = watched(admin, admin.post(reverse("mail:mailbox_try_new"), filled(host="127.0.0.1", port="1")))
    assert "Check the port" in page or "firewall" in page
    assert not Mailbox.objects.exists()


def test_a_trial_is_seen_only_by_who_began_it(admin, ada):
    cache.set("mail-trial-abc", {"owner": ada.pk + 1, "steps": [], "over": True}, 60)
    assert admin.get(reverse("mail:trial", args=["abc"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_what_a_server_says_is_cut_short(admin, billing, smtp_talker):
    """A host that is no mail server: its banner is not a way to read what it says."""
    host, port = smtp_talker
    page = watched(
        admin,
        admin.post(reverse("mail:mailbox_try_new"), filled(host=host, port=port, security="none")),
    )
    assert "Nobody listens there, or not for this protocol" in page or "broke off" in page
    assert "B" * 130 not in page


@pytest.fixture
def smtp_talker():
    import socket
    import threading

    server = socket.create_server(("127.0.0.1", 0))

    def talk():
        while True:
            try:
                peer, _address = server.accept()
            except OSError:
                return
            with peer:
                peer.sendall(b"220 " + b"B" * 5000 + b"\r\n")

    threading.Thread(target=talk, daemon=True).start()
    yield server.getsockname()
    server.close()


def test_tries_are_counted(admin, billing, settings, monkeypatch):
    monkeypatch.setitem(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "mailbox", "2/min")
    for _ in range(2):
        assert admin.post(reverse("mail:mailbox_try_new"), filled(host="")).status_code == 422
    answer = admin.post(reverse("mail:mailbox_try_new"), filled(host=""))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


# --- fetching and sending


def test_fetch_now_asks_a_worker_and_shows_how_far_it_is(admin, mailbox):
    mailbox.host = "imap.example.com"
    mailbox.save()
    answer = admin.post(reverse("mail:mailbox_fetch", args=[mailbox.pk]), headers={"hx-request": "true"})
    assert "Waiting for a worker" in answer.content.decode()
    cache.set(
        f"mail-progress-{mailbox.pk}",
        {"state": "fetching", "folder": "INBOX", "done": 40, "total": 200, "problem": "", "at": 0.0},
    )
    page = admin.get(reverse("mail:mailbox_progress", args=[mailbox.pk])).content.decode()
    assert "40/200" in page
    assert "hx-get" in page
    cache.set(
        f"mail-progress-{mailbox.pk}",
        {"state": "done", "folder": "", "done": 200, "total": 200, "problem": "", "at": 0.0},
    )
    page = admin.get(reverse("mail:mailbox_progress", args=[mailbox.pk])).content.decode()
    assert "Fetched: 200 new mails." in page
    assert "hx-get" not in page


def test_a_trial_letter_goes_to_who_asks_for_it_and_to_nobody_else(admin, mailbox, ada):
    admin.post(reverse("mail:mailbox_letter", args=[mailbox.pk]), {"to": "eve@lund.example"})
    letter = Letter.objects.get()
    assert letter.to == ['"Ada Sild" <ada@desk.example>']
    assert letter.sender == '"Billing" <billing@desk.example>'
    assert letter.automatic


# --- the provider's permission


def test_the_application_is_saved_and_its_secret_sealed(admin, mailbox):
    mailbox.host, mailbox.sign_in = "imap.gmail.com", "xoauth2"
    mailbox.save()
    page = reverse("mail:mailbox", args=[mailbox.pk])
    wrong = admin.post(page, {"grant-provider": "other", "grant-client_id": "desk"})
    assert wrong.status_code == 422
    assert wrong.context["grant_form"].errors["token_url"]
    said = {"grant-provider": "google", "grant-client_id": "desk", "grant-client_secret": SECRET}
    assert admin.post(page, said).status_code == 302
    grant = OAuthGrant.objects.get()
    assert unseal(grant.client_secret) == SECRET
    assert "Not connected yet" in admin.get(page).content.decode()
