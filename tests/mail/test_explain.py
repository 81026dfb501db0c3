"""Where did that mail go? The log, its account, and the explanation of every mail."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mail.models import RawEmail
from staff.actions import hire
from tests.mail.conftest import a_mail
from tests.mail.test_belonging import clues, theirs  # noqa: F401  a ticket that came by mail


def explain(client, row):
    return client.get(reverse("mail:explain", args=[row.pk])).content.decode()


def test_every_step_of_a_strangers_mail_is_told(client, send, theirs, eve, cleo):  # noqa: F811
    way = {**clues(theirs)["token reference"], **clues(theirs)["subject"]}
    broken = clues(theirs)["token address"]["to"].replace("+", "+aaaa", 1).replace("@", "", 1)
    row = send(sender="Eve <eve@lund.example>", text="Let me in", cc=broken, **way)
    client.force_login(cleo)
    page = explain(client, row)
    for told in (
        "Into the mailbox billing@desk.example",
        "Written by a person",
        "No: its id and its words were new.",
        "Eve &lt;eve@lund.example&gt;",
        "No mail server said whether the sender is genuine.",
        "None fired.",
        "Signed token in what it answers",
        "the sender is not part of this ticket",
        f"#{theirs.pk}",
        "colleagues see it, the customer does not",
    ):
        assert told in page, told


def test_a_forged_token_is_told(client, send, cleo):
    row = send(to=f"billing+{'a2' * 16}@desk.example")
    client.force_login(cleo)
    assert "it is not signed by this desk" in explain(client, row)


def test_copies_and_borrowed_ids_point_to_each_other(client, send, cleo):
    mail = a_mail(message_id="<same@okafor.example>")
    first, second = send(mail), send(mail)
    third = send(message_id="<same@okafor.example>", text="Other words")
    client.force_login(cleo)
    assert f"The same mail came as number {first.pk}" in explain(client, second)
    assert f"It came again as number {second.pk}" in explain(client, first)
    assert "Another mail had the same id and other words" in explain(client, third)


def test_a_mail_that_waits_or_broke_is_explained_too(client, mailbox, cleo):
    raw = b"From: dana@okafor.example\nSubject: Hi\n\nHello"
    waiting = RawEmail.objects.create(mailbox=mailbox, sha256="0" * 64, size=len(raw), content=raw)
    broken = RawEmail.objects.create(
        mailbox=mailbox, sha256="1" * 64, size=len(raw), content=raw, outcome="quarantined", cause="error",
        attempts=3, handled_at=timezone.now(),
    )  # fmt: skip
    client.force_login(cleo)
    assert "waits to be handled" in explain(client, waiting)
    page = explain(client, broken)
    assert "Handled in 3 attempts" in page
    assert "Handling it failed three times" in page


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", b"From: \xff\n\n", b"x" * 5000])
def test_whatever_came_is_explained(client, send, cleo, raw):
    client.force_login(cleo)
    assert client.get(reverse("mail:explain", args=[send(raw).pk])).status_code == 200


def test_a_mail_is_told_to_those_whose_it_is(client, send, theirs, amara, nora, network, mona):  # noqa: F811
    row = RawEmail.objects.get(ticket=theirs)
    held = send(subject="Away", auto_submitted="auto-replied")
    foreign_lead = hire(email="lea@desk.example", full_name="Lea Org", role="lead", teams=(network,))
    pages = [reverse("mail:explain", args=[row.pk]), reverse("mail:raw", args=[row.pk])]
    for who, answer in ((amara, 200), (mona, 200), (nora, 404), (foreign_lead, 404)):
        client.force_login(who)
        assert [client.get(page).status_code for page in pages] == [answer, answer], who
    client.force_login(amara)  # an agent sees what is on her tickets, not what is held
    assert client.get(reverse("mail:explain", args=[held.pk])).status_code == 404
    assert client.get(reverse("mail:log")).status_code == 404
    assert client.get(reverse("mail:account")).status_code == 404
    client.logout()
    assert client.get(pages[0]).status_code == 302


def test_the_original_is_a_download(client, send, cleo):
    row = send()
    client.force_login(cleo)
    answer = client.get(reverse("mail:raw", args=[row.pk]))
    assert answer.content == bytes(row.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_log_is_filtered_searched_and_paged(client, send, cleo, other_mailbox, monkeypatch):
    send(subject="Refund for March")
    send(subject="Gone", auto_submitted="auto-replied")
    send(subject="Elsewhere", box=other_mailbox)
    client.force_login(cleo)

    def subjects(query=""):
        page = client.get(reverse("mail:log") + query).content.decode()
        return {each for each in ("Refund for March", "Gone", "Elsewhere") if each in page}

    assert subjects() == {"Refund for March", "Gone"}  # Network's mailbox is not hers
    assert subjects("?outcome=quarantined") == {"Gone"}
    assert subjects("?q=refund+dana") == {"Refund for March"}
    assert subjects("?q=refund+eve") == set()
    assert subjects("?q=%00&outcome=nonsense&mailbox=x&before=y") == {"Refund for March", "Gone"}
    assert subjects(f"?mailbox={other_mailbox.pk}") == {"Refund for March", "Gone"}  # not hers, so not asked
    RawEmail.objects.filter(subject="Gone").update(stored_at=timezone.now() - datetime.timedelta(days=60))
    assert subjects("?q=gone") == set()
    assert subjects("?q=gone&days=365") == {"Gone"}
    monkeypatch.setattr("mail.logbook.page_of.__defaults__", (1,))
    newest = RawEmail.objects.filter(mailbox__team__slug="billing").order_by("-pk").first()
    assert subjects() == {"Gone"}
    assert subjects(f"?before={newest.pk}") == {"Refund for March"}


def test_statements_do_not_grow_with_the_log(client, send, cleo, django_assert_max_num_queries):
    client.force_login(cleo)
    send()
    client.get(reverse("mail:log"))
    with django_assert_max_num_queries(12):
        client.get(reverse("mail:log"))
    for n in range(3):
        send(text=f"{n}")
    with django_assert_max_num_queries(12):
        client.get(reverse("mail:log"))


def test_the_account_balances_by_day_and_mailbox(client, send, mona, other_mailbox):
    mail = a_mail()
    for each in (mail, mail):
        send(each)
    send(box=other_mailbox, text="x")
    send(auto_submitted="auto-replied")
    client.force_login(mona)
    page = client.get(reverse("mail:account")).content.decode()
    assert "The account balances" in page
    assert "network@desk.example" in page
    assert client.get(reverse("mail:account") + "?days=x").status_code == 200
