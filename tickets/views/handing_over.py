"""Between two shifts: what was left for the reader, and what they leave: to the team, and with each of their
tickets that cannot wait until they are back.
"""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scheduling.models import Shift
from scheduling.there import NOT_THERE, There, there
from tickets.access import tickets_for
from tickets.actions.handing_over import RECENT, due_off, ends_or_now, say_hand_over
from tickets.handed_over import left_for, shift_of
from tickets.models import HandOver
from tickets.reassigning import held_by

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    now, user = timezone.now(), request.user
    seen = there([user], now).get(user.pk, NOT_THERE)
    held = held_by([user.pk]).get(user.pk, ()) if seen.rostered else ()
    numbers = [one.number for one in due_off(seen, held)[:MOST]]
    ends_at = ends_or_now(seen, now)
    shift = shift_of(user, ends_at) if _may_leave(seen, now) else None
    trouble = ""
    if request.method == "POST":
        try:
            _say(request, numbers, shift, ends_at)
        except ValidationError as error:
            trouble = " ".join(error.messages)
        except PermissionDenied as error:
            raise Http404("not for this role") from error
        else:
            messages.success(request, _("Left for whoever comes next."))
            return redirect("tickets:hand_over")
    said = HandOver.objects.filter(user=user, shift_ends_at=ends_at)
    written = dict(said.filter(ticket__in=numbers).values_list("ticket", "text"))
    tickets = tickets_for(user).for_rows().in_bulk(numbers)
    rows = [(tickets[number], written.get(number, "")) for number in numbers if number in tickets]
    note = said.filter(team=shift.team).first() if shift else None
    context = {
        "here": "shifts", "tab": "hand-over", "rows": rows, "seen": seen, "now": now,
        "ends_at": ends_at, "shift": shift, "note": note, "left": left_for(user, now), "trouble": trouble,
    }  # fmt: skip
    return render(request, "tickets/hand_over.html", context, status=422 if trouble else 200)


def _may_leave(seen: There, now: datetime.datetime) -> bool:
    """In their shift, and for a while after it."""
    return seen.on_shift or (seen.left_at is not None and now - seen.left_at < RECENT)


def _say(request: HttpRequest, numbers: list[int], shift: Shift | None, ends_at: datetime.datetime) -> None:
    say_hand_over(
        {number: request.POST.get(f"line-{number}", "") for number in numbers},
        by=request.user, shift_ends_at=ends_at, for_all=request.POST.get("for_all", ""),
        team=shift.team if shift else None, note=request.POST.get("note", ""),
    )  # fmt: skip
