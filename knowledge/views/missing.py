"""What readers look for in vain, and what is done about it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions
from knowledge.access import articles_for, writable_article
from knowledge.languages import name_of
from knowledge.missing import DAYS, dressed, gaps

PAGE = 30
MOST_OFFERED = 300


@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """The most missed first."""
    _require(request)
    page = Paginator(gaps(timezone.localdate()), PAGE).get_page(request.GET.get("page"))
    rows = [(gap, name_of(gap.language)) for gap in dressed(list(page.object_list))]
    offered = articles_for(request.user).published().sources().order_by("title")
    context = {
        "here": "articles",
        "page": page,
        "rows": rows,
        "days": DAYS,
        "articles": list(offered.values_list("pk", "title")[:MOST_OFFERED]) if rows else [],
    }
    return render(request, "knowledge/missed.html", context)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """`do` is draft, link or dismiss; `near` and `language` say what was looked for."""
    _require(request)
    near, language = request.POST.get("near", "")[:120], request.POST.get("language", "")[:10]
    acts = {"draft": _draft, "link": _link, "dismiss": _dismiss}
    if request.POST.get("do") not in acts:
        raise Http404("no such thing to do")
    try:
        return acts[request.POST["do"]](request, near, language)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        messages.error(request, _("That article is not yours to change."))
    return redirect("knowledge:missed")


def _draft(request: HttpRequest, near: str, language: str) -> HttpResponse:
    article = actions.draft_for(near, language, by=request.user)
    return redirect("knowledge:edit", article.pk)


def _link(request: HttpRequest, near: str, language: str) -> HttpResponse:
    sent = request.POST.get("article", "")
    if not (sent.isdecimal() and len(sent) < 10):
        raise ValidationError(_("Choose an article first."))
    article = writable_article(request.user, int(sent))
    actions.find_with(near, language, article, by=request.user)
    messages.success(request, _("“%(title)s” is found for it from now on.") % {"title": article.title})
    return redirect("knowledge:missed")


def _dismiss(request: HttpRequest, near: str, language: str) -> HttpResponse:
    actions.dismiss_missed(near, language, by=request.user)
    messages.success(request, _("It is not listed any more."))
    return redirect("knowledge:missed")


def _require(request: HttpRequest) -> None:
    if not request.user.may("article.write"):
        raise Http404("not for this reader")
