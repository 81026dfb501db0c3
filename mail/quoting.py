"""What is new in a letter and what is only quoted: fold, never drop. Pure.

Works line by line with patterns that look at bounded pieces, so the cost is linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

MAX_LINES = 5_000  # what lies further down goes where the last line before it went
MAX_LINE = 300  # characters of a line that are looked at
MAX_ATTRIBUTION_LINES = 4

_QUOTED = re.compile(r"[ \t]{0,3}(?:>|&gt;)")
_WROTE = re.compile(
    r"\b(?:wrote|writes|kirjutas|napisał(?:a|\(a\))?|pisze|escribió|написал(?:а|\(а\))?|пишет|schrieb|a écrit"
    r"|ha scritto|schreef|skrev|kirjoitti|escreveu)(?!\w)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,100}")
# An attribution begins with a word such as On, or has a figure of its date on its first line.
_OPENING = re.compile(r"(?:on|le|am|el|w dniu|dnia|il|op|den|em|kirjutas)\b|.{0,200}\d", re.IGNORECASE)
_DATED = re.compile(
    r"(?:on|le|am|el|w dniu|dnia|il|op|den|em)\b.{0,40}\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_DATE = re.compile(r"\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_ORIGINAL = re.compile(
    r"[ \t>]{0,5}[-_*—]{2,40}[ \t]{0,3}(?:original message|reply message|algkiri|algne kiri|esialgne kiri"
    r"|oryginalna wiadomość|wiadomość oryginalna|mensaje original|исходное сообщение|ursprüngliche nachricht"
    r"|message d.origine|messaggio originale|oorspronkelijk bericht|mensagem original|ursprungligt meddelande"
    r"|original ?meddelelse|alkuperäinen viesti)[ \t]{0,3}[-_*—]{2,40}[ \t]*",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"[ \t]{0,3}(?:[-_]{2,40}[ \t]{0,3}|begin )(?:forwarded|edastatud|przekazana|wiadomość przekazana"
    r"|mensaje reenviado|пересланное|пересылаемое|weitergeleitete|message transféré|messaggio inoltrato)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]{0,3}[-_]{5,200}[ \t]*")
_FROM = re.compile(
    r"[ \t]{0,3}\*{0,2}(?:from|saatja|kellelt|od|nadawca|de|от|von|da|van|från|fra|lähettäjä)"
    r"[ \t]?:\*{0,2}[ \t]?\S",
    re.IGNORECASE,
)
_MORE_HEADERS = re.compile(
    r"[ \t]{0,3}\*{0,2}(?:sent|date|to|cc|subject|saadetud|saatmisaeg|kuupäev|adressaat|kellele|teema"
    r"|wysłan[eoy]|data|do|dw|temat|enviado(?: el| em)?|fecha|para|asunto|assunto"
    r"|отправлено|дата|кому|копия|тема|gesendet|datum|an|betreff|envoyé|à|objet|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne"
    r"|lähetetty|vastaanottaja|aihe)[ \t]?:",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"--[ \u00a0]?")  # RFC 3676, 4.3
_SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via) (?!my desk)|get outlook for|saadetud minu|wysłan[eoy] z "
    r"|enviado (?:desde|do) |отправлено (?:с|из) "
    r"|gesendet (?:von|mit) |von meinem .{1,40} gesendet|envoyé (?:de|depuis) |inviato da"
    r"|verzonden vanaf|skickat från)[^.!?]{0,60}[.!]?(?:<[^>]{1,200}>)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """`new` is shown, `folded` sits behind "show quoted text"; `new` is never empty if the text was not."""

    new: str
    folded: str = ""


class Sort(Enum):
    OWN = "own"
    BLANK = "blank"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"  # On … wrote:
    SIGNATURE = "signature"
    REST = "rest"  # under an "original message" line or a block of headers


def visible(text: str) -> Split:
    lines = text.split("\n")
    sorts = list(_sorted(lines[:MAX_LINES]))
    if len(lines) > MAX_LINES:
        sorts += [sorts[-1]] * (len(lines) - MAX_LINES)
    kept = _kept(sorts)
    new = "\n".join(line for line, keep in zip(lines, kept, strict=True) if keep).strip("\n")
    if not new.strip():
        return Split(text)
    folded = "\n".join(line for line, keep in zip(lines, kept, strict=True) if not keep).strip("\n")
    return Split(new.rstrip(), folded)


def _sorted(lines: list[str]) -> Iterator[Sort]:
    """What each line is. Under a signature mark lines stay signature until a quote begins."""
    looks = [line[:MAX_LINE].rstrip() for line in lines]
    at = 0
    own_seen = signing = forwarded = False
    while at < len(looks):
        line = looks[at]
        length = 0 if _QUOTED.match(line) else _attribution(looks, at)
        if not line.strip():
            yield Sort.BLANK
        elif _QUOTED.match(line):
            signing = False
            yield Sort.QUOTE
        elif forwarded or _FORWARDED.match(line):
            forwarded = own_seen = True  # what somebody passes on is what is to be read
            yield Sort.OWN
        elif own_seen and _rest_begins(looks, at):
            yield from [Sort.REST] * (len(looks) - at)
            return
        elif length and _quote_follows(looks, at + length):
            signing = False
            yield from [Sort.ATTRIBUTION] * length
            at += length
            continue
        elif length and own_seen and _certain(looks[at : at + length]):
            yield from [Sort.REST] * (len(looks) - at)
            return
        elif own_seen and (signing or _signature_begins(looks, at)):
            signing = signing or bool(_SIGNATURE.fullmatch(line))
            yield Sort.SIGNATURE
        else:
            own_seen = True
            yield Sort.OWN
        at += 1


def _kept(sorts: list[Sort]) -> list[bool]:
    """Own lines stay. Between them quotes stay too: they are what is being answered line by line."""
    own = [number for number, sort in enumerate(sorts) if sort is Sort.OWN]
    quotes = [number for number, sort in enumerate(sorts) if sort is Sort.QUOTE]
    if not own:
        return [False] * len(sorts)
    runs_below = sum(1 for number in own if quotes and number > quotes[0] and _after_quote(sorts, number))
    interleaved = bool(quotes) and runs_below > 0 and (own[0] < quotes[0] or runs_below > 1)
    kept = {Sort.OWN, Sort.BLANK} | ({Sort.QUOTE, Sort.ATTRIBUTION} if interleaved else set())
    return [sort in kept and number <= own[-1] for number, sort in enumerate(sorts)]


def _after_quote(sorts: list[Sort], number: int) -> bool:
    """Does a run of own lines begin here, below a quote?"""
    above = number - 1
    while above >= 0 and sorts[above] is Sort.BLANK and number - above < 20:
        above -= 1
    return above >= 0 and sorts[above] is Sort.QUOTE


def _attribution(looks: list[str], at: int) -> int:
    """How many lines a "On … wrote:" beginning here has; 0 when none does."""
    if not _OPENING.match(looks[at].strip()):
        return 0
    joined = ""
    for length, line in enumerate(looks[at : at + MAX_ATTRIBUTION_LINES], start=1):
        if not line.strip() or (length > 1 and _QUOTED.match(line)):
            return 0
        joined = f"{joined} {line.strip()}"[-2 * MAX_LINE :]
        ends = joined.endswith((":", "：")) or bool(_WROTE.search(joined[-14:]))
        if ends and any(letter.isdigit() for letter in joined):
            if _WROTE.search(joined):
                return length if length == 1 or not _begins_later(looks, at, length) else 0
            # Russian programs give date and address without a verb.
            if _ADDRESS.search(joined) and _CLOCK.search(joined) and _DATE.search(joined):
                return length
        if ends:
            return 0
    return 0


def _begins_later(looks: list[str], at: int, length: int) -> bool:
    """Is the first line an own one, and the date only on a line below it?"""
    return any(_DATED.match(line.strip()) for line in looks[at + 1 : at + length])


def _certain(lines: list[str]) -> bool:
    """Without quote marks below, "On … wrote:" must show a date and an address or a time of day."""
    joined = " ".join(lines)
    return bool(_DATE.search(joined) and (_ADDRESS.search(joined) or _CLOCK.search(joined)))


def _quote_follows(looks: list[str], at: int) -> bool:
    following = next((line for line in looks[at : at + 3] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _rest_begins(looks: list[str], at: int) -> bool:
    if _ORIGINAL.fullmatch(looks[at]):
        return True
    if _RULE.fullmatch(looks[at]):
        below = at + 1
        while below < min(at + 4, len(looks)) and not looks[below].strip():
            below += 1
        return sum(1 for line in looks[below : below + 5] if _is_header(line)) >= 3
    return _header_block(looks, at)


def _is_header(line: str) -> bool:
    return bool(_FROM.match(line) or _MORE_HEADERS.match(line))


def _header_block(looks: list[str], at: int) -> bool:
    """From, Sent, To, Subject, one below the other, as Outlook writes them."""
    if not _FROM.match(looks[at]):
        return False
    return sum(1 for line in looks[at + 1 : at + 7] if _MORE_HEADERS.match(line)) >= 2


def _signature_begins(looks: list[str], at: int) -> bool:
    return bool(_SIGNATURE.fullmatch(looks[at]) or _SENT_FROM.fullmatch(looks[at].strip()))
