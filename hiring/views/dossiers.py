"""Who is in a file, who has looked at it, and the doors that stay closed."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hiring import actions
from hiring.access import closed_doors, looks_about, owned_dossier
from hiring.choices import Act, DossierKind
from hiring.forms import NameForm, managers
from hiring.models import Dossier, Look
from hiring.views.door import PAGE, seen, tried


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The owner names who is in it; `off` takes one out, `over` makes one the owner."""
    dossier = owned_dossier(request.user, dossier_id)
    members = list(dossier.members.select_related("user"))
    free = managers().exclude(pk__in=[member.user_id for member in members])
    form = NameForm(free, request.POST if "user" in request.POST else None)
    if request.method == "POST":
        if _changed(request, dossier, members, form):
            return redirect("hiring:position" if request.POST.get("over") else "hiring:people", dossier.pk)
        return redirect("hiring:people", dossier.pk)
    seen(request, dossier, "people")
    context = {
        "here": "hiring", "dossier": dossier, "members": members, "form": form, "free": free.exists(),
    }  # fmt: skip
    return render(request, "hiring/people.html", context)


def _changed(request: HttpRequest, dossier: Dossier, members: list, form: NameForm) -> bool:
    by_number = {str(member.pk): member for member in members}
    for name in ("off", "over"):
        if name in request.POST and request.POST[name] not in by_number:
            raise Http404("nobody of this file")
    if member := by_number.get(request.POST.get("off", "")):
        return tried(request, lambda: actions.take_off(dossier, member=member, by=request.user), _("Saved"))
    if member := by_number.get(request.POST.get("over", "")):
        act = partial(actions.hand_over, dossier, to=member.user, by=request.user)
        return tried(request, act, _("It is theirs now."))
    if not form.is_valid():
        messages.error(request, _("Choose somebody."))
        return False
    who = form.cleaned_data["user"]
    return tried(
        request, lambda: actions.name_member(dossier, user=who, by=request.user), _("They are in it now.")
    )


@require_safe
def log(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Everybody who looked, newest first. To read it is a look too."""
    dossier = owned_dossier(request.user, dossier_id)
    rows = Look.objects.filter(dossier=dossier.pk).select_related("who")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    seen(request, dossier, "log", act=Act.LOG)
    context = {"here": "hiring", "dossier": dossier, "page": page, "params": ""}
    return render(request, "hiring/log.html", context)


@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """Who looked at what is about the reader; what is in it is not shown."""
    page = Paginator(looks_about(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"here": "profile", "tab": "about", "page": page, "params": ""}
    return render(request, "hiring/about_me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def doors(request: HttpRequest) -> HttpResponse:
    """For administrators: files they are not in, without a word of what they hold."""
    if not request.user.may("hiring.let_in"):
        raise Http404("hiring.let_in")
    closed = closed_doors(request.user).select_related("owner").order_by("-pk")
    if request.method == "POST":
        number = request.POST.get("dossier", "")
        dossier = closed.filter(pk=int(number) if number.isdecimal() and len(number) < 18 else 0).first()
        if dossier is None:
            raise Http404("no such file")
        reason = request.POST.get("reason", "")
        act = partial(actions.let_in, dossier, by=request.user, reason=reason)
        if tried(request, act, _("You are in for eight hours. The owner is told, with your reason.")):
            kinds = {DossierKind.POSITION: "hiring:position"}
            return redirect(kinds.get(dossier.kind, "hiring:recommendation"), dossier.pk)
        return redirect("hiring:doors")
    page = Paginator(closed, PAGE).get_page(request.GET.get("page"))
    context = {"here": "hiring", "tab": "doors", "page": page, "params": "", "working": managers()}
    return render(request, "hiring/doors.html", context)
