"""Everything that is written down: to read, in force, being written, to be looked through."""

import datetime
from collections import Counter

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.access import articles_for, mine
from knowledge.actions import missed
from knowledge.choices import ArticleKind, Place
from knowledge.languages import name_of, outdated
from knowledge.models import Article, Report, Version
from knowledge.queries import in_review, reported, stale, to_read
from knowledge.searching import search
from staff.models import User

PAGE = 50


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """`show` is one of the shelves; all in force without it."""
    reader, today = request.user, timezone.localdate()
    writes, words = reader.may("article.write"), _words(request)
    shelves = _shelves(reader, today)
    show = request.GET.get("show", "")
    show = show if show in shelves else ""
    found = shelves[show][1]
    if words:
        language = get_language() or settings.LANGUAGE_CODE
        found = search(found, words, language)
    page = Paginator(_dressed(found), PAGE).get_page(request.GET.get("page"))
    if words and not page.object_list and show == "":
        missed(words, language=language, place=Place.DESK)
    unread = shelves["read"][1]
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "here": "articles", "page": page, "q": words, "show": show,
        "shelves": {name: word for name, (word, _found) in shelves.items()},
        "params": params.urlencode(),
        "unread": set(unread.filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True)),
        "counts": _counts(shelves),
        "kinds": [one for one in ArticleKind.choices if writes or one[0] == ArticleKind.PUBLIC],
        "writes": writes, "manages": reader.may("article.manage"), "today": today,
    }  # fmt: skip
    for one in page:
        one.language_name = name_of(one.language)
        one.translated = [] if one.source_id else _translated(one)
    return render(request, "knowledge/articles.html", context)


def _shelves(reader: User, today: datetime.date) -> dict[str, tuple[str, QuerySet[Article]]]:
    """Name → what it is called and what stands there. Translations stand where there is something to do."""
    theirs, writes = articles_for(reader), reader.may("article.write")
    published = theirs.published().sources()
    shelves = {
        "": (_("In force"), published),
        "read": (_("To read"), to_read(reader)),
        "public": (_("For customers"), published.filter(kind=ArticleKind.PUBLIC)),
        "drafts": (_("Being written"), theirs.filter(Exists(_draft())) if writes else _own(theirs, reader)),
        "outdated": (_("Outdated translations"), outdated(theirs)),
    }
    if writes:
        shelves |= {
            "review": (_("To review"), in_review(theirs)),
            "reported": (_("Reported"), reported(theirs)),
            "stale": (_("To look through"), stale(theirs.published(), today)),
            "archived": (_("Archived"), mine(reader).exclude(archived_at=None)),
        }
    return shelves


def _own(theirs: QuerySet[Article], reader: User) -> QuerySet[Article]:
    return theirs.filter(Exists(_draft()), owner=reader, kind=ArticleKind.PUBLIC)


def _counts(shelves: dict[str, tuple[str, QuerySet[Article]]]) -> dict[str, int]:
    """Of those where something waits, in one statement."""
    waiting = {
        name: shelves[name][1]
        for name in ("read", "stale", "review", "outdated", "reported")
        if name in shelves
    }
    arms = [
        found.order_by().annotate(shelf=Value(name)).values_list("shelf", "pk")
        for name, found in waiting.items()
    ]
    counted = Counter(name for name, _pk in arms[0].union(*arms[1:], all=True))
    return dict(counted)


def _translated(article: Article) -> list[Article]:
    """The translations that are there, each with whether it is behind."""
    there = [one for one in article.translations.all() if one.current_id and not one.archived_at]
    for one in there:
        one.behind = one.current.made_from_id != article.current_id
    return sorted(there, key=lambda one: one.language)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:80]


def _draft() -> QuerySet[Version]:
    return Version.objects.filter(article=OuterRef("pk"), published_at=None)


def _dressed(found: QuerySet[Article]) -> QuerySet[Article]:
    """With what a row shows."""
    translations = Prefetch("translations", Article.objects.select_related("current"))
    open_reports = Report.objects.filter(version__article=OuterRef("pk"), settled_at=None)
    return found.annotate(
        is_being_written=Exists(_draft()), is_reported=Exists(open_reports)
    ).prefetch_related("teams", translations)
