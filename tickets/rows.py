"""The rows of a list as markup, built as strings: fifty includes cost more than the rest of the page."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lib.icons import icon
from lib.marks import avatar, pill, status, when
from tickets.choices import Priority
from tickets.finding import Row
from tickets.models.ticket import NEVER

PRESSING = frozenset({Priority.HIGH, Priority.URGENT})
TAGS_SHOWN = 2


def rows(
    rows: Iterable[Row],
    *,
    reader: int,
    now: datetime.datetime,
    url: str,
    query: str,
    current: int | None = None,
    keeps_ticks: bool = True,
) -> SafeString:
    """<li> for each row. `url` is a ticket's address with 0 as number; `query` keeps the list in the link."""
    before, _, behind = url.rpartition("0")
    behind = escape(f"{behind}?{query}" if query else behind)
    keep = " hx-preserve" if keeps_ticks else ""
    priorities = {word: str(Priority(word).label) for word in PRESSING}
    return mark_safe(
        "".join(
            _row(row, reader, now, f"{before}{row.number}{behind}", row.number == current, priorities, keep)
            for row in rows
        )
    )


def _row(
    row: Row,
    reader: int,
    now: datetime.datetime,
    href: str,
    is_current: bool,
    priorities: dict[str, str],
    keep: str,
) -> str:
    number, subject = row.number, escape(row.subject)
    look = f"item{' unread' if row.unread else ''}{' mine' if row.assignee == reader else ''}"
    who = escape(row.name or row.email)
    if row.organisation:
        who = f"{who} <small>{escape(row.organisation)}</small>"
    marks = [status(row.state), f'<span class="team hue-{row.colour}">{escape(row.team)}</span>']
    if row.queue_at != NEVER:
        marks.append(pill(row.queue_at, "running", now, row.warn_at))
    elif row.is_paused:
        marks.append(pill(None, "paused"))
    # Last, because what finds no room is cut from here.
    if row.priority in PRESSING:
        marks.append(f'<span class="tag">{icon("flag")}{escape(priorities[row.priority])}</span>')
    marks.extend(f'<span class="tag">{escape(tag)}</span>' for tag in row.tags[:TAGS_SHOWN])
    if row.assignee and row.assignee != reader:
        marks.append(
            f'<span class="writing" title="{escape(row.assignee_name or "")}">'
            f"{avatar(row.assignee_name or '', row.assignee, 'tiny')}</span>"
        )
    current = ' aria-current="true"' if is_current else ""
    new = f'<span class="visually-hidden">{gettext("Unread.")} </span>' if row.unread else ""
    return (
        f'<li class="{look}" id="row-{number}"><label class="tick"><input type="checkbox" name="ticket"'
        f' value="{number}" form="bulk" tabindex="-1" id="tick-{number}"{keep}'
        f' aria-label="#{number} {subject}"></label>'
        f'<a class="item-link" href="{href}"{current}>{new}<span class="who">{who}</span>'
        f"{when(row.active_at, 'short', now)}"
        f'<span class="subj">{subject}</span><span class="meta">{"".join(marks)}</span></a></li>\n'
    )
