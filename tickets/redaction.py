"""What a redaction would reach: everything in the desk that says what must not be said any more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from files.models import BlobText
from lib import blacking
from lib.blacking import REMOVED, SHORTEST, Marks
from outbox.choices import LetterState
from outbox.models import Letter
from tickets.actions.letters import thread_name
from tickets.models import (
    Attachment,
    ChecklistItem,
    Draft,
    FollowUp,
    Merge,
    Message,
    Survey,
    Ticket,
    TicketEvent,
)

ON_ITS_WAY = (LetterState.QUEUED, LetterState.SENDING)


@dataclass(frozen=True)
class Wish:
    """Of one message all of it (`whole`); or some `words` wherever they stand in the conversation; or
    `files`.
    """

    message: Message | None = None
    whole: bool = False
    words: str = ""
    files: Sequence[Attachment] = ()

    def takes(self, message: int) -> bool:
        """Whether the whole of this message goes."""
        return bool(self.whole and self.message and self.message.pk == message)

    @property
    def what(self) -> str:
        return "message" if self.whole else "words" if self.words else "file"

    @cached_property
    def marks(self) -> Marks:
        if self.whole and self.message:
            return blacking.lines_of(self.message.text)
        return blacking.words(self.words) if self.words else blacking.NOTHING


@dataclass
class Reach:
    """Rows as they are to become, not saved; `mails` are originals on the floor above. `saying` are files
    that say the words too, and stay: a file goes whole or not at all.
    """

    wish: Wish
    tickets: set[int]
    messages: list[Message] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    renamed: list[Attachment] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    events: list[TicketEvent] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    subjects: list[Ticket] = field(default_factory=list)
    items: list[ChecklistItem] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    saying: list[Attachment] = field(default_factory=list)
    mails: int = 0

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.messages, self.files, self.renamed, self.letters, self.drafts, self.subjects, self.events,
             self.items, self.surveys, self.follow_ups)
        )  # fmt: skip

    @property
    def with_originals(self) -> list[int]:
        """The messages whose original must not be kept."""
        return [m.pk for m in self.messages] + [f.message_id for f in (*self.files, *self.renamed)]


def reach_of(ticket: Ticket, wish: Wish) -> Reach:
    """Nothing is changed by asking. ValidationError if the wish makes no sense."""
    if wish.words and len(wish.words.strip()) < SHORTEST:
        raise ValidationError(_("Words to remove have at least %(n)s characters."), params={"n": SHORTEST})
    if not wish.whole and not wish.words and not wish.files:
        raise ValidationError(_("Say what is to be removed."))
    return reach_among(family_of(ticket), wish)


def reach_among(tickets: set[int], wish: Wish) -> Reach:
    """The same for tickets that belong together, whatever is wished for."""
    found = Reach(wish, tickets)
    _messages(found)
    _files(found)
    if wish.marks.pattern:
        _around(found)
    _letters(found)
    found.mails = originals(found, remove=False)
    return found


def originals(found: Reach, *, remove: bool) -> int:
    """How many originals of these messages are kept by those above; removed, if so asked."""
    paths = settings.REDACTION_LISTENERS
    return sum(import_string(path)(found.with_originals, found.wish.marks, remove=remove) for path in paths)


def family_of(ticket: Ticket) -> set[int]:
    """The ticket and all that were merged into it, near and far."""
    known, new = {ticket.pk}, {ticket.pk}
    while new:
        new = set(Ticket.objects.filter(merged_into__in=new).values_list("pk", flat=True)) - known
        known |= new
    return known


def _messages(found: Reach) -> None:
    wish = found.wish
    rows = Message.objects.filter(ticket__in=found.tickets).defer("search_vector").order_by("pk")
    for row in rows:
        before = (row.text, row.html, row.folded)
        if wish.takes(row.pk):
            row.text, row.html, row.folded = REMOVED, "", ""
        elif wish.marks.pattern:
            row.text, row.folded = wish.marks.text(row.text), wish.marks.text(row.folded)
            row.html = wish.marks.html(row.html)
        if (row.text, row.html, row.folded) != before:
            found.messages.append(row)


def _files(found: Reach) -> None:
    wish = found.wish
    files = Attachment.objects.filter(message__ticket__in=found.tickets, redacted_at=None).order_by("pk")
    files = files.select_related("blob")
    for row in files:
        if wish.takes(row.message_id) or row.pk in {one.pk for one in wish.files}:
            found.files.append(row)
        elif wish.marks.within(row.name):
            row.name = wish.marks.text(row.name)
            found.renamed.append(row)
    if wish.words:
        texts = dict(BlobText.objects.filter(blob__in=[r.blob_id for r in files]).values_list("blob", "text"))
        found.saying = [row for row in files if wish.marks.within(texts.get(row.blob_id, ""))]


def _around(found: Reach) -> None:
    """Drafts, subjects, fields, what was said of it, and what the log and the merges remember."""
    marks, here = found.wish.marks, {"ticket__in": found.tickets}
    for draft in Draft.objects.filter(**here):
        if marks.within(draft.text):
            draft.text = marks.text(draft.text)
            found.drafts.append(draft)
    for ticket in Ticket.objects.filter(pk__in=found.tickets):
        before = (ticket.subject, ticket.custom)
        ticket.subject, ticket.custom = marks.text(ticket.subject), marks.plain(ticket.custom)
        if (ticket.subject, ticket.custom) != before:
            found.subjects.append(ticket)
    for item in ChecklistItem.objects.filter(checklist__ticket__in=found.tickets):
        if marks.within(item.text):
            item.text = marks.text(item.text)
            found.items.append(item)
    for survey in Survey.objects.filter(**here):
        if marks.within(survey.comment):
            survey.comment = marks.text(survey.comment)
            found.surveys.append(survey)
    for row in FollowUp.objects.filter(survey__ticket__in=found.tickets):
        if marks.within(row.note):
            row.note = marks.text(row.note)
            found.follow_ups.append(row)
    for event in TicketEvent.objects.filter(**here).exclude(data={}):
        if (data := marks.plain(event.data)) != event.data:
            event.data = data
            found.events.append(event)
    for merge in Merge.objects.filter(source__in=found.tickets):
        if (before := marks.plain(merge.before)) != merge.before:
            merge.before = before
            found.merges.append(merge)


def _letters(found: Reach) -> None:
    """What left about it: answers, confirmations, news to colleagues, with their quotations and files."""
    wish, gone = found.wish, {file.pk for file in found.files}
    threads = [thread_name(Ticket(pk=pk)) for pk in found.tickets]
    of_answers = Letter.objects.filter(ticket_message__ticket__in=found.tickets)
    automatic = Letter.objects.filter(automatic=True, thread__in=threads)
    whole = {file.message_id for file in found.files} | ({wish.message.pk} if wish.message else set())
    for letter in (of_answers | automatic).distinct().select_related("ticket_message"):
        message = getattr(letter, "ticket_message", None)
        before = (letter.text, letter.html, letter.subject, letter.files)
        if message and wish.takes(message.pk):
            letter.text, letter.html = REMOVED, ""
        letter.text, letter.subject = wish.marks.text(letter.text), wish.marks.text(letter.subject)
        letter.html = wish.marks.html(letter.html)
        if gone and message and message.pk in whole:
            hashes = {file.blob_id for file in found.files}
            letter.files = [one for one in letter.files if one.get("sha256") not in hashes]
        if (letter.text, letter.html, letter.subject, letter.files) != before:
            found.letters.append(letter)
