"""Marked days: written, read, changed and removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib import pages
from reports.access import annotation_for, annotation_to_change, annotations_for, may_annotate
from reports.marked_days.actions import annotate, change_annotation, remove_annotation
from reports.marked_days.annotated import days_of
from reports.marked_days.forms import AnnotationForm, initial_in, initial_of
from reports.marked_days.history import history_of, offers_for
from reports.models import Annotation
from reports.views.trends import trends_asked

ON_A_PAGE = 50


@require_safe
def annotations(request: HttpRequest) -> HttpResponse:
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    removed = request.GET.get("show") == "removed"
    found = annotations_for(request.user).filter(removed_at__isnull=not removed)
    page = pages.page_of(found, ON_A_PAGE, request.GET.get("page"))
    context = {
        "here": "trends", "page": page, "rows": [(one, days_of(one)) for one in page], "removed": removed,
        "params": "show=removed" if removed else "", "offers": [] if removed else offers_for(request.user),
    }  # fmt: skip
    return render(request, "reports/annotations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def annotation_new(request: HttpRequest) -> HttpResponse:
    """The address may say what it is about, and which trends to go back to."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    given = initial_in(request.GET.dict(), timezone.localdate())
    if "measure" in request.GET:
        given["team"] = trends_asked(request).team_id or ""
    form = AnnotationForm(_posted(request), by=request.user, initial=given)
    if _saved(form, lambda given: annotate(by=request.user, **given)):
        messages.success(request, _("Marked. It stands in every chart of these days."))
        return redirect(_back(request))
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def annotation(request: HttpRequest, number: int) -> HttpResponse:
    """With its history; changed by who may."""
    if request.method == "POST":
        one = annotation_to_change(request.user, number)
    else:
        one = annotation_for(request.user, number)
    form = AnnotationForm(_posted(request), by=request.user, initial=initial_of(one))
    if _saved(form, lambda given: change_annotation(one, by=request.user, **given)):
        messages.success(request, _("Saved."))
        return redirect("reports:annotations")
    return _form(request, form, one)


@require_POST
def annotation_remove(request: HttpRequest, number: int) -> HttpResponse:
    remove_annotation(annotation_to_change(request.user, number), by=request.user)
    messages.success(request, _("Removed. Its history is kept."))
    return redirect("reports:annotations")


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _saved(form: AnnotationForm, act) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _back(request: HttpRequest) -> str:
    if "measure" not in request.GET:
        return reverse("reports:annotations")
    return f"{reverse('reports:trends')}?{trends_asked(request).params()}"


def _form(request: HttpRequest, form: AnnotationForm, one: Annotation | None) -> HttpResponse:
    changes = one is None or (one.removed_at is None and may_annotate(request.user, one.team))
    context = {
        "here": "trends", "form": form, "one": one, "days": days_of(one) if one else "", "changes": changes,
        "history": history_of(request.user, one) if one else [], "back": _back(request),
    }  # fmt: skip
    return render(request, "reports/annotation.html", context, status=422 if form.is_bound else 200)
