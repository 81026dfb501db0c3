"""What was said."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left

from tickets.choices import Channel, MessageKind
from tickets.models.ticket import Ticket

# to_tsvector takes at most 1 MB of lexemes; what lies past this is kept and shown, but not searched.
SEARCHED_CHARS = 200_000


class Message(models.Model):
    """One of `author` (staff) and `contact` (customer) is set, or neither for the desk itself.

    `text` is what is new in this message; `folded` is the quoted rest and signature. `html` is sanitised.
    A note has no recipients: the database refuses them. `recipients` is {"to": [{"name", "address"}],
    "cc": […]}.
    `origin` is the ticket it was written in, if a merge brought it here; `apart`: whoever asked there takes
    no part here, so the customers of this ticket do not read it.
    `sent_key` is the composer's idempotency key: a double click makes one message.
    Until `held_until` an answer can be taken back: no letter is made of it and no customer sees it.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    author = models.ForeignKey(
        "staff.User", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    contact = models.ForeignKey(
        "customers.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    html = models.TextField(blank=True)
    recipients = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=320, blank=True)
    sent_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    held_until = models.DateTimeField(null=True, blank=True)
    letter = models.OneToOneField(
        "outbox.Letter", on_delete=models.SET_NULL, null=True, blank=True, related_name="ticket_message"
    )
    origin = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    apart = models.BooleanField(default=False, db_default=False)
    redacted_at = models.DateTimeField(null=True, blank=True)
    search_vector = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED_CHARS), config="desk"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            GinIndex(fields=["search_vector"], name="message_search"),
            models.Index(fields=["ticket", "at", "id"], name="message_thread"),
            models.Index(
                fields=["message_id"], condition=~models.Q(message_id=""), name="message_by_message_id"
            ),
            models.Index(fields=["origin"], condition=models.Q(origin__isnull=False), name="message_origin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="note") | models.Q(recipients={}), name="note_has_no_recipients"
            ),
            models.CheckConstraint(
                condition=models.Q(author__isnull=True) | models.Q(contact__isnull=True),
                name="message_has_one_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.ticket_id}"

    @property
    def from_customer(self) -> bool:
        return self.contact_id is not None
