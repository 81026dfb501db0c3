"""Opening hours: who has which, and the page where they are typed and seen."""

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling import actions, pictures
from scheduling.forms import ZONES, CalendarForm, form_of
from scheduling.hours import OpeningHours, read_hours
from scheduling.models import Calendar, CalendarVersion
from scheduling.public_holidays import UnknownRegion
from scheduling.written import Source, Wrong, as_source
from staff.models import Team

VERSIONS = 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request)
    calendars = list(Calendar.objects.prefetch_related("teams", "versions"))
    for calendar in calendars:
        newest = calendar.versions.all()[0]
        calendar.newest, hours = newest, read_hours(newest.schedule)
        calendar.week, calendar.total = pictures.week(hours), pictures.open_hours(hours)
        calendar.coming = pictures.specials(hours, newest.names, _today())[:3]
    without = Team.objects.filter(active=True, calendar_link=None)
    return render(
        request,
        "scheduling/calendars.html",
        {"here": "calendars", "calendars": calendars, "without": without},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    usual = Source(tz=request.user.time_zone, week=("09:00-17:00",) * 5 + ("", ""))
    return _edit(request, None, usual)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, calendar_id: int) -> HttpResponse:
    _require(request)
    calendar = get_object_or_404(Calendar, pk=calendar_id)
    newest = calendar.versions.select_related("made_by")[0]
    return _edit(request, calendar, _source(newest), newest)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The pictures of what is typed so far; what cannot be read is said in their place."""
    _require(request)
    form = CalendarForm(request.POST, request.FILES)
    form.fields["name"].required = False
    return render(request, "scheduling/calendar.html#preview", _seen(form, _build(form)))


def _edit(
    request: HttpRequest, calendar: Calendar | None, source: Source, newest: CalendarVersion | None = None
) -> HttpResponse:
    if request.method != "POST":
        teams = calendar.teams.all() if calendar else ()
        start = {
            "name": calendar.name if calendar else "",
            "teams": teams,
            "seen": newest.number if newest else 0,
            "adopt": "",
        }
        form = CalendarForm(initial={**start, **form_of(source)})
        built = (read_hours(newest.schedule), newest.names) if newest else _try(source)
        return _show(request, calendar, form, built)
    form = CalendarForm(request.POST, request.FILES)
    if (built := _build(form)) is None:
        return _show(request, calendar, form, None, status=422)
    if "preview" in request.POST:
        return _show(request, calendar, form, built)
    said = form.cleaned_data
    try:
        actions.save_calendar(
            calendar,
            name=said["name"],
            source=form.source(),
            teams=tuple(said["teams"]),
            by=request.user,
            seen=said["seen"] or 0,
            adopt=said["adopt"],
            today=_today(),
        )
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, texts in told.items():
            form.add_error("name" if field == "name" else None, texts)
        return _show(request, calendar, form, built, status=422)
    except actions.Stale:
        form.add_error(
            None, _("Somebody changed these hours meanwhile. Open them again to see how they are.")
        )
        return _show(request, calendar, form, built, status=409)
    messages.success(request, _("The hours “%(name)s” are saved.") % {"name": said["name"]})
    return redirect("scheduling:calendars")


Built = tuple[OpeningHours, dict[str, str]]


def _build(form: CalendarForm) -> Built | None:
    """The hours that were typed, or None, with the reason beside the field."""
    if not form.is_valid():
        return None
    try:
        built = actions.build(form.source(), _today())
    except (Wrong, UnknownRegion) as error:
        form.refuse(error)
        return None
    return read_hours(built.schedule), built.names


def _try(source: Source) -> Built:
    built = actions.build(source, _today())
    return read_hours(built.schedule), built.names


def _source(version: CalendarVersion) -> Source:
    return Source.from_json(version.source) if version.source else as_source(version.schedule)


def _seen(form: CalendarForm, built: Built | None) -> dict:
    if built is None:
        return {"form": form, "drawn": None}
    hours, names = built
    drawn = {
        "week": pictures.week(hours),
        "year": pictures.year(hours, names, _today()),
        "specials": pictures.specials(hours, names, _today()),
        "total": pictures.open_hours(hours),
    }
    return {"form": form, "drawn": drawn}


def _show(
    request: HttpRequest,
    calendar: Calendar | None,
    form: CalendarForm,
    built: Built | None,
    status: int = 200,
) -> HttpResponse:
    versions = calendar.versions.select_related("made_by")[:VERSIONS] if calendar else ()
    return render(
        request,
        "scheduling/calendar.html",
        {
            "here": "calendars",
            "calendar": calendar,
            "zones": ZONES,
            "versions": versions,
            **_seen(form, built),
        },
        status=status,
    )


def _today() -> datetime.date:
    return timezone.localdate()


def _require(request: HttpRequest) -> None:
    if not request.user.may("promise.manage"):
        raise Http404("opening hours are for managers")
