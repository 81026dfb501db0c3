"""The end of a shift: which of the reader's tickets cannot wait until they are back, and a line for each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from scheduling.there import NOT_THERE, there
from tickets.access import tickets_for
from tickets.actions.handing_over import due_off, ends_or_now, say_hand_over
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
    if request.method == "POST":
        lines = {number: request.POST.get(f"line-{number}", "") for number in numbers}
        try:
            for_all = request.POST.get("for_all", "")
            count = say_hand_over(lines, by=user, shift_ends_at=ends_at, for_all=for_all)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except PermissionDenied as error:
            raise Http404("not for this role") from error
        else:
            said = ngettext("A line stands for %(n)s ticket.", "A line stands for %(n)s tickets.", count)
            messages.success(request, said % {"n": count})
        return redirect("tickets:hand_over")
    said = HandOver.objects.filter(user=user, shift_ends_at=ends_at, ticket__in=numbers)
    written = dict(said.values_list("ticket", "text"))
    tickets = tickets_for(user).for_rows().in_bulk(numbers)
    rows = [(tickets[number], written.get(number, "")) for number in numbers if number in tickets]
    context = {"here": "hand-over", "rows": rows, "seen": seen, "now": now, "ends_at": ends_at}
    return render(request, "tickets/hand_over.html", context)
