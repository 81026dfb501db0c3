"""The answers of a ticket, which promises they kept, and what was said of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lib import database_clock
from qa.access import reviewable_by, reviews_for
from qa.choices import State
from qa.models import Review
from qa.promises import promises_of
from tickets.access import surveys_for, ticket_for


@require_safe
def of_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """For those who review: each answer that they may review, with the reviews of it that they may see."""
    if not request.user.may("review.give"):
        raise Http404("not for this reader")
    ticket = ticket_for(request.user, number)
    found = reviewable_by(request.user, at=database_clock.now()).filter(ticket=ticket)
    answers = [*found.select_related("author").defer("html", "folded").order_by("at", "pk")]
    promises = promises_of(ticket, answers)
    seen = reviews_for(request.user).exclude(state=State.DROPPED).filter(message__ticket=ticket)
    by_message: dict[int, list[Review]] = {}
    for one in seen.for_rows():
        by_message.setdefault(one.message_id, []).append(one)
    rows = [
        {
            "answer": answer, "reviews": by_message.get(answer.pk, []), "promises": promises[answer.pk],
            "own": any(one.reviewer_id == request.user.pk for one in by_message.get(answer.pk, [])),
        }
        for answer in answers
    ]  # fmt: skip
    said = surveys_for(request.user).filter(ticket=ticket, score__isnull=False).order_by("-answered_at")
    context = {"here": "reviews", "ticket": ticket, "rows": rows, "said": [*said]}
    return render(request, "qa/of_ticket.html", context)
