"""Payload sets, letters that carry them, and a watch over what a browser does with them."""

import json
import re
from email.message import EmailMessage
from pathlib import Path

from mail.intake import handle, receive
from mail.models import Mailbox
from tickets.models import Ticket

DATA = Path(__file__).parents[1] / "data" / "xss"
OPEN_SET = Path(__file__).parents[3] / "shared" / "data" / "mail" / "open"
ON_A_TICKET = 25  # as many as a thread shows at once, and some room


def payloads(*files: Path) -> list[tuple[str, str]]:
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").split("\n") if line]
    return [(one["file"], one["payload"]) for one in lines]


def own_payloads() -> list[tuple[str, str]]:
    return payloads(DATA / "bleach.jsonl", DATA / "own.jsonl")


def open_payloads() -> list[tuple[str, str]]:
    """Those of the open sets, which are not all ours to keep here. Empty where they are not at hand."""
    if not OPEN_SET.is_dir():
        return []
    found = payloads(OPEN_SET / "owasp_xss.jsonl")
    for file in sorted((OPEN_SET / "html5lib_tests").rglob("*.dat")):
        pieces = re.split(rb"(?m)^#data\n", file.read_bytes())[1:]
        found += [
            (f"{file.name}#{number}", piece.partition(b"\n#")[0].decode("latin-1"))
            for number, piece in enumerate(pieces)
        ]
    return found


def deliver(mailbox: Mailbox, sender: str, bodies: list[str]) -> list[Ticket]:
    """Each body as a mail of its own; ON_A_TICKET of them to a ticket."""
    tickets: list[Ticket] = []
    for number, body in enumerate(bodies):
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, mailbox.address
        mail["Subject"] = "A letter"
        mail["Message-ID"] = f"<{number}.hostile@customer.example>"
        if number % ON_A_TICKET:
            mail["In-Reply-To"] = f"<{number - number % ON_A_TICKET}.hostile@customer.example>"
        html = f"<p>Letter <b>{number}</b></p>{body}"
        mail.set_content(html.encode("utf-8", "replace"), "text", "html", cte="base64")
        mail.set_param("charset", "utf-8")
        row = receive(mail.as_bytes(), mailbox=mailbox)
        handle(row.pk)
        row.refresh_from_db()
        assert row.ticket_id, (number, row.outcome, row.cause)
        if not tickets or tickets[-1].pk != row.ticket_id:
            tickets.append(row.ticket)
    return tickets


class Watch:
    """What a browser's context did that no letter may make it do."""

    def __init__(self, context, home: str) -> None:
        self.seen: list[str] = []
        self.home = home
        context.on("request", self._request)
        context.on("dialog", self._dialog)
        context.on(
            "page", lambda page: page.on("pageerror", lambda error: self.seen.append(f"error {error}"))
        )
        context.on("console", self._console)
        # Whoever gets as far as a script cannot leave this machine either.
        context.route(lambda url: not url.startswith((home, "data:", "blob:")), lambda route: route.abort())

    def _request(self, request) -> None:
        if not request.url.startswith((self.home, "data:image/", "about:")):
            self.seen.append(f"request {request.url[:100]}")

    def _dialog(self, dialog) -> None:
        self.seen.append(f"script {dialog.message[:100]}")
        dialog.dismiss()

    def _console(self, said) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.seen.append(f"console {said.text[:150]}")
