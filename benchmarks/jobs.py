"""What is measured: each job asks for something real and looks whether the answer holds it."""

import itertools
import random
import re
import secrets
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Count
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from benchmarks import bare, words
from benchmarks.asking import Answer, Browser, Meter
from benchmarks.company import AGENT, MANAGER
from benchmarks.rows import TAGS
from benchmarks.searches import SEARCHES
from customers.models import Contact
from helpdesk.wsgi import application
from mail.models import Mailbox
from staff.models import Team, User
from tickets.choices import ACTIVE
from tickets.models import Draft, Message, Ticket
from tickets.queries import sidebar
from tickets.views.bulk import MOST_TICKED

BULK = 500
MARK = re.compile(r'name="known" value="([^"]*)"')
ROW = r'<li class="item[^"]*" id="row-'


def sign_in(user: User, meter: Meter) -> Browser:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return Browser(application, meter, session.session_key)


class Wrong(Exception):
    """The answer does not hold what it should."""


def expect(holds: bool, what: str, answer: Answer | None = None) -> None:
    if not holds:
        raise Wrong(f"{what} (status {answer.status}, {len(answer.body)} bytes)" if answer else what)


class Desk:
    """An agent and a manager who work on one loaded desk."""

    def __init__(self) -> None:
        self.agent = User.objects.get(email=AGENT)
        self.manager = User.objects.get(email=MANAGER)
        self.meter = Meter(connection)
        self.as_agent, self.as_manager = sign_in(self.agent, self.meter), sign_in(self.manager, self.meter)
        self.as_anyone = Browser(bare.application(), self.meter)
        self.draw = random.Random("client")
        self.team = Team.objects.get(slug="team-0")
        # Ten messages each; a write may have made one of them longer in a run before this.
        long = (
            Ticket.objects.filter(state__in=ACTIVE, team=self.team)
            .annotate(said=Count("messages"))
            .filter(said=10)
            .order_by("number")
        )
        self.long = itertools.cycle(list(long.values_list("number", "subject")))
        # Notes go elsewhere, so that the tickets that are read stay as they are.
        noted = Ticket.objects.filter(state__in=ACTIVE, team=self.team).order_by("-number")
        self.noted = itertools.cycle(list(noted.values_list("number", flat=True)[:200]))
        self.contacts = itertools.cycle(
            list(Contact.objects.order_by("pk").values_list("email", flat=True)[:500])
        )
        self.mailbox, _ = Mailbox.objects.get_or_create(
            address="help@desk.example", defaults={"name": "Help", "team": self.team}
        )
        # A manager may do the same to all of these: five hundred, whatever they are.
        self.many = list(Ticket.objects.active().order_by("-number").values_list("number", flat=True)[:BULK])
        self.known = ""
        self.serial = itertools.count(int(time.time() * 1000))

    # --- jobs

    def bare(self) -> Answer:
        answer = self.as_anyone.get("/bare/")
        expect(answer.count('<li class="item') == 50, "fifty static rows", answer)
        return answer

    def inbox(self, browser: Browser | None = None) -> Answer:
        answer = (browser or self.as_agent).get(reverse("tickets:inbox") + "?view=all")
        expect(
            answer.status == 200 and answer.count(ROW) == 50, f"50 rows, found {answer.count(ROW)}", answer
        )
        return answer

    def inbox_of_manager(self) -> Answer:
        return self.inbox(self.as_manager)

    def ticket(self) -> Answer:
        number, subject = next(self.long)
        answer = self.as_agent.get(reverse("tickets:ticket", args=[number]) + "?view=all")
        messages = answer.count(r'<article class="msg')
        expect(
            subject in answer.text and messages == 10, f"10 messages of #{number}, found {messages}", answer
        )
        return answer

    def news(self) -> Answer:
        """What an open inbox is sent when something happened: rows, and the numbers of the sidebar."""
        address = f"{reverse('tickets:pulse')}?view=all&known=0.0.0.0"
        answer = self.as_manager.get(address, HX_REQUEST="true")
        expect(
            answer.status == 200 and answer.count(ROW) == 50 and "hx-swap-oob" in answer.text,
            "rows and counts",
            answer,
        )
        return answer

    def counts(self) -> Answer:
        """The numbers of the sidebar alone, of a manager's, who sees every ticket."""
        self.meter.start()
        counted = sidebar(self.manager)
        measured = self.meter.stop()
        expect(counted.every > 100, f"counts, found {counted}")
        return Answer(200, {}, b"", *measured)

    def search(self, name: str) -> Answer:
        asked = SEARCHES[name]
        answer = self.as_agent.get(f"{reverse('tickets:inbox')}?q={quote(asked.words)}")
        hits = answer.count(ROW)
        expect(
            answer.status == 200 and hits >= asked.least and "search-wrong" not in answer.text,
            f"{asked.least} rows for “{asked.words}”, found {hits}",
            answer,
        )
        return answer

    def draft(self) -> Answer:
        """What is typed, kept on the server: every second or two of an agent's writing."""
        number, text = next(self.noted), f"{words.text(self.draw, 'en')} {next(self.serial)}"
        fields = {"kind": "reply", "text": text, "to": "", "cc": "", "key": secrets.token_hex(16)}
        answer = self.as_agent.post(reverse("tickets:draft", args=[number]), fields, HX_REQUEST="true")
        kept = Draft.objects.filter(user=self.agent, ticket=number).values_list("text", flat=True)
        expect(answer.status == 204 and [*kept] == [text], "the draft is kept", answer)
        return answer

    def bulk(self) -> Answer:
        """Five hundred tickets get another priority, in as many requests as one may tick tickets for."""
        to = "high" if next(self.serial) % 2 else "low"
        fields = {"do": f"priority:{to}", "list_view": "all"}
        parts = [self.many[at : at + MOST_TICKED] for at in range(0, len(self.many), MOST_TICKED)]
        answers = [
            self.as_manager.post(reverse("tickets:bulk"), fields | {"ticket": part}, HX_REQUEST="true")
            for part in parts
        ]
        changed = Ticket.objects.filter(number__in=self.many, priority=to).count()
        expect(changed == len(self.many), f"{len(self.many)} changed, {changed} were", answers[-1])
        return Answer(
            200, {}, b"", sum(a.wall for a in answers), sum(a.cpu for a in answers),
            sum(a.statements for a in answers), sum(a.server for a in answers),
        )  # fmt: skip

    def pulse(self) -> Answer:
        """The small question that an open inbox asks every few seconds: has anything happened?"""
        address = f"{reverse('tickets:pulse')}?view=all&known="
        answer = self.as_agent.get(address + self.known, HX_REQUEST="true")
        for _ in range(3):  # the minute is over, or something happened: look again
            if answer.status == 204:
                break
            self.known = MARK.findall(self.inbox().text)[0]
            answer = self.as_agent.get(address + self.known, HX_REQUEST="true")
        expect(answer.status == 204, "204 when nothing happened", answer)
        return answer

    def note(self) -> Answer:
        number = next(self.noted)
        text = f"{words.text(self.draw, 'en')} {next(self.serial)}"
        fields = {"kind": "note", "text": text, "key": secrets.token_hex(16)}
        answer = self.as_agent.post(reverse("tickets:write", args=[number]), fields, HX_REQUEST="true")
        kept = Message.objects.filter(ticket=number, kind="note").order_by("-pk").first()
        told = kept is not None and kept.text.strip() == text
        expect(answer.status == 200 and told, "the note is kept", answer)
        return answer

    def create(self) -> Answer:
        serial = next(self.serial)
        fields = {
            "address": next(self.contacts),
            "team": self.team.slug,
            "subject": f"{words.subject(self.draw, 'en')} {serial}",
            "text": words.text(self.draw, "en"),
            "channel": "phone",
            "priority": "normal",
            "tags": TAGS[0],
            "key": secrets.token_hex(16),
            "looked": "1",  # the customer has asked so much that one may look like the other
        }
        answer = self.as_agent.post(reverse("tickets:new"), fields)
        expect(answer.status == 302, "a ticket is opened", answer)
        newest = Ticket.objects.order_by("-number").first()
        expect(newest is not None and str(serial) in newest.subject, "the new ticket is kept", answer)
        return answer

    def mail(self) -> Answer:
        """One letter through intake: stored, parsed, decided, a ticket. What is measured is the call."""
        from mail import intake

        subject, text = words.subject(self.draw, "et"), words.text(self.draw, "et")
        raw = letter(next(self.serial), next(self.contacts), subject, text)
        self.meter.start()
        stored = intake.receive(raw, mailbox=self.mailbox, envelope_to=self.mailbox.address)
        outcome = intake.handle(stored.pk)
        measured = self.meter.stop()
        expect(outcome == "created", f"the letter became a ticket, not {outcome}")
        return Answer(200, {}, b"", *measured)


