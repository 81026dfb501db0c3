"""Strangers at many doors: python -m benchmarks.mail_pairs --pairs 10000

Customers of different houses, each with tickets that came by mail. Every pair is one mail of a customer to
somebody else's ticket, with one to four claims to belong there: the reference in the subject, copied
References, a stolen Message-ID, the true token of that ticket, a forged one, one of another ticket, and a
Reply-To, Sender or display name of the requester. Each goes through the whole intake; afterwards the database
is asked what became public. Everything is rolled back. Exit 1 if anything did. With --canary strangers are
let in on purpose: the check must see them.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("HELPDESK_ENV", "local")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

CUSTOMERS = 120
TICKETS = 400
AT_ONCE = 200


def run(pairs: int, seed: int, *, say: Callable[[str], Any] = print) -> int:
    """How many foreign mails became public, were announced as a customer's, or made their sender a member."""
    from django.db import transaction
    from django.test.utils import override_settings

    leaks = 0
    outcomes: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(FILES_ROOT=Path(folder)),
        transaction.atomic(),
    ):
        world = World(random.Random(seed))
        began = time.monotonic()
        for start in range(0, pairs, AT_ONCE):
            with transaction.atomic():
                for number in range(start, min(start + AT_ONCE, pairs)):
                    outcomes[world.knock(number)] += 1
                leaks += world.leaked()
                transaction.set_rollback(True)
            if start // AT_ONCE % 10 == 9:
                say(f"{start + AT_ONCE} pairs, {leaks} leaks, {time.monotonic() - began:.0f} s")
        transaction.set_rollback(True)
    for name, count in outcomes.most_common():
        say(f"{name:40}{count:>8}")
    say(f"{pairs} pairs of foreign sender and ticket: {leaks} appended publicly")
    return leaks


class World:
    """The customers and their tickets, and ways of pretending."""

    def __init__(self, draw: random.Random) -> None:
        from customers.actions import welcome_contact
        from mail.models import Mailbox
        from staff.models import Team

        self.draw = draw
        team = Team.objects.create(name=f"Pairs {draw.random()}", slug="pairs-scratch")
        self.box = Mailbox.objects.create(name="Pairs", address="pairs@desk.invalid", team=team)
        self.people = [
            welcome_contact(address=f"c{n}@house{n}.example", name=f"Customer {n}") for n in range(CUSTOMERS)
        ]
        self.tickets = []
        for n in range(TICKETS):
            owner = self.people[n % CUSTOMERS]
            row = self._send(
                f"From: {owner.email}\r\nTo: pairs@desk.invalid\r\nSubject: Question {n}\r\n"
                f"Message-ID: <own{n}@house{n % CUSTOMERS}.example>\r\n\r\nMy question {n}\r\n"
            )
            assert row.ticket, row.cause
            self.tickets.append((row.ticket, row.mail_key))

    def _send(self, letter: str) -> Any:
        from mail.intake import handle, receive

        row = receive(letter.encode(), mailbox=self.box)
        handle(row.pk)
        row.refresh_from_db()
        return row

    def knock(self, number: int) -> str:
        """One foreign mail through the intake; what became of it, in a word or two."""
        ticket, key = self.draw.choice(self.tickets)
        sender = self.draw.choice([each for each in self.people if each.pk != ticket.requester_id])
        lines = [f"From: {self.draw.choice([sender.name, ticket.requester.email])!r} <{sender.email}>"]
        lines += self._claims(ticket, key)
        row = self._send(
            "\r\n".join([*lines, f"Message-ID: <knock{number}@x.example>", "", f"knock {number}", ""])
        )
        return f"{row.outcome} {row.cause} {row.verdict.get('clue', '')}".strip()

    def _claims(self, ticket: Any, key: str) -> Iterator[str]:
        other, other_key = self.draw.choice(self.tickets)
        token, foreign = _token(ticket), _token(other)
        forged = token[:-1] + ("a" if token[-1] != "a" else "b")
        ways = [
            f"Subject: Re: Question [#{ticket.reference}]",
            f"In-Reply-To: {key}",
            f"References: {other_key} {key}",
            f"In-Reply-To: <1.{token}@desk.invalid>",
            f"References: <1.{forged}@desk.invalid> {key}",
            f"To: pairs+{token}@desk.invalid",
            f"To: pairs+{forged}@desk.invalid",
            f"Cc: pairs+{foreign}@desk.invalid",
            f"Delivered-To: pairs+{token}@desk.invalid",
            f"Reply-To: {ticket.requester.email}",
            f"Sender: {ticket.requester.email}",
            "Authentication-Results: mx.evil.example; dmarc=pass header.from=x.example",
        ]
        yield from self.draw.sample(ways, k=self.draw.randint(1, 4))

    def leaked(self) -> int:
        """Public messages of a knock on a ticket that its writer neither opened nor takes part in."""
        from tickets.choices import MessageKind
        from tickets.models import Message, Participant

        number = 0
        for message in Message.objects.filter(
            kind=MessageKind.PUBLIC, text__startswith="knock", ticket__team=self.box.team_id
        ).select_related("ticket"):
            number += message.contact_id != message.ticket.requester_id
        theirs = [ticket.pk for ticket, _key in self.tickets]
        joined = Participant.objects.filter(ticket__in=theirs).count()
        public = Message.objects.filter(ticket__in=theirs, kind=MessageKind.PUBLIC, text__startswith="knock")
        # A foreign token in Cc may lead a sender to a ticket of their own: that is theirs to write in.
        own = sum(one.contact_id == one.ticket.requester_id for one in public.select_related("ticket"))
        return number + joined + (public.count() - own)


def _token(ticket: Any) -> str:
    from django.conf import settings

    from mail import tokens

    return tokens.make(settings.SECRET_KEY.encode(), ticket.pk, party=ticket.requester_id)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--canary", action="store_true", help="let strangers in, and fail if nobody notices")
    asked = parser.parse_args()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if asked.canary:
        from mail import belonging

        belonging.MEMBERS = frozenset(belonging.Standing)
    leaks = run(asked.pairs, asked.seed)
    sys.exit(bool(leaks) is not asked.canary)


if __name__ == "__main__":
    main()
