"""One's own training: what is to do, what is done, what one has for it; and every course one may begin."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from files.handing_out import download
from knowledge.actions.training_enrolling import enrol, withdraw
from knowledge.choices import Reason
from knowledge.models import Course, Enrolment
from knowledge.training_access import (
    certificate_for,
    certificates_for,
    course_for,
    courses_for,
    enrolment_for,
    enrolments_for,
    file_for,
)
from knowledge.training_queries import latest, with_progress
from knowledge.views.training_shell import said_of, shell

PAGE = 50


@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """`show` is done or certificates; what is to do without it."""
    show = request.GET.get("show", "")
    mine = enrolments_for(request.user)
    if show == "certificates":
        found = latest(certificates_for(request.user).filter(person=request.user))
        return _list(request, "knowledge/training/certificates.html", found, "certificates")
    if show == "done":
        rows = with_progress(mine.exclude(finished_at=None)).select_related("certificate")
        return _list(request, "knowledge/training/mine.html", rows.order_by("-finished_at", "-pk"), "done")
    return _list(request, "knowledge/training/mine.html", with_progress(mine.open()), "mine")


def _list(request: HttpRequest, template: str, found, tab: str) -> HttpResponse:
    params = request.GET.copy()
    params.pop("page", None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {**shell(request.user, tab), "page": page, "params": params.urlencode(), "show": tab}
    return render(request, template, context)


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """`show` archived is for those who write them."""
    writes = request.user.may("training.manage")
    show = request.GET.get("show", "") if writes else ""
    found = courses_for(request.user)
    if show == "archived":
        found = Course.objects.exclude(archived_at=None).select_related("current", "skill", "owner")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    for word in words.split():
        found = found.filter(title__icontains=word)
    own = Enrolment.objects.filter(course=OuterRef("pk"), person=request.user)
    found = found.annotate(
        lessons=Count("current__lessons"), is_open=Exists(own.open()),
        is_done=Exists(own.exclude(finished_at=None)),
    ).prefetch_related("teams").order_by("title", "pk")  # fmt: skip
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        **shell(request.user, "courses"), "q": words, "show": show, "writes": writes,
        "params": params.urlencode(),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "knowledge/training/courses.html", context)


@require_safe
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """What it is about and holds, and where one stands in it."""
    found = course_for(request.user, course_id)
    own = enrolments_for(request.user).filter(course=found, withdrawn_at=None).order_by("-enrolled_at")
    context = {
        **shell(request.user, "courses"),
        "course": found,
        "edition": found.current,
        "lessons": found.current.lessons.all() if found.current else [],
        "own": own.first(),
        "certificate": certificates_for(request.user).filter(person=request.user, course=found).first(),
        "is_taken": courses_for(request.user).published().filter(pk=found.pk).exists(),
        "sessions": found.sessions.filter(cancelled_at=None, starts_at__gt=timezone.now())[:5],
        "writes": request.user.may("training.manage"),
    }
    return render(request, "knowledge/training/course.html", context)


@require_POST
def take(request: HttpRequest, course_id: int) -> HttpResponse:
    """They enrol themselves; who is in it already goes on."""
    found = course_for(request.user, course_id)
    try:
        enrol(found, [request.user], by=request.user, reason=Reason.SELF)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:course", found.pk)
    own = enrolments_for(request.user).open().get(course=found)
    return redirect("knowledge:enrolment", own.pk)


@require_POST
def leave(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    own = enrolment_for(request.user, enrolment_id)
    try:
        withdraw(own, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:enrolment", own.pk)
    messages.success(request, _("You have left the course. You may begin it again at any time."))
    return redirect("knowledge:training")


@require_safe
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    found = certificate_for(request.user, certificate_id)
    context = {
        **shell(request.user, "certificates"),
        "certificate": found,
        "today": timezone.localdate(),
        "is_latest": latest(certificates_for(request.user)).filter(pk=found.pk).exists(),
    }
    return render(request, "knowledge/training/certificate.html", context)


@require_safe
def lesson_file(request: HttpRequest, file_id: int) -> HttpResponse:
    file = file_for(request.user, file_id)
    return download(file.blob, file.name)
