"""Erasing a customer: what goes and what stays is said first; who was erased, by whom and why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from customers import erasing
from customers.models import Contact, Erasure
from lib import pages

ROWS, OPEN_SHOWN = 50, 20


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Not found without the permission. Posted, it is final."""
    _require(request)
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=contact_id)
    if request.method == "GET":
        return _ask(request, contact)
    reason = request.POST.get("reason", "").replace("\x00", "")
    if not request.POST.get("sure"):
        return _ask(request, contact, reason=reason, problem=_("Say that you know it is final."))
    try:
        erasing.erase(contact, by=request.user, reason=reason)
    except ValidationError as error:
        return _ask(request, contact, reason=reason, problem=error.messages[0])
    except PermissionDenied as error:
        raise Http404("not for this role") from error
    messages.success(
        request, _("Erased. What they wrote goes within minutes; this page says when it is done.")
    )
    return redirect("customers:erased")


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The newest first, without a word of whom."""
    _require(request)
    page = pages.page_of(Erasure.objects.select_related("by"), ROWS, request.GET.get("page"))
    return render(request, "customers/erased.html", {"here": "policies", "page": page})


def _ask(request: HttpRequest, contact: Contact, *, reason: str = "", problem: str = "") -> HttpResponse:
    numbers = [] if contact.erased_at else erasing.open_tickets_of(contact)
    context = {
        "here": "policies",
        "contact": contact,
        "erasure": Erasure.objects.select_related("by").filter(contact=contact).first(),
        "addresses": contact.addresses.order_by("address"),
        "open": numbers[:OPEN_SHOWN],
        "open_total": len(numbers),
        "reason": reason,
        "problem": problem,
    }
    return render(request, "customers/erase.html", context, status=422 if problem else 200)


def _require(request: HttpRequest) -> None:
    if not request.user.may("customer.erase"):
        raise Http404("customers are erased by managers")
