"""The conversation beside a scorecard: plain words, so that marks know their place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.models import Mark, Review
from tickets.choices import MessageKind
from tickets.models import Message

SHOWN = (MessageKind.PUBLIC, MessageKind.THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are marked, by one mark or by several, or not at all."""

    words: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    message: Message
    is_it: bool
    pieces: tuple[Piece, ...]


def marks_of(review: Review) -> list[Mark]:
    """With the title of the criterion that each is about, as `about`."""
    titles = {one["key"]: one["title"] for one in review.scorecard.criteria}
    marks = [*review.marks.select_related("message")]
    for one in marks:
        one.about = titles.get(one.criterion, "")  # type: ignore[attr-defined]
    return marks


def conversation(review: Review, marks: Iterable[Mark] | None = None) -> list[Said]:
    """That of the answer under review, with its marks; `is_it` is the answer, wherever a merge moved it
    to.
    """
    by_message: dict[int, list[Mark]] = {}
    for one in marks_of(review) if marks is None else marks:
        by_message.setdefault(one.message_id, []).append(one)
    return conversation_of(review.message, by_message)


def conversation_of(answer: Message, marks: Mapping[int, Sequence[Mark]] | None = None) -> list[Said]:
    """What customers and colleagues said to each other, in its order."""
    messages = (
        Message.objects.filter(ticket=answer.ticket_id, kind__in=SHOWN)
        .select_related("author", "contact").defer("html", "folded").order_by("at", "pk")
    )  # fmt: skip
    marks = marks or {}
    return [Said(one, one.pk == answer.pk, pieces_of(one.text, marks.get(one.pk, []))) for one in messages]


def pieces_of(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    """The text cut where marks begin and end."""
    live = [one for one in marks if one.passage]
    cuts = sorted({0, len(text), *(edge for one in live for edge in (one.start, one.end))})
    return tuple(
        Piece(text[start:end], tuple(one for one in live if one.start <= start and end <= one.end))
        for start, end in pairwise(cuts)
    )
