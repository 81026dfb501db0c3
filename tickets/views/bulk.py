"""One act on all ticked tickets; those that cannot take it are named, the others take it."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from staff.models import User
from tickets import undoing
from tickets.access import tickets_for
from tickets.bulk_acts import Act, NoSuchAct, act_for, attempt, fixed
from tickets.gate_words import warning
from tickets.gates import standing_for_all
from tickets.listing import listed_in, listing_for
from tickets.models import Ticket
from tickets.views.bulk_fields import to_filling
from tickets.views.bulk_jobs import plan
from tickets.views.inbox import open_number

MOST_TICKED = 100
Problem = tuple[int, str]
Done = tuple[Ticket, dict[str, Any]]


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    user = request.user
    if request.POST.get("do") == "merge":
        return to_merging(request)
    if request.POST.get("do") == "fields":
        return to_filling(request)
    do, tag = (request.POST.get(name, "").replace("\x00", "") for name in ("do", "tag"))
    try:
        act = act_for(user, do, tag)
    except NoSuchAct as error:
        raise Http404("no such act") from error
    if request.POST.get("all"):
        return plan(request, fixed(do), tag)
    asked = (open_number(text) for text in request.POST.getlist("ticket")[:MOST_TICKED])
    numbers = list(dict.fromkeys(number for number in asked if number))
    done, problems = run(user, numbers, act)
    said = changed(len(done))
    if do == "take":
        said = " ".join(filter(None, [said, lacking(user, [ticket for ticket, _before in done])]))
    back_again = undoing.token(user, done)
    back = listed_in(request.POST)
    if not request.htmx:
        messages.success(request, said)
        for number, why in problems:
            messages.error(request, f"#{number}: {why}")
        return redirect(reverse("tickets:inbox", query=back))
    # What could not be done stays ticked in the reader's mind only: the next act needs a fresh choice.
    listing = listing_for(user, back, current=open_number(request.POST.get("open")), keeps_ticks=False)
    context = listing.context() | {"problems": problems, "said": said, "seen_said": True}
    if back_again:
        context["undo_url"] = reverse("tickets:undo", query={"act": back_again})
    return render(request, "tickets/_pulse.html", context)


def to_merging(request: HttpRequest) -> HttpResponse:
    """To the page that shows what will become of the ticked tickets, and asks."""
    ticked = [text for text in request.POST.getlist("ticket")[:MOST_TICKED] if open_number(text)]
    url = reverse("tickets:merge_ticked", query={"ticket": ticked})
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last act back. The rows follow with the next pulse."""
    try:
        back, kept = undoing.undo(request.GET.get("act", ""), by=request.user)
    except ValueError as error:
        raise Http404("nothing to undo") from error
    said = changed(back)
    if kept:
        said += " " + ngettext(
            "%(n)s stays as it is: something happened to it since.",
            "%(n)s stay as they are: something happened to them since.",
            kept,
        ) % {"n": kept}
    if not request.htmx:
        messages.success(request, said)
        return redirect("tickets:inbox")
    return render(request, "tickets/_undone.html", {"said": said})


def lacking(user: User, tickets: Collection[Ticket]) -> str:
    """What the reader lacks for what they have just taken."""
    now = timezone.now()
    return warning(standing_for_all(user, tickets, now), now)


def changed(count: int) -> str:
    return ngettext("%(n)s ticket changed.", "%(n)s tickets changed.", count) % {"n": count}


def run(user: User, numbers: list[int], act: Act) -> tuple[list[Done], list[Problem]]:
    """What was done, with how each was before, and which not and why. Each ticket stands for itself."""
    theirs = {
        ticket.number: ticket
        for ticket in tickets_for(user).filter(number__in=numbers).select_related("team", "requester")
    }
    done: list[Done] = []
    problems: list[Problem] = []
    for number in numbers:
        ticket = theirs.get(number)
        if ticket is None:
            problems.append((number, _("There is no such ticket.")))
            continue
        before = undoing.kept(ticket)
        if why := attempt(act, ticket):
            problems.append((number, why))
        else:
            done.append((ticket, before))
    return done, problems
