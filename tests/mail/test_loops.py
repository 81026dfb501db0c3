"""Two machines that answer each other fall silent, and no machine makes this desk write much."""

import datetime
import itertools
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as desk
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mail.envelopes import letter_of
from mail.guards import forget_old
from mail.intake import handle, receive
from mail.models import Courtesy
from mail.own import reply_secrets
from outbox.actions import deliver_due
from outbox.models import Letter
from tests.mail.conftest import a_mail
from tickets.actions import move
from tickets.models import Ticket

_WORDS = "router invoice cable refund window speed contract garden letter street winter summer"
WORDS = _WORDS.split()


def confirmations() -> int:
    return Letter.objects.filter(kind="confirmation").count()


def confirm(row) -> str:
    return row.verdict["confirm"]


# --- two machines


def robot(letter, turn: int, *, address: str, answers: str, says: str) -> object:
    """What a program that never says it is one writes back, in many bad ways."""
    dice = random.Random(f"{answers}{says}{turn}")
    varied = " ".join(dice.sample(WORDS, 5))
    subjects = {
        "same": "Thank you for your mail",
        "numbered": f"Your case {turn * 7919} was received",
        "re": f"Re: {letter['Subject']}",
        "new": f"{varied} {turn}",
    }
    texts = {
        "same": "We have received your mail and will answer soon.",
        "numbered": f"Case {turn}: we have received your mail.",
        "re": "Thank you.\n\n"
        + "\n".join(f"> {line}" for line in letter.get_body().get_content().split("\n")),
        "new": f"{varied}. Thank you for writing to {turn}.",
    }
    to = {
        "reply_to": letter["Reply-To"] or letter["From"],
        "from": letter["From"],
        "return_path": letter.get("Return-Path") or letter["From"],
    }
    thread = {"in_reply_to": str(letter["Message-ID"])} if answers == "threaded" else {}
    return a_mail(
        sender=address,
        to=str(to.get(answers, to["from"])),
        subject=subjects[says],
        text=texts[says],
        **thread,
    )


ADDRESSES = {
    "one address": lambda turn: "robot@robots.example",
    "another address each time": lambda turn: f"robot{turn}@robots.example",
    "another word each time": lambda turn: f"{WORDS[turn % 12]}.{WORDS[-turn % 12]}@robots.example",
    "another house each time": lambda turn: f"robot@robots{turn}.example",
}
WAYS = [
    (whose, answers, says)
    for houses, ways, words in (
        (["one address", "another address each time"], ["threaded", "reply_to", "from"], ["same", "re"]),
        (["another address each time", "another word each time"], ["from"], ["numbered", "new"]),
        (["another house each time"], ["threaded", "reply_to"], ["new"]),
        (["another house each time"], ["from"], ["same", "numbered", "re"]),
    )
    for whose, answers, says in itertools.product(houses, ways, words)
]


@pytest.mark.parametrize(("whose", "answers", "says"), WAYS)
def test_ping_pong_ends_after_two_letters_of_ours(send, announce, smtp_sink, whose, answers, says):
    """The other answers every letter of ours and never says that it is a machine."""
    address = ADDRESSES[whose]
    send(sender=address(0), subject="Your order", text="We have an order for you.")
    written = 0
    for turn in range(1, 7):
        announce()
        deliver_due(timezone.now())
        fresh = smtp_sink.letters[written:]
        written += len(fresh)
        if not fresh:
            break
        for letter in fresh:
            send(robot(letter, turn, address=address(turn), answers=answers, says=says))
    assert 1 <= written <= 2


def test_our_own_letter_that_comes_back_is_a_loop(send):
    row = send(a_mail(x_helpdesk_instance=desk.INSTANCE_ID))
    assert (row.outcome, row.cause) == ("ignored", "loop")
    assert not Ticket.objects.exists()


def test_every_letter_of_ours_says_whose_it_is_and_that_no_machine_should_answer(send, announce, smtp_sink):
    send()
    announce()
    deliver_due(timezone.now())
    (letter,) = smtp_sink.letters
    assert letter["X-Helpdesk-Instance"] == desk.INSTANCE_ID
    assert letter["Auto-Submitted"].startswith("auto-")
    assert letter["X-Auto-Response-Suppress"] == "All"


def test_another_desks_letter_opens_a_ticket_and_gets_no_machine_answer(send):
    row = send(x_helpdesk_instance="another.desk.example")
    assert (row.outcome, confirm(row)) == ("created", "not_answerable")


# --- how much a machine may write


def test_one_sender_gets_at_most_ten_confirmations_a_day(send):
    told = [confirm(send(subject=f"About {word}", text=word)) for word in WORDS]
    assert told == ["yes"] * 10 + ["too_many_a_day"] * 2
    Courtesy.objects.update(at=timezone.now() - datetime.timedelta(hours=25))
    assert confirm(send(subject="About tomorrow", text="x")) == "yes"


