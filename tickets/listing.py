"""The list region: what stands left of a ticket and in the inbox, from the query string alone."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import groupby
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from staff.models import User
from tickets.access import tickets_for
from tickets.arranging import USUAL, name_of
from tickets.choices import Priority, State
from tickets.comings import People, as_told, people_in
from tickets.finding import EPOCH, Choice, Page, Row, choice_from, page_of_view, tickets_of
from tickets.listing_words import (
    COLUMN_WORDS,
    GROUP_WORDS,
    MOVE_WORDS,
    SNOOZE_WORDS,
    SORT_WORDS,
    nothing_found,
    nothing_to_do,
    title_of,
)
from tickets.misspelt import FEW, meant
from tickets.models import SavedView, TicketEvent
from tickets.rows import rows
from tickets.saved_views import circles_of, counts_of, may_change, saved_views_of
from tickets.search_words import Said, examples, explained
from tickets.searching import Found, search
from tickets.snooze import presets
from tickets.time_left import openings

# A late letter of a number taken earlier changes the sum as well.
EVENTS_WATCHED = 100
# In plain SQL, because every open page asks it every few seconds.
NEWEST_EVENTS = f"""
    SELECT sum(id) FROM (SELECT id FROM {TicketEvent._meta.db_table} ORDER BY id DESC LIMIT %s) AS newest
