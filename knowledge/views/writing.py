"""Writing an article down, bringing it into force, putting it away."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import actions
from knowledge.access import writable_article
from knowledge.actions.training_enrolling import enrol_readers
from knowledge.choices import ArticleKind
from knowledge.forms import ArticleForm, form_of
from knowledge.models import Article
from knowledge.training_queries import to_train_by_hand
from knowledge.uses import effects_of
from lib.html import from_markdown


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    allowed = "article.draft" if kind == ArticleKind.PUBLIC else "article.write"
    if not request.user.may(allowed) or kind not in ArticleKind.values:
        raise Http404("not for this reader")
    if request.method != "POST":
        begun = {"owner": request.user.pk, "seen": 0, "language": settings.LANGUAGE_CODE}
        return _show(request, None, kind, ArticleForm(request.user, None, initial=begun, kind=kind))
    form = ArticleForm(request.user, None, request.POST, kind=kind)
    if not form.is_valid():
        return _show(request, None, kind, form, 422)
    try:
        article = actions.start(form.said(), kind=kind, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, None, kind, form, 422)
    except PermissionDenied:
        form.add_error("teams", _("Your role may not do that."))
        return _show(request, None, kind, form, 422)
    return _after(request, article)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, article_id: int) -> HttpResponse:
    article = writable_article(request.user, article_id)
    if request.method != "POST":
        words = article.versions.first()  # the draft is the newest
        return _show(
            request,
            article,
            article.kind,
            ArticleForm(request.user, article, initial=form_of(article, words)),
        )
    form = ArticleForm(request.user, article, request.POST)
    if not form.is_valid():
        return _show(request, article, article.kind, form, 422)
    try:
        actions.write(article, form.said(), by=request.user, seen=form.cleaned_data["seen"])
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, article, article.kind, form, 422)
    except actions.StaleDraft:
        form.add_error(
            None, _("Somebody saved this draft meanwhile. Open it again in another tab to see how it reads.")
        )
        return _show(request, article, article.kind, form, 409)
    except PermissionDenied:
        form.add_error("teams", _("Your role may not do that."))
        return _show(request, article, article.kind, form, 422)
    return _after(request, article)


def _after(request: HttpRequest, article: Article) -> HttpResponse:
    """Saved; with the button that publishes, published too, unless something speaks against it."""
    if request.POST.get("do") != "publish":
        messages.success(request, _("The draft is saved. Nobody is told until you publish it."))
        return redirect("knowledge:article", article.pk)
    draft = article.versions.filter(published_at=None).first()
    return _publish(request, article, draft.edit if draft else 0)


@require_POST
def publish_it(request: HttpRequest, article_id: int) -> HttpResponse:
    return _publish(request, writable_article(request.user, article_id), _seen(request))


def _publish(request: HttpRequest, article: Article, seen: int) -> HttpResponse:
    try:
        version = actions.publish(article, by=request.user, seen=seen)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("knowledge:edit", article.pk)
    except actions.StaleDraft:
        messages.error(request, _("The draft changed since you opened it. Look at it once more."))
        return redirect("knowledge:article", article.pk)
    except PermissionDenied:
        messages.error(request, _("Saved. Somebody else publishes it: ask for a review."))
        return redirect("knowledge:article", article.pk)
    messages.success(request, _("Version %(n)s is in force.") % {"n": version.number})
    _train(request, article)
    return redirect("knowledge:article", article.pk)


def _train(request: HttpRequest, article: Article) -> None:
    """`train` are courses on it that its readers shall take."""
    chosen = {one for one in request.POST.getlist("train") if one.isdecimal() and len(one) < 9}
    if not chosen or not request.user.may("training.lead"):
        return
    article.refresh_from_db()
    for course in to_train_by_hand(article).filter(pk__in=chosen):
        rows = enrol_readers(article, course, by=request.user)
        said = ngettext("%(n)s colleague is enrolled.", "%(n)s colleagues are enrolled.", len(rows))
        messages.success(request, said % {"n": len(rows)})


@require_POST
def drop(request: HttpRequest, article_id: int) -> HttpResponse:
    article = writable_article(request.user, article_id)
    try:
        all_gone = actions.drop_draft(article, by=request.user, seen=_seen(request))
    except actions.StaleDraft:
        messages.error(request, _("The draft changed since you opened it. Look at it once more."))
        return redirect("knowledge:article", article.pk)
    messages.success(request, _("The draft is gone."))
    return redirect("knowledge:articles") if all_gone else redirect("knowledge:article", article.pk)


@require_POST
def put_away(request: HttpRequest, article_id: int) -> HttpResponse:
    """`do` is archive or restore."""
    article = writable_article(request.user, article_id)
    acts = {"archive": actions.archive, "restore": actions.restore}
    if request.POST.get("do") not in acts:
        raise Http404("no such thing to do")
    acts[request.POST["do"]](article, by=request.user)
    is_away = request.POST["do"] == "archive"
    messages.success(
        request, _("It is archived; nobody has to read it.") if is_away else _("It is in use again.")
    )
    return redirect("knowledge:article", article.pk)


def _seen(request: HttpRequest) -> int:
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else -1


def _show(
    request: HttpRequest, article: Article | None, kind: str, form: ArticleForm, status: int = 200
) -> HttpResponse:
    body = form["body"].value() or ""
    context = {
        "here": "articles",
        "article": article,
        "kind": kind,
        "to_train": to_train_by_hand(article) if article and article.is_guideline else [],
        "effects": effects_of(article) if article else [],
        "kind_name": ArticleKind(kind).label,
        "form": form,
        "preview": SafeString(from_markdown(body)) if form.is_bound and body else "",
    }
    return render(request, "knowledge/edit.html", context, status=status)
