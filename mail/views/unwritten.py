"""Addresses that we no longer write to, looked through and taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outbox.actions import unsuppress
from outbox.models import Suppression

MOST = 200


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest; a search finds older ones."""
    _require(request)
    rows = Suppression.objects.order_by("-since", "-pk")
    if sought := request.GET.get("q", "").replace("\x00", "").strip()[:200]:
        rows = rows.filter(address__icontains=sought)
    context = {"here": "mail-health", "rows": rows[:MOST], "q": sought}
    return render(request, "mail/unwritten.html", context)


@require_POST
def forget(request: HttpRequest, row_id: int) -> HttpResponse:
    _require(request)
    row = get_object_or_404(Suppression, pk=row_id)
    unsuppress(row.address)
    messages.success(request, _("Letters go to %(address)s again.") % {"address": row.address})
    return redirect("mail:unwritten")


def _require(request: HttpRequest) -> None:
    if not request.user.may("mail.health"):
        raise Http404("mail.health")
