"""Held mail: look at it safely, and decide about one or many."""

import logging

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from lib.html import sanitise
from lib.odd_senders import warning
from lib.pictures import placed, remote
from mail import actions, logbook, words
from mail.access import held_mail_for, quarantine_for
from mail.addressing import Address
from mail.forms import AppendForm, HeldForm
from mail.models import RawEmail, SenderRule
from mail.own import own_addresses
from mail.reading import parse_safely
from mail.senders import EVERYBODYS
from mail.views.log import download
from tickets.access import tickets_for

log = logging.getLogger(__name__)

PAGE = 50
MOST_AT_ONCE = 200
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
    filters = HeldForm(request.GET, user=request.user)
    asked = filters.cleaned_data if filters.is_valid() else {}
    waiting = quarantine_for(request.user).filter(outcome="quarantined", decision="")
    if asked.get("cause"):
        waiting = waiting.filter(cause=asked["cause"])
    if asked.get("mailbox"):
        waiting = waiting.filter(mailbox=asked["mailbox"])
    if asked.get("q"):
        waiting = logbook.searched(waiting, asked["q"], 3650)
    before = request.GET.get("before", "")
    page = logbook.page_of(waiting, before, PAGE)
    for row in page.rows:
        row.reason = words.cause(row.cause)
    return render(
        request,
        "mail/quarantine.html",
        {
            "here": "quarantine",
            "now": timezone.now(),
            "rows": page.rows,
            "older": page.older,
            "paged": bool(before),
            "filters": filters,
            "filtered": any(asked.values()),
            "query": query_of(request.GET),
            "mail": mail,
            "form": form or AppendForm(user=request.user, initial={"number": _pointed_to(request, mail)}),
            **(_about(mail) if mail else {}),
        },
        status=status,
    )


def query_of(asked: QueryDict) -> str:
    """The filters as they stand in the address, so that they stay from page to page."""
    return urlencode({name: asked[name] for name in ("q", "cause", "mailbox") if asked.get(name)})


def _pointed_to(request: HttpRequest, mail: RawEmail | None) -> str:
    """The ticket that the mail names although its sender is no part of it: a good guess for the field."""
    if mail is None:
        return ""
    taken = [one.get("ticket") for one in mail.verdict.get("clues", ()) if one.get("taken")]
    known = tickets_for(request.user).filter(pk__in=[each for each in taken if each])
    return str(next(iter(known.values_list("pk", flat=True)), ""))


def _about(mail: RawEmail) -> dict:
    """What the page shows of the chosen mail; parsing never fails, whatever the bytes are."""
    parsed = parse_safely(bytes(mail.content))
    domain = parsed.from_.domain if parsed.from_ else ""
    return {
        "parsed": parsed,
        "sender": str(parsed.from_ or mail.sender),
        "odd": _odd(parsed.from_),
        "text": parsed.text[:PREVIEW_CHARS],
        "cut": len(parsed.text) > PREVIEW_CHARS,
        "has_html": bool(parsed.html.strip()),
        "reason": words.cause(mail.cause),
        "explanation": words.explanation(mail.cause),
        "decision": words.DECISIONS.get(mail.decision, ""),
        "sender_key": parsed.from_.key if parsed.from_ else "",
        "domain": domain if domain not in EVERYBODYS else "",
    }


def _odd(sender: Address | None) -> str:
    ours = {address.rpartition("@")[2] for address in own_addresses()}
    return warning(sender.address, sender.name, ours=ours) if sender else ""


@require_safe
@xframe_options_sameorigin
@csp(FRAME_POLICY)
def frame(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The mail as it was written, sanitised, in a frame of its own: no scripts, nothing from elsewhere."""
    mail = held_mail_for(request.user, mail_id)
    html = sanitise(parse_safely(bytes(mail.content)).html)
    waiting = len(remote(html))
    response = render(request, "mail/frame.html", {"html": placed(html, inside={}), "waiting": waiting})
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def original(request: HttpRequest, mail_id: int) -> HttpResponse:
    return download(held_mail_for(request.user, mail_id))


@require_POST
def decide(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = held_mail_for(request.user, mail_id)
    _require(request, "quarantine.decide")
    try:
        return _decided(request, mail)
    except actions.AlreadyDecided as done:
        who = done.by.full_name if done.by else _("somebody else")
        messages.warning(request, _("%(name)s was quicker: this mail is decided.") % {"name": who})
    except (PermissionDenied, Http404):
        raise
    except Exception:  # what held it may be that it breaks us; it stays where it is
        log.exception("held mail %s could not be let in", mail_id)
        messages.error(request, _("It could not be let in. It stays here; its original can be downloaded."))
        return redirect("mail:quarantined", mail_id)
    return _back(request)


def _decided(request: HttpRequest, mail: RawEmail) -> HttpResponse:
    choice, by = request.POST.get("choice", ""), request.user
    if choice in {"recover", "allow", "allow_domain"}:
        row = actions.recover(mail, by=by)
        _rule(request, mail, choice, SenderRule.Say.ALLOW)
        if row.ticket_id:
            messages.success(request, _("Let in as ticket #%(number)s.") % {"number": row.ticket_id})
        else:
            messages.success(request, _("Let in: %(outcome)s.") % {"outcome": row.get_outcome_display()})
    elif choice == "append":
        form = AppendForm(request.POST, user=by)
        if not form.is_valid():
            return _show(request, mail, form, status=422)
        row = actions.append(mail, to=form.cleaned_data["number"], by=by)
        messages.success(request, _("Added to ticket #%(number)s.") % {"number": row.ticket_id})
    elif choice in {"reject", "deny", "deny_domain"}:
        actions.reject(mail, by=by)
        _rule(request, mail, choice, SenderRule.Say.DENY)
        messages.success(request, _("Rejected. The mail is kept, but it leaves this list."))
    else:
        raise Http404("no such choice")
    return _back(request)


def _rule(request: HttpRequest, mail: RawEmail, choice: str, say: str) -> None:
    """Remember what was decided, about the sender or about everybody of their domain."""
    sender = parse_safely(bytes(mail.content)).from_
    if choice not in {"allow", "deny", "allow_domain", "deny_domain"} or sender is None or not sender.key:
        return
    try:
        actions.rule_sender(
            f"@{sender.domain}" if choice.endswith("_domain") else sender.key, say=say, by=request.user
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Let in or reject everything that is ticked."""
    _require(request, "quarantine.decide")
    choice = request.POST.get("choice", "")
    if choice not in {"recover", "reject"}:
        raise Http404("no such choice")
    ticked = {int(each) for each in request.POST.getlist("mail")[:MOST_AT_ONCE] if each.isdecimal()}
    mails = quarantine_for(request.user).filter(
        pk__in=[each for each in ticked if each < 2**62], outcome="quarantined", decision=""
    )
    done, failed = actions.decide_many(list(mails.defer("content")), choice=choice, by=request.user)
    said = (
        ngettext("%(n)s mail let in.", "%(n)s mails let in.", done)
        if choice == "recover"
        else ngettext("%(n)s mail rejected.", "%(n)s mails rejected.", done)
    )
    messages.success(request, said % {"n": done})
    if failed:
        stay = ngettext("%(n)s could not be let in and stays.", "%(n)s could not be let in and stay.", failed)
        messages.error(request, stay % {"n": failed})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """The list with the filters that it had."""
    query = query_of(QueryDict(request.POST.get("filters", "")[:2000]))
    return redirect(reverse("mail:quarantine") + (f"?{query}" if query else ""))


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.may(permission):
        raise Http404(permission)
