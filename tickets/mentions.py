"""@mentions in a note: who is meant by which handle. Pure.

A handle is the part of somebody's address before the @, or their full name without spaces; capitals do not
matter. One that two of the people bear means neither.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Not in the middle of an address, a word or a path.
_MENTION = re.compile(r"(?<![\w.@/+-])@(\w[\w.+-]*)")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_LEFT_ALONE = re.compile(r"<(/?)(?:a|code|pre)\b")


@dataclass(frozen=True, slots=True)
class Person:
    pk: int
    name: str
    address: str


def handles_of(people: Iterable[Person]) -> dict[str, int]:
    """Each handle that means exactly one of them. The first of somebody's is what one would type."""
    bearers: dict[str, set[int]] = {}
    for person in people:
        for handle in _handles(person):
            bearers.setdefault(handle, set()).add(person.pk)
    return {handle: pks.pop() for handle, pks in bearers.items() if len(pks) == 1}


def mentioned(text: str, handles: Mapping[str, int]) -> list[int]:
    """Who is mentioned, each once, in the order of the text. What stands as code mentions nobody."""
    found = (_meant(typed, handles)[1] for typed in _MENTION.findall(_CODE.sub(" ", text)))
    return list(dict.fromkeys(pk for pk in found if pk is not None))


def marked(html: str, handles: Mapping[str, int]) -> str:
    """Sanitised HTML with a mark around each mention; links and code stay as they are."""
    pieces, inside = _TAG.split(html), 0
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            pieces[at] = piece if inside else _MENTION.sub(lambda found: _mark(found[1], handles), piece)
        elif tag := _LEFT_ALONE.match(piece):
            inside = max(0, inside + (-1 if tag[1] else 1))
    return "".join(pieces)


def _handles(person: Person) -> list[str]:
    name = re.sub(r"[^\w.+-]", "", person.name)
    return [one for one in (_folded(person.address.partition("@")[0]), _folded(name)) if one]


def _mark(typed: str, handles: Mapping[str, int]) -> str:
    handle, pk = _meant(typed, handles)
    return f"<mark>@{handle}</mark>{typed[len(handle) :]}" if pk is not None else f"@{typed}"


def _meant(typed: str, handles: Mapping[str, int]) -> tuple[str, int | None]:
    """Also where a full stop ends the sentence."""
    for handle in (typed, typed.rstrip(".+-")):
        if (pk := handles.get(_folded(handle))) is not None:
            return handle, pk
    return typed, None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
