"""Letters outside every answer of which nobody knows whether they arrived: shown, and decided here."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outbox.actions import retry_letter, say_it_arrived
from outbox.choices import LetterState
from outbox.models import Letter

MOST = 200


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The oldest first: they have waited longest."""
    _require(request)
    rows = _letters().filter(state=LetterState.UNDECIDED).defer("text", "html").order_by("queued_at", "pk")
    return render(request, "mail/undecided.html", {"here": "mail-health", "rows": rows[:MOST]})


@require_POST
def decide(request: HttpRequest, letter_id: int) -> HttpResponse:
    """`choice` is again or arrived."""
    _require(request)
    letter = get_object_or_404(_letters(), pk=letter_id)
    choices = {
        "again": (retry_letter, _("The letter is sent again.")),
        "arrived": (say_it_arrived, _("Noted: it arrived.")),
    }
    if request.POST.get("choice", "") not in choices:
        raise Http404("no such choice")
    act, said = choices[request.POST["choice"]]
    if letter.state == LetterState.UNDECIDED and act(letter.pk):
        messages.success(request, said)
    else:
        messages.warning(request, _("There is nothing to decide about it any more."))
    return redirect("mail:undecided")


def _letters() -> QuerySet[Letter]:
    """Answers are decided on their tickets; letters to candidates are nobody's but those of their files."""
    return Letter.objects.filter(ticket_message=None).exclude(kind__startswith="hiring_")


def _require(request: HttpRequest) -> None:
    if not request.user.may("mail.health"):
        raise Http404("mail.health")
