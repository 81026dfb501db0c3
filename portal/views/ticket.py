"""A customer's own ticket, behind its secret link."""

import secrets
import zoneinfo

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from lib.throttle import refused, wait_for
from portal.access import link_by, message_by, public
from portal.forms import ReplyForm
from portal.limits import limited
from portal.queries import conversation, facts_of
from portal.sending import send_reply
from portal.views.files import with_pictures
from portal.words import STATES
from tickets.choices import DONE
from tickets.models import AccessLink
from tickets.queries import answer_due, zone_of

LETTER_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
}


@public
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    return _show(request, link_by(token), token, ReplyForm(initial={"key": secrets.token_hex(8)}))


@limited
@public
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, token: str) -> HttpResponse:
    link = link_by(token)
    if request.method != "POST":
        return redirect("portal:ticket", token)
    if seconds := wait_for(request, "portal", link.nonce):
        return refused(request, seconds)
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, link, token, form, status=422)
    said = form.cleaned_data
    message = send_reply(link, text=said["text"], files=said["files"], page=said["key"])
    messages.success(request, _("Your answer has been sent."))
    response = redirect("portal:ticket", token)
    response.headers["Location"] += f"#m{message.pk}"
    return response


def _show(
    request: HttpRequest, link: AccessLink, token: str, form: ReplyForm, status: int = 200
) -> HttpResponse:
    shape, word = STATES[link.ticket.state]
    now = timezone.now()
    zone = zone_of(link.ticket, link.contact)
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        return render(
            request,
            "portal/ticket.html",
            {
                "ticket": link.ticket,
                "me": link.contact,
                "token": token,
                "thread": conversation(link.ticket),
                "shape": shape,
                "word": word,
                "facts": facts_of(link.ticket),
                "ended": link.ticket.state in DONE,
                "due_at": answer_due(link.ticket),
                "zone": zone,
                "now": now,
                "form": form,
            },
            status=status,
        )


@public
@require_safe
@xframe_options_sameorigin
@csp(LETTER_POLICY)
def letter(request: HttpRequest, token: str, message_id: int) -> HttpResponse:
    """A message as it was written, in a frame of its own: no scripts, nothing from elsewhere."""
    link = link_by(token)
    html = with_pictures(message_by(link, message_id), token)
    response = render(request, "portal/letter.html", {"html": html})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
