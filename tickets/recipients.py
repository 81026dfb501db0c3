"""Whom an answer goes to, before anybody types another: values in, values out. Pure.

Who is part of the conversation was decided when each mail came (mail.conversation); what is ours, and where
nobody is behind, goes no further when the letter leaves (mail.replies).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    """`stopped`: they asked us to write no more."""

    name: str
    address: str
    stopped: bool = False


def of_answer(requester: Person, others: Iterable[Person], *, wrote_from: str = "") -> dict[str, list[Line]]:
    """To whoever asked, at that address of theirs from which they wrote last; the others in copy, once each.

    Who asked us to stop is not written to in passing. Whoever asks is answered: if the letter may not go, the
    answer says so.
    """
    asked = wrote_from or requester.address
    taken = {same_as(requester.address), same_as(asked)}
    copies: list[Line] = []
    for each in others:
        key = same_as(each.address)
        if key and key not in taken and not each.stopped:
            taken.add(key)
            copies.append({"name": each.name, "address": each.address})
    return {"to": [{"name": requester.name, "address": asked}] if asked else [], "cc": copies}


def same_as(address: str) -> str:
    """What two spellings of one address share: no capitals, the domain in ASCII. '' when it is none."""
    local, at, domain = address.strip().lower().rpartition("@")
    if not at or not local or not domain:
        return ""
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return f"{local}@{domain}"
