"""A letter that somebody passes on: who wrote it first, when and what. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from mail.parsed import ParsedMail
from mail.quoting.attribution import attribution, certain
from mail.quoting.headers import Block, block
from mail.quoting.lines import (
    between_dashes,
    forward_heading,
    forward_subject,
    forward_words,
    looks_of,
    original,
    quoted,
    rule,
    unquoted,
)
from mail.quoting.words import FROM, LABELS, SENT, SUBJECT, TO, fold

MAX_LINES = 1_000  # further down nobody looks for the beginning
WINDOW = 30  # lines in which headers are looked for
MAX_ONE_LINE = 2_000  # characters of headers written into one line

_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@[^\s<>()\[\]\"',;:@]{1,200}")
_AROUND = " \t\"'<>()[],;:*"
_MAILTO = re.compile(r"mailto:|\bsmtp:", re.IGNORECASE)
# In one line they stand close together, each with a capital: …09:26:50 CETTemat: Router
_CAPITALS = {form for one in LABELS for form in (one.capitalize(), one.upper())}
_WORDS_OF_HEADERS = re.compile(
    f"({'|'.join(re.escape(one) for one in sorted(_CAPITALS, key=len, reverse=True))})\\s?[:：]"
)
_QUOTES = str.maketrans(dict.fromkeys("«»„”“‚’‘", '"'))
_DATE = re.compile(r"[^<>()\"@]{0,80}\d[^<>()\"@]{0,80}")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was passed on; `message` is what the sender said about it, `date` what their program wrote."""

    name: str
    address: str  # '' when only a name was repeated
    date: str
    subject: str
    to: str
    body: str
    message: str = ""


def forwarded_mail(mail: ParsedMail) -> Forwarded | None:
    return forwarded(mail.text, mail.subject)


def forwarded(text: str, subject: str = "") -> Forwarded | None:
    """The letter passed on in this text. Without a word of forwarding in it, the subject must say so."""
    lines = text.split("\n")
    looks = looks_of(lines[:MAX_LINES])
    passed_on = forward_subject(subject)
    bare = True  # nothing stood above
    for at, look in enumerate(looks):
        if not look.strip():
            continue
        window = looks[at : at + WINDOW]
        marked = quoted(look) and not (at and quoted(looks[at - 1]))
        if marked:
            window = [unquoted(one) for one in window]
        headers = None
        if marked or not quoted(look):
            headers = _below_words(lines[at], window) or (
                _alone(window, passed_on) if passed_on or bare else None
            )
        found = _letter(headers, lines, at) if headers else None
        if found:
            return found
        bare = False
    return None


def _below_words(line: str, window: Sequence[str]) -> Block | None:
    """The headers below "Forwarded message", or what stands for it."""
    if not forward_words(window[0]) and not forward_heading(window[0]):
        return None
    rest = between_dashes(line[:MAX_ONE_LINE])[2]
    if rest and _WORDS_OF_HEADERS.match(rest):
        return _one_line(rest)
    below = _next(window, 1)
    if below is not None and quoted(window[below]):
        window = [unquoted(look) for look in window]
    headers = block(window, below) if below is not None else None
    return headers if headers and headers.is_headers else None


def _alone(window: Sequence[str], passed_on: bool) -> Block | None:
    """Headers without such words: when the subject says it, or nothing stands above them."""
    start = _next(window, 1) if original(window[0]) or rule(window[0]) else 0
    if start is None:
        return None
    headers = block(window, start)
    if headers and headers.is_history:
        return headers
    length = attribution(window, start)
    if not passed_on or not length or not certain(window[start : start + length]):
        return None
    said = " ".join(look.strip(" ") for look in window[start : start + length])
    date = max((piece.strip(" ,:") for piece in _DATE.findall(said)), key=len, default="")
    return Block(start + length, {FROM: _who(said), SENT: date})


def _letter(headers: Block, lines: Sequence[str], begin: int) -> Forwarded | None:
    name, address = _person(headers.fields.get(FROM, ""))
    if not name and not address:
        return None
    body = list(lines[begin + headers.end :])
    while body and not body[0].strip(" \t>"):
        body.pop(0)
    if body and quoted(body[0]):
        body = [unquoted(line) for line in body]
    above = list(lines[:begin])
    while above and (not above[-1].strip() or rule(above[-1])):
        above.pop()
    return Forwarded(
        name=name,
        address=address,
        date=headers.fields.get(SENT, "").strip(" *"),
        subject=headers.fields.get(SUBJECT, "").strip(" *"),
        to=headers.fields.get(TO, "").strip(" *"),
        body="\n".join(body).strip(),
        message="\n".join(above).strip(),
    )


def _person(value: str) -> tuple[str, str]:
    """Name and address out of what a program made of them."""
    value = _MAILTO.sub("", unescape(value[:500]))
    found = _ADDRESS.search(value)
    address = found[0].strip(".").lower() if found else ""
    name = value[: found.start()] if found else value
    name = " ".join(name.replace('"', " ").split()).strip(_AROUND)
    return ("" if name.lower() == address else name)[:200], address


def _who(said: str) -> str:
    """The name and address in an "On … wrote:" line."""
    found = _ADDRESS.search(said)
    if found is None:
        return ""
    above = said[: found.start()].rstrip(" <([").translate(_QUOTES)
    quote = above.rfind('"', 0, -1)
    if above.endswith('"') and quote >= 0:
        return f"{above[quote:]} <{found[0]}>"
    words: list[str] = []
    for word in reversed(above.replace(",", " , ").split()):
        if word == "," or any(letter.isdigit() for letter in word) or not word[0].isupper():
            break
        words.append(word)
    return f"{' '.join(reversed(words[:4]))} <{found[0]}>"


def _one_line(rest: str) -> Block:
    """Headers that were written one behind the other."""
    found = Block(1)
    marks = list(_WORDS_OF_HEADERS.finditer(rest))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        kind = LABELS.get(fold(mark[1]), "")
        value = rest[mark.end() : following.start() if following else len(rest)].strip()
        if kind and kind not in found.fields:
            found.fields[kind] = value
    return found


def _next(looks: Sequence[str], at: int) -> int | None:
    return next((n for n in range(at, min(at + 5, len(looks))) if looks[n].strip(" \t>")), None)
