"""Goals: a list, one of them, how it goes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import actions
from evaluations.access import evaluations_for, goal_for, goals_for
from evaluations.choices import GoalState
from evaluations.forms import GoalForm
from evaluations.models import CheckIn, Evaluation, Goal
from evaluations.views.listing import number_in, params
from lib.tables import table_answer
from staff.models import User

PAGE = 50


@require_safe
def goals(request: HttpRequest) -> HttpResponseBase:
    """`show` is a shelf, `q` words; `as` asks for a table to take away."""
    shelves = _shelves(request.user)
    show = request.GET.get("show", "")
    show = show if show in shelves else "mine"
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = _dressed(_shelf(show, request.user))
    if words:
        found = found.filter(Q(title__icontains=words) | Q(person__full_name__icontains=words))
    answer = table_answer(request, _("Goals"), _heads(), (_row(one) for one in found))
    if answer:
        return answer
    context = {
        "here": "evaluations", "tab": "goals", "show": show, "shelves": shelves, "q": words,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "params": params(request), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "evaluations/goals.html", context)


@require_safe
def goal(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, goal_for(request.user, number))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`evaluation` is the one it is agreed in, `person` who it is for."""
    if not request.user.may("evaluation.have"):
        raise Http404("not for this reader")
    agreed = _agreed(request)
    whose = agreed.person_id if agreed else number_in(request, "person") or request.user.pk
    form = GoalForm(request.user, request.POST or None, initial={"person": whose})
    if request.method != "POST" or not form.is_valid():
        return _form(request, None, form, 200 if request.method != "POST" else 422)
    said = dict(form.cleaned_data)
    person = said.pop("person")
    try:
        about = agreed if agreed and agreed.person_id == person.pk else None
        made = actions.set_goal(person, by=request.user, evaluation=about, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, None, form, 422)
    messages.success(request, _("The goal is set."))
    return redirect("evaluations:goal", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: int) -> HttpResponse:
    one = goal_for(request.user, number)
    begun = {"title": one.title, "measure": one.measure, "due_on": one.due_on}
    form = GoalForm(request.user, request.POST or None, initial=begun, new=False)
    if request.method != "POST" or not form.is_valid():
        return _form(request, one, form, 200 if request.method != "POST" else 422)
    try:
        actions.change_goal(one, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _form(request, one, form, 422)
    messages.success(request, _("Saved."))
    return redirect("evaluations:goal", one.pk)


@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    one = goal_for(request.user, number)
    sent = request.POST.get("percent", "").strip()
    percent = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= 4 else None
    words = request.POST.get("words", "")
    try:
        actions.check_in(one, words=words, percent=percent, by=request.user)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages), words=words, percent=sent)
    except PermissionDenied as error:
        raise Http404("not this person's goal") from error
    messages.success(request, _("Saved."))
    return redirect("evaluations:goal", one.pk)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """`do` is done, dropped or resume."""
    one, do = goal_for(request.user, number), request.POST.get("do", "")
    why = request.POST.get("why", "")
    try:
        if do == "resume":
            actions.resume_goal(one, by=request.user)
        else:
            actions.end_goal(one, state=do, why=why, by=request.user)
    except ValidationError as error:
        return _show(request, one, 422, end_trouble=" ".join(error.messages), why=why)
    except PermissionDenied as error:
        raise Http404("not this person's goal") from error
    return redirect("evaluations:goal", one.pk)


def _show(request: HttpRequest, one: Goal, status: int = 200, **typed: object) -> HttpResponse:
    agreed = evaluations_for(request.user).filter(pk=one.evaluation_id).first() if one.evaluation_id else None
    context = {
        "here": "evaluations", "tab": "goals", "goal": one, "today": timezone.localdate(), "agreed": agreed,
        "check_ins": one.check_ins.select_related("by")[:PAGE], **typed,
    }  # fmt: skip
    return render(request, "evaluations/goal.html", context, status=status)


def _form(request: HttpRequest, one: Goal | None, form: GoalForm, status: int) -> HttpResponse:
    context = {"here": "evaluations", "tab": "goals", "goal": one, "form": form}
    return render(request, "evaluations/goal_form.html", context, status=status)


def _agreed(request: HttpRequest) -> Evaluation | None:
    number = number_in(request, "evaluation")
    return evaluations_for(request.user).filter(pk=number).first() if number else None


def _shelves(user: User) -> dict[str, str]:
    names = {"mine": _("Yours")}
    if user.may("evaluation.hold"):
        names["open"] = _("Open")
    return names | {"ended": _("Ended")}


def _shelf(show: str, user: User) -> QuerySet[Goal]:
    found = goals_for(user)
    if show == "mine":
        return found.filter(person=user, state=GoalState.OPEN)
    return found.filter(state=GoalState.OPEN) if show == "open" else found.exclude(state=GoalState.OPEN)


def _dressed(found: QuerySet[Goal]) -> QuerySet[Goal]:
    told = CheckIn.objects.filter(goal=OuterRef("pk"), percent__isnull=False)
    return found.annotate(percent=Subquery(told.values("percent")[:1])).order_by("due_on", "pk")


def _heads() -> list[str]:
    return [_("Colleague"), _("Goal"), _("Measure"), _("Due"), _("State"), _("Percent"), _("Reason")]


def _row(one: Goal) -> list[object]:
    return [
        one.person.full_name, one.title, one.measure, one.due_on, GoalState(one.state).label, one.percent,
        one.ended_for,
    ]  # fmt: skip
