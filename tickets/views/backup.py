"""Backup: asked for on a ticket, given there, and the list of what is open."""

from collections.abc import Callable, Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tickets import actions
from tickets.access import ticket_for, tickets_for
from tickets.actions import backing_up
from tickets.backers import overseen_by, skill_for
from tickets.backup_panel import panel_of
from tickets.choices import ACTIVE
from tickets.forms.backup import BackupForm
from tickets.models import Backup, BackupCall, Ticket
from tickets.views.shown import changed, refused

PAGE = 50
LONGEST = 2000


@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """What is asked of the reader and whom they help; for those who lead, also all that is open."""
    oversees = request.user.may("answer.approve")
    everything = oversees and request.GET.get("show") == "all"
    mine = Exists(BackupCall.objects.filter(backup=OuterRef("pk"), user=request.user, answer=""))
    asked = BackupCall.objects.filter(backup=OuterRef("pk"), answer="").values("user__full_name")
    found = (
        Backup.objects.open()
        .filter(overseen_by(request.user) if everything else Q(mine) | Q(helper=request.user))
        .filter(ticket__in=tickets_for(request.user))
        .annotate(asked_now=ArraySubquery(asked))
        .select_related("ticket", "asker", "helper", "skill")
        .order_by("asked_at", "pk")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "backups", "now": timezone.now(), "page": page, "all": everything, "oversees": oversees
    }  # fmt: skip
    return render(request, "tickets/backups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def backup(request: HttpRequest, number: int) -> HttpResponse:
    ticket = ticket_for(request.user, number)
    if not request.user.may(backing_up.PERMISSION):
        raise Http404(backing_up.PERMISSION)
    return _do(request, ticket) if request.method == "POST" else _show(request, ticket)


def _show(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    panel = panel_of(request.user, ticket) if ticket.asks_backup else None
    form = None
    if panel is None and ticket.state in ACTIVE:
        skill, level = skill_for(ticket)
        form = BackupForm(initial={"skill": skill, "level": level or 1})
    context = {"ticket": ticket, "backup": panel, "form": form, "now": timezone.now(), "here": "backups"}
    if request.htmx:
        template = "tickets/ticket/backup_ask.html" if form else "tickets/ticket/backup.html"
        return render(request, template, context)
    return render(request, "tickets/backup.html", context)


def _do(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    do = request.POST.get("do", "")
    if do not in ACTS:
        raise Http404("no such thing to do")
    try:
        said = ACTS[do](request, ticket)
    except backing_up.NotOpen:
        return refused(request, ticket.pk, _("Somebody else came first, or it is over."))
    except ValidationError as error:
        return refused(request, ticket.pk, " ".join(error.messages))
    except PermissionDenied:
        return refused(request, ticket.pk, _("Your role may not do that."))
    return changed(request, ticket.pk, said)


def _ask(request: HttpRequest, ticket: Ticket) -> str:
    form = BackupForm(request.POST)
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    said = form.cleaned_data
    row = backing_up.ask_backup(
        ticket, by=request.user, words=said["words"], skill=said.get("skill"), level=said.get("level")
    )
    if row.asker_id != request.user.pk:
        return _("%(name)s has asked for backup here already.") % {"name": row.asker.full_name}
    names = ", ".join(row.calls.filter(answer="").values_list("user__full_name", flat=True))
    return _("Asked to back you up: %(names)s.") % {"names": names} if names else _("Help is here already.")


def _come(request: HttpRequest, ticket: Ticket) -> str:
    row = backing_up.come(_row(ticket), by=request.user)
    return _("You back up %(name)s.") % {"name": row.asker.full_name}


def _decline(request: HttpRequest, ticket: Ticket) -> str:
    backing_up.decline_backup(_row(ticket), by=request.user, why=_typed(request, "why"))
    return _("The next is asked.")


def _answered(request: HttpRequest, ticket: Ticket) -> str:
    backing_up.end_backup(_row(ticket), by=request.user, answered=True)
    return _("Backup is over, with thanks.")


def _closed(request: HttpRequest, ticket: Ticket) -> str:
    backing_up.end_backup(_row(ticket), by=request.user, answered=False)
    return _("Backup is over.")


def _note(request: HttpRequest, ticket: Ticket) -> str:
    text = _typed(request, "text")
    if not text:
        raise ValidationError(_("Write something first."))
    actions.add_note(ticket, by=request.user, text=text)
    return _("Note added.")


def _wave(request: HttpRequest, ticket: Ticket) -> str:
    backing_up.wave_off(ticket, by=request.user)
    return _("It is not offered on this ticket again.")


ACTS: Mapping[str, Callable[[HttpRequest, Ticket], str]] = {
    "ask": _ask,
    "come": _come,
    "decline": _decline,
    "answered": _answered,
    "closed": _closed,
    "note": _note,
    "wave": _wave,
}


def _row(ticket: Ticket) -> Backup:
    row = Backup.objects.open().filter(ticket=ticket).first()
    if row is None:
        raise backing_up.NotOpen
    return row


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:LONGEST]
