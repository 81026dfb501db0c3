"""Evaluations: whose turn it is, one's own, those one holds, all; and the file of a person."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.access import evaluations_for, goals_for, person_for
from evaluations.choices import RUNNING, State
from evaluations.models import Cycle, Evaluation
from evaluations.models.cycles import EvaluationQuerySet
from evaluations.queries import waiting_for
from evaluations.steps import due_on
from lib.tables import table_answer
from staff.models import User

PAGE = 50


@require_safe
def evaluations(request: HttpRequest) -> HttpResponseBase:
    """`show` is a shelf, `cycle` a number, `q` a name; `as` asks for a table to take away."""
    reader, shelves = request.user, _shelves(request.user)
    show = request.GET.get("show", "")
    show = show if show in shelves else next(iter(shelves))
    words, cycle = request.GET.get("q", "").replace("\x00", "").strip()[:80], number_in(request, "cycle")
    found = _shelf(show, reader).order_by("-cycle__until", "person__full_name", "pk")
    if words:
        found = found.filter(person__full_name__icontains=words)
    if cycle:
        found = found.filter(cycle=cycle)
    answer = table_answer(request, _("Evaluations"), heads(), (row_of(one) for one in found))
    if answer:
        return answer
    context = {
        "here": "evaluations", "tab": "evaluations", "page": _page(request, found), "q": words, "show": show,
        "shelves": shelves, "turn": waiting_for(reader).count(), "cycle": cycle,
        "cycles": Cycle.objects.filter(evaluations__in=evaluations_for(reader)).distinct(),
        "params": params(request), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "evaluations/evaluations.html", context)


@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Everything of one person that the reader may see: evaluations, newest first, and goals."""
    who = person_for(request.user, number)
    found = evaluations_for(request.user).filter(person=who).order_by("-cycle__until", "-pk")
    context = {
        "here": "evaluations", "tab": "evaluations", "who": who, "page": _page(request, found),
        "goals": goals_for(request.user).filter(person=who).order_by("state", "due_on"),
        "params": params(request), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "evaluations/person.html", context)


def _shelves(user: User) -> dict[str, str]:
    names = {"turn": _("Your turn"), "mine": _("Yours")}
    if user.may("evaluation.hold"):
        names["held"] = _("You evaluate")
    if user.may("evaluation.manage"):
        names |= {"running": _("Running"), "all": _("All")}
    return names


def _shelf(show: str, user: User) -> EvaluationQuerySet:
    if show == "turn":
        return waiting_for(user)
    found = evaluations_for(user)
    narrowed = {"mine": Q(person=user), "held": Q(evaluator=user), "running": Q(state__in=RUNNING)}
    return found.filter(narrowed.get(show, Q()))


def heads() -> list[str]:
    return [
        _("Colleague"), _("Cycle"), _("Evaluated by"), _("State"), _("Due"),
        _("Period from"), _("Period until"), _("Edition"), _("Frozen"), "SHA-256",
    ]  # fmt: skip


def row_of(one: Evaluation) -> list[object]:
    return [
        one.person.full_name, one.cycle.name, one.evaluator.full_name, State(one.state).label,
        due_on(one.standing), one.cycle.since, one.cycle.until, one.current.number,
        one.current.frozen_at, one.current.sha256,
    ]  # fmt: skip


def _page(request: HttpRequest, found: EvaluationQuerySet):
    page = Paginator(found.for_rows(), PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.due = due_on(one.standing)
    return page


def number_in(request: HttpRequest, name: str) -> int | None:
    sent = request.GET.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 9 else None


def params(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
