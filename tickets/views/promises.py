"""The promises of a ticket: the page that explains them, and what people decide about them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tickets import actions
from tickets.access import ticket_for
from tickets.choices import EventKind
from tickets.forms.promising import DueForm, FreeForm, ReasonForm, StretchForm
from tickets.models import Ticket
from tickets.page import page_for
from tickets.promise_page import Bound, cards, flags, retime_form
from tickets.thread import events_of
from tickets.time_left import openings
from tickets.views.moves import number_of, on_ticket
from tickets.views.shown import names_for, query_of


@require_GET
def promises(request: HttpRequest, number: int) -> HttpResponse:
    return shown(request, number)


def shown(
    request: HttpRequest, number: int, *, bound: Bound | None = None, retime: Form | None = None,
    problem: str = "",
) -> HttpResponse:  # fmt: skip
    """The page; with a form that was refused, as it was sent."""
    reader, now = request.user, timezone.now()
    ticket = page_for(reader, number)
    events = events_of(ticket)
    names = names_for(ticket, reader, events, whole=True)
    context = {
        "ticket": ticket,
        "now": now,
        "query": query_of(request),
        "cards": cards(ticket, reader, events, names, now, bound),
        "flags": flags(events, names),
        "retime": retime or retime_form(ticket, reader),
        "problem": problem,
        "openings": openings([ticket.calendar_version_id], now),
        "zone_name": timezone.get_current_timezone_name(),
    }
    status = 422 if bound or retime or problem else 200
    return render(request, "tickets/promises.html", context, status=status)


def decided(
    request: HttpRequest, number: int, name: str, form: Form, act: Callable[[Ticket, dict[str, Any]], str]
) -> HttpResponse:
    """Do what the form says and go back to the page; what is refused is said beside the field, or above."""
    ticket = ticket_for(request.user, number)
    key = f"{form.data.get('metric', '')}-{form.data.get('cycle') or newest(ticket, form)}"
    if not form.is_valid():
        return shown(request, number, bound=(name, key, form))
    try:
        said = act(ticket, form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return shown(request, number, bound=(name, key, form), problem=" ".join(error.messages))
    except PermissionDenied:
        return shown(request, number, problem=_("Your role may not do that."))
    messages.success(request, said)
    return redirect(f"{reverse('tickets:promises', args=[number])}{query_of(request)}#{key}")


def newest(ticket: Ticket, form: Form) -> int:
    """The cycle that a form speaks of which names none."""
    cycles = ticket.clocks.filter(metric=str(form.data.get("metric", ""))[:20]).order_by("-cycle")
    return cycles.values_list("cycle", flat=True).first() or 1


@require_POST
def set_due(request: HttpRequest, number: int) -> HttpResponse:
    def act(ticket: Ticket, said: dict[str, Any]) -> str:
        actions.set_due(
            ticket, by=request.user, metric=said["metric"], due=said["due"], reason=said["reason"]
        )
        return _("The new time holds, whatever policies say, until it is taken back.")

    return decided(request, number, "due", DueForm(request.POST), act)


@require_POST
def free_due(request: HttpRequest, number: int) -> HttpResponse:
    def act(ticket: Ticket, said: dict[str, Any]) -> str:
        actions.free_due(ticket, by=request.user, metric=said["metric"], reason=said["reason"])
        return _("The promise decides again.")

    return decided(request, number, "free", FreeForm(request.POST), act)


STRETCH = ("metric", "cycle", "since", "until", "reason")


@require_POST
def dispute(request: HttpRequest, number: int) -> HttpResponse:
    def act(ticket: Ticket, said: dict[str, Any]) -> str:
        actions.dispute(ticket, by=request.user, **{name: said[name] for name in STRETCH})
        return _("A manager will decide about it.")

    return decided(request, number, "dispute", StretchForm(request.POST), act)


@require_POST
def exclude(request: HttpRequest, number: int) -> HttpResponse:
    """A manager takes a stretch out; where a dispute about the clock is open, that is the answer to it."""

    def act(ticket: Ticket, said: dict[str, Any]) -> str:
        asked = ticket.disputes.filter(answer="", metric=said["metric"], cycle=said["cycle"]).first()
        stretch = {name: said[name] for name in STRETCH}
        actions.exclude(ticket, by=request.user, answers=asked, **stretch)
        return _("Taken out of the adjusted figures. The raw ones stay as they are.")

    return decided(request, number, "exclude", StretchForm(request.POST), act)


@require_POST
def include(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    excluded = ticket.events.filter(
        kind=EventKind.EXCLUDED, pk=number_of(request.POST.get("exclusion", ""))
    ).first()
    if excluded is None:
        raise Http404("no such exclusion on this ticket")
    return plainly(
        request, number, lambda reason: actions.include(excluded, by=request.user, reason=reason),
        _("It counts again."),
    )  # fmt: skip


@require_POST
def answer_dispute(request: HttpRequest, number: int) -> HttpResponse:
    """Declined by a manager, or dropped by whoever raised it. An exclusion is the other answer."""
    ticket = ticket_for(request.user, number)
    asked = ticket.disputes.filter(pk=number_of(request.POST.get("dispute", ""))).first()
    if asked is None:
        raise Http404("no such dispute on this ticket")
    if request.POST.get("answer") == "dropped":
        return plainly(
            request, number, lambda _reason: actions.drop_dispute(asked, by=request.user),
            _("Taken back."), reason="-",
        )  # fmt: skip
    return plainly(
        request, number, lambda reason: actions.decline(asked, by=request.user, reason=reason),
        _("Declined. It counts as before."),
    )  # fmt: skip


def plainly(
    request: HttpRequest, number: int, act: Callable[[str], object], said: str, *, reason: str = ""
) -> HttpResponse:
    """A decision that needs a reason alone."""
    form = ReasonForm({"reason": reason} if reason else request.POST)
    if not form.is_valid():
        return shown(request, number, problem=_("Say why: the history shows it."))
    try:
        act(form.cleaned_data["reason"])
    except ValidationError as error:
        return shown(request, number, problem=" ".join(error.messages))
    except PermissionDenied:
        return shown(request, number, problem=_("Your role may not do that."))
    messages.success(request, said)
    return redirect(reverse("tickets:promises", args=[number]) + query_of(request))


@require_POST
def retime(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    form = retime_form(ticket, request.user, request.POST)
    if form is None:
        return shown(request, number, problem=_("Your role may not do that."))
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.retime(said["message"], by=request.user, to=said["to"], reason=said["reason"])
        except ValidationError as error:
            form.add_error("to", error)
    if form.errors:
        return shown(request, number, retime=form)
    messages.success(request, _("The timers were computed again."))
    return redirect(reverse("tickets:promises", args=[number]) + query_of(request))


@on_ticket
def no_reply_needed(request: HttpRequest, ticket: Ticket) -> str:
    reason = request.POST.get("reason", "") or request.POST.get("other", "")
    actions.no_reply_needed(ticket, by=request.user, reason=reason)
    return _("Nobody is waiting any more.")
