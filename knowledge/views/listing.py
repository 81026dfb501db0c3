"""Everything that is written down: to read, in force, being written, to be looked through."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.access import articles_for, mine
from knowledge.choices import ArticleKind
from knowledge.models import Article, Version
from knowledge.queries import in_words, stale, to_read

PAGE = 50


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """`show` is read, drafts, stale or archived; all in force without it."""
    reader, today = request.user, timezone.localdate()
    writes, words = reader.may("article.write"), _words(request)
    unread = to_read(reader)
    due = stale(articles_for(reader).published(), today)
    shelves = {"": _("In force"), "read": _("To read")}
    if writes:
        shelves |= {"drafts": _("Being written"), "stale": _("To look through"), "archived": _("Archived")}
    show = request.GET.get("show", "")
    show = show if show in shelves else ""
    found = _shelf(show, reader, unread, due)
    if words:
        found = in_words(found, words)
    page = Paginator(_dressed(found), PAGE).get_page(request.GET.get("page"))
    unread_here = set(unread.filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "here": "articles", "page": page, "q": words, "show": show, "shelves": shelves,
        "params": params.urlencode(),
        "unread": unread_here, "counts": {"read": unread.count(), "stale": due.count() if writes else 0},
        "kinds": ArticleKind.choices, "writes": writes, "today": today,
    }  # fmt: skip
    return render(request, "knowledge/articles.html", context)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:80]


def _shelf(show: str, reader, unread: QuerySet[Article], due: QuerySet[Article]) -> QuerySet[Article]:
    if show == "read":
        return unread
    if show == "stale":
        return due
    if show == "archived":
        return mine(reader).exclude(archived_at=None)
    if show == "drafts":
        return articles_for(reader).filter(Exists(_draft()))
    return articles_for(reader).published()


def _draft() -> QuerySet[Version]:
    return Version.objects.filter(article=OuterRef("pk"), published_at=None)


def _dressed(found: QuerySet[Article]) -> QuerySet[Article]:
    """With what a row shows."""
    return found.annotate(is_being_written=Exists(_draft())).prefetch_related("teams")
