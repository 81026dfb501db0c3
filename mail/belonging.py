"""Which ticket a mail belongs to, and whether its sender may speak there. Every clue tried is written down.

Matching and permission are two questions. A signed token decides at once which ticket it is; after that come
ids that we stored, and last what anybody can type. Whatever the clue, only a sender who is part of the
conversation speaks in it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, QuerySet

from lib.prepared import Prepared
from lib.text import one_line
from mail.choices import ThirdParty
from mail.incoming import Incoming
from mail.models import AwaitedId, RawEmail
from mail.own import reply_secrets
from mail.threading import Candidate, Clue, candidates, forged, referenced
from mail.tokens import Token
from tickets.access import tickets_for
from tickets.models import Message, Ticket
from tickets.queries import end_of

TOKENS = frozenset({Clue.TOKEN_ADDRESS, Clue.TOKEN_REFERENCE})
ANYBODYS = frozenset({Clue.SUBJECT, Clue.AWAITED})
MAX_TOLD = 12  # clues written into the verdict
MAX_SAME_ID = 100


class Standing(StrEnum):
    """What the sender is to the ticket."""

    REQUESTER = "requester"
    PARTICIPANT = "participant"
    ORGANISATION = "organisation"
    COLLEAGUE = "colleague"  # proven by the receiving server, and may see the ticket
    UNPROVEN_COLLEAGUE = "unproven_colleague"
    FALSE = "false"  # a member's address, which the receiving server found to be a lie
    STRANGER = "stranger"


MEMBERS = frozenset({Standing.REQUESTER, Standing.PARTICIPANT, Standing.ORGANISATION})
OURS = frozenset({Standing.COLLEAGUE, Standing.UNPROVEN_COLLEAGUE})


@dataclass(frozen=True)
class Match:
    """The ticket a mail points to, the clue, and who its sender is there."""

    ticket: Ticket
    clue: Clue
    standing: Standing

    @property
    def member(self) -> bool:
        """Whether what they write is part of the conversation with the customer."""
        return self.standing in MEMBERS

    @property
    def may_join_quietly(self) -> bool:
        """Whether something that moves nothing may be put there: by a member, or by who holds our token."""
        return self.member or self.clue in TOKENS


def match(incoming: Incoming) -> Match | None:
    """The first claim that holds: a true token at once; else the best id or tag of a sender who belongs
    there; else, for a stranger, the ticket of an id that we stored. The verdict tells every step."""
    found = candidates(incoming.mail, reply_secrets())
    stored = _Stored(incoming, found)
    told: list[dict] = [
        {"clue": "token", "value": one_line(address, 120), "why": "forged"}
        for address in forged(incoming.mail, reply_secrets())
    ]
    chosen = _choose(incoming, found, stored, told)
    incoming.row.verdict["clues"] = told[:MAX_TOLD]
    if chosen:
        incoming.row.verdict["clue"] = chosen.clue.value
        incoming.row.verdict["standing"] = chosen.standing.value
    return chosen


def _choose(incoming: Incoming, found: list[Candidate], stored: "_Stored", told: list[dict]) -> Match | None:
    stranger: Match | None = None
    known: dict[int, Standing] = {}
    for candidate in [*found, *stored.awaited()]:
        entry = {"clue": candidate.clue.value, "value": one_line(candidate.value, 120), "why": "unknown"}
        told.append(entry)
        ticket = stored.ticket_of(candidate)
        if ticket is None:
            continue
        entry["ticket"] = ticket.pk
        if ticket.pk not in known:
            known[ticket.pk] = standing(incoming, ticket, holds_token=candidate.clue in TOKENS)
        here = Match(ticket, candidate.clue, known[ticket.pk])
        entry["why"] = here.standing.value
        if candidate.clue in TOKENS or here.member or here.standing is Standing.COLLEAGUE:
            return _taken(here, entry)
        if here.standing is Standing.UNPROVEN_COLLEAGUE or candidate.clue not in ANYBODYS:
            stranger = stranger or _taken(here, entry)
    return stranger


def _taken(chosen: Match, entry: dict) -> Match:
    entry["taken"] = True
    return chosen


def standing(incoming: Incoming, ticket: Ticket, *, holds_token: bool = False) -> Standing:
    """Who the sender is to this ticket. A member's address that the receiving server found to be forged is
    nobody's, unless the mail carries the token of a letter that we sent: some forwarders break signatures.
    """
    member = _membership(incoming, ticket)
    if member:
        return Standing.FALSE if incoming.authentication.false and not holds_token else member
    if colleague := incoming.colleague:
        proven = incoming.authentication.genuine
        if proven and colleague.may("ticket.note") and tickets_for(colleague).filter(pk=ticket.pk).exists():
            return Standing.COLLEAGUE
        return Standing.UNPROVEN_COLLEAGUE
    return Standing.STRANGER


def _membership(incoming: Incoming, ticket: Ticket) -> Standing | None:
    contact = incoming.contact
    if contact is None:
        return None
    if contact.pk == ticket.requester_id:
        return Standing.REQUESTER
    if ticket.participants.filter(contact=contact).exists():
        return Standing.PARTICIPANT
    house = contact.organisation
    shares = house and house.shares_tickets and ticket.requester.organisation_id == house.pk
    allowed = incoming.mailbox is None or incoming.mailbox.same_organisation
    return Standing.ORGANISATION if shares and allowed else None


def holds_strangers(incoming: Incoming) -> bool:
    """Whether this mailbox holds what strangers send to a ticket, instead of showing it to colleagues."""
    box = incoming.mailbox
    return bool(box and box.third_party == ThirdParty.QUARANTINE and not incoming.recovering)


class _Stored:
    """The tickets that the clues of one mail name, fetched together."""

    def __init__(self, incoming: Incoming, found: list[Candidate]) -> None:
        self.incoming = incoming
        self.mailbox_id = incoming.row.mailbox_id
        wanted = [each.value[:320] for each in found if each.clue is Clue.MESSAGE_ID]
        self._by_id = self._messages(wanted) if wanted else {}

    def _messages(self, ids: list[str]) -> dict[str, Message]:
        """For each id the newest message that we sent, or that came into the same mailbox."""
        named = {f"id{number}": value for number, value in enumerate(ids)}
        rows = _messages_with(len(ids), box=self.mailbox_id or 0, **named)
        best: dict[str, Message] = {}
        for message in rows:
            self.incoming.known_ids.add(message.message_id)
            if message.letter_id or message.here:
                best.setdefault(message.message_id, message)
        return best

    def ticket_of(self, candidate: Candidate) -> Ticket | None:
        """Where what the clue names belongs now: a ticket that was merged is the one it went into."""
        named = self._named_by(candidate)
        return end_of(named) if named else None

    def _named_by(self, candidate: Candidate) -> Ticket | None:
        if candidate.clue in TOKENS:
            return ticket_of_token(Token(candidate.ticket_id or 0, candidate.party or 0))
        if candidate.clue is Clue.MESSAGE_ID:
            message = self._by_id.get(candidate.value[:320])
            return message.ticket if message else None
        if candidate.clue is Clue.AWAITED:
            return next(iter(_numbered(number=candidate.ticket_id or 0)), None)
        return next(iter(_referred(reference=candidate.value)), None)

    def awaited(self) -> list[Candidate]:
        """Tickets whose mails mention this one, or the same one that never came. Newest reference first."""
        if self.mailbox_id is None:
            return []
        ids = [self.incoming.row.mail_key, *referenced(self.incoming.mail)][:50]
        if len(ids) == 1:  # nearly every mail that opens a ticket
            found = [(one.message_id, one.ticket_id) for one in _waiting(key=ids[0], box=self.mailbox_id)]
        else:
            rows = AwaitedId.objects.filter(message_id__in=ids, mailbox=self.mailbox_id).order_by("-pk")
            found = list(rows.values_list("message_id", "ticket_id")[:50])
        found.sort(key=lambda each: ids.index(each[0]))
        return [Candidate(Clue.AWAITED, value, ticket_id) for value, ticket_id in found]


@Prepared
def _waiting(*, key: str, box: int) -> QuerySet[AwaitedId]:
    return AwaitedId.objects.filter(message_id=key, mailbox=box).order_by("-pk")[:50]


@Prepared
def _messages_with(count: int, *, box: int, **ids: str) -> QuerySet[Message]:
    """Messages with one of so many ids, newest first; `here`: they came into this mailbox."""
    return (
        Message.objects.filter(message_id__in=list(ids.values()))
        .annotate(here=Exists(RawEmail.objects.filter(message=OuterRef("pk"), mailbox=box)))
        .select_related("ticket", "ticket__requester", "ticket__requester__organisation", "ticket__team")
        .defer("text", "html", "folded", "search_vector", "recipients")
        .order_by("-pk")[:MAX_SAME_ID]
    )


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.select_related("requester", "requester__organisation", "team")


@Prepared
def _numbered(*, number: int) -> QuerySet[Ticket]:
    return _tickets().filter(pk=number)


@Prepared
def _referred(*, reference: str) -> QuerySet[Ticket]:
    return _tickets().filter(reference=reference)


def ticket_of_token(token: Token) -> Ticket | None:
    found = next(iter(_numbered(number=token.ticket_id)), None)
    return end_of(found) if found else None


def await_ids(incoming: Incoming, ticket: Ticket) -> None:
    """Remember the ids that this mail mentions and that we do not have: their mails may come later."""
    ids = [each for each in referenced(incoming.mail)[:20] if len(each) <= 320]
    if not ids or incoming.row.mailbox_id is None:
        return
    have = incoming.known_ids
    AwaitedId.objects.bulk_create(
        [
            AwaitedId(mailbox_id=incoming.row.mailbox_id, message_id=each, ticket=ticket)
            for each in ids
            if each not in have
        ],
        ignore_conflicts=True,
    )
