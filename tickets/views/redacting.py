"""Taking words and files out of a conversation for good: choose, see what it reaches, then do it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tickets import actions
from tickets.choices import MessageKind
from tickets.models import Attachment, Message, Ticket
from tickets.page import page_for
from tickets.redaction import Wish, reach_of
from tickets.views.moves import number_of

MOST_SHOWN = 200
MOST_WORDS = 2000


@never_cache
@require_http_methods(["GET", "POST"])
def redact(request: HttpRequest, number: int) -> HttpResponse:
    """Posted once, what would be removed; posted with `sure`, it is. Not found without the permission."""
    ticket = page_for(request.user, number)
    if not request.user.may("ticket.redact"):
        raise Http404("not for this role")
    if request.method == "GET":
        said = {"what": "words", "message": number_of(request.GET.get("message", ""))}
        return _choose(request, ticket, said)
    said = _said(request)
    try:
        wish = _wish(ticket, said)
        if not request.POST.get("sure"):
            return _confirm(request, ticket, said, wish)
        actions.redact(ticket, by=request.user, wish=wish, reason=said["reason"])
    except ValidationError as error:
        return _choose(request, ticket, said | {"problem": error.messages[0]}, 422)
    except PermissionDenied as error:
        raise Http404("not for this role") from error
    messages.success(request, _("Removed for good. The history says that it was, by whom and why."))
    return redirect("tickets:ticket", number)


def _said(request: HttpRequest) -> dict[str, Any]:
    return {
        "what": request.POST.get("what", ""),
        "message": number_of(request.POST.get("message", "")),
        "words": request.POST.get("words", "").replace("\x00", "")[:MOST_WORDS],
        "files": {number_of(text) for text in request.POST.getlist("file")[:100]} - {0},
        "reason": request.POST.get("reason", "").replace("\x00", ""),
    }


def _wish(ticket: Ticket, said: dict[str, Any]) -> Wish:
    here = {"message__ticket": ticket.pk, "redacted_at": None}
    if said["what"] == "words":
        return Wish(words=said["words"])
    if said["what"] == "files":
        return Wish(
            files=list(Attachment.objects.filter(pk__in=said["files"], **here).select_related("blob"))
        )
    message = Message.objects.filter(pk=said["message"], ticket=ticket.pk).first()
    if said["what"] != "message" or message is None:
        raise ValidationError(_("Say what is to be removed."))
    return Wish(message=message, whole=True)


def _confirm(request: HttpRequest, ticket: Ticket, said: dict[str, Any], wish: Wish) -> HttpResponse:
    """The same checks as when it is done, so that nothing is promised that is then refused."""
    found = reach_of(ticket, wish)
    actions.check_redaction(found, " ".join(said["reason"].split()))
    context = {"ticket": ticket, "said": said, "found": found, "wish": wish}
    return render(request, "tickets/redact_sure.html", context)


def _choose(request: HttpRequest, ticket: Ticket, said: dict[str, Any], status: int = 200) -> HttpResponse:
    rows = ticket.messages.exclude(kind=MessageKind.TAKEN_BACK).select_related("author", "contact")
    rows = rows.prefetch_related("attachments").defer("html", "folded", "search_vector")
    rows = list(rows.order_by("-at", "-pk")[:MOST_SHOWN])
    files = [(file, row) for row in rows for file in row.attachments.all() if not file.redacted_at]
    context = {"ticket": ticket, "rows": rows, "files": files, "said": said}
    return render(request, "tickets/redact.html", context, status=status)
