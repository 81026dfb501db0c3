"""Every part of the interface on one page, and three sample pages made of them. For DEBUG and tests only."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from helpdesk.styleguide_charts import charts

PAGES = {"ticket", "board", "form"}
SWATCHES = [
    "sunken",
    "canvas",
    "surface",
    "hover",
    "note",
    "accent-soft",
    "accent",
    "new",
    "waiting",
    "hold",
    "solved",
    "soon",
    "late",
]
STATES = ["new", "open", "waiting", "hold", "solved", "closed"]
PEOPLE = [
    "Amara Kask",
    "Ben Lepik",
    "Cleo Marsh",
    "Dana Okafor",
    "Ольга Смирнова",
    "Łukasz Wójcik",
    "Lucía Navarro",
    "Õie Ärm",
]
ROWS = [
    # who, minutes ago, subject, state, unread, mine, minutes to the promise, tag
    ("Dana Okafor", 12, "Refund not received after cancelling", "open", True, True, 38, ""),
    ("Łukasz Wójcik", 26, "Faktura za październik jest podwójna", "new", True, False, 112, "pl"),
    ("Ирина Белова", 61, "Списали оплату дважды, верните деньги", "open", True, True, -12, "vip"),
    ("Mart Tamm · Tamm OÜ", 130, "Arve saaja aadress on vale", "open", False, True, 190, ""),
    ("Carmen Ortiz", 300, "No puedo descargar la factura", "waiting", False, True, None, ""),
    ("Piotr Zieliński", 1600, "Zmiana właściciela umowy", "hold", False, True, None, ""),
    ("Acme Logistics", 4000, "Re: Consolidated invoice for 14 sites", "solved", False, False, None, ""),
]
AMARA = SimpleNamespace(
    pk=0, full_name="Amara Kask", role="agent", get_role_display="Agent", theme="light",
    density="comfortable", is_authenticated=False,
)  # fmt: skip
TEAMS = [
    SimpleNamespace(pk=pk, slug="t", name=name, colour=pk)
    for pk, name in ((3, "Billing Tallinn"), (2, "Broadband"), (5, "Mobile"))
]
SIDEBAR = SimpleNamespace(
    mine=7,
    unassigned=4,
    due_soon=5,
    late=3,
    waiting=12,
    every=128,
    asked=2,
    teams=list(zip(TEAMS, (23, 57, 0), strict=True)),
)
SAVED = [{"name": "v1", "label": "Outage 21 Nov", "url": "#", "count": 41}]


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    name = request.GET.get("page", "")
    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    now = timezone.now()
    rows = [_row(number, now, *row) for number, row in enumerate(ROWS, start=1042)]
    context = {
        "now": now,
        "ago": now - timedelta(minutes=74),
        "soon": now + timedelta(minutes=38),
        "later": now + timedelta(minutes=190),
        "reader": AMARA,
        "sidebar": SIDEBAR,
        "saved_views": SAVED,
        "here": "board" if name == "board" else "mine",
        "swatches": SWATCHES,
        "states": STATES,
        "hues": range(1, 9),
        "people": [(person, key) for key, person in enumerate(PEOPLE)],
        "groups": [("New for you", rows[:3]), ("Seen", rows[3:])],
        "charts": [(key, charts(key)) for key in "abcd"] if not name else [],
        "density": "compact" if request.GET.get("density") == "compact" else "comfortable",
        "show": "list" if request.GET.get("show") == "list" else "main",
    }
    if name in PAGES:
        return render(request, f"styleguide/{name}.html", {**context, "theme": theme})
    return render(request, "styleguide/index.html", context)


def _row(number: int, now: datetime, *row: Any) -> dict[str, Any]:
    who, minutes, subject, state, unread, mine, due, tag = row
    return {
        "number": number,
        "who": who,
        "at": now - timedelta(minutes=minutes),
        "subject": subject,
        "state": state,
        "unread": unread,
        "mine": mine,
        "tag": tag,
        "team": "Billing",
        "hue": 3,
        "clock": "running",
        "due": now + timedelta(minutes=due) if due is not None else None,
        "warn": now if due == 38 else None,
        "current": number == 1042,
        "writing": "Ben" if number == 1045 else "",
    }
