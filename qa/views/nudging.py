"""Hints on tone before an answer is sent: to its writer alone, and nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lib.throttle import wait_as
from qa.nudged import answerable, nudged
from qa.tone import LONGEST

MOST_LEFT = 40


@require_POST
def nudge(request: HttpRequest, number: int) -> HttpResponse:
    """`whole`: not in the middle of writing; `sent`: it has just left; `left`: keys of hints that the writer
    has seen and left. Empty where there is nothing to say.
    """
    ticket = answerable(request.user, number)
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", " ")
    if len(text) > LONGEST:
        return HttpResponse(status=413)
    if wait_as(request, "tone", f"user {request.user.pk}"):
        return HttpResponse(status=429)
    if not request.user.tone_hints or not text.strip():
        return HttpResponse(status=204)
    left = frozenset(request.POST.getlist("left")[-MOST_LEFT:])
    found = nudged(ticket, text, whole="whole" in request.POST, left=left)
    if not found.hints:
        return HttpResponse(status=204)
    context = {"found": found, "sent": "sent" in request.POST}
    return render(request, "qa/_nudge.html", context)
