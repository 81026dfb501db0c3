"""What managers set up for tickets, as the rules read it."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from customers.models import Contact
from tickets.choices import FieldShown
from tickets.fields import Definition, Kind, Value
from tickets.models import TicketField, TicketType


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


def contact_names(fields: dict[str, Definition], values: dict[str, Value]) -> dict[int, str]:
    """The names of customers that these values speak of; no statement if they speak of none."""
    numbers = [
        value for key, value in values.items() if key in fields and fields[key].kind is Kind.CONTACT and value
    ]
    return {one.pk: str(one) for one in Contact.objects.filter(pk__in=numbers)} if numbers else {}
