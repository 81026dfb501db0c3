"""What an agent is told of an answer that is not sent yet. Nothing of it is kept."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Subquery
from django.http import Http404

from qa.actions.listening import CONTEXT
from qa.believing import judged_in
from qa.tone import check
from qa.tone_words import HINTS
from qa.tones.nudging import nudges
from qa.tones.trust import weighed
from staff.models import User
from tickets.access import tickets_for
from tickets.choices import MessageKind
from tickets.models import Message, Ticket

LONGEST_SHOWN = 60
# Said of a whole answer only, not of its first words.
OF_THE_WHOLE = frozenset({"unanswered-question", "unfinished", "sloppy"})


@dataclass(frozen=True, slots=True)
class Hint:
    """`start` and `end` count characters of the text; `key` tells it from others of the same draft."""

    rule: str
    start: int
    end: int
    words: str
    said: str

    @property
    def is_passage(self) -> bool:
        return len(self.words) <= LONGEST_SHOWN

    @property
    def key(self) -> str:
        return key_of(self.rule, self.words)


@dataclass(frozen=True, slots=True)
class Nudged:
    hints: tuple[Hint, ...]
    rules_only: bool


def key_of(rule: str, words: str) -> str:
    """What is about the whole answer stays the same while it is written."""
    return f"{rule}:{words}" if len(words) <= LONGEST_SHOWN else rule


def answerable(user: User, number: int) -> Ticket:
    """A ticket that they may answer, with `asked`: what the customer wrote last. Http404 else."""
    if not user.may("ticket.reply"):
        raise Http404("not for this reader")
    theirs = Message.objects.filter(ticket=OuterRef("pk"), kind=MessageKind.PUBLIC, contact__isnull=False)
    last = Subquery(theirs.order_by("-at", "-pk").values("text")[:1])
    found = (
        tickets_for(user).filter(pk=number, merged_into=None).select_related("requester").annotate(asked=last)
    )
    ticket = found.first()
    if ticket is None:
        raise Http404(f"no ticket {number} for you to answer")
    return ticket


def nudged(ticket: Ticket, text: str, *, whole: bool = True, left: Collection[str] = ()) -> Nudged:
    """Without the hints whose key is in `left`; what is not `whole` yet may still answer what was asked."""
    told = check(text, ticket.language, name=ticket.requester.name, context=(ticket.asked or "")[:CONTEXT])
    believed = weighed(told, judged_in(ticket.language))
    said = [one for one in believed.findings if whole or one.rule not in OF_THE_WHOLE]
    said = [one for one in said if key_of(one.rule, text[one.start : one.end]) not in left]
    hints = tuple(
        Hint(one.rule, one.start, one.end, text[one.start : one.end], str(HINTS[one.rule]))
        for one in nudges(replace(believed, findings=tuple(said)))
    )
    return Nudged(hints, told.is_rules_only)
