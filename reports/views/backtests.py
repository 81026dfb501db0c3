"""Back-tests: asked for, watched, read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.actions import begin_backtest
from reports.backtests.attained import backtest_lines, backtest_metrics
from reports.forms import AS_IT_WAS, DRAFT, BacktestForm
from reports.models import BacktestChange, BacktestRun
from reports.words.showing import hours
from sla.models import Policy
from sla.views import DRAFT_KEY
from tickets.access import tickets_for

RUNS = 20
PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def backtest(request: HttpRequest) -> HttpResponse:
    _require(request)
    draft = request.session.get(DRAFT_KEY) or {}
    form = BacktestForm(request.POST or None, draft=_name(draft))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            run = begin_backtest(by=request.user, days=said["days"], **_asked(said["under"], draft))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("reports:backtest_run", run.pk)
    runs = BacktestRun.objects.select_related("made_by")[:RUNS]
    context = {"here": "policies", "form": form, "runs": runs}
    return render(request, "reports/backtests.html", context, status=422 if form.errors else 200)


def _name(draft: dict[str, Any]) -> str:
    return draft.get("name") or (_("New policy") if draft else "")


def _asked(under: str, draft: dict[str, Any]) -> dict[str, Any]:
    if under == DRAFT:
        policy = Policy.objects.filter(pk=draft["policy"]).first() if draft.get("policy") else None
        return {
            "policy": policy, "name": _name(draft), "audience": draft["audience"], "terms": draft["terms"],
            "conditions": draft["conditions"],
        }  # fmt: skip
    if under == AS_IT_WAS:
        return {}
    policy = Policy.objects.get(pk=under)
    newest = policy.versions.all()[0]
    return {"policy": policy, "terms": newest.terms, "conditions": newest.conditions}


@require_safe
def backtest_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The result, or with htmx how far it is. `kind` says which changes are listed."""
    _require(request)
    run = get_object_or_404(BacktestRun.objects.select_related("made_by"), pk=run_id)
    if request.htmx and not run.finished_at:
        return render(request, "reports/_backtest_progress.html", {"run": run})
    kind = request.GET.get("kind")
    if kind not in BacktestChange.Kind.values:
        late = run.newly_late or not run.no_longer_late
        kind = BacktestChange.Kind.NEWLY_LATE if late else BacktestChange.Kind.NO_LONGER_LATE
    changes = run.changes.filter(kind=kind, ticket__in=tickets_for(request.user)).order_by("pk")
    pages = Paginator(changes.select_related("ticket__team"), PER_PAGE)
    context = {
        "here": "policies", "run": run, "kind": kind, "page": pages.get_page(request.GET.get("page")),
        "troubled": run.differing + run.unread, "handling": hours(run.handling_seconds),
        "sooner": hours(run.sooner_seconds),
        "params": f"kind={kind}", "metrics": backtest_metrics(run), "lines": backtest_lines(run),
    }  # fmt: skip
    answer = render(request, "reports/backtest.html", context)
    if request.htmx:  # it has just ended: the whole page instead of the progress
        answer["HX-Refresh"] = "true"
    return answer


def _require(request: HttpRequest) -> None:
    if not request.user.may("promise.manage"):
        raise Http404("promises are for managers")
