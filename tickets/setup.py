"""What managers set up for tickets, as the rules read it."""

from collections.abc import Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet

from customers.models import Contact
from tickets.choices import FieldShown
from tickets.fields import Definition, Kind, Value
from tickets.models import Attachment, TicketField, TicketType


def with_types(rows: QuerySet[TicketField]) -> QuerySet[TicketField]:
    """Each with `type_ids`."""
    through = TicketField.types.through.objects.filter(ticketfield=OuterRef("pk"))
    return rows.annotate(type_ids=ArraySubquery(through.values("tickettype")))


def definitions(rows: QuerySet[TicketField] | None = None) -> list[Definition]:
    """The fields in use, in their order, or those of `rows`: one statement."""
    found = with_types(TicketField.objects.in_use() if rows is None else rows)
    return [row.definition(frozenset(row.type_ids)) for row in found]


def every_definition() -> dict[str, Definition]:
    """By their keys, archived ones too: what is stored was said with them."""
    return {one.key: one for one in definitions(TicketField.objects.all())}


def for_customers() -> list[Definition]:
    """What the public form asks."""
    return definitions(TicketField.objects.in_use().filter(shown=FieldShown.WRITE))


def types_offered() -> list[TicketType]:
    """What customers can choose on the form."""
    return list(TicketType.objects.in_use().filter(offered=True).select_related("team"))


def types_in_use() -> list[TicketType]:
    return list(TicketType.objects.in_use())


def names_in(fields: Mapping[str, Definition], values: Mapping[str, Value | None]) -> dict:
    """The names of customers and files that these values speak of, by kind and number; no statement if they
    speak of none.
    """
    spoken: dict[Kind, list[int]] = {}
    for key, value in values.items():
        if key in fields and fields[key].kind in NAMED and isinstance(value, int):
            spoken.setdefault(fields[key].kind, []).append(value)
    return {
        (kind, row.pk): str(row)
        for kind, numbers in spoken.items()
        for row in NAMED[kind].objects.filter(pk__in=numbers)
    }


NAMED: Mapping[Kind, type[Model]] = {Kind.CONTACT: Contact, Kind.FILE: Attachment}
