"""One's own choices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from staff.actions import choose
from staff.forms import Appearance, Profile
from staff.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # The form writes into its instance even if it does not pass; the reader of the page stays as they are.
    form = Profile(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST":
        if form.is_valid():
            user = choose(request.user, **form.cleaned_data)
            with override(user.language):
                messages.success(request, _("Saved."))
            return redirect("staff:profile")
        return render(request, "staff/profile.html", {"form": form, "here": "profile"}, status=422)
    return render(request, "staff/profile.html", {"form": form, "here": "profile"})


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Theme or density: 204 for the script of the page, back to where one was without it."""
    form = Appearance(request.POST)
    if not form.is_valid() or not form.chosen():
        return HttpResponse(status=422)
    choose(request.user, **form.chosen())
    if request.htmx or request.headers.get("x-requested-with"):
        return HttpResponse(status=204)
    back = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("staff:profile")
