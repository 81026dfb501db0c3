"""What was suggested: to be answered, one's own, all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib.tables import table_answer
from staff.models import Team
from staff.queries import teams_of
from suggestions.export import HEADS, table_of
from suggestions.queries import SHELVES, dressed, in_words, on_shelf, to_answer

PAGE = 50


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """`show` is a shelf, `team` a number, `q` words."""
    reader = request.user
    shelves = _shelves(reader)
    show = request.GET.get("show", "open")
    show = show if show in shelves else "open"
    words, team = request.GET.get("q", "").replace("\x00", "").strip()[:80], _team(request)
    found = in_words(on_shelf(reader, show), words)
    if team is not None:
        found = found.filter(team=team)
    params = request.GET.copy()
    params.pop("page", None)
    if (answer := table_answer(request, "suggestions", HEADS, table_of(found))) is not None:
        return answer
    page = Paginator(dressed(found, reader), PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "suggestions", "page": page,
        "q": words, "show": show, "shelves": shelves, "team": team, "teams": teams_of(reader),
        "params": params.urlencode(), "to_answer": to_answer(reader), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "suggestions/suggestions.html", context)


def _shelves(reader) -> dict[str, str]:
    names = {
        "open": _("Open"),
        "answer": _("For you to answer"),
        "mine": _("Yours"),
        "accepted": _("Accepted"),
        "closed": _("Closed"),
        "all": _("All"),
    }
    return {one: names[one] for one in SHELVES if one != "answer" or reader.may("suggestion.answer")}


def _team(request: HttpRequest) -> Team | None:
    sent = request.GET.get("team", "")
    if not (sent.isascii() and sent.isdecimal()) or len(sent) > 9:
        return None
    return teams_of(request.user).filter(pk=int(sent)).first()
