"""Moves on a ticket: its state, whose it is, which team's."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from staff.models import Team, User
from staff.queries import colleagues
from tickets import actions, workflow
from tickets.access import ticket_for
from tickets.choices import State
from tickets.gate_words import warning
from tickets.gates import standing_for
from tickets.listing import listing_for
from tickets.load_words import off_words
from tickets.models import Ticket
from tickets.refusals import why
from tickets.views.shown import changed, query_of, refused

Act = Callable[..., str]
# Which control of the properties has the focus again, after its menu has closed.
BACK_TO = {
    "assign": "assign",
    "change_team": "team",
    "prioritise": "priority",
    "tag": "tags",
    "retitle": "subject",
    "set_type": "type",
    "follow": "follow",
    "add_checklist": "add_checklist",
    "remove_checklist": "add_checklist",
}


def on_ticket(act: Act) -> Callable[..., HttpResponse]:
    """A view of a verb that returns a sentence. What the verb refuses is said, with the ticket as it is."""

    @require_POST
    @wraps(act)
    def view(request: HttpRequest, number: int, **named: str) -> HttpResponse:
        ticket = ticket_for(request.user, number)
        try:
            said = act(request, ticket, **named)
        except workflow.MoveRefused as error:
            return refused(request, number, why(error))
        except ValidationError as error:
            return refused(request, number, " ".join(error.messages))
        except PermissionDenied:
            return refused(request, number, _("Your role may not do that."))
        if not ticket_still_visible(request.user, number):
            return leave(request, said)
        focus = getattr(request, "back_to", "") or BACK_TO.get(act.__name__, "")
        return changed(request, number, said, focus=focus)

    return view


def ticket_still_visible(user: User, number: int) -> bool:
    try:
        ticket_for(user, number)
    except Http404:
        return False
    return True


def leave(request: HttpRequest, said: str, url: str = "") -> HttpResponse:
    """Go on to another page, which says what happened."""
    messages.success(request, said)
    url = url or reverse("tickets:inbox") + query_of(request)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def said_there(request: HttpRequest, act: Callable[[], str], there: HttpResponse) -> HttpResponse:
    """Do it, and go there, which says what was done or why not."""
    try:
        messages.success(request, act())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        messages.error(request, _("Your role may not do that."))
    return there


@require_POST
def move(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Any move of the table; with `next` the reader goes on to the next ticket of the list."""
    if name not in workflow.MOVES or workflow.MOVES[name].permission is None:
        raise Http404("no such move")
    following = next_in_list(request, number) if request.POST.get("next") else None
    answer = make_move(request, number, name=name)
    if following is None or answer.status_code >= 400:
        return answer
    list(messages.get_messages(request))
    return leave(request, solved_words(number), following)


@on_ticket
def make_move(request: HttpRequest, ticket: Ticket, name: str) -> str:
    actions.move(ticket, name, by=request.user)
    if ticket.state == State.SOLVED:
        return solved_words(ticket.pk)
    return _("Ticket %(number)s: %(state)s.") % {"number": ticket.pk, "state": State(ticket.state).label}


def solved_words(number: int) -> str:
    return _("Ticket %(number)s solved.") % {"number": number}


def next_in_list(request: HttpRequest, number: int) -> str:
    """The address of the row below the ticket, else above it; of the list itself if it holds no other."""
    rows = [row.number for row in listing_for(request.user, request.GET).page.rows]
    at = rows.index(number) if number in rows else -1
    others = rows[at + 1 :] + rows[: max(at, 0)][::-1]
    if not others:
        return reverse("tickets:inbox") + query_of(request)
    return reverse("tickets:ticket", args=[others[0]]) + query_of(request)


@on_ticket
def take(request: HttpRequest, ticket: Ticket) -> str:
    actions.take(ticket, by=request.user)
    now = timezone.now()
    lacks = warning(standing_for(request.user, ticket, now), now)
    return " ".join(filter(None, [_("Ticket %(number)s is yours.") % {"number": ticket.pk}, lacks]))


@on_ticket
def assign(request: HttpRequest, ticket: Ticket) -> str:
    wanted = request.POST.get("assignee", "")
    if not wanted:
        actions.assign(ticket, by=request.user, to=None)
        return _("Ticket %(number)s is nobody's.") % {"number": ticket.pk}
    to = colleagues().filter(pk=number_of(wanted)).first()
    if to is None:
        raise ValidationError(_("There is no such colleague."))
    actions.assign(ticket, by=request.user, to=to)
    said = _("Ticket %(number)s assigned to %(name)s.") % {"number": ticket.pk, "name": to.full_name}
    now = timezone.now()
    lacks = warning(standing_for(to, ticket, now), now, to.full_name)
    return " ".join(filter(None, [said, off_words(to, now) if to != request.user else "", lacks]))


@on_ticket
def change_team(request: HttpRequest, ticket: Ticket) -> str:
    to = Team.objects.filter(pk=number_of(request.POST.get("team", "")), active=True).first()
    if to is None:
        raise ValidationError(_("There is no such team."))
    actions.change_team(ticket, by=request.user, to=to)
    return _("Ticket %(number)s moved to %(team)s.") % {"number": ticket.pk, "team": to.name}


def number_of(text: str) -> int:
    """A row's number from a form, or 0, which no row has."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
