"""Drafts that are reviewed, versions that come back, what colleagues say is wrong."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import actions
from knowledge.access import article_for, version_for, writable_article
from knowledge.queries import reports_of


@require_POST
def review(request: HttpRequest, article_id: int) -> HttpResponse:
    """`do` is ask or return, the latter with `words`."""
    article = writable_article(request.user, article_id)
    seen = number(request, "seen")
    try:
        if request.POST.get("do") == "ask":
            actions.ask_review(article, by=request.user, seen=seen)
            messages.success(request, _("Those who may publish it are told."))
        elif request.POST.get("do") == "return":
            actions.return_draft(article, by=request.user, seen=seen, words=request.POST.get("words", ""))
            messages.success(request, _("It is back with whoever wrote it."))
        else:
            raise Http404("no such thing to do")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except actions.StaleDraft:
        messages.error(request, _("The draft changed since you opened it. Look at it once more."))
    except PermissionDenied as error:
        raise Http404("not this reader's to review") from error
    return redirect("knowledge:article", article.pk)


@require_POST
def bring_back(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """An earlier version as the draft; `seen` is the draft there is, 0 for none."""
    article = writable_article(request.user, article_id)
    version = version_for(request.user, article, number)
    try:
        actions.bring_back(article, version, by=request.user, seen=0)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except actions.StaleDraft:
        messages.error(request, _("There is a draft already. Publish it or throw it away first."))
        return redirect("knowledge:article", article.pk)
    return redirect("knowledge:edit", article.pk)


@require_POST
def report(request: HttpRequest, article_id: int) -> HttpResponse:
    article = article_for(request.user, article_id)
    if article.current is None:
        raise Http404("nothing published to be wrong")
    what, words = request.POST.get("what", ""), request.POST.get("words", "")
    try:
        actions.report(article.current, what=what, words=words, by=request.user)
        messages.success(request, _("%(name)s hears of it.") % {"name": article.owner.full_name})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("knowledge:article", article.pk)


@require_POST
def settle(request: HttpRequest, article_id: int) -> HttpResponse:
    """`report` is seen to."""
    article = article_for(request.user, article_id)
    made = reports_of(article).filter(pk=number(request, "report")).first()
    if made is None:
        raise Http404("no such report")
    try:
        actions.settle_report(made, by=request.user)
    except PermissionDenied as error:
        raise Http404("not this reader's to settle") from error
    messages.success(request, _("It is seen to."))
    return redirect("knowledge:article", article.pk)


def number(request: HttpRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1
