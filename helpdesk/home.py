"""Where the day begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Who looks after every team begins with the board, the others with their own list."""
    return redirect("reports:now" if request.user.may("ticket.see_all") else "tickets:inbox")
