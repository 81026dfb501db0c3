"""Who talks with us on a ticket, by what the database knows, as columns of a query of tickets."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject, Lower

from customers.models import ContactAddress
from outbox.choices import Why
from outbox.models import Suppression
from tickets import recipients
from tickets.choices import MessageKind
from tickets.models import Message, Participant, Ticket
from tickets.recipients import Person


def columns() -> dict[str, Any]:
    """`people`, the participants; `wrote_from`, the address of theirs from which the requester wrote last."""
    stopped = Suppression.objects.annotate(bare=Lower("address")).filter(
        bare=Lower(OuterRef("contact__email")), why=Why.ASKED
    )
    people = Participant.objects.filter(ticket=OuterRef("pk")).annotate(stopped=Exists(stopped))
    theirs = Message.objects.filter(
        ticket=OuterRef("pk"), contact=OuterRef("requester"), kind=MessageKind.PUBLIC
    )
    # Only an address that is known as theirs: what a From says is no proof.
    own = ContactAddress.objects.filter(contact=OuterRef("contact"), address=OuterRef("said"))
    wrote = theirs.annotate(said=Lower(KT("recipients__from__0__address")))
    return {
        "people": ArraySubquery(
            people.order_by("pk").values(
                row=JSONObject(
                    id="contact", name="contact__name", email="contact__email", stopped="stopped"
                )
            )
        ),
        "wrote_from": Subquery(
            wrote.exclude(said=None).order_by("-at", "-pk").annotate(known=Subquery(own.values("address")))
            .values("known")[:1]
        ),
    }  # fmt: skip


def prefilled(ticket: Ticket) -> dict[str, list[dict[str, str]]]:
    """To and Cc of an answer to a ticket that was read with these columns and its requester."""
    asked = Person(ticket.requester.name, ticket.requester.email)
    others = [Person(one["name"], one["email"] or "", one["stopped"]) for one in ticket.people]
    return recipients.of_answer(asked, others, wrote_from=ticket.wrote_from or "")