"""  # noqa: S608  the name of our own table
# Seconds: promises run out without an event.
REFRESHED_EVERY = 60


@dataclass(frozen=True)
class Listing:
    """Everything `tickets/_list.html` shows. `current` is the number of the ticket that is open beside it."""

    reader: User
    choice: Choice
    page: Page
    now: datetime.datetime
    saved: tuple[SavedView, ...] = ()
    current: int | None = None
    found: Found | None = None
    stamp: str = ""
    keeps_ticks: bool = True

    @property
    def here(self) -> str:
        """The link of the sidebar that leads here."""
        if self.choice.saved:
            return f"saved-{self.choice.saved}"
        if self.choice.words or self.choice.state or self.choice.within or self.choice.assignee is not None:
            return ""
        if self.choice.team:
            return f"team-{self.choice.team.pk}"
        return {"all": "every"}.get(self.choice.view, self.choice.view)

    @property
    def title(self) -> str:
        for view in self.saved:
            if view.pk == self.choice.saved:
                return view.name
        if self.choice.words:
            return _("Search")
        if self.choice.team:
            team = self.choice.team.name
            return team if self.choice.view == "all" else f"{team}: {title_of(self.choice)}"
        if self.choice.state:
            return str(State(self.choice.state).label)
        return title_of(self.choice)

    @property
    def saved_views(self) -> list[dict[str, Any]]:
        """For the sidebar; the first nine have the keys 1 to 9."""
        inbox = reverse("tickets:inbox")
        return [
            {
                "name": f"saved-{view.pk}",
                "label": view.name,
                "url": f"{inbox}?saved={view.pk}",
                "count": self.counts.get(view.pk, ""),
                "key": str(n) if n <= 9 else "",
            }
            for n, view in enumerate(self.saved, 1)
        ]

    @cached_property
    def counts(self) -> Mapping[int, str]:
        return counts_of(self.reader, self.saved, self.now, self.stamp)

    @cached_property
    def query(self) -> str:
        """The query string that brings this very page back."""
        return self.choice.address(after=self.choice.after, before=self.choice.before)

    @property
    def fresh(self) -> list[Row]:
        return [row for row in self.page.rows if row.unread]

    @property
    def known(self) -> list[Row]:
        return [row for row in self.page.rows if not row.unread]

    @cached_property
    def fresh_rows(self) -> SafeString:
        return self._markup(self.fresh)

    @cached_property
    def known_rows(self) -> SafeString:
        return self._markup(self.known)

    @cached_property
    def all_rows(self) -> SafeString:
        """What a search found stays in its order."""
        return self._markup(list(self.page.rows))

    @cached_property
    def groups(self) -> list[tuple[str, SafeString]]:
        """(name, rows) of each group of the page; none if the list is not grouped."""
        parts = groupby(self.page.rows, key=lambda row: row.part)
        group = self.choice.group
        return [(name_of(group, part), self._markup([*rows])) for part, rows in parts if part is not None]

    @property
    def openings(self) -> str:
        """The hours in which the pills of this page count."""
        return openings((row.calendar for row in self.page.rows), self.now)

    def _markup(self, some: list[Row]) -> SafeString:
        url = reverse("tickets:ticket", args=[0])
        return rows(
            some,
            reader=self.reader.pk,
            now=self.now,
            url=url,
            query=self.query,
            current=self.current,
            keeps_ticks=self.keeps_ticks,
            people=self.people,
            columns=USUAL if self.choice.columns is None else self.choice.columns,
        )

    @cached_property
    def people(self) -> People:
        """Who else is at the tickets of this page just now."""
        return people_in((row.number for row in self.page.rows), self.reader.pk)

    @property
    def present(self) -> str:
        """The same as the reader's page holds it: see tickets.comings."""
        return as_told((row.number for row in self.page.rows), self.people)

    @cached_property
    def mark(self) -> str:
        """What the reader's page holds, sent back with every pulse: see tickets.views.listing_pulse."""
        markup = f"{self.groups or self.fresh_rows + self.known_rows}{self.page.after}"
        newest = max((row.number for row in self.page.rows), default=0)
        active = max((row.active_at for row in self.page.rows), default=EPOCH)
        digest = blake2b(markup.encode(), digest_size=8).hexdigest()
        return f"{self.stamp}.{newest}.{int(active.timestamp())}.{digest}"

    @property
    def is_live(self) -> bool:
        return not self.choice.words

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(query string, name, whether it is the one in use)."""
        words = dict(SORT_WORDS)
        return [
            (self.choice.address(sort=name), str(words[name]), name == self.choice.sort)
            for name in self.choice.sorts
        ]

    @property
    def states(self) -> list[tuple[str, str, bool]]:
        """(query string, name, whether it is the one in use); nothing chosen means all that is open."""
        words = [("", gettext_lazy("All open")), *State.choices]
        found = []
        for state, word in words:
            choice = replace(self.choice, state=state, saved=None)
            sort = self.choice.sort if self.choice.sort != self.choice.usual_sort else choice.usual_sort
            found.append((choice.address(sort=sort), str(word), state == self.choice.state))
        return found

    @property
    def group_choices(self) -> list[tuple[str, str, bool]]:
        """(query string, name, whether it is the one in use)."""
        words = [("", gettext_lazy("No groups")), *GROUP_WORDS.items()]
        return [
            (self.choice.address(group=name), str(word), name == self.choice.group)
            for name, word in words
            if self.choice.groups
        ]

    @property
    def column_choices(self) -> list[tuple[str, str, bool]]:
        """(name, word, whether the rows show it)."""
        shown = USUAL if self.choice.columns is None else self.choice.columns
        return [(name, str(word), name in shown) for name, word in COLUMN_WORDS.items()]

    @property
    def hidden_of_columns(self) -> list[tuple[str, str]]:
        """The list as hidden fields of the form that says which columns there are."""
        return [*(self.choice.query | {"cols": "-"}).items()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The list as hidden fields of a form."""
        return list(self.choice.query.items())

    @cached_property
    def problems(self) -> list[Said]:
        """What of the search was not understood."""
        return [explained(one, self.choice.words) for one in self.found.problems] if self.found else []

    @cached_property
    def meant(self) -> list[tuple[str, str]]:
        """(text, address) of what may have been meant by a search that found nothing."""
        return self.meant_instead() if not self.page.rows else []

    @property
    def may_mean_more(self) -> bool:
        """So few are found that it is worth asking for another word, once the page is there."""
        return self._is_whole_search and 1 <= len(self.page.rows) <= FEW

    @property
    def _is_whole_search(self) -> bool:
        choice = self.choice
        return bool(self.found and not (self.found.problems or choice.after or choice.before))

    def meant_instead(self) -> list[tuple[str, str]]:
        choice = self.choice
        if not self._is_whole_search:
            return []
        held = tickets_of(self.reader, choice, self.now)
        texts = meant(self.reader, held, choice, found=len(self.page.rows))
        return [(text, replace(choice, saved=None).address(words=text)) for text in texts]

    @property
    def search_examples(self) -> list[tuple[str, str]]:
        return examples()

    @property
    def found_words(self) -> str:
        if not self.found:
            return ""
        if self.found.more:
            return _("More than %(n)s found, newest first") % {"n": f"{self.found.count:,}"}
        return ngettext("%(n)s found", "%(n)s found", self.found.count) % {"n": self.found.count}

    @property
    def moves(self) -> list[tuple[str, str]]:
        return [(name, str(word)) for name, word in MOVE_WORDS.items()]

    @property
    def snoozes(self) -> list[tuple[str, str, datetime.datetime | None]]:
        """(name, words, until when): one is without a time."""
        times = presets(timezone.localtime(self.now))
        return [(name, str(SNOOZE_WORDS[name]), times.get(name)) for name in [*times, "reply"]]

    @property
    def priorities(self) -> list[tuple[str, str]]:
        return [(value, str(word)) for value, word in Priority.choices]

    @property
    def circles(self) -> list[tuple[str, str]]:
        return circles_of(self.reader) if self.reader.may("view.share") else []

    @property
    def saved_view(self) -> SavedView | None:
        return next((view for view in self.saved if view.pk == self.choice.saved), None)

    @property
    def may_forget(self) -> bool:
        view = self.saved_view
        return view is not None and may_change(view, self.reader)

    @property
    def is_changed(self) -> bool:
        """It began as a saved view and asks for something else now."""
        view = self.saved_view
        return view is not None and {**self.choice.query, "saved": ""} != {**view.query, "saved": ""}

    @cached_property
    def empty(self) -> tuple[str, str]:
        """What to say when there is nothing: a title, and what good looks like."""
        choice = self.choice
        if self.problems:
            return _("Nothing was searched for yet"), _("Above stands what was not understood.")
        if choice.words:
            return nothing_found(choice.words)
        if choice.after or choice.before:
            return _("That was the last page"), ""
        return nothing_to_do(choice, solved_today(self.reader, self.now))

    @property
    def next_url(self) -> str:
        if not self.page.after:
            return ""
        return f"{reverse('tickets:inbox')}?{self.choice.address(after=self.page.after)}"

    @property
    def previous_url(self) -> str:
        if not self.page.before:
            return ""
        return f"{reverse('tickets:inbox')}?{self.choice.address(before=self.page.before)}"

    def context(self) -> dict[str, Any]:
        """What a page with this list gives to its template."""
        return {"listing": self, "here": self.here, "saved_views": self.saved_views}


