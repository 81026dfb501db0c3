"""Did the server that received a letter find its sender genuine? Authentication-Results, RFC 8601. Pure.

Anybody can write such a header. Only the topmost one is read, and only when it carries the name of the
mailbox's own receiving server; that and other headers which only a server of ours may write are taken out
of the letter before any rule sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from mail.addressing import normalise
from mail.parsed import ParsedMail

MAX_RESULTS = 50
NAMELESS = "none"  # as the name of the server: it writes none (Microsoft 365)

# What says where a letter went, and by whom: written by the last servers of the way.
HANDED_TO = frozenset(
    ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-forwarded-to"]
)
_VERDICTS = frozenset(["authentication-results", "arc-authentication-results", "received-spf"])
# A string in quotes, or anything but white space and what separates.
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s;="]+)|([;=])')


@dataclass(frozen=True, slots=True)
class Result:
    """`dkim=pass header.d=okafor.example` → method, value and properties, all lower case."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...] = ()

    def told(self, name: str) -> str:
        return next((value for each, value in self.properties if each == name), "")


@dataclass(frozen=True, slots=True)
class Authentication:
    """`believed`: a server that we trust looked. `genuine`: it found that the From address is no lie;
    `false`: that it is one. With neither nothing is known, as with most mail.

    `why` is a word: unknown_server, no_results, two_senders, other_sender, dmarc, dkim, spf, auth, nothing.
    """

    believed: bool = False
    genuine: bool = False
    false: bool = False
    why: str = "no_results"
    server: str = ""
    results: tuple[tuple[str, str], ...] = ()  # (method, value) as the server said


def authenticate(mail: ParsedMail, *, authserv_id: str) -> Authentication:
    """What the server named `authserv_id` found out about the From of this letter."""
    headers = mail.headers.get("authentication-results", ())
    if not headers:
        return Authentication()
    server, results = read_results(headers[0])
    said = tuple((result.method, result.value) for result in results)
    if not _same_server(server, authserv_id):
        return Authentication(why="unknown_server", server=server, results=said)
    domain = mail.from_.domain if mail.from_ else ""
    genuine, false, why = False, False, "nothing"
    if not domain or len(mail.headers.get("from", ())) != 1:
        why = "two_senders"
    else:
        genuine, false, why = _judged(results, domain, mail.from_.key if mail.from_ else "")
    return Authentication(True, genuine, false, why, server, said)


def _same_server(server: str, authserv_id: str) -> bool:
    wanted = authserv_id.strip().lower()
    return bool(wanted) and (server == wanted or (wanted == NAMELESS and not server))


def _judged(results: list[Result], domain: str, address: str) -> tuple[bool, bool, str]:
    """Genuine, false, and by which method. DMARC decides; without it an aligned signature or path does."""
    if dmarc := next((result for result in results if result.method == "dmarc"), None):
        looked_at = dmarc.told("header.from").rpartition("@")[2]
        if looked_at and looked_at != domain:
            return False, False, "other_sender"
        if dmarc.value in {"pass", "fail"}:
            return dmarc.value == "pass", dmarc.value == "fail", "dmarc"
    for result in results:
        if result.value != "pass":
            continue
        if result.method == "auth" and normalise(result.told("smtp.auth")) == address:
            return True, False, "auth"
        if result.method == "dkim":
            signer = result.told("header.d") or result.told("header.i").rpartition("@")[2]
            if _aligned(domain, signer):
                return True, False, "dkim"
        if result.method == "spf" and _aligned(domain, result.told("smtp.mailfrom").rpartition("@")[2]):
            return True, False, "spf"
    return False, False, "nothing"


def _aligned(domain: str, other: str) -> bool:
    """The same domain, or one above it. Not one below: anybody may own a name under a public suffix."""
    return "." in other and (domain == other or domain.endswith(f".{other}"))


def read_results(value: str) -> tuple[str, list[Result]]:
    """The server's name ('' if it gives none) and its results (RFC 8601, 2.2). Never raises; linear."""
    statements = list(_statements(_without_comments(value)))
    server = ""
    if statements and "=" not in statements[0]:
        server = statements.pop(0)[0] if statements[0] else ""
    results = []
    for words in statements[:MAX_RESULTS]:
        pairs = [
            (words[at - 1], words[at + 1])
            for at, word in enumerate(words)
            if word == "=" and 0 < at < len(words) - 1
        ]
        if pairs:
            (method, said), *properties = pairs
            results.append(Result(method.partition("/")[0], said, tuple(properties)))
    return server, results


def _statements(value: str) -> Iterator[list[str]]:
    words: list[str] = []
    for piece in _PIECE.finditer(value):
        quoted, plain, mark = piece[1], piece[2], piece[3]
        if mark == ";":
            yield words
            words = []
        else:
            # A mark in quotes is none.
            words.append((mark or plain or (quoted or "").strip("=;")).lower())
    if words:
        yield words


def _without_comments(value: str) -> str:
    """Comments may nest and hold anything; what is left still has its quotes."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for letter in value:
        if escaped:
            escaped = False
            if not depth:
                kept.append(letter)
        elif letter == "\\":
            escaped = True
            if not depth:
                kept.append(letter)
        elif letter == '"' and not depth:
            quoted = not quoted
            kept.append(letter)
        elif letter == "(" and not quoted:
            depth += 1
        elif letter == ")" and depth and not quoted:
            depth -= 1
            kept.append(" ")
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def believable(
    mail: ParsedMail, *, envelope_to: str = "", envelope_from: str = "", believed: bool = False
) -> tuple[ParsedMail, tuple[str, ...]]:
    """The letter without the headers that only our own servers may write, and the names of those taken out.

    `envelope_to`, `envelope_from`: what the transport itself knows ("<>" for no sender); the headers that
    claim to know it then count for nothing. `believed`: the topmost verdict of a server is ours, and stays.
    """
    headers = dict(mail.headers)
    taken: list[str] = []
    for name in sorted(_VERDICTS & headers.keys()):
        values = headers.pop(name)
        kept = values[:1] if believed and name == "authentication-results" else ()
        if kept:
            headers[name] = kept
        if len(kept) < len(values):
            taken.append(name)
    delivered_to = mail.delivered_to
    if envelope_to:
        taken += [name for name in sorted(HANDED_TO & headers.keys()) if headers.pop(name)]
        delivered_to = tuple(each.strip() for each in envelope_to.split(",") if each.strip())
    if envelope_from:
        told = f"<{envelope_from.strip().strip('<>')}>"
        if headers.get("return-path", (told,)) != (told,):
            taken.append("return-path")
        headers["return-path"] = (told,)
    if not taken and not envelope_to and not envelope_from:
        return mail, ()
    return replace(mail, headers=MappingProxyType(headers), delivered_to=delivered_to), tuple(taken)