def letter(serial: int, sender: str, subject: str, text: str) -> bytes:
    return (
        f"From: Customer <{sender}>\r\nTo: help@desk.example\r\nMessage-ID: <{serial}@bench.example>\r\n"
        f"Date: {timezone.now():%a, %d %b %Y %H:%M:%S} +0000\r\nSubject: {subject} {serial}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n" + text.replace("\n", "\r\n")
    ).encode()


JOBS: dict[str, Callable[[Desk], Answer]] = {
    "bare": Desk.bare,
    "inbox": Desk.inbox,
    "inbox_of_manager": Desk.inbox_of_manager,
    "ticket": Desk.ticket,
    "news": Desk.news,
    "counts": Desk.counts,
    **{name: partial(Desk.search, name=name) for name in SEARCHES},
    "draft": Desk.draft,
    "bulk": Desk.bulk,
    "pulse": Desk.pulse,
    "note": Desk.note,
    "create": Desk.create,
    "mail": Desk.mail,
}


def measure(desk: Desk, name: str, times: int) -> dict[str, Any]:
    """One batch: seconds of each request, and the most statements that one needed. `problem` says why not.

    The bare view is asked beside each request, so that both meet the same machine.
    """
    try:
        first = JOBS[name](desk)
        pairs = [(JOBS[name](desk), desk.bare()) for _ in range(times)]
    except (Wrong, NoReverseMatch, ImportError) as problem:
        return {"problem": f"{type(problem).__name__}: {problem}".splitlines()[0]}
    answers = [answer for answer, _ in pairs]
    return {
        "bare": [bare.cpu for _, bare in pairs],
        "wall": [answer.wall for answer in answers],
        "cpu": [answer.cpu for answer in answers],
        "server": [answer.server for answer in answers],
        "statements": max(answer.statements for answer in answers),
        "bytes": len(first.body),
        "problem": "",
    }
