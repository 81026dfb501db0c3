"""Saved reports: kept, read, taken away, and sent by letter."""

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib import pages
from lib.tables import XLSX, csv_answer
from reports.access import may_change, report_for, report_to_change, reports_for
from reports.models import Every, SavedReport, Subscription
from reports.saved.actions import drop_report, save_report, subscribe, unsubscribe
from reports.saved.cells import ReportPage
from reports.saved.cuts import parts_of
from reports.saved.files import flat, flat_heads, pdf_of, xlsx_of
from reports.saved.forms import PartForms, ReportForm, SubscriptionForm
from reports.saved.letter_days import next_due
from reports.saved.page import page_of
from reports.saved.sent_files import last_sent
from reports.trends.page import name_of
from reports.views.trends import trends_asked

ON_A_PAGE = 50
FILES = {"pdf": ("application/pdf", pdf_of), "xlsx": (XLSX, xlsx_of)}


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    page = pages.page_of(reports_for(request.user), ON_A_PAGE, request.GET.get("page"))
    mine = Subscription.objects.filter(user=request.user, report__in=[one.pk for one in page])
    context = {"here": "board", "page": page, "by_letter": set(mine.values_list("report_id", flat=True))}
    return render(request, "reports/reports.html", context)


@require_safe
def report(request: HttpRequest, number: int) -> HttpResponseBase:
    """As of today, or of the day `on`; with `as` a file of the same."""
    found = report_for(request.user, number)
    day = _day(request.GET.get("on", "")) or timezone.localdate()
    page = page_of(request.user, found, day, timezone.get_current_timezone_name())
    if answer := _file(request.GET.get("as", ""), page):
        return answer
    return _show(request, found, page)


def _show(
    request: HttpRequest, found: SavedReport, page: ReportPage, form: SubscriptionForm | None = None
) -> HttpResponse:
    mine = Subscription.objects.filter(report=found, user=request.user).first()
    context = {
        "here": "board", "report": found, "page": page, "changes": may_change(request.user, found),
        "form": form or SubscriptionForm(initial=_initial(request, mine)), "mine": mine,
        "next": _next(mine), "today": timezone.localdate(), "sent": last_sent(mine) if mine else [],
        "files_days": settings.REPORT_FILES_DAYS,
    }  # fmt: skip
    return render(request, "reports/report.html", context, status=422 if form else 200)


def _initial(request: HttpRequest, mine: Subscription | None) -> dict[str, object]:
    if mine is None:
        return {"language": request.user.language}
    days = {Every.WEEK: {"weekday": mine.on_day}, Every.MONTH: {"day": mine.on_day}}
    return {
        "every": mine.every,
        "hour": mine.hour,
        "language": mine.language,
        **days.get(Every(mine.every), {}),
    }


def _next(mine: Subscription | None) -> datetime.datetime | None:
    if mine is None:
        return None
    return next_due(mine.every, mine.on_day, mine.hour, ZoneInfo(mine.user.time_zone), timezone.now())


def _day(said: str) -> datetime.date | None:
    """One that can be a day of a report: not after today."""
    try:
        day = datetime.date.fromisoformat(said)
    except ValueError:
        return None
    return day if datetime.date(2000, 1, 1) <= day <= timezone.localdate() else None


def _file(kind: str, page: ReportPage) -> HttpResponseBase | None:
    if kind == "csv":
        return csv_answer(page.name, flat_heads(), flat(page))
    if kind not in FILES:
        return None
    content_type, made = FILES[kind]
    answer = HttpResponse(made(page), content_type=content_type)
    name = f"{slugify(page.name) or 'report'}-{page.day.isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """The address may say what it begins with, as that of the trends does."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    return _written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def report_change(request: HttpRequest, number: int) -> HttpResponse:
    return _written(request, report_to_change(request.user, number))


def _written(request: HttpRequest, found: SavedReport | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    named, first = _asked_in(request)
    form = ReportForm(posted, initial={"name": found.name, "shared": found.shared} if found else named)
    parts = PartForms(
        posted, initial=found.parts if found else first, form_kwargs={"user": request.user}, prefix="parts"
    )
    if posted is not None and form.is_valid() and parts.is_valid():
        chosen = [one.cleaned_data for one in parts if one.cleaned_data.get("measure")]
        try:
            saved = save_report(found, by=request.user, parts=chosen, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("reports:report", saved.pk)
    zone = timezone.get_current_timezone_name()
    context = {"here": "board", "report": found, "form": form, "parts": parts, "zone": zone}
    return render(request, "reports/report_form.html", context, status=422 if posted is not None else 200)


def _asked_in(request: HttpRequest) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The name and the figures that an address of the trends stands for."""
    if "measure" not in request.GET:
        return {}, []
    asked = trends_asked(request)
    return {"name": name_of(asked)}, parts_of(asked)


@require_POST
def report_delete(request: HttpRequest, number: int) -> HttpResponse:
    found = report_to_change(request.user, number)
    drop_report(found, by=request.user)
    messages.success(request, _("The report is gone."))
    return redirect("reports:reports")


@require_POST
def report_subscribe(request: HttpRequest, number: int) -> HttpResponse:
    found = report_for(request.user, number)
    if request.POST.get("do") == "stop":
        unsubscribe(found, by=request.user)
        messages.success(request, _("It comes by letter no more."))
        return redirect("reports:report", found.pk)
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        zone = timezone.get_current_timezone_name()
        return _show(request, found, page_of(request.user, found, timezone.localdate(), zone), form)
    subscribe(found, by=request.user, **form.said())
    messages.success(request, _("It comes to you by letter."))
    return redirect("reports:report", found.pk)
