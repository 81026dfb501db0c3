"""Who is at the tickets of a list just now: asked in one statement for all rows, and told again only of those
where somebody came, went or began to do something else.
"""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import re
from collections.abc import Iterable, Mapping
from html import escape

from django.db import connection
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lib.icons import icon
from lib.marks import avatar
from staff.models import User
from tickets.access import tickets_for
from tickets.choices import MessageKind
from tickets.models import Draft, Presence
from tickets.presence import ANSWERS, LOOKING_FOR, LOOKS, NOTES, WRITING_FOR, Person, told

MOST_ROWS = 100
People = Mapping[int, list[Person]]
# In plain SQL, because every open list asks it every few seconds. Who writes comes before who looks.
HERE = f"""
    SELECT here.ticket_id, here.user_id, person.full_name, here.kind
    FROM (
        SELECT ticket_id, user_id, kind FROM {Draft._meta.db_table}
        WHERE ticket_id = ANY(%(tickets)s) AND saved_at > %(lately)s
            AND message_id IS NULL AND send_at IS NULL
        UNION ALL
        SELECT ticket_id, user_id, '' FROM {Presence._meta.db_table}
        WHERE ticket_id = ANY(%(tickets)s) AND at > %(just_now)s
    ) AS here
    JOIN {User._meta.db_table} AS person ON person.id = here.user_id
    WHERE person.is_active AND here.user_id <> %(reader)s
    ORDER BY here.kind = '', here.user_id
"""  # noqa: S608  the names of our own tables
DOING = {MessageKind.NOTE: NOTES, "": LOOKS}
ONE_ROW = re.compile(r"(\d{1,15})(?::([\dalns-]{1,200}))?", re.ASCII)


def people_in(tickets: Iterable[int], reader_id: int) -> dict[int, list[Person]]:
    """The others at each of these tickets, which the reader may see: whoever calls has made sure of that."""
    numbers, now = list(tickets), timezone.now()
    if not numbers:
        return {}
    values = {
        "tickets": numbers,
        "reader": reader_id,
        "lately": now - WRITING_FOR,
        "just_now": now - LOOKING_FOR,
    }
    found: dict[int, dict[int, Person]] = {}
    with connection.cursor() as cursor:
        cursor.execute(HERE, values)
        for number, user_id, name, kind in cursor.fetchall():
            person = Person(user_id, name, DOING.get(kind, ANSWERS))
            found.setdefault(number, {}).setdefault(user_id, person)
    return {number: list(people.values()) for number, people in found.items()}


def as_told(tickets: Iterable[int], people: People) -> str:
    """What a page holds of its rows, sent back with every pulse: 1042,1043:5l-7a."""
    here = ((number, told(people.get(number, ()))) for number in tickets)
    return ",".join(f"{number}:{what}" if what else str(number) for number, what in here)


def held(text: str) -> dict[int, str]:
    """The same, read again; what is strange is left out."""
    parts = (ONE_ROW.fullmatch(part) for part in text[:20_000].split(",")[:MOST_ROWS])
    return {int(part[1]): part[2] or "" for part in parts if part}


def comings(reader: User, text: str) -> tuple[str, SafeString] | None:
    """What a page that holds `text` must learn, or None: (what it holds then, the marks that changed)."""
    before = held(text)
    people = people_in(before, reader.pk)
    if people:
        theirs = set(tickets_for(reader).filter(pk__in=people).values_list("pk", flat=True))
        people = {number: found for number, found in people.items() if number in theirs}
    changed = [number for number, what in before.items() if told(people.get(number, ())) != what]
    if not changed:
        return None
    marks = "".join(here(number, people.get(number, ()), ' hx-swap-oob="true"') for number in changed)
    return as_told(before, people), mark_safe(marks)


def here(number: int, people: Iterable[Person], more: str = "") -> str:
    """The mark of one row; empty where nobody else is."""
    return f'<span class="present" id="here-{number}"{more}>{"".join(_person(one) for one in people)}</span>'


def _person(one: Person) -> str:
    words = {
        NOTES: gettext("%(name)s is writing a note."),
        ANSWERS: gettext("%(name)s is writing an answer."),
        LOOKS: gettext("%(name)s is looking at this ticket."),
    }[one.doing]
    said = escape(words % {"name": one.name})
    sign = icon("eye" if one.doing == LOOKS else "pencil")
    kind = "" if one.doing == LOOKS else " writes"
    return (
        f'<span class="at{kind}" title="{said}">{sign}{avatar(one.name, one.id, "tiny")}'
        f'<span class="visually-hidden">{said}</span></span>'
    )
