"""The list region: what stands left of a ticket and in the inbox, from the query string alone."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from staff.models import User
from tickets.choices import State
from tickets.finding import Choice, Page, Row, choice_from, page_of, tickets_of
from tickets.models import SavedView
from tickets.rows import rows

MOST_VIEWS = 30
TITLES = {
    "mine": pgettext_lazy("tickets", "Mine"),
    "unassigned": gettext_lazy("Unassigned"),
    "due": gettext_lazy("Due in 2 h"),
    "late": pgettext_lazy("tickets", "Late"),
    "waiting": pgettext_lazy("tickets", "Waiting"),
    "all": gettext_lazy("All open"),
}


@dataclass(frozen=True)
class Listing:
    """Everything `tickets/_list.html` shows. `current` is the number of the ticket that is open beside it."""

    reader: User
    choice: Choice
    page: Page
    now: datetime.datetime
    saved: tuple[SavedView, ...] = ()
    current: int | None = None

    @property
    def here(self) -> str:
        """The link of the sidebar that leads here."""
        if self.choice.saved:
            return f"saved-{self.choice.saved}"
        if self.choice.words or self.choice.state:
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
            return self.choice.team.name
        if self.choice.state:
            return str(State(self.choice.state).label)
        return str(TITLES[self.choice.view])

    @property
    def saved_views(self) -> list[dict[str, Any]]:
        """For the sidebar; the first nine have the keys 1 to 9."""
        inbox = reverse("tickets:inbox")
        return [
            {
                "name": f"saved-{view.pk}",
                "label": view.name,
                "url": f"{inbox}?saved={view.pk}",
                "key": str(n) if n <= 9 else "",
            }
            for n, view in enumerate(self.saved, 1)
        ]

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

    def _markup(self, some: list[Row]) -> SafeString:
        try:
            url = reverse("tickets:ticket", args=[0])
        except NoReverseMatch:
            url = "/tickets/0/"
        return rows(
            some, reader=self.reader.pk, now=self.now, url=url, query=self.query, current=self.current
        )

    @property
    def next_url(self) -> str:
        return (
            f"{reverse('tickets:inbox')}?{self.choice.address(after=self.page.after)}"
            if self.page.after
            else ""
        )

    @property
    def previous_url(self) -> str:
        if not self.page.before:
            return ""
        return f"{reverse('tickets:inbox')}?{self.choice.address(before=self.page.before)}"

    def context(self) -> dict[str, Any]:
        """What a page with this list gives to its template."""
        return {"listing": self, "here": self.here, "saved_views": self.saved_views}


def saved_views_of(user: User) -> tuple[SavedView, ...]:
    """Their own views and those shared with their teams, in their order."""
    shared = Q(team__in=user.memberships.values("team"))
    return tuple(SavedView.objects.filter(Q(owner=user) | shared).distinct()[:MOST_VIEWS])


def listing_for(user: User, params: Mapping[str, str], *, current: int | None = None) -> Listing:
    """The list that the query string asks for, as this colleague may see it; what is unknown is ignored."""
    now = timezone.now()
    saved = saved_views_of(user)
    wanted = str(params.get("saved") or "")
    view = next((one for one in saved if str(one.pk) == wanted), None)
    if view:
        params = {**view.query, **{name: params.get(name) for name in params}}
    choice = choice_from(user, params)
    page = page_of(user, tickets_of(user, choice, now), choice)
    return Listing(reader=user, choice=choice, page=page, now=now, saved=saved, current=current)
