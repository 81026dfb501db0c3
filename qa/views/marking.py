"""Marks on passages of the conversation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qa import actions
from qa.access import review_to
from qa.conversation import conversation, marks_of
from qa.forms import MarkForm
from qa.models import Review
from tickets.models import Message


@require_POST
def marks(request: HttpRequest, number: int) -> HttpResponse:
    """`remove` takes a mark away; else a new one, by its place or by the words of it."""
    one = review_to(request.user, number, "write")
    trouble = _remove(request, one) if "remove" in request.POST else _add(request, one)
    if request.htmx:
        left = marks_of(one)
        context = {"one": one, "said": conversation(one, left), "marks": left, "trouble": trouble}
        return render(request, "qa/write.html#conversation", context, status=422 if trouble else 200)
    if trouble:
        messages.error(request, trouble)
    return redirect("qa:write", one.pk)


def _remove(request: HttpRequest, one: Review) -> str:
    sent = request.POST["remove"]
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 16):
        raise Http404("no such mark")
    return _tried(lambda: actions.unmark(one, number=int(sent), by=request.user))


def _add(request: HttpRequest, one: Review) -> str:
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _("Select a passage of the conversation, or type words of the answer.")
    given, here = form.cleaned_data, Message.objects.filter(ticket=one.message.ticket_id)
    message = here.filter(pk=given["message"] or one.message_id).first()
    place = form.place(message.text) if message else None
    if message is None or place is None:
        return _("These words do not stand in the answer.")
    said = {"criterion": given["criterion"], "note": given["note"], "by": request.user}
    return _tried(lambda: actions.mark(one, message=message, start=place[0], end=place[1], **said))


def _tried(act) -> str:
    try:
        act()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
