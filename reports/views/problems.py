"""Problems that the radar found: the list, one of them, and what is decided."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lib.pages import page_of
from reports.access import problem_for, problems_for
from reports.models import ProblemCandidate
from reports.radar import deciding
from reports.radar.choices import ProblemState
from reports.radar.coming import coming
from reports.radar.finding import zone_of_desk
from reports.radar.forms import AcceptForm, BannerForm, DismissForm
from reports.radar.showing import course, macro_for, rows_of, suggested_words
from tickets.access import tickets_for
from tickets.actions import end_banner, set_banner
from tickets.models import Banner

PAGE = 20
EVIDENCE = 50


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """`show` is a state; without it those to decide and those that are problems."""
    if not request.user.may("board.see"):
        raise Http404("no board for you")
    show = request.GET.get("show", "")
    show = show if show in ProblemState.values else ""
    found = problems_for(request.user).select_related("problem")
    found = found.filter(state=show) if show else found.exclude(state=ProblemState.DISMISSED)
    page = page_of(found.order_by("-found_at", "-pk"), PAGE, request.GET.get("page"))
    weeks, topics = coming(timezone.now(), zone_of_desk())
    context = {
        "here": "board", "page": page, "rows": rows_of(request.user, page.object_list), "show": show,
        "states": ProblemState.choices, "params": f"show={show}" if show else "", "weeks": weeks,
        "topics": topics, "money": request.user.may("budget.manage"),
    }  # fmt: skip
    return render(request, "reports/problems.html", context)


@require_safe
def problem(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, problem_for(request.user, number))


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    one = _decided(request, number)
    form = AcceptForm(request.POST, by=request.user, candidate=one)
    if not form.is_valid():
        return _show(request, one, 422, accept_form=form)
    try:
        made = deciding.accept(one, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("Problem ticket #%(number)s is open.") % {"number": made.pk})
    return redirect("reports:problem", one.pk)


@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    form = DismissForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _done(
        request, number, _("Dismissed. The same is not told of again for a week."),
        lambda one: deciding.dismiss(one, by=request.user, reason=reason), dismiss_form=form,
    )  # fmt: skip


@require_POST
def take_in(request: HttpRequest, number: int) -> HttpResponse:
    """All that are offered, or the one that was pressed."""
    asked = request.POST.get("ticket", "")

    def act(one: ProblemCandidate) -> None:
        rows = one.members.filter(linked_at=None, left_out_at=None)
        numbers = [int(asked)] if asked.isascii() and asked.isdecimal() and len(asked) < 19 else []
        numbers = numbers if asked else [*rows.values_list("ticket", flat=True)]
        deciding.take_in(one, by=request.user, numbers=numbers)

    return _done(request, number, _("Linked to the problem."), act)


@require_POST
def leave_out(request: HttpRequest, number: int, ticket_id: int) -> HttpResponse:
    one = _decided(request, number)
    if not tickets_for(request.user).filter(pk=ticket_id, pk__in=one.members.values("ticket")).exists():
        raise Http404("no such ticket for you")
    deciding.leave_out(one, by=request.user, number=ticket_id)
    return redirect("reports:problem", one.pk)


@require_POST
def banner(request: HttpRequest, number: int) -> HttpResponse:
    one = _decided(request, number)
    if one.problem is None or not tickets_for(request.user).filter(pk=one.problem_id).exists():
        raise Http404("no problem ticket for you")
    form = BannerForm(request.POST, by=request.user, suggested={})
    if not form.is_valid():
        return _show(request, one, 422, banner_form=form)
    said = form.cleaned_data
    try:
        set_banner(
            one.problem, by=request.user, words=form.words(), team=said["team"], kind=said["type"],
            until=said["until"],
        )  # fmt: skip
    except ValidationError as error:
        return _show(request, one, 422, banner_form=form, trouble=" ".join(error.messages))
    messages.success(request, _("Customers see it now."))
    return redirect("reports:problem", one.pk)


@require_POST
def banner_end(request: HttpRequest, number: int) -> HttpResponse:
    one = _decided(request, number)
    rows = Banner.objects.filter(problem=one.problem_id, ended_at=None)
    row = rows.select_related("problem", "team").first()
    if row is None or not tickets_for(request.user).filter(pk=row.problem_id).exists():
        raise Http404("no banner for you")
    end_banner(row, by=request.user)
    messages.success(request, _("Taken down."))
    return redirect("reports:problem", one.pk)


def _decided(request: HttpRequest, number: int) -> ProblemCandidate:
    if not request.user.may("problem.decide"):
        raise Http404("not for this reader")
    return problem_for(request.user, number)


def _done(
    request: HttpRequest, number: int, said: str, act: Callable[[ProblemCandidate], Any], **context: Any
) -> HttpResponse:
    one = _decided(request, number)
    try:
        act(one)
    except ValidationError as error:
        return _show(request, one, 422, trouble=" ".join(error.messages), **context)
    messages.success(request, said)
    return redirect("reports:problem", one.pk)


def _show(request: HttpRequest, one: ProblemCandidate, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    seen = one.members.filter(ticket__in=tickets_for(user)).select_related(
        "ticket__requester", "ticket__team"
    )
    kept = seen.filter(left_out_at=None).order_by("-ticket")
    page = page_of(kept, EVIDENCE, request.GET.get("page"))
    decides = user.may("problem.decide")
    known = "\n".join(f"#{row.ticket_id} {row.ticket.subject}" for row in page.object_list[:10])
    in_force = Banner.objects.in_force(timezone.now()).filter(problem=one.problem_id)
    told = in_force.first() if one.problem else None
    sees_problem = bool(one.problem) and tickets_for(user).filter(pk=one.problem_id).exists()
    context = {
        "here": "board", "one": one, "row": rows_of(user, [one])[0], "course": course(one, timezone.now()),
        "page": page, "macro": macro_for(user, one), "decides": decides, "told": told,
        "left_out": seen.exclude(left_out_at=None).order_by("-ticket")[:EVIDENCE],
        "offered": kept.filter(linked_at=None).count(), "sees_problem": sees_problem,
    }  # fmt: skip
    if decides and one.is_open:
        context["accept_form"] = AcceptForm(None, by=user, candidate=one, text=known)
        context["dismiss_form"] = DismissForm()
    if decides and sees_problem and not told:
        context["banner_form"] = BannerForm(by=user, suggested=suggested_words(one))
    return render(request, "reports/problem.html", {**context, **more}, status=status)