def test_the_same_subject_is_confirmed_once_in_three_hours(send):
    assert confirm(send(subject="No internet", text="a")) == "yes"
    assert confirm(send(subject="NO  internet", text="b")) == "same_again"
    assert confirm(send(subject="no internet 2", text="c")) == "same_again"
    assert confirm(send(subject="My invoice", text="d")) == "yes"
    Courtesy.objects.update(at=timezone.now() - datetime.timedelta(minutes=181))
    assert confirm(send(subject="No internet", text="e")) == "yes"


def test_colleagues_of_one_house_may_have_the_same_trouble(send):
    """Same house and subject, but each in their own words."""
    assert confirm(send(sender="a@okafor.example", subject="No internet", text="It fails.")) == "yes"
    assert confirm(send(sender="b@okafor.example", subject="No internet", text="Help, please!")) == "yes"
    assert confirm(send(sender="c@okafor.example", subject="No internet", text="It fails.")) == "same_again"


def test_strangers_of_one_house_get_two_confirmations_an_hour_and_known_people_theirs(send, dana):
    told = [confirm(send(sender=f"{word}@okafor.example", subject=word, text=word)) for word in WORDS[:4]]
    assert told == ["yes", "yes", "too_many_of_domain", "too_many_of_domain"]
    assert confirm(send(sender="dana@okafor.example", subject="Me", text="me")) == "yes"


def test_strangers_of_a_large_mail_house_are_many(send):
    told = [confirm(send(sender=f"{word}@gmail.com", subject=word, text=word)) for word in WORDS]
    assert set(told) == {"yes"}


def test_a_whole_house_has_a_limit_too(send, dana, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "domain_hour": 3}
    told = [confirm(send(subject=word, text=word)) for word in WORDS[:4]]
    assert told == ["yes", "yes", "yes", "too_many_of_domain"]


def test_a_mailbox_has_a_limit_whoever_writes(send, other_mailbox, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "mailbox_hour": 3}
    told = [confirm(send(sender=f"a@{w}.example", subject=w, text=w)) for w in WORDS[:4]]
    assert told == ["yes", "yes", "yes", "too_many_of_mailbox"]
    assert confirm(send(box=other_mailbox, sender="a@other.example", subject="x", text="y")) == "yes"


# --- a machine that changes everything


def rotating(turn: int) -> dict:
    """Another address, house, name, subject and words each time; it quotes nothing and threads nothing."""
    dice = random.Random(turn)
    name, house, *words = dice.sample(WORDS, 9)
    return {
        "sender": f"{name.title()} <{name}.{turn}@{house}-{turn}.example>",
        "subject": " ".join(words[:3]),
        "text": f"{' '.join(words)}, {turn}.",
    }


def test_a_machine_that_changes_everything_falls_silent(send, announce, smtp_sink, settings):
    """Each letter of ours brings another mail of nobody we know: it ends at what is allowed at once."""
    most = settings.CONFIRMATIONS["newcomers"]
    send(**rotating(0))
    written = 0
    for turn in range(1, 3 * most):
        announce()
        deliver_due(timezone.now())
        fresh = smtp_sink.letters[written:]
        written += len(fresh)
        if not fresh:
            break
        send(**rotating(turn))
    assert written == most
    assert Ticket.objects.count() == most + 1  # nothing it said is lost
    last = Ticket.objects.order_by("-pk").first().messages.get().mails.get()
    assert confirm(last) == "too_many_newcomers"


def test_in_an_outage_everybody_gets_a_ticket_and_people_we_know_their_letter(send, dana, settings):
    most = settings.CONFIRMATIONS["newcomers"]
    told = [confirm(send(**rotating(turn))) for turn in range(2 * most)]
    assert told == ["yes"] * most + ["too_many_newcomers"] * most
    assert Ticket.objects.count() == 2 * most
    assert confirm(send(subject="No internet here", text="Since noon, in Harbour Street.")) == "yes"


def test_while_strangers_keep_coming_none_is_written_to_and_then_they_are_again(send, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 3, "newcomers_minutes": 10}
    assert [confirm(send(**rotating(turn))) for turn in range(3)] == ["yes"] * 3

    def minutes_later(minutes: int) -> None:
        for row in Courtesy.objects.all():
            Courtesy.objects.filter(pk=row.pk).update(at=row.at - datetime.timedelta(minutes=minutes))

    for turn in range(3, 9):  # one every three minutes: those that were withheld count as well
        assert confirm(send(**rotating(turn))) == "too_many_newcomers"
        minutes_later(3)
    minutes_later(10)
    assert confirm(send(**rotating(9))) == "yes"


def test_another_mailbox_counts_its_own_strangers(send, other_mailbox, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 2}
    assert [confirm(send(**rotating(turn))) for turn in range(3)] == ["yes", "yes", "too_many_newcomers"]
    assert confirm(send(box=other_mailbox, **rotating(4))) == "yes"


def test_what_was_withheld_counts_against_nobody_else(send, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 1}
    send(**rotating(0))
    mail = {"sender": "ann@okafor.example", "subject": "No internet", "text": "It fails in our street."}
    assert confirm(send(**mail)) == "too_many_newcomers"
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 20}
    assert confirm(send(**mail)) == "yes"  # she had none: it is not "the same again"


