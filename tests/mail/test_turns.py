"""Two workers with mails of one conversation take turns, so that it stays one."""

import threading

import pytest
from django.db import connection, connections

from mail import deciding
from mail.intake import handle, receive
from mail.models import RawEmail
from tests.mail.conftest import a_mail
from tickets.models import Ticket


@pytest.mark.django_db(transaction=True)
def test_an_answer_handled_beside_its_question_waits_for_it(mailbox, monkeypatch):
    question = receive(a_mail(message_id="<q@okafor.example>", text="A question").as_bytes(), mailbox=mailbox)
    answer = receive(a_mail(in_reply_to="<q@okafor.example>", text="And more").as_bytes(), mailbox=mailbox)
    begun, may_go_on = threading.Event(), threading.Event()
    real = deciding.converse

    def converse(incoming, found):
        result = real(incoming, found)
        if incoming.row.pk == question.pk:
            begun.set()
            may_go_on.wait(60)
        return result

    monkeypatch.setattr(deciding, "converse", converse)

    def work(number):
        handle(number)
        connections.close_all()

    first = threading.Thread(target=work, args=[question.pk])
    first.start()
    assert begun.wait(60)
    second = threading.Thread(target=work, args=[answer.pk])
    second.start()
    second.join(0.5)
    assert second.is_alive()  # it waits
    may_go_on.set()
    first.join(60)
    second.join(60)
    assert Ticket.objects.count() == 1
    assert set(RawEmail.objects.values_list("outcome", flat=True)) == {"created", "appended"}


def test_a_mail_that_mentions_many_ids_is_handled(send):
    many = " ".join(f"<{n}@okafor.example>" for n in range(500))
    assert send(references=many).outcome == "created"
    with connection.cursor() as cursor:
        cursor.execute(deciding.LOCK, [["b", "a", "b"]])
        assert len(cursor.fetchall()) == 2
