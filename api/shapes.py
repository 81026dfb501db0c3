"""How things look from outside, and what may be sent in: one place for each."""

from collections.abc import Collection
from typing import Any

from rest_framework import serializers

from api.choices import Scope
from tickets.choices import MessageKind, Priority
from tickets.models import Message, Survey, Ticket

__all__ = ["NewMessage", "NewTicket", "Scope", "message", "survey", "ticket"]

REPLY, NOTE, CUSTOMER = "reply", "note", "customer"
_KINDS = {
    MessageKind.NOTE: "note",
    MessageKind.AUTOMATIC: "automatic",
    MessageKind.THIRD_PARTY: "third_party",
}


def ticket(row: Ticket) -> dict[str, Any]:
    return {
        "number": row.pk,
        "reference": row.reference,
        "subject": row.subject,
        "state": row.state,
        "priority": row.priority,
        "team": row.team.slug,
        "assignee": row.assignee.email if row.assignee else None,
        "requester": {"name": row.requester.name, "email": row.requester.email},
        "tags": row.tags,
        "channel": row.channel,
        "language": row.language,
        "opened_at": row.opened_at,
        "active_at": row.active_at,
        "solved_at": row.solved_at,
        "merged_into": row.merged_into_id,
    }


def survey(row: Survey, *, seen: Collection[int]) -> dict[str, Any]:
    """`seen` are the tickets that the reader may see; one that is with another team by now has no number."""
    return {
        "id": row.pk,
        "ticket": row.ticket_id if row.ticket_id in seen else None,
        "team": row.team.slug,
        "solver": row.solver.email if row.solver else None,
        "language": row.language,
        "solved_at": row.solved_at,
        "asked_at": row.asked_at,
        "answered_at": row.answered_at,
        "score": row.score,
        "comment": row.comment,
    }


def message(row: Message) -> dict[str, Any]:
    return {
        "id": row.pk,
        "ticket": row.ticket_id,
        "kind": _KINDS.get(row.kind, REPLY if row.author_id else CUSTOMER),
        "author": row.author.email if row.author else None,
        "contact": row.contact.email if row.contact else None,
        "channel": row.channel,
        "at": row.at,
        "text": row.text,
        "quoted": row.folded,
        "files": [
            {"id": one.pk, "name": one.name, "content_type": one.content_type, "size": one.blob.size}
            for one in row.attachments.all()
        ],
    }


class Requester(serializers.Serializer):
    email = serializers.EmailField()
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NewTicket(serializers.Serializer):
    """`key` makes the same request, sent again, one ticket."""

    requester = Requester()
    team = serializers.SlugField()
    subject = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=200_000)
    priority = serializers.ChoiceField(Priority.choices, default=Priority.NORMAL)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, default=list)
    key = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NewMessage(serializers.Serializer):
    """`seen` is the last message that the writer knows: with a newer one of the customer's a reply is not
    sent. `email` says which customer speaks.
    """

    kind = serializers.ChoiceField([REPLY, NOTE, CUSTOMER])
    text = serializers.CharField(max_length=200_000)
    then = serializers.ChoiceField(["", "wait", "solve"], default="")
    seen = serializers.IntegerField(min_value=0, max_value=2**62, required=False)
    email = serializers.EmailField(required=False)
    key = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
