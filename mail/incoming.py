"""One mail while it is being decided: its parts, and what is looked up about it once."""

from dataclasses import dataclass, field
from functools import cached_property

from customers.actions import meet, welcome_contact
from customers.models import Contact
from customers.queries import contact_by_address
from mail.addressing import Address, own
from mail.authentication import Authentication
from mail.models import Mailbox, RawEmail, SenderRule
from mail.own import own_addresses
from mail.parsed import ParsedMail
from mail.rules import NOTHING, Decision
from mail.verdicts import Verdict
from staff.models import User

MAX_ADDRESS = 320
NO_REPLY = "from:no-reply"


@dataclass
class Incoming:
    """`mail` is without the headers that only our own servers may write (mail.authentication).

    `recovering`: a colleague took it out of the quarantine, so nothing sends it back there.
    """

    row: RawEmail
    mail: ParsedMail
    said: Verdict
    recovering: bool = False
    authentication: Authentication = field(default_factory=Authentication)
    rules: Decision = NOTHING
    language: str = ""
    # Which of the ids that it mentions stand in some message of ours; filled while it is matched.
    known_ids: set[str] = field(default_factory=set)

    @cached_property
    def sender(self) -> Address | None:
        """Who asks. From, or Reply-To if From only passes on what others write (or cannot be answered
        and is proven to be of the same house). Everybody else could be anybody with a Reply-To."""
        mail = self.mail
        other = mail.reply_to[0] if mail.reply_to and mail.from_ else None
        if other is None or mail.from_ is None or not other.key or other.key == mail.from_.key:
            return mail.from_
        if own(other.key, self.ours) or len(other.key) > MAX_ADDRESS:
            return mail.from_
        relay = self.sender_rule == SenderRule.Say.RELAY and not self.authentication.false
        same_house = (
            NO_REPLY in self.said.reasons
            and self.authentication.genuine
            and other.domain == mail.from_.domain
        )
        return other if relay or same_house else mail.from_

    @cached_property
    def address(self) -> str:
        """The sender's address, normalised; '' when there is none that could be answered or kept."""
        key = self.sender.key if self.sender else ""
        if (not key or len(key) > MAX_ADDRESS) and self.recovering:
            return f"unknown-{self.row.pk}@mailbox.invalid"
        return key if len(key) <= MAX_ADDRESS else ""

    @cached_property
    def sender_rule(self) -> str:
        """What was decided about the address in From: allow, deny, relay or ''."""
        key = self.mail.from_.key if self.mail.from_ else ""
        return SenderRule.for_address(key) if key else ""

    @property
    def denied(self) -> bool:
        """Whether nobody wants to hear of who wrote it, or of who asks through them."""
        deny = SenderRule.Say.DENY
        return self.sender_rule == deny or (self.relayed and SenderRule.for_address(self.address) == deny)

    @cached_property
    def relayed(self) -> bool:
        """Whether somebody else than From asks."""
        return self.sender is not self.mail.from_

    @cached_property
    def contact(self) -> Contact | None:
        """The customer who writes from this address, if we know them."""
        return contact_by_address(self.address) if self.address else None

    @cached_property
    def colleague(self) -> User | None:
        """Who of us has this address; whether they wrote it is another question."""
        if not self.address or self.relayed:
            return None
        return User.objects.filter(email=self.address, is_active=True).first()

    @cached_property
    def ours(self) -> frozenset[str]:
        return own_addresses()

    @property
    def mailbox(self) -> Mailbox | None:
        return self.row.mailbox

    def welcome(self) -> Contact:
        """The contact who writes, made on first sight."""
        name = self.sender.name if self.sender else ""
        if self.contact is None or (name and not self.contact.name):
            language = self.language or (self.mailbox.team.language if self.mailbox else "en")
            if self.contact is None:
                self.contact = meet({self.address: name}, language=language)[self.address]
            else:
                self.contact = welcome_contact(address=self.address, name=name)
        return self.contact
