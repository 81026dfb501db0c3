"""Asking somebody in, and what they find behind the link."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lib.throttle import refused, wait_for
from staff import actions
from staff.actions.inviting import invitation_of
from staff.forms import AcceptForm, InviteForm
from staff.forms.people import BEGUN_KEY, not_allowed, said_of
from staff.models import Invitation
from staff.views.people_tabs import tabbed

PAGE = 50


def _require_manage(request: HttpRequest) -> None:
    if not request.user.may("staff.manage"):
        raise Http404("not for this reader")


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    _require_manage(request)
    begun = request.session.pop(BEGUN_KEY, {}) if request.method == "GET" else {}
    initial = {"language": request.user.language, **begun}
    form = InviteForm(request.user, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            said_of(error, form)
        except PermissionDenied:
            not_allowed(form)
        else:
            messages.success(request, _("The invitation is on its way to %s.") % form.cleaned_data["email"])
            return redirect("staff:invitations")
    found = Invitation.objects.select_related("invited_by", "user").prefetch_related("teams")
    pending = found.pending().order_by("-invited_at", "-pk")
    past = found.exclude(accepted_at=None, revoked_at=None)
    context = {
        "form": form, "pending": pending, "now": timezone.now(),
        "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(
        request, "staff/invitations.html", tabbed(request.user, "staff:invitations", **context), status=status
    )


@require_POST
def again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    _require_manage(request)
    return _do(
        request,
        invitation_id,
        actions.invite_again,
        _("A new letter is on its way; the old link is worthless."),
    )


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    _require_manage(request)
    return _do(request, invitation_id, actions.revoke, _("The invitation is withdrawn."))


def _do(request: HttpRequest, invitation_id: int, act, said: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=invitation_id)
    try:
        act(invitation, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404("above this reader") from None
    except actions.InvitationOver:
        messages.error(request, _("That invitation was accepted or withdrawn meanwhile."))
    else:
        messages.success(request, said)
    return redirect("staff:invitations")


@never_cache
@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """In the language of the letter. Whoever accepts is signed in."""
    if request.method == "POST" and (seconds := wait_for(request, "sign_in", token[-32:])):
        return refused(request, seconds)
    try:
        invitation = invitation_of(token)
    except actions.InvitationOver:
        return render(request, "staff/accept.html", {"over": True}, status=410)
    with override(invitation.language):
        form = AcceptForm(invitation, request.POST or None)
        if request.method == "POST" and form.is_valid() and (answer := _come_in(request, token, form)):
            return answer
        context = {"form": form, "invitation": invitation}
        return render(request, "staff/accept.html", context, status=422 if form.errors else 200)


def _come_in(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        user = actions.accept(token, full_name=said["full_name"], password=said["password"])
    except actions.InvitationOver:
        return render(request, "staff/accept.html", {"over": True}, status=410)
    except ValidationError as error:
        said_of(error, form)
        return None
    login(request, user)
    messages.success(request, _("Welcome, %s.") % user.first_name)
    return redirect("home")
