"""Which organisations are VIPs: found by name, said by whoever makes promises."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers import actions
from customers.models import Organisation, OrganisationChange

ROWS, CHANGES = 50, 10


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """VIPs first; `q` looks for a name."""
    _require(request)
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    rows = Organisation.objects.annotate(people=Count("contacts")).order_by("-vip", "name", "pk")
    for word in words.split()[:5]:
        rows = rows.filter(name__icontains=word)
    kept = QueryDict(mutable=True)
    if words:
        kept["q"] = words
    context = {
        "here": "policies",
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "words": words,
        "params": kept.urlencode(),
        "vips": Organisation.objects.filter(vip=True).count(),
        "changes": OrganisationChange.objects.select_related("organisation", "by")[:CHANGES],
    }
    return render(request, "customers/organisations.html", context)


@require_POST
def vip(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """`vip` is yes or no; `back` is what was looked for."""
    _require(request)
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    to = request.POST.get("vip")
    if to not in {"yes", "no"}:
        raise Http404("no such thing to do")
    actions.set_vip(organisation, vip=to == "yes", by=request.user)
    said = _("“%(name)s” is a VIP.") if to == "yes" else _("“%(name)s” is no VIP any more.")
    messages.success(request, said % {"name": organisation.name})
    back = QueryDict(request.POST.get("back", "")[:500], mutable=True)
    response = redirect("customers:organisations")
    if back:
        response.headers["Location"] += f"?{back.urlencode()}"
    return response


def _require(request: HttpRequest) -> None:
    if not request.user.may("promise.manage"):
        raise Http404("VIPs are named by managers")
