"""All tags: how often each is used, another name, one for two, other words for it, no longer offered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tickets.actions import tagging
from tickets.models import Retagging, Tag
from tickets.tags import MOST_COUNTED, counted

PER_PAGE = 50
FINISHED_SHOWN = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """By name; what is typed finds tags and their synonyms."""
    _require(request)
    sought = request.GET.get("q", "").replace("\x00", "").strip().lower()[:40]
    archived = request.GET.get("show") == "archived"
    rows = Tag.objects.filter(archived_at__isnull=not archived).prefetch_related("synonyms")
    if sought:
        rows = rows.filter(word__contains=sought) | rows.filter(synonyms__word__contains=sought)
    page = Paginator(rows.distinct().order_by("word"), PER_PAGE).get_page(request.GET.get("page"))
    used = counted([tag.word for tag in page])
    for tag in page:
        tag.used, tag.is_more = min(used.get(tag.word, 0), MOST_COUNTED), used.get(tag.word, 0) > MOST_COUNTED
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        "here": "tags", "page": page, "q": sought, "archived": archived, "params": params.urlencode(),
        "running": list(Retagging.objects.filter(finished_at=None).select_related("made_by")),
        "lately": list(
            Retagging.objects.exclude(finished_at=None).select_related("made_by")[:FINISHED_SHOWN]
        ),
        "opened": request.GET.get("tag", ""),
    }  # fmt: skip
    return render(request, "tickets/tags.html", context)


@require_POST
def change(request: HttpRequest, tag_id: int) -> HttpResponse:
    """`do` is rename, synonym, forget, archive or restore; `word` what it is about."""
    _require(request)
    tag = get_object_or_404(Tag, pk=tag_id)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404("no such thing to do")
    try:
        messages.success(request, act(request, tag, request.POST.get("word", "")[:100]))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("tickets:tags")


def _rename(request: HttpRequest, tag: Tag, word: str) -> str:
    job = tagging.rename_tag(tag, to=word, by=request.user)
    return _("“%(was)s” becomes “%(to)s” on every ticket; that may take a minute.") % {
        "was": job.was,
        "to": job.to,
    }


def _add(request: HttpRequest, tag: Tag, word: str) -> str:
    synonym = tagging.add_synonym(tag, word=word, by=request.user)
    return _("Whoever types “%(word)s” means “%(tag)s” now.") % {"word": synonym.word, "tag": tag.word}


def _forget(request: HttpRequest, tag: Tag, word: str) -> str:
    tagging.remove_synonym(tag, word=word, by=request.user)
    return _("“%(word)s” is a word of its own again.") % {"word": word}


def _archive(request: HttpRequest, tag: Tag, word: str) -> str:
    tagging.archive_tag(tag, archived=True, by=request.user)
    return _("“%(name)s” is archived.") % {"name": tag.word}


def _restore(request: HttpRequest, tag: Tag, word: str) -> str:
    tagging.archive_tag(tag, archived=False, by=request.user)
    return _("“%(name)s” is in use again.") % {"name": tag.word}


_ACTS: dict[str, Any] = {
    "rename": _rename,
    "synonym": _add,
    "forget": _forget,
    "archive": _archive,
    "restore": _restore,
}


def _require(request: HttpRequest) -> None:
    if not request.user.may(tagging.PERMISSION):
        raise Http404(tagging.PERMISSION)
