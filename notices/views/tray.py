"""The tray: what one was told, where it leads, and how one wants to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from notices.access import notice_for
from notices.actions import mark_all_read, mark_read, wish
from notices.forms import MAIL, Wishes
from notices.keys import public_key
from notices.queries import browsers_of, page_of
from notices.words import say


@require_GET
def tray(request: HttpRequest) -> HttpResponse:
    return _tray(request)


def _tray(request: HttpRequest, said: str = "") -> HttpResponse:
    asked = request.GET or request.POST
    unread = asked.get("show") != "all"
    before = _number(asked.get("before", ""))
    page = page_of(request.user, unread=unread, before=before)
    context = {
        "here": "notices",
        "rows": say(page.rows, request.user),
        "newest": page.rows[0].pk if page.rows else 0,
        "older": page.older,
        "unread": unread,
        "paged": before is not None,
        "now": timezone.now(),
        "said": said,
    }
    return render(request, "notices/changed.html" if said else "notices/tray.html", context)


@require_GET
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To what it is about; it counts as read. Without a place to go, back to the tray."""
    notice = notice_for(request.user, notice_id)
    mark_read([notice], by=request.user)
    (said,) = say([notice], request.user)
    return redirect(said.url or "notices:tray")


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    mark_read([notice_for(request.user, notice_id)], by=request.user)
    return _marked(request, _("Marked as read."))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Those the page has shown; what came meanwhile stays unread."""
    count = mark_all_read(by=request.user, up_to=_number(request.POST.get("newest", "")))
    return _marked(
        request,
        ngettext("%(n)s notice marked as read.", "%(n)s notices marked as read.", count) % {"n": count},
    )


def _marked(request: HttpRequest, said: str) -> HttpResponse:
    if request.htmx:
        return _tray(request, said)
    messages.success(request, said)
    return redirect(reverse("notices:tray") + ("?show=all" if request.POST.get("show") == "all" else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    form = Wishes(request.user, request.POST or None)
    if request.method == "POST":
        form = Wishes(request.user, request.POST)
        if form.is_valid():
            wish(by=request.user, wishes=form.wishes())
            messages.success(request, _("Saved."))
            return redirect("notices:wishes")
    context = {"form": form, "ways": MAIL, "browsers": browsers_of(request.user), "key": public_key()}
    return render(request, "notices/wishes.html", {"here": "notices", "now": timezone.now(), **context})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
