"""Planned answers: sent now, at another time, or a draft again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets import actions, workflow
from tickets.access import planned_for
from tickets.forms.writing import PlannedForm
from tickets.models import Draft, Message
from tickets.phrases import day_and_time
from tickets.views.moves import why
from tickets.views.shown import changed, refused
from tickets.views.writing import fresh_for


@require_POST
def planned(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Its writer decides all of it; a colleague may stop it, and its writer has it as a draft."""
    row = planned_for(request.user, draft_id)
    number, form = row.ticket_id, PlannedForm(request.POST)
    if not form.is_valid():
        return refused(request, number, " ".join(form.problems))
    try:
        said, message = _do(request, row, form)
    except actions.NotPlanned:
        return refused(request, number, _("It was sent or stopped meanwhile."))
    except actions.StaleReply:
        return refused(request, number, _("Not sent: somebody wrote meanwhile. Read it, then send again."))
    except workflow.MoveRefused as error:
        return refused(request, number, why(error))
    except ValidationError as error:
        return refused(request, number, " ".join(error.messages))
    except PermissionDenied:
        return refused(request, number, _("Your role may not do that."))
    if form.cleaned_data["do"] == "draft" and row.user_id == request.user.pk:
        template = "tickets/ticket/taken_back.html"
        return changed(request, number, said, template=template, composer=fresh_for(request.user))
    return changed(request, number, said, undo=message)


def _do(request: HttpRequest, row: Draft, form: PlannedForm) -> tuple[str, Message | None]:
    user, do = request.user, form.cleaned_data["do"]
    if do == "draft":
        actions.unplan(row, by=user)
        if row.user_id == user.pk:
            return _("It is a draft again."), None
        return _("Stopped. %(name)s has it as a draft.") % {"name": row.user.full_name}, None
    if row.user_id != user.pk:
        raise Http404("not your answer")
    if do == "time":
        fresh = actions.replan(row, by=user, send_at=form.cleaned_data["send_at"])
        return _("Will be sent %(at)s.") % {"at": day_and_time(fresh.send_at)}, None
    hold = actions.Hold(user.undo_seconds, text=row.text, to=row.to, cc=row.cc)
    return _("Answer sent."), actions.send_now(row, by=user, hold=hold)
