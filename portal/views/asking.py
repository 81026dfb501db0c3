"""The public form, and what is said after it."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.marks import span
from lib.throttle import refused, wait_for
from portal.access import public
from portal.forms import AskForm
from portal.limits import limited
from portal.queries import teams_to_ask
from portal.sending import send_request
from tickets.banners import Told, told_now
from tickets.queries import answer_due, zone_of

SENT_KEY = "portal_sent"


@limited
@public
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _sending(request)
    contact = request.contact
    known = {"name": contact.name, "email": contact.email} if contact else {}
    return _show(request, AskForm(initial=known, teams=teams_to_ask()))


def _sending(request: HttpRequest) -> HttpResponse:
    if seconds := wait_for(request, "portal"):
        return refused(request, seconds)
    teams = teams_to_ask()
    form = AskForm(request.POST, request.FILES, teams=teams)
    if "more" in request.POST:
        return _show(request, _begun(request))
    if not teams or not form.is_valid():
        return _show(request, form, status=422)
    said = form.cleaned_data
    if seconds := wait_for(request, "web_form", said["email"]):
        form.add_error(
            None,
            gettext(
                "Too many requests came from here. Your words are still here: send them again in %(span)s."
            )
            % {"span": span(seconds)},
        )
        response = _show(request, form, status=429)
        response.headers["Retry-After"] = str(seconds)
        return response
    try:
        ticket = send_request(
            page=form.shown.nonce,
            name=said["name"],
            email=said["email"],
            team=said["team"],
            subject=said["subject"],
            text=said["text"],
            files=said["files"],
            language=get_language(),
            kind=said.get("type"),
            custom=form.custom(),
        )
    except ValidationError as error:  # a field was changed while the form was filled in
        form.add_error(None, error)
        return _show(request, form, status=422)
    due_at = answer_due(ticket)
    request.session[SENT_KEY] = {
        "reference": ticket.reference,
        "subject": ticket.subject,
        "email": said["email"],
        "due_at": due_at.isoformat() if due_at else "",
        "zone": zone_of(ticket, ticket.requester),
    }
    return redirect("portal:sent")


@limited
@public
@require_POST
def fields(request: HttpRequest) -> HttpResponse:
    """What the type that was chosen asks for; nothing of it is kept."""
    form = _begun(request)
    told = [one for one in banners_of(form) if one.type_id is not None]
    return render(request, "portal/ask.html#fields", {"form": form, "banners_of_type": told})


def _begun(request: HttpRequest) -> AskForm:
    """The form with what was typed so far, and with the fields of the type that was chosen."""
    form = AskForm(initial=request.POST.dict(), teams=teams_to_ask())
    form.take_over(request.POST)
    return form


def _show(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    told = banners_of(form)
    return render(request, "portal/ask.html", {"form": form, "banners": told}, status=status)


def banners_of(form: AskForm) -> list[Told]:
    """What is the matter now: for everybody, for the teams that can be asked, for what was chosen."""
    teams = [team.pk for team in form.teams]
    chosen = str(form["type"].value() or "") if "type" in form.fields else ""
    told = told_now(get_language() or settings.LANGUAGE_CODE, teams=teams)
    return [one for one in told if one.type_id is None or str(one.type_id) == chosen]


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """No link to the ticket: whoever typed the address need not be the one who reads its mail."""
    last = request.session.get(SENT_KEY)
    if not last:
        return redirect("portal:home")
    with timezone.override(ZoneInfo(last.get("zone") or settings.TIME_ZONE)):
        return render(request, "portal/sent.html", {**last, "due_at": parse_datetime(last["due_at"])})
