"""Mailboxes: how they stand, and what they are. For admins alone; others find nothing here."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.throttle import refused, wait_for
from mail import fetching, trials
from mail.mailbox_forms import GrantForm, MailboxForm
from mail.models import Mailbox, OAuthGrant
from mail.standing import standings
from staff.models import Team

View = Callable[..., HttpResponse]


def for_admins(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.may("mailbox.manage"):
            raise Http404("mailbox.manage")
        return view(request, *args, **kwargs)

    return guarded


def mailbox_or_404(mailbox_id: int) -> Mailbox:
    box = Mailbox.objects.select_related("team", "grant").filter(pk=mailbox_id).first()
    if box is None:
        raise Http404(f"no mailbox {mailbox_id}")
    return box


@require_safe
@for_admins
def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "mail/mailboxes.html",
        {
            "here": "mailboxes",
            "now": now,
            "standings": standings(now),
            "teams": Team.objects.exists(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def add(request: HttpRequest) -> HttpResponse:
    form = MailboxForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (box := form.save(by=request.user)):
        messages.success(request, _("%(address)s is set up.") % {"address": box.address})
        return redirect("mail:mailbox", box.pk)
    return _page(request, None, form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_admins
def edit(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    box = mailbox_or_404(mailbox_id)
    if request.method == "POST" and "grant-provider" in request.POST:
        return _save_grant(request, box)
    form = MailboxForm(request.POST or None, box=box)
    if request.method == "POST" and form.is_valid() and form.save(by=request.user):
        messages.success(request, _("Saved."))
        return redirect("mail:mailbox", box.pk)
    return _page(request, box, form, status=422 if form.is_bound else 200)


def _save_grant(request: HttpRequest, box: Mailbox) -> HttpResponse:
    form = GrantForm(request.POST, grant=_grant(box))
    if form.is_valid() and form.save(box, by=request.user):
        messages.success(request, _("Saved. Now connect the mailbox with the provider."))
        return redirect(reverse("mail:mailbox", args=[box.pk]) + "#oauth")
    return _page(request, box, MailboxForm(box=box), grant_form=form, status=422)


def _grant(box: Mailbox) -> OAuthGrant | None:
    return OAuthGrant.objects.filter(mailbox=box).first()


def _page(
    request: HttpRequest,
    box: Mailbox | None,
    form: MailboxForm,
    *,
    grant_form: GrantForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    grant = _grant(box) if box else None
    standing = next((one for one in standings(now) if box and one.box.pk == box.pk), None)
    return render(
        request,
        "mail/mailbox.html",
        {
            "here": "mailboxes",
            "now": now,
            "box": box,
            "form": form,
            "standing": standing,
            "grant": grant,
            "grant_form": grant_form or (GrantForm(grant=grant) if box else None),
            "wants_grant": bool(box and box.sign_in == "xoauth2"),
            "redirect_uri": settings.BASE_URL + reverse("mail:oauth_back"),
            "progress": fetching.progress_of(box.pk) if box else None,
            "folders": list(box.folders.all()) if box else [],
        },
        status=status,
    )


# --- trying, fetching, writing a letter


def _too_often(request: HttpRequest) -> HttpResponse | None:
    seconds = wait_for(request, "mailbox", f"admin {request.user.pk}")
    if seconds is None:
        return None
    if request.htmx:
        text = _("Too many tries. Wait %(n)s seconds.") % {"n": seconds}
        response = render(request, "mail/_notice.html", {"look": "warn", "title": text})
        response.headers["Retry-After"] = str(seconds)
        return response
    return refused(request, seconds)


@require_POST
@for_admins
def try_connection(request: HttpRequest, mailbox_id: int | None = None) -> HttpResponse:
    """Try what stands in the form, saved or not. The steps come as they are done."""
    if answer := _too_often(request):
        return answer
    box = mailbox_or_404(mailbox_id) if mailbox_id else None
    form = MailboxForm(request.POST, box=box)
    if not form.is_valid():
        if request.htmx:
            return render(request, "mail/_trial.html", {"form": form})
        return _page(request, box, form, status=422)
    draft = form.draft()
    if not draft.host:
        form.add_error("host", _("Say which server to try."))
    elif draft.sign_in == "xoauth2" and not draft.pk:
        form.add_error("sign_in", _("Save it and connect it with the provider first; then try it."))
    if form.errors:
        if request.htmx:
            return render(request, "mail/_trial.html", {"form": form})
        return _page(request, box, form, status=422)
    trial = trials.begin(draft, folders=form.cleaned_data["folders"], owner=request.user.pk)
    if request.htmx:
        return render(request, "mail/_trial.html", {"trial": trial})
    if not trial.key:
        return render(request, "mail/trial.html", {"here": "mailboxes", "trial": trial, "box": box})
    return redirect("mail:trial", trial.key)


@require_safe
@for_admins
def trial(request: HttpRequest, key: str) -> HttpResponse:
    """How far a trial is."""
    found = trials.look(key, owner=request.user.pk)
    if found is None:
        raise Http404("no such trial")
    template = "mail/_trial.html" if request.htmx else "mail/trial.html"
    return render(request, template, {"here": "mailboxes", "trial": found})


@require_POST
@for_admins
def fetch(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Fetch it now, whatever went wrong before."""
    if answer := _too_often(request):
        return answer
    box = mailbox_or_404(mailbox_id)
    if not box.active or not box.host:
        raise Http404("nothing to fetch")
    asked = fetching.fetch_now(box)
    if request.htmx:
        return render(request, "mail/_fetching.html", _how_far(box) | {"asked": asked})
    if asked:
        messages.success(request, _("A worker fetches it now."))
    else:
        messages.warning(request, _("No worker can be asked just now. It is fetched with the next tick."))
    return redirect("mail:mailbox", box.pk)


@require_safe
@for_admins
def progress(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """How far the fetch is; asked again and again while it runs."""
    return render(request, "mail/_fetching.html", _how_far(mailbox_or_404(mailbox_id)) | {"asked": True})


def _how_far(box: Mailbox) -> dict[str, object]:
    return {"box": box, "progress": fetching.progress_of(box.pk), "now": timezone.now()}


@require_POST
@for_admins
def letter(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """A letter from this mailbox to whoever asks for it."""
    if answer := _too_often(request):
        return answer
    box = mailbox_or_404(mailbox_id)
    trials.send_letter(box, to=request.user)
    text = _("A letter from %(sender)s is on its way to %(address)s.") % {
        "sender": box.address,
        "address": request.user.email,
    }
    if request.htmx:
        return render(request, "mail/_notice.html", {"look": "good", "title": text})
    messages.success(request, text)
    return redirect("mail:mailbox", box.pk)
