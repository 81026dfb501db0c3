"""Positions: the list, one of them as a board or a list, and changing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import actions, stages
from hiring.access import may_write, position_for, positions_for, writable_position
from hiring.choices import Act, PositionState
from hiring.forms import PositionForm, form_of_position
from hiring.models import Candidate, Position, Stage
from hiring.queries import MOST_IN_COLUMN, counted, on_cards
from hiring.views.door import PAGE, seen, tried, without_page, words_of, works
from lib.tables import table_answer


@require_safe
def positions(request: HttpRequest) -> HttpResponse:
    """Those this person is named in, and nobody else's; `show` is a state, or all."""
    mine = positions_for(request.user)
    if not mine.exists():
        works(request)
    shelves = {**dict(PositionState.choices), "all": _("All")}
    show = request.GET.get("show", "open")
    show = show if show in shelves else "open"
    words = words_of(request)
    found = mine if show == "all" else mine.filter(state=show)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(skills__icontains=words))
    page = Paginator(counted(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "hiring", "tab": "positions", "page": page, "shelves": shelves, "show": show, "q": words,
        "params": without_page(request),
    }  # fmt: skip
    return render(request, "hiring/positions.html", context)


@require_safe
def position(request: HttpRequest, position_id: int) -> HttpResponse:
    """A board by stage, or with `show=list` a list; `as` takes the list away as a table."""
    one = position_for(request.user, position_id)
    candidates = on_cards(one.candidates.select_related("stage").exclude(hired_as=request.user))
    if table := table_answer(request, f"candidates-{one.pk}", _heads(), _rows(candidates)):
        seen(request, one.dossier, "export", act=Act.EXPORTED)
        return table
    seen(request, one.dossier, "position")
    context = {
        "here": "hiring", "position": one, "writes": may_write(request.user, one.dossier),
        "owns": one.dossier.owner_id == request.user.pk, "states": PositionState.choices,
        "show": "list" if request.GET.get("show") == "list" else "board",
    }  # fmt: skip
    fill = _list if context["show"] == "list" else _board
    return render(request, "hiring/position.html", {**context, **fill(request, candidates)})


def _board(request: HttpRequest, candidates) -> dict:
    rows = list(Stage.objects.all())
    rules = [stage.as_rule() for stage in rows]
    names = {stage.pk: stage.name for stage in rows}
    accepted = set(candidates.filter(offers__state="accepted").order_by().values_list("pk", flat=True))
    columns = {stage.pk: [] for stage in rows}
    for candidate in candidates:
        open_to = stages.moves_from(candidate.stage.as_rule(), rules, offer_accepted=candidate.pk in accepted)
        candidate.open_to = [(to.key, names[to.key]) for to in open_to if to.meaning != stages.DECLINED]
        columns[candidate.stage_id].append(candidate)
    shown = [stage for stage in rows if stage.active or columns[stage.pk]]
    board = [(stage, columns[stage.pk][:MOST_IN_COLUMN], len(columns[stage.pk])) for stage in shown]
    return {"board": board, "anybody": any(count for _s, _c, count in board)}


def _list(request: HttpRequest, candidates) -> dict:
    words, stage = words_of(request), request.GET.get("stage", "")
    if words:
        candidates = candidates.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if stage.isdecimal() and len(stage) < 18:
        candidates = candidates.filter(stage=int(stage))
    page = Paginator(candidates, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page, "q": words, "stage": stage, "stages": list(Stage.objects.all()),
        "params": without_page(request),
    }  # fmt: skip


def _heads() -> list[str]:
    return [_("Name"), _("Email"), _("Phone"), _("Stage"), _("Since"), _("Came"), _("How they found us"),
            _("Interviews"), _("Kept until")]  # fmt: skip


def _rows(candidates):
    one: Candidate
    for one in candidates:
        yield [one.name, one.email, one.phone, one.stage.name, one.stage_since, one.came_at,
               one.get_source_display(), f"{one.handed_in} / {one.asked}", one.keep_until]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def position_new(request: HttpRequest) -> HttpResponse:
    works(request)
    form = PositionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_position(form.cleaned_data, by=request.user)
        messages.success(request, _("Only you are in it until you name others."))
        return redirect("hiring:position", made.pk)
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def position_edit(request: HttpRequest, position_id: int) -> HttpResponse:
    one = writable_position(request.user, position_id)
    if request.method != "POST":
        seen(request, one.dossier, "position")
        return _form(request, PositionForm(initial=form_of_position(one)), one)
    form = PositionForm(request.POST)
    if form.is_valid():
        try:
            actions.change_position(one, form.cleaned_data, by=request.user, seen=form.cleaned_data["seen"])
        except actions.StaleEdit:
            form.add_error(None, _("Somebody else changed it since you opened it. Copy what you wrote."))
            return _form(request, form, one, 409)
        messages.success(request, _("Saved"))
        return redirect("hiring:position", one.pk)
    return _form(request, form, one)


def _form(request: HttpRequest, form: PositionForm, one: Position | None, status: int = 0) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    context = {"here": "hiring", "position": one, "form": form}
    return render(request, "hiring/position_edit.html", context, status=status)


@require_POST
def position_state(request: HttpRequest, position_id: int) -> HttpResponse:
    one = writable_position(request.user, position_id)
    state = request.POST.get("state", "")
    tried(request, lambda: actions.set_state(one, state, by=request.user), _("Saved"))
    return redirect("hiring:position", one.pk)
