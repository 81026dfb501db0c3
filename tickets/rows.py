"""The rows of a list as markup, built as strings: fifty includes cost more than the rest of the page."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections.abc import Collection, Iterable
from html import escape
from types import MappingProxyType

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lib.found_words import marked
from lib.icons import icon
from lib.marks import avatar, pill, status, when
from tickets.arranging import USUAL
from tickets.choices import ClockState, Priority, State
from tickets.comings import People, here
from tickets.finding import STANDING, Row
from tickets.models.ticket import NEVER
from tickets.time_left import left_of

PRESSING = frozenset({Priority.HIGH, Priority.URGENT})
TAGS_SHOWN = 2


class Words:
    """What the rows of one page share, worked out once."""

    def __init__(self, reader: int, now: datetime.datetime, url: str, query: str, keeps_ticks: bool) -> None:
        self.reader, self.now = reader, now
        self.before, _, behind = url.rpartition("0")
        self.behind = escape(f"{behind}?{query}" if query else behind)
        self.keep = " hx-preserve" if keeps_ticks else ""
        unread = gettext("Unread.")  # not inside the f-string, where makemessages would not find it
        self.unread = f'<span class="visually-hidden">{unread} </span>'
        self.states = {word: status(word) for word in State.values}
        self.priorities = {
            word: f'<span class="tag">{icon("flag")}{escape(str(Priority(word).label))}</span>'
            for word in PRESSING
        }
        self.standing = {state: pill(None, state) for state in STANDING}
        self.moon = icon("moon", gettext("Snoozed"))
        self.till_reply = escape(gettext("until a reply"))
        self.faces: dict[int, str] = {}
        self.people: People = {}
        self.columns: Collection[str] = USUAL

    def snoozed(self, until: datetime.datetime) -> str:
        text = self.till_reply if until == NEVER else when(until, "clock", self.now)
        return f'<span class="pill paused">{self.moon}{text}</span>'

    def face(self, assignee: int, name: str) -> str:
        if assignee not in self.faces:
            mark = avatar(name, assignee, "tiny")
            self.faces[assignee] = f'<span class="writing" title="{escape(name)}">{mark}</span>'
        return self.faces[assignee]


def rows(
    rows: Iterable[Row],
    *,
    reader: int,
    now: datetime.datetime,
    url: str,
    query: str,
    current: int | None = None,
    keeps_ticks: bool = True,
    people: People = MappingProxyType({}),
    columns: Collection[str] = USUAL,
) -> SafeString:
    """<li> for each row. `url` is a ticket's address with 0 as number; `query` keeps the list in the link."""
    words = Words(reader, now, url, query, keeps_ticks)
    words.people, words.columns = people, columns
    return mark_safe("".join(_row(row, words, row.number == current) for row in rows))


def _row(row: Row, words: Words, is_current: bool) -> str:
    number, subject, is_unread = row.number, escape(row.subject), row.unread
    look = f"item{' unread' if is_unread else ''}{' mine' if row.assignee == words.reader else ''}"
    who = escape(row.name or row.email)
    shows = words.columns
    if row.organisation and "organisation" in shows:
        who = f"{who} <small>{escape(row.organisation)}</small>"
    marks = [words.states[row.state]]
    if "number" in shows:
        marks.append(f'<span class="mono">#{number}</span>')
    if "team" in shows:
        marks.append(f'<span class="team hue-{row.colour}">{escape(row.team)}</span>')
    if "promise" in shows:
        marks += _promised(row, words)
    if row.snoozed_until:
        marks.append(words.snoozed(row.snoozed_until))
    if row.priority in PRESSING and "priority" in shows:
        marks.append(words.priorities[row.priority])
    if row.tags and "tags" in shows:
        tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in row.tags[:TAGS_SHOWN])
        marks.append(f'<span class="tags">{tags}</span>')
    marks.append(here(number, words.people.get(number, ())))
    if row.assignee and row.assignee != words.reader and "assignee" in shows:
        marks.append(words.face(row.assignee, row.assignee_name or ""))
    current = ' aria-current="true"' if is_current else ""
    return (
        f'<li class="{look}" id="row-{number}"><label class="tick"><input type="checkbox" name="ticket"'
        f' value="{number}" form="bulk" tabindex="-1" id="tick-{number}"{words.keep}'
        f' aria-label="#{number} {subject}"></label>'
        f'<a class="item-link" href="{words.before}{number}{words.behind}"{current}>'
        f'{words.unread if is_unread else ""}<span class="who">{who}</span>'
        f"{when(row.active_at, 'short', words.now)}"
        f'<span class="subj">{subject}</span>{_snippet(row)}'
        f'<span class="meta">{"".join(marks)}</span></a></li>\n'
    )


def _promised(row: Row, words: Words) -> list[str]:
    marks = []
    if row.queue_at != NEVER:
        marks.append(pill(row.queue_at, "running", words.now, row.warn_at, left_of(row, words.now)))
    if row.standing == ClockState.UNSCHEDULABLE or (row.standing and row.queue_at == NEVER):
        marks.append(words.standing[row.standing])
    return marks


def _snippet(row: Row) -> str:
    return f'<span class="found">{marked(row.snippet)}</span>' if row.snippet else ""