@pytest.mark.django_db(transaction=True)
def test_two_workers_give_strangers_no_more_than_one_would(mailbox, settings):
    settings.CONFIRMATIONS = {**settings.CONFIRMATIONS, "newcomers": 4}

    def one(turn: int) -> str:
        try:
            raw = a_mail(to=mailbox.address, **rotating(turn)).as_bytes()
            row = receive(raw, mailbox=mailbox, envelope_to=mailbox.address, tell_worker=False)
            handle(row.pk)
            row.refresh_from_db()
            return confirm(row)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        told = list(crowd.map(one, range(12)))
    assert told.count("yes") == 4
    assert set(told) == {"yes", "too_many_newcomers"}


def test_what_quotes_us_is_an_answer_whatever_its_headers_say(send):
    assert confirm(send(subject="Thank you", text="About [#K7M4QX2P]: we got it.")) == "quotes_us"
    token = "a" * 32
    assert confirm(send(subject="Hello", text=f"billing+{token}@desk.example")) == "quotes_us"
    assert confirm(send(subject="AW: Hello", text="x")) == "is_a_reply"


@pytest.mark.parametrize(
    "sender",
    [
        "mailer-daemon@shop.example",
        "postmaster@shop.example",
        "no-reply@shop.example",
        "alerts-noreply@shop.example",
        "bounces+17@shop.example",
        "bounce-x@shop.example",
        "talk-request@lists.example",
        "owner-talk@lists.example",
        "nobody@shop.example",
    ],
)
def test_nobody_is_behind_these_addresses(send, announce, sender):
    row = send(sender=sender)
    announce()
    assert confirmations() == 0
    assert row.outcome in {"created", "quarantined"}


@pytest.mark.parametrize("name", ["norman", "nora.reply", "ownerson", "bouncy", "notary", "request"])
def test_people_have_names_like_these(send, name):
    assert confirm(send(sender=f"{name}@people.example", subject=name, text=name)) == "yes"


@pytest.mark.parametrize(
    "address", ["billing@desk.example", "BILLING@desk.example", "billing+x@desk.example"]
)
def test_our_own_addresses_get_nothing(send, announce, address):
    row = send(sender=address)
    announce()
    assert (row.outcome, row.cause) == ("quarantined", "own_address")
    assert confirmations() == 0


def test_an_alias_is_ours_too(send, mailbox):
    mailbox.aliases = ["accounts@desk.example"]
    mailbox.save()
    assert send(sender="accounts@desk.example").cause == "own_address"


# --- reopening


def test_mail_that_reopens_a_ticket_all_the_time_is_kept_and_moves_it_no_more(send, mailbox, amara, settings):
    first = send(message_id="<first@okafor.example>")
    ticket = first.ticket
    for turn in range(settings.CONFIRMATIONS["reopens_hour"]):
        move(ticket, "solve", by=amara)
        row = send(in_reply_to="<first@okafor.example>", text=f"Again {turn}")
        ticket.refresh_from_db()
        assert (row.ticket, ticket.state) == (ticket, "open")
    move(ticket, "solve", by=amara)
    row = send(in_reply_to="<first@okafor.example>", text="And again")
    ticket.refresh_from_db()
    assert (row.outcome, row.ticket, row.message.kind) == ("appended", ticket, "public")
    assert ticket.state == "solved"
    assert ticket.unanswered_since is not None
    assert "reopened_too_often" in row.verdict["flags"]
    assert ticket.events.filter(kind="customer_wrote").latest("pk").data["held"] == "reopened_too_often"


# --- what it costs


def test_the_guards_ask_twice_and_write_once(send):
    send(subject="a", text="a")
    with CaptureQueriesContext(connection) as asked:
        send(subject="b", text="b")
    about = [query["sql"] for query in asked if "courtesy" in query["sql"] or ", 11)" in query["sql"]]
    assert len(about) == 3


def test_the_guards_read_no_more_rows_than_they_count(mailbox):
    """With a hundred thousand confirmations every count is an index scan that stops at its limit."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mail_courtesy (at, mailbox_id, address, domain, subject, words)"
            " SELECT now() - n * interval '1 second', %s, 'a' || n || '@h' || n %% 50 || '.example',"
            " 'h' || n %% 50 || '.example', n, n %% 100 FROM generate_series(1, 100000) n",
            [mailbox.pk],
        )
        cursor.execute("ANALYZE mail_courtesy")
        for where in (
            "address = 'a7@h7.example'",
            "words = 7",
            "domain = 'h7.example'",
            f"mailbox_id = {mailbox.pk}",
        ):
            cursor.execute(
                f"EXPLAIN SELECT 1 FROM mail_courtesy WHERE {where} AND at > now() - interval '1h' LIMIT 9"
            )
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
    assert forget_old(now) > 0
    assert not Courtesy.objects.filter(at__lt=now - datetime.timedelta(hours=26)).exists()


def test_letters_of_ours_carry_the_address_their_bounces_come_to(send, announce):
    send()
    announce()
    letter = Letter.objects.get()
    if letter.envelope_sender:
        assert letter_of(reply_secrets(), letter.envelope_sender) == letter.pk
