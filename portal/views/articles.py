"""The help centre: what anybody may read without signing in."""

import hashlib

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from knowledge.access import public_article
from knowledge.actions import count, missed, vote
from knowledge.choices import Counted, Place
from knowledge.languages import once, read_in
from knowledge.models import Article, Category
from knowledge.queries import fitting_for_customers
from knowledge.searching import search, words_of
from knowledge.shelves import shelves
from lib.html import from_markdown
from lib.throttle import refused, wait_for
from portal.access import public
from portal.articles import Reading, fitting_words, reading_of, slug_of
from tickets.access import article_use_by
from tickets.actions import article_opened
from tickets.banners import told_now

ON_A_PAGE = 20
OFFERED = 3
VOTED_KEY = "portal_voted"
MOST_VOTES_KEPT = 50


def kept_by_readers(view):
    """The reader's own browser may keep the page, and asks each time whether it still holds."""

    def or_search(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return render(request, "portal/no_article.html", status=404)

    opened = public(or_search)

    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = opened(request, *args, **kwargs)
        response.headers.pop("Expires", None)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers.pop("X-Robots-Tag", None)
        if not settings.HELP_CENTRE_INDEXED or request.GET.get("q") or response.status_code >= 400:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    answered.login_required = False
    return answered


@kept_by_readers
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Shelf by shelf; with `q` what says it."""
    words, language = _words(request), get_language() or settings.LANGUAGE_CODE
    if not words:
        context = {
            "shelves": shelves(language),
            "home": reverse("portal:home"),
            "banners": told_now(language),
        }
        return render(request, "portal/articles.html", context)
    if seconds := wait_for(request, "articles"):
        return refused(request, seconds)
    found = once(search(Article.objects.public().select_related("current"), words, language)[:60])
    if not found:
        missed(words, language=language, place=Place.PORTAL)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    params = request.GET.copy()
    params.pop("page", None)
    context = {"q": words, "page": page, "params": params.urlencode(), "home": reverse("portal:home")}
    return render(request, "portal/articles.html", context)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:80]


@kept_by_readers
@require_safe
def category(request: HttpRequest, category_id: int, slug: str = "") -> HttpResponse:
    """One shelf; an empty one is nowhere."""
    shelf = Category.objects.filter(pk=category_id).first()
    public_here = Article.objects.public().filter(category_id=category_id)
    found = read_in(public_here, get_language() or "").select_related("current").order_by("title", "pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    if shelf is None or not page.object_list:
        raise Http404("nothing public on that shelf")
    return render(request, "portal/category.html", {"shelf": shelf, "page": page})


@kept_by_readers
@require_safe
def article(request: HttpRequest, article_id: int, slug: str = "") -> HttpResponse:
    """In the reader's language or the one picked with `language`; else as it was written, and said so."""
    read = reading_of(public_article(article_id), request.GET.get("language") or get_language() or "")
    if slug != slug_of(read.article.title) or read.root_id != article_id:
        picked = f"?language={read.article.language}" if request.GET.get("language") else ""
        return redirect(f"{read.address}{picked}")
    mark = _mark(request, read)
    if mark in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        if request.method == "GET":
            count(read.article, Counted.READ)
        response = _page(request, read)
    response.headers["ETag"] = mark
    return response


def _page(request: HttpRequest, read: Reading) -> HttpResponse:
    context = {
        "read": read,
        "article": read.article,
        "html": SafeString(from_markdown(read.version.body)),
        "base_url": settings.BASE_URL,
        "voted": read.version.pk in request.session.get(VOTED_KEY, ()),
    }
    return render(request, "portal/article.html", context)


def _mark(request: HttpRequest, read: Reading) -> str:
    """What the page depends on; its forms hold for whoever has this cookie."""
    voted = request.session.get(VOTED_KEY, ()) if request.session.session_key else ()
    parts = [
        read.version.pk, read.languages, get_language(), getattr(request.contact, "pk", ""), voted,
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""), static("css/app.css"), settings.DESK_NAME,
    ]  # fmt: skip
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@public
@require_POST
def voted(request: HttpRequest, article_id: int) -> HttpResponse:
    """`helpful` is yes or no; the same visitor says it once of each version."""
    read = reading_of(public_article(article_id), request.POST.get("language", ""))
    if request.POST.get("helpful") not in ("yes", "no"):
        raise Http404("neither yes nor no")
    if seconds := wait_for(request, "article_votes"):
        return refused(request, seconds)
    before = request.session.get(VOTED_KEY, [])
    if read.version.pk not in before:
        vote(read.version, helpful=request.POST["helpful"] == "yes", words=request.POST.get("words", ""))
        request.session[VOTED_KEY] = [*before, read.version.pk][-MOST_VOTES_KEPT:]
    if request.htmx:
        return render(request, "portal/article.html#thanks", {})
    return redirect(f"{read.address}#helpful")


@public
@require_POST
def fitting(request: HttpRequest) -> HttpResponse:
    """What may answer what is being typed; nothing of it is kept."""
    if wait_for(request, "articles"):
        return HttpResponse(status=204)
    language = get_language() or settings.LANGUAGE_CODE
    words = fitting_words(request.POST)
    found = fitting_for_customers(words, language, OFFERED) if len(words_of(words)) > 1 else []
    return render(
        request, "portal/ask.html#fitting", {"fitting": [reading_of(one, language) for one in found]}
    )


@public
@require_POST
def helped(request: HttpRequest, article_id: int) -> HttpResponse:
    """It answered what was about to be asked."""
    found = public_article(article_id)
    if wait_for(request, "article_votes") is None:
        count(found, Counted.HELPED)
    if request.htmx:
        return render(request, "portal/ask.html#helped", {})
    return redirect("portal:articles")


@kept_by_readers
@require_safe
def followed(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an answer: it leads to the article, and is remembered once for the ticket it stood in."""
    use = article_use_by(token)
    read = reading_of(public_article(use.article_id), get_language() or "")
    if request.method == "GET":
        article_opened(use)
    return redirect(read.address)
