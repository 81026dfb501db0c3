"""One article: what it says, what changed, that one follows it, and who does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions
from knowledge.access import article_for, may_publish, may_write, version_for, writable_article
from knowledge.choices import Wrong
from knowledge.languages import languages_of, name_of
from knowledge.models import Article, Version
from knowledge.queries import last_confirmed, receipts, reports_of, to_read
from knowledge.training_queries import to_train_by_hand
from knowledge.uses import effects_of, known_of
from knowledge.views.news import news
from lib.html import from_markdown
from staff.middleware import LANGUAGES

VERSIONS_SHOWN = 12
PAGE = 100


@require_safe
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """The version in force, or else the draft, in the reader's language; opening it is remembered."""
    found = article_for(request.user, article_id)
    writes = may_write(request.user, found)
    draft = found.versions.filter(published_at=None).select_related("written_by", "asked_by").first()
    draft = draft if writes else None
    if found.current_id and found.archived_at is None:
        actions.open_version(found.current, by=request.user)
    context = {
        **_frame(request, found, found.current or draft, writes),
        "draft": draft,
        "publishes": draft is not None and may_publish(request.user, found, draft),
        "trains": found.is_guideline and found.current_id and request.user.may("training.manage"),
        **_read_in(request, found),
        **_duty(request.user, found),
    }
    return render(request, "knowledge/article.html", context)


def _frame(request: HttpRequest, found: Article, shown: Version, writes: bool) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "here": "articles",
        "article": found,
        "version": shown,
        "html": SafeString(from_markdown(shown.body)),
        "writes": writes,
        "to_train": to_train_by_hand(found) if writes and found.is_guideline else [],
        "effects": effects_of(found) if writes and not shown.published_at else [],
        "versions": found.versions.exclude(published_at=None).select_related("published_by")[:VERSIONS_SHOWN],
        "today": today,
        "later": shown.holds_in_days(today),
        "languages": languages_of(request.user, found),
        "known": known_of(request.user, found, shown, today),
        "reports": list(reports_of(found)),
        "report_kinds": Wrong.choices,
    }


def _read_in(request: HttpRequest, found: Article) -> dict[str, object]:
    """The text in the reader's language, or the one picked; what it was written in where there is none."""
    wanted = request.GET.get("language") or get_language() or ""
    if found.source_id or found.current_id is None or wanted == found.language:
        return {}
    translation = found.translations.in_use().filter(language=wanted, current__isnull=False).first()
    if translation is None:
        return {"is_fallback": wanted in LANGUAGES and found.is_public, "wanted": name_of(wanted)}
    return {
        "translation": translation,
        "is_outdated": translation.current.made_from_id != found.current_id,
        "html": SafeString(from_markdown(translation.current.body)),
    }


def _duty(reader, found: Article) -> dict[str, object]:
    """What this reader has to do, and what is new in it for them."""
    if not found.is_guideline or found.current_id is None:
        return {}
    confirmed = last_confirmed(found, reader)
    is_done = confirmed is not None and confirmed.pk == found.current_id
    told = [] if is_done or confirmed is None else news(confirmed.body, found.current.body)
    return {
        "must": not is_done and found.archived_at is None and to_read(reader).filter(pk=found.pk).exists(),
        "done": is_done and found.current.readings.filter(reader=reader).first(),
        "before": confirmed,
        "news": told,
    }


@require_POST
def confirm(request: HttpRequest, article_id: int) -> HttpResponse:
    """`version` is what was on the screen."""
    found = article_for(request.user, article_id)
    sent = request.POST.get("version", "")
    shown = version_for(request.user, found, int(sent) if sent.isdecimal() and len(sent) < 9 else 0)
    try:
        actions.acknowledge(shown, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("knowledge:article", found.pk)
    left = to_read(request.user).first()
    if left is None:
        messages.success(request, _("Confirmed. Nothing is left to read."))
        return redirect("knowledge:article", found.pk)
    messages.success(request, _("Confirmed. This is the next one."))
    return redirect("knowledge:article", left.pk)


@require_safe
def version(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """How it read, and what changed since the version before."""
    found = article_for(request.user, article_id)
    shown = version_for(request.user, found, number)
    before = found.versions.filter(number__lt=number).exclude(published_at=None).first()
    context = {
        **_frame(request, found, shown, may_write(request.user, found)),
        "publishes": shown.published_at is None and may_publish(request.user, found, shown),
        "before": before,
        "news": news(before.body, shown.body) if before else [],
    }
    return render(request, "knowledge/version.html", context)


@require_safe
def readers(request: HttpRequest, article_id: int) -> HttpResponse:
    """Who has confirmed the version in force, and who has not."""
    found = writable_article(request.user, article_id)
    people = receipts(found)
    context = {
        "here": "articles",
        "article": found,
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
        "all": people.count(),
        "confirmed": people.exclude(acknowledged_at=None).count(),
    }
    return render(request, "knowledge/readers.html", context)
