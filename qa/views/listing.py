"""Reviews: one's own, those to write, those one gave, those of one's people, disputes to settle."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib.pages import page_of
from lib.tables import table_answer
from qa import actions
from qa.access import reviews_for
from qa.choices import COUNTED, State
from qa.models.reviews import ReviewQuerySet
from qa.queries import to_settle
from qa.views.trend import chart_of, weeks_of
from staff.models import User

PAGE = 50
TREND_DAYS = 182
AT_ONCE = 2000
# What stands in a table to take away; _heads names the columns.
TAKEN = (
    "message__ticket", "person__full_name", "blind", "state", "reviewer__full_name",
    "scorecard__scorecard__name", "score", "given_at", "team__name", "channel", "language",
)  # fmt: skip


@require_safe
def reviews(request: HttpRequest) -> HttpResponseBase:
    """`show` is a shelf, `q` a name; `as` asks for a table to take away."""
    reader, shelves = request.user, _shelves(request.user)
    show = request.GET.get("show", "")
    show = show if show in shelves else next(iter(shelves))
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = _shelf(show, reader)
    if words:
        found = found.filter(person__full_name__icontains=words)
    answer = table_answer(request, _("Reviews"), _heads(), _rows(found))
    if answer:
        actions.note_taking(found, by=reader)
        return answer
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "here": "reviews", "tab": "reviews", "show": show, "shelves": shelves, "q": words,
        "page": page_of(found.for_rows(), PAGE, request.GET.get("page")),
        "chart": _trend(reader) if show == "mine" else "", "params": kept.urlencode(),
        "settle": to_settle(reader).count(),
    }  # fmt: skip
    return render(request, "qa/reviews.html", context)


def _shelves(user: User) -> dict[str, str]:
    names = {"mine": _("Yours")}
    if user.may("review.give"):
        names = {"write": _("To write"), "settle": _("Disputed"), "given": _("You gave")} | names
        names["all"] = _("All")
    return names


def _shelf(show: str, user: User) -> ReviewQuerySet:
    if show == "settle":
        return to_settle(user).order_by("since", "pk")
    if show == "write":
        return reviews_for(user).filter(reviewer=user, state=State.BEGUN).order_by("begun_at", "pk")
    # The index by day has those that are not given yet before all others.
    found = reviews_for(user).filter(state__in=COUNTED, given_at__isnull=False).order_by("-given_at", "-pk")
    narrowed = {"mine": Q(person=user), "given": Q(reviewer=user)}
    return found.filter(narrowed.get(show, Q()))


def _trend(user: User) -> str:
    """Their own, once two weeks of the last half year have something."""
    return chart_of(weeks_of(_shelf("mine", user).order_by(), TREND_DAYS))


def _heads() -> list[str]:
    return [
        _("Ticket"), _("Colleague"), _("Reviewer"), _("Scorecard"), _("State"), _("Score"), _("Given"),
        _("Team"), _("Channel"), _("Language"),
    ]  # fmt: skip


def _rows(found: ReviewQuerySet) -> Iterator[list[object]]:
    """Row by row, however many there are; blind ones that are being written without the name."""
    states = {value: str(label) for value, label in State.choices}
    for number, name, blind, state, *rest in found.values_list(*TAKEN).iterator(chunk_size=AT_ONCE):
        hidden = blind and state == State.BEGUN
        reviewer, card, *more = rest
        yield [number, "" if hidden else name, reviewer, card, states[state], *more]