def listed_in(form: Mapping[str, str]) -> dict[str, str]:
    """The list that a form came from: its fields list_view, list_team …"""
    return {name.removeprefix("list_"): str(form[name]) for name in form if name.startswith("list_")}


def events_stamp(now: datetime.datetime) -> str:
    """Changes with every event on the desk, and every minute."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_EVENTS, [EVENTS_WATCHED])
        total = cursor.fetchone()[0] or 0
    return f"{total}-{int(now.timestamp()) // REFRESHED_EVERY}"


def solved_today(user: User, now: datetime.datetime) -> int:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return tickets_for(user).filter(state=State.SOLVED, solved_at__gte=midnight).count()


def listing_for(
    user: User,
    params: Mapping[str, str],
    *,
    current: int | None = None,
    stamp: str = "",
    keeps_ticks: bool = True,
) -> Listing:
    """The list that the query string asks for, as this colleague may see it; what is unknown is ignored."""
    now = timezone.now()
    saved = saved_views_of(user)
    wanted = str(params.get("saved") or "")
    view = next((one for one in saved if str(one.pk) == wanted), None)
    # An address that says what it asks for says all of it.
    if view and not (params.get("view") or params.get("team")):
        params = {**view.query, **{name: params.get(name) for name in params}}
    choice = choice_from(user, params)
    # Before the rows are read: what happens meanwhile is news for the next pulse.
    stamp = stamp or ("" if choice.words else events_stamp(now))
    found = search(user, tickets_of(user, choice, now), choice) if choice.words else None
    return Listing(
        reader=user,
        choice=choice,
        page=found.page if found else page_of_view(user, choice, now),
        now=now,
        saved=saved,
        current=current,
        found=found,
        stamp=stamp,
        keeps_ticks=keeps_ticks,
    )
