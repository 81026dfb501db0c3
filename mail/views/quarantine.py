"""Held mail: look at it safely, and decide."""

import logging

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from lib.html import sanitise
from mail import actions, words
from mail.access import held_mail_for, quarantine_for
from mail.forms import AppendForm
from mail.models import RawEmail, SenderRule
from mail.parser import parse

log = logging.getLogger(__name__)

PAGE = 50
PREVIEW_CHARS = 20_000
FRAME_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
    "sandbox": ["allow-same-origin"],
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request, "quarantine.see")
    return _show(request, None)


@require_safe
def detail(request: HttpRequest, mail_id: int) -> HttpResponse:
    return _show(request, held_mail_for(request.user, mail_id))


def _show(
    request: HttpRequest, mail: RawEmail | None, form: AppendForm | None = None, status: int = 200
) -> HttpResponse:
    waiting = quarantine_for(request.user).filter(outcome="quarantined", decision="").defer("content")
    before = request.GET.get("before", "")
    rows = waiting.filter(pk__lt=int(before)) if before.isdigit() and len(before) < 19 else waiting
    page = list(rows.order_by("-pk")[: PAGE + 1])
    for row in page:
        row.reason = words.cause(row.cause)
    return render(
        request,
        "mail/quarantine.html",
        {
            "here": "quarantine",
            "now": timezone.now(),
            "rows": page[:PAGE],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "paged": bool(before),
            "mail": mail,
            "form": form or AppendForm(user=request.user),
            **(_about(mail) if mail else {}),
        },
        status=status,
    )


def _about(mail: RawEmail) -> dict:
    """What the page shows of the chosen mail; parsing never fails, whatever the bytes are."""
    parsed = parse(bytes(mail.content))
    return {
        "parsed": parsed,
        "sender": str(parsed.from_ or ""),
        "text": parsed.text[:PREVIEW_CHARS],
        "cut": len(parsed.text) > PREVIEW_CHARS,
        "has_html": bool(parsed.html.strip()),
        "reason": words.cause(mail.cause),
        "explanation": words.explanation(mail.cause),
        "decision": words.DECISIONS.get(mail.decision, ""),
        "sender_key": parsed.from_.key if parsed.from_ else "",
    }


@require_safe
@xframe_options_sameorigin
@csp(FRAME_POLICY)
def frame(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The mail as it was written, sanitised, in a frame of its own: no scripts, nothing from elsewhere."""
    mail = held_mail_for(request.user, mail_id)
    html = sanitise(parse(bytes(mail.content)).html)
    response = render(request, "mail/frame.html", {"html": html})
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def original(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The bytes as they came; a download, never shown."""
    mail = held_mail_for(request.user, mail_id)
    return HttpResponse(
        bytes(mail.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="mail-{mail.pk}.eml"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@require_POST
def decide(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = held_mail_for(request.user, mail_id)
    _require(request, "quarantine.decide")
    try:
        return _decided(request, mail)
    except actions.AlreadyDecided as done:
        who = done.by.full_name if done.by else _("somebody else")
        messages.warning(request, _("%(name)s was quicker: this mail is decided.") % {"name": who})
    except PermissionDenied:
        raise
    except Exception:  # what held it may be that it breaks us; it stays where it is
        log.exception("held mail %s could not be let in", mail_id)
        messages.error(request, _("It could not be let in. It stays here; its original can be downloaded."))
        return redirect("mail:quarantined", mail_id)
    return redirect("mail:quarantine")


def _decided(request: HttpRequest, mail: RawEmail) -> HttpResponse:
    choice, by = request.POST.get("choice"), request.user
    if choice in {"recover", "allow"}:
        row = actions.recover(mail, by=by)
        if choice == "allow" and (sender := parse(bytes(mail.content)).from_):
            actions.rule_sender(sender.key, say=SenderRule.Say.ALLOW, by=by)
        messages.success(request, _("Let in as ticket #%(number)s.") % {"number": row.ticket_id})
    elif choice == "append":
        form = AppendForm(request.POST, user=by)
        if not form.is_valid():
            return _show(request, mail, form, status=422)
        row = actions.append(mail, to=form.cleaned_data["number"], by=by)
        messages.success(request, _("Added to ticket #%(number)s.") % {"number": row.ticket_id})
    elif choice in {"reject", "deny"}:
        actions.reject(mail, by=by)
        if choice == "deny" and (sender := parse(bytes(mail.content)).from_):
            actions.rule_sender(sender.key, say=SenderRule.Say.DENY, by=by)
        messages.success(request, _("Rejected. The mail is kept, but it leaves this list."))
    else:
        raise Http404("no such choice")
    return redirect("mail:quarantine")


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.may(permission):
        raise Http404(permission)
