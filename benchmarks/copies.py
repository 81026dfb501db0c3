"""A million tickets of a tenth as many: finished tickets are written once beside the tables, and copied by
the database itself, where a row costs a fifth of what it costs to make here.

The copies of a ticket stand side by side, as tickets of one moment would: ticket n becomes the numbers
(n - 1) × copies + 1 and those behind it, and so do its messages. What must not come twice (an active
ticket, the rare word) is copied once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tickets.models.ticket import REFERENCE_ALPHABET

# Where a row's own key, its ticket and its message stand, in the tables that are copied.
COPIED: Mapping[str, tuple[str, ...]] = {
    "tickets_ticket": ("number",),
    "tickets_message": ("id", "ticket_id"),
    "tickets_ticketevent": ("ticket_id", "message_id"),
    "tickets_ticketclock": ("ticket_id",),
    "tickets_seen": ("ticket_id",),
    "tickets_attachment": ("message_id",),
}
# rows.reference in SQL.
REFERENCE = (
    "(SELECT string_agg(substr(%(alphabet)s, (mixed >> 5 * place & 31)::int + 1, 1), '' ORDER BY place)"
    " FROM (SELECT ({number}::numeric * 11400714819323198485 %% 1099511627776)::bigint AS mixed) AS one,"
    " generate_series(0, 7) AS place)"
)
PREFIX = "copied_"
Rows = dict[str, list[tuple]]


def prepare(cursor: Any, columns: Mapping[str, str], once: Sequence[int]) -> None:
    """Tables beside the tables, and the list of tickets that are copied once."""
    for table in COPIED:
        names = ", ".join(columns[table].split())
        cursor.execute(f"CREATE UNLOGGED TABLE {PREFIX}{table} AS SELECT {names} FROM {table} WITH NO DATA")
        cursor.execute(f"ALTER TABLE {PREFIX}{table} ADD of_ticket bigint")
    cursor.execute("CREATE UNLOGGED TABLE copied_once AS SELECT unnest(%s::bigint[]) AS number", [[*once]])
    cursor.execute("ALTER TABLE copied_once ADD PRIMARY KEY (number)")


def beside(rows: Rows) -> Rows:
    """The rows of a chunk as the tables beside take them: each with its ticket, which stands last in most."""
    ticket_of = {row[0]: row[-1] for row in rows["tickets_message"]}

    def with_ticket(table: str, row: tuple) -> tuple:
        if table == "tickets_ticket":
            return (*row, row[0])
        return (*row, ticket_of[row[-1]] if table == "tickets_attachment" else row[-1])

    return {
        (PREFIX + table if table in COPIED else table): [with_ticket(table, row) for row in lines]
        if table in COPIED
        else lines
        for table, lines in rows.items()
    }


def index(cursor: Any) -> None:
    for table in COPIED:
        cursor.execute(f"CREATE INDEX ON {PREFIX}{table} (of_ticket)")
        cursor.execute(f"ANALYZE {PREFIX}{table}")


def write(cursor: Any, columns: Mapping[str, str], copies: int, first: int, last: int) -> int:
    """Copy the tickets of these numbers, all of their rows; how many messages were written."""
    written = 0
    for table, moved in COPIED.items():
        names = columns[table].split()
        values = [_value(table, name, moved) for name in names]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {PREFIX}{table} AS row"
            " CROSS JOIN LATERAL generate_series(0, CASE WHEN EXISTS (SELECT FROM copied_once AS once"
            " WHERE once.number = row.of_ticket) THEN 0 ELSE %(copies)s - 1 END) AS copy"
            " WHERE row.of_ticket BETWEEN %(first)s AND %(last)s",
            {"copies": copies, "first": first, "last": last, "alphabet": REFERENCE_ALPHABET},
        )  # fmt: skip
        written = cursor.rowcount if table == "tickets_message" else written
    return written


def _value(table: str, name: str, moved: Sequence[str]) -> str:
    key = f"((row.{name} - 1) * %(copies)s + 1 + copy)"
    if name in moved:
        return key
    if (table, name) == ("tickets_ticket", "reference"):
        return REFERENCE.format(number="((row.number - 1) * %(copies)s + 1 + copy)")
    if (table, name) == ("tickets_message", "message_id"):
        mine = "((row.id - 1) * %(copies)s + 1 + copy)"
        return f"CASE WHEN row.message_id = '' THEN '' ELSE '<' || {mine} || '@mail.example>' END"
    return f"row.{name}"


def drop(cursor: Any) -> None:
    for table in (*(PREFIX + table for table in COPIED), "copied_once"):
        cursor.execute(f"DROP TABLE {table}")
