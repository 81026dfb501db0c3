"""Supervised answers: approved, returned, or taken back by their writer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tickets import actions, workflow
from tickets.access import asked_for
from tickets.models import Draft
from tickets.queries import asked_of, newer_than_seen
from tickets.views.moves import number_of, why
from tickets.views.shown import changed, refused
from tickets.views.writing import fresh_for

PAGE = 50


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for this approver, that which is due first on top."""
    if not request.user.may("answer.approve"):
        raise Http404("nothing for you to approve")
    found = asked_of(request.user).annotate(newer=Exists(newer_than_seen())).select_related("user", "ticket")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"here": "approvals", "now": timezone.now(), "page": page}
    return render(request, "tickets/approvals.html", context)


@require_POST
def approval(request: HttpRequest, draft_id: int) -> HttpResponse:
    row = asked_for(request.user, draft_id)
    number, do = row.ticket_id, request.POST.get("do", "")
    try:
        said = _do(request, row, do)
    except actions.NotAsked:
        return refused(request, number, _("It was sent or returned meanwhile."))
    except actions.StaleReply:
        return refused(request, number, _("Not sent: somebody wrote meanwhile. Read it, then approve again."))
    except workflow.MoveRefused as error:
        return refused(request, number, why(error))
    except ValidationError as error:
        return refused(request, number, " ".join(error.messages))
    except PermissionDenied:
        return refused(request, number, _("Your role may not do that."))
    if do == "withdraw":
        template = "tickets/ticket/taken_back.html"
        return changed(request, number, said, template=template, composer=fresh_for(request.user))
    return changed(request, number, said)


def _do(request: HttpRequest, row: Draft, do: str) -> str:
    user, given = request.user, request.POST
    mine = row.user_id == user.pk
    if do == "withdraw" and mine:
        actions.withdraw(row, by=user)
        return _("It is a draft again.")
    if do == "approve" and not mine:
        text = given.get("text", "").replace("\x00", "").replace("\r\n", "\n")[:200_000]
        actions.approve(row, by=user, seen=number_of(given.get("seen", "")), text=text)
        return _("Approved and sent.")
    if do == "return" and not mine:
        actions.send_back(row, by=user, why=given.get("why", "").replace("\x00", "")[:1000])
        return _("Returned. %(name)s has it as a draft.") % {"name": row.user.full_name}
    raise Http404("no such choice")
