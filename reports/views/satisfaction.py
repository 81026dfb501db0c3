"""What customers said of solved tickets, and the low scores that somebody looks into."""

import datetime
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lib import pages
from reports.names import names_of
from reports.satisfaction import (
    GROUPS,
    MOST,
    NONE,
    SHOWS,
    Choice,
    left_out,
    listed,
    overall,
    scope,
    table,
)
from staff.models import User
from staff.queries import teams_of
from tickets.access import follow_up_for, follow_ups_for, numbers_for
from tickets.actions.following_up import settle, take_up
from tickets.choices import Channel, Priority
from tickets.models import FollowUp

ON_A_PAGE = 25
DAYS = (7, 30, 90, 365)
# Chosen by a line of the table alone; of their own tickets nobody needs more than the first two.
TAGGED = ("topic", "product", "agent", "priority", "type", "organisation")
SHELVES = {"open": gettext_lazy("To look into"), "mine": gettext_lazy("Mine"), "done": gettext_lazy("Done")}


@require_safe
def satisfaction(request: HttpRequest) -> HttpResponse:
    """Of all teams, or of those whose board it is."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    return _page(request, own=False)


@require_safe
def my_satisfaction(request: HttpRequest) -> HttpResponse:
    """Of what they solved themselves: everybody's own page."""
    return _page(request, own=True)


def _page(request: HttpRequest, *, own: bool) -> HttpResponse:
    user, now, choice = request.user, timezone.now(), choice_from(request)
    rows = scope(user, choice, now, own=own)
    page = pages.page_of(listed(rows, choice.show), ON_A_PAGE, request.GET.get("page"))
    whole, scores = overall(rows)
    context = {
        "here": "satisfaction" if own else "board", "own": own, "choice": choice,
        "page": page, "whole": whole,
        "scores": scores, "lines": [] if own else table(rows, choice),
        "groups": [(name, words[0]) for name, words in GROUPS.items()], "group": GROUPS[choice.by][0],
        "most": MOST, "chosen": _chosen(choice, TAGGED[:2] if own else TAGGED, whole.asked),
        "shows": [(name, words) for name, (words, _rows) in SHOWS.items()],
        "days": [(n, ngettext_lazy("%(n)s day", "%(n)s days", n) % {"n": n}) for n in DAYS],
        "teams": [] if own else teams_of(user).order_by("name"), "channels": Channel.choices,
        "languages": settings.LANGUAGES, "query": query_without(request, "page", "show"),
        "seen": numbers_for(user, [one.ticket_id for one in page]),
        "params": query_without(request, "page"), "no_group": query_without(request, "page", "by"),
        "left_out": _left_out(request, choice, now), "waiting": 0 if own else waiting_low(user),
    }  # fmt: skip
    return render(request, "reports/satisfaction.html", context)


def _chosen(choice: Choice, names: Sequence[str], asked: int) -> list[tuple[str, Any, str]]:
    """Its name, what the address says, and in words. Nobody learns what an organisation is called of which
    they may read nothing.
    """
    found = [(name, value) for name in names if (value := getattr(choice, name))]
    return [
        (name, value, _in_words(name, str(value) if asked or name != "organisation" else ""))
        for name, value in found
    ]


def _in_words(name: str, value: str) -> str:
    label = str(GROUPS[name][0])
    if not value:
        return label
    return f"{label}: {next(iter(names_of(name, ['' if value == NONE else value]).values()), value)}"


def waiting_low(user: User) -> int:
    return follow_ups_for(user).filter(done_at=None).count()


def _left_out(request: HttpRequest, choice: Choice, now: datetime.datetime) -> list[tuple[str, str, int]]:
    if not request.user.may("survey.manage") or request.resolver_match.url_name != "satisfaction":
        return []
    return [*left_out(now - datetime.timedelta(days=choice.days))]


def choice_from(request: HttpRequest) -> Choice:
    """What is not on offer counts as not chosen."""
    asked = request.GET
    channel, language, priority = (asked.get(name, "") for name in ("channel", "language", "priority"))
    days = number_of(asked.get("days", ""))
    return Choice(
        days=days if days in DAYS else Choice.days,
        team=number_of(asked.get("team", "")),
        agent=_row_of(asked.get("agent", "")),
        topic=asked.get("topic", "").replace("\x00", "")[:40],
        product=number_of(asked.get("product", "")),
        channel=channel if channel in Channel.values else "",
        language=language if language in dict(settings.LANGUAGES) else "",
        priority=priority if priority in Priority.values else "",
        type=_row_of(asked.get("type", "")),
        organisation=_row_of(asked.get("organisation", "")),
        show=asked.get("show", "") if asked.get("show", "") in SHOWS else "",
        by=asked.get("by", "") if asked.get("by", "") in GROUPS else Choice.by,
    )


def number_of(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _row_of(said: str) -> str:
    return NONE if said == NONE else str(number_of(said) or "")


def query_without(request: HttpRequest, *names: str) -> str:
    return urlencode([(k, v) for k, v in request.GET.items() if k not in names and v])


@require_safe
def low_scores(request: HttpRequest) -> HttpResponse:
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    return _low(request)


def _low(request: HttpRequest, *, wrong: FollowUp | None = None, status: int = 200) -> HttpResponse:
    asked = request.GET.get("show", "")
    shelf = asked if asked in SHELVES else "open"
    rows = follow_ups_for(request.user).select_related("survey__ticket__requester")
    page = pages.page_of(_shelf(rows, shelf, request.user), ON_A_PAGE, request.GET.get("page"))
    context = {
        "here": "board", "page": page, "shelf": shelf, "shelves": SHELVES.items(), "wrong": wrong,
        "seen": numbers_for(request.user, [one.survey.ticket_id for one in page]),
        "params": urlencode({"show": shelf}), "waiting": waiting_low(request.user),
    }  # fmt: skip
    return render(request, "reports/low_scores.html", context, status=status)


def _shelf(rows: QuerySet[FollowUp], shelf: str, user: User) -> QuerySet[FollowUp]:
    if shelf == "done":
        return rows.exclude(done_at=None).order_by("-done_at", "-pk")
    waiting = rows.filter(done_at=None).order_by("opened_at", "pk")
    return waiting.filter(taken_by=user) if shelf == "mine" else waiting


@require_POST
def take(request: HttpRequest, number: int) -> HttpResponse:
    row = follow_up_for(request.user, number)
    try:
        take_up(row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("It is yours to look into."))
    return redirect("reports:low_scores")


@require_POST
def done(request: HttpRequest, number: int) -> HttpResponse:
    row = follow_up_for(request.user, number)
    try:
        settle(row, by=request.user, note=request.POST.get("note", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return _low(request, wrong=row, status=422)
    messages.success(request, _("Done. What you wrote stands on the ticket."))
    return redirect("reports:low_scores")
