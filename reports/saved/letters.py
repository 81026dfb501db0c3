"""Reports by letter: to each who asked for it, with the figures that are theirs to see.

The letter and the row that says it was sent are one transaction: killed anywhere, it leaves once.
"""

import datetime
import logging
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify

from files.actions import store
from lib.tables import XLSX
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from outbox.writing import full_address
from reports.access import reports_for
from reports.models import Sent, Subscription
from reports.saved.cells import ReportPage
from reports.saved.files import pdf_of, xlsx_of
from reports.saved.letter_days import last_due
from reports.saved.page import page_of
from reports.saved.sent_files import KEY
from staff.models import User

log = logging.getLogger(__name__)
PDF = "application/pdf"


def send_due(now: datetime.datetime) -> int:
    """Every letter that is due; how many. One that fails holds up none of the others."""
    sent = 0
    who = User.objects.who_may("board.see")
    rows = Subscription.objects.filter(user__in=who).select_related("user").annotate(last=Max("sent__due_on"))
    for row in rows.order_by("pk"):
        day = due_day(row, now)
        if day is None or (row.last and row.last >= day):
            continue
        try:
            sent += send(row.pk, day)
        except Exception:
            log.exception("report of subscription %s could not be sent", row.pk)
    return sent


def due_day(row: Subscription, now: datetime.datetime) -> datetime.date | None:
    zone = ZoneInfo(row.user.time_zone)
    return last_due(row.every, row.on_day, row.hour, zone, since=row.since, now=now)


@transaction.atomic
def send(number: int, day: datetime.date) -> bool:
    """False if it was sent already, another worker has it in hand, or it is not theirs to read any more."""
    held = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
    row = held.select_related("user", "report").filter(pk=number).first()
    if row is None or row.sent.filter(due_on=day).exists():
        return False
    if not reports_for(row.user).filter(pk=row.report_id).exists():
        return False
    with translation.override(row.language), timezone.override(ZoneInfo(row.user.time_zone)):
        letter = _write(row, day, page_of(row.user, row.report, day, row.user.time_zone))
    Sent.objects.create(subscription=row, due_on=day, letter=letter)
    return True


def _write(row: Subscription, day: datetime.date, page: ReportPage) -> Letter:
    subject, text, html = render("report", _context(row, day, page), row.language)
    name = f"{slugify(page.name) or 'report'}-{day.isoformat()}"
    files = ((f"{name}.pdf", PDF, pdf_of(page)), (f"{name}.xlsx", XLSX, xlsx_of(page)))
    return queue(
        key=f"{KEY}{row.pk}-{day.isoformat()}",
        kind="report",
        to=[full_address(row.user.full_name, row.user.email)],
        subject=subject,
        text=text,
        html=html,
        files=[
            {"sha256": store(content).pk, "name": name, "content_type": kind, "content_id": ""}
            for name, kind, content in files
        ],
        thread=f"report-{row.pk}",
    )


def _context(row: Subscription, day: datetime.date, page: ReportPage) -> dict[str, Any]:
    address = f"{settings.BASE_URL}{reverse('reports:report', args=[row.report_id])}"
    return {
        "name": row.user.first_name,
        "page": page,
        "url": f"{address}?on={day.isoformat()}",
        "stop": address,
    }
