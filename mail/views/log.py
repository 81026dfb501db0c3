"""Every mail that came in: where it went, and why."""

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mail import explaining, logbook, words
from mail.access import log_for, mail_for, quarantine_for
from mail.choices import Outcome
from mail.forms import LogForm
from mail.models import RawEmail
from mail.reading import parse_safely
from tickets.access import tickets_for

DAYS = (7, 30, 90)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request)
    mails = log_for(request.user)
    form = LogForm(request.GET, user=request.user)
    asked = form.cleaned_data if form.is_valid() else {}
    if outcome := asked.get("outcome"):
        mails = mails.filter(outcome=outcome)
    if box := asked.get("mailbox"):
        mails = mails.filter(mailbox=box)
    if sought := asked.get("q"):
        mails = logbook.searched(mails, sought, logbook.SEARCHED.get(asked.get("days") or "30", 30))
    before = request.GET.get("before", "")
    page = logbook.page_of(mails, before)
    mine = _tickets_seen(request, page.rows)
    for row in page.rows:
        row.became = words.in_the_log(row)
        row.shown_ticket = row.ticket_id if row.ticket_id in mine else None
    return render(
        request,
        "mail/log.html",
        {
            "here": "log",
            "now": timezone.now(),
            "form": form,
            "page": page,
            "paged": bool(before),
            "asked": any(asked.values()),
            "query": urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)}),
        },
    )


def _tickets_seen(request: HttpRequest, rows: list[RawEmail]) -> set[int]:
    numbers = {row.ticket_id for row in rows if row.ticket_id}
    return set(tickets_for(request.user).filter(pk__in=numbers).values_list("pk", flat=True))


@require_safe
def explain(request: HttpRequest, mail_id: int) -> HttpResponse:
    mail = mail_for(request.user, mail_id)
    parsed = parse_safely(bytes(mail.content))
    held = mail.outcome == Outcome.QUARANTINED and quarantine_for(request.user).filter(pk=mail.pk).exists()
    return render(
        request,
        "mail/explain.html",
        {
            "here": "log",
            "mail": mail,
            "steps": explaining.steps(mail, parsed, reader=request.user),
            "headers": explaining.headers(parsed),
            "held": held,
            "in_log": request.user.may("quarantine.see"),
        },
    )


@require_safe
def original(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The bytes as they came; a download, never shown."""
    return download(mail_for(request.user, mail_id))


def download(mail: RawEmail) -> HttpResponse:
    if mail.emptied_at:
        raise Http404("its bytes have been let go")
    return HttpResponse(
        bytes(mail.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="mail-{mail.pk}.eml"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """raw = created + appended + quarantined + duplicate + ignored + pending, by day and mailbox."""
    _require(request)
    days = int(request.GET["days"]) if request.GET.get("days") in {str(each) for each in DAYS} else DAYS[0]
    zone = ZoneInfo(request.user.time_zone)
    lines = logbook.account(log_for(request.user), days=days, zone=zone)
    total: Counter[str] = Counter()
    for line in lines:
        total["raw"] += line.raw
        total.update(dict(zip(logbook.COLUMNS, line.counts, strict=True)))
    return render(
        request,
        "mail/account.html",
        {
            "here": "log",
            "lines": lines,
            "days": days,
            "choices": DAYS,
            "columns": [Outcome(each).label for each in logbook.COLUMNS],
            "raw": total["raw"],
            "sums": [total[each] for each in logbook.COLUMNS],
            "balanced": all(line.balanced for line in lines),
            "today": datetime.datetime.now(zone).date(),
        },
    )


def _require(request: HttpRequest) -> None:
    if not request.user.may("quarantine.see"):
        raise Http404("quarantine.see")
