"""The fields of one ticket as its details show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tickets import fields, setup
from tickets.field_words import show
from tickets.fields import Definition, Stage
from tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Line:
    """`lacks`: it is empty, and the ticket is not solved without it."""

    about: Definition
    text: str
    lacks: bool = False
    file: int = 0  # the number of the file that it is


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """`lines` are the fields it has now, `others` what it holds of fields of other types, or archived."""

    lines: Sequence[Line] = ()
    others: Sequence[Line] = ()

    @property
    def lacking(self) -> int:
        return sum(line.lacks for line in self.lines)


def panel_of(ticket: Ticket, live: Sequence[Definition]) -> FieldPanel:
    """`live` are the fields in use. One statement more if a value speaks of a customer, one if it holds
    something of a field that was archived.
    """
    known = {one.key: one for one in live}
    if set(ticket.custom) - set(known):
        known = setup.every_definition()
    names = setup.names_in(known, ticket.custom)
    mine = [one for one in live if one.belongs_to(ticket.type_id)]
    lacks = fields.lacking(mine, ticket.custom, type_id=ticket.type_id, stage=Stage.SOLVING)

    def line(one: Definition) -> Line:
        value = ticket.custom.get(one.key)
        file = value if one.kind is fields.Kind.FILE and isinstance(value, int) else 0
        return Line(one, show(one, value, names), one in lacks, file)

    rest = [known[key] for key in ticket.custom if key in known and known[key] not in mine]
    return FieldPanel([line(one) for one in mine], [line(one) for one in rest])


def definitions_from(rows: Sequence[Mapping[str, object]]) -> list[Definition]:
    """From what the statement of the page brings along."""
    return [
        Definition(
            key=str(row["key"]), name=str(row["name"]), help=str(row["help"]), kind=fields.Kind(row["kind"]),
            options=fields.read_options(row["options"]), required=fields.Required(row["required"]),
            shown=fields.Shown(row["shown"]), types=frozenset(row["types"] or ()),
        )
        for row in rows
    ]  # fmt: skip
