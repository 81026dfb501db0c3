"""What happens to a mail before the database hears of it, step by step, and what must hold whatever it is."""

import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.made_mail import made
from benchmarks.mutations import mutated
from lib.html import sanitise
from mail.filenames import JOINERS
from mail.parser import parse
from mail.quoting import forwarded_mail, visible_mail
from mail.verdicts import verdict

STEPS = ("parse", "verdict", "quoting", "forwarded", "sanitise")
SHARE_MADE = 0.45
# Only what no allowed markup may hold: attributes of events, scripts, frames.
_DANGEROUS = re.compile(
    r"<(?:script|iframe|object|embed|svg|math|form|meta|base)\b|<[a-z][^<>]*\son[a-z]+\s*=|=\s*[\"']?\s*(?:java|vb)script:",
    re.IGNORECASE,
)

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def mail_of(seed: int, number: int, corpus: Sequence[Path]) -> bytes:
    """Mail `number` of the run: the same for the same seed and files."""
    draw = random.Random(f"{seed} {number}")
    if not corpus or draw.random() < SHARE_MADE:
        raw = made(draw)
        return mutated(draw, raw, made(draw)) if draw.random() < 0.3 else raw
    one, other = draw.choice(corpus), draw.choice(corpus)
    return mutated(draw, one.read_bytes(), other.read_bytes())


def run(raw: bytes) -> dict[str, float]:
    """Seconds of each step. AssertionError says what does not hold; anything else is a crash."""
    spent: dict[str, float] = {}
    began = time.perf_counter()

    def done(step: str) -> None:
        nonlocal began
        now = time.perf_counter()
        spent[step], began = now - began, now

    mail = parse(raw)
    done("parse")
    said = verdict(mail, raw=raw, instance="bench.example")
    done("verdict")
    split = visible_mail(mail)
    done("quoting")
    forwarded_mail(mail)
    done("forwarded")
    clean = sanitise(mail.html) if mail.html else ""
    done("sanitise")
    holds(mail, said, split, clean)
    return spent


def holds(mail, said, split, clean: str) -> None:
    for name, words in _texts(mail, split, clean):
        assert "\x00" not in words, f"a NUL in {name}"
        try:
            words.encode()
        except UnicodeEncodeError as error:
            raise AssertionError(f"half a character in {name}") from error
    for name, words in _lines(mail):
        assert not re.search(r"[\r\n]", words), f"a line end in {name}"
    if mail.text.strip():
        assert split.new.strip() or split.folded.strip(), "all of the text is lost"
        assert split.new.strip(), "nothing is new in a mail that says something"
    assert not (found := _DANGEROUS.search(clean)), f"dangerous markup is left: {found and found[0][:60]}"
    assert said.kind, "no kind"
    for reason in (*said.reasons, *mail.defects):
        assert not _CONTROL.search(reason), "what no database takes in a reason"
    for failed in said.bounce.recipients if said.bounce else ():
        for words in (failed.address, failed.status, failed.diagnostic):
            assert "\x00" not in (words or ""), "a NUL in a bounce"
    for file in mail.attachments:
        assert file.name, "a file without a name"
        assert "/" not in file.name, "a folder in the name of a file"
        shown = "".join(c for c in file.name if c not in JOINERS)
        assert shown.isprintable(), "what cannot be seen in the name of a file"


def _texts(mail, split, clean: str) -> Iterator[tuple[str, str]]:
    yield from {
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "what is new": split.new,
        "what is folded": split.folded,
        "sanitised html": clean,
    }.items()
    yield from _lines(mail)


def _lines(mail) -> Iterator[tuple[str, str]]:
    yield "subject", mail.subject
    people = [mail.from_] if mail.from_ else []
    for one in (*people, *mail.to, *mail.cc, *mail.reply_to):
        yield "an address", one.address
        yield "a name", one.name
    for file in mail.attachments:
        yield "the name of a file", file.name
        yield "the type of a file", file.content_type
        yield "the id of a file", file.content_id or ""
    for one in (mail.message_id or "", *mail.in_reply_to, *mail.references, *mail.delivered_to):
        yield "an id or envelope", one
    for name, values in mail.headers.items():
        yield "the name of a header", name
        for value in values:
            yield f"the header {name if name.isascii() else '?'}", value
