"""Whose answers somebody else approves before they leave."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from staff.actions import supervise
from staff.queries import supervisable_by


@require_http_methods(["GET", "HEAD", "POST"])
def supervised(request: HttpRequest) -> HttpResponse:
    if not request.user.may("answer.approve"):
        raise Http404("nobody to supervise")
    rows = list(supervisable_by(request.user))
    if request.method == "POST":
        whom = {int(text) for text in request.POST.getlist("whom") if text.isdecimal() and len(text) < 19}
        changed = supervise(rows, by=request.user, whom=whom)
        said = ngettext("%(n)s person changed.", "%(n)s people changed.", changed) % {"n": changed}
        messages.success(request, said if changed else _("Nothing was changed."))
        return redirect("staff:supervised")
    return render(request, "staff/supervised.html", {"rows": rows, "here": "approvals"})
