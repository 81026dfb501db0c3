"""What kinds of tickets ask of whoever takes them: the managers' pages, and everybody's own standing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff.models import Team, User
from tickets.actions import gating as acts
from tickets.actions.setting_up import PERMISSION, Overtaken
from tickets.choices import SetupNoun
from tickets.forms.gate import GateForm, form_of_gate
from tickets.gate_words import lines_of, skill_words
from tickets.gates import Stand, coverage, gates_in_use, needs_of, planned_needs, standings_of
from tickets.gating import Coverage, Need, Verdict
from tickets.models import Gate, SetupChange

CHANGES = 10


@dataclass(frozen=True)
class Row:
    team: Team
    counted: Coverage


@require_safe
def gates(request: HttpRequest) -> HttpResponse:
    _require(request)
    found = gates_in_use()
    for gate in found:
        gate.asks = [one.article.title for one in gate.guidelines]
        gate.skill_said = skill_words(gate) if gate.skill else ""
    return render(request, "tickets/setup/gates.html", {"here": "setup", "gates": found})


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, gate_id: int | None = None) -> HttpResponse:
    """One gate as it is typed; without a number a new one. What leaves a team with fewer people is saved once
    that was shown.
    """
    _require(request)
    row = get_object_or_404(Gate.objects.in_use(), pk=gate_id) if gate_id else None
    if request.method != "POST":
        given = request.GET.get("type", "")
        begun = {"grace_days": 7, "seen": 0, "type": given if given.isdecimal() else ""}
        return _show(request, row, GateForm(row=row, initial=form_of_gate(row) if row else begun))
    form = GateForm(request.POST, row=row)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    said = form.cleaned_data
    effect = _effect(row, said)
    if any(one.counted.falls for one in effect) and "sure" not in request.POST:
        return _show(request, row, form, effect=effect)
    try:
        saved = acts.save_gate(row, said, by=request.user, seen=said["seen"] or 0)
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in told.items():
            form.add_error(name if name in form.fields else None, texts)
        return _show(request, row, form, status=422)
    except Overtaken:
        form.add_error(None, _("Somebody changed this meanwhile. Open it again to see how it reads."))
        return _show(request, row, form, status=409)
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved.name})
    return redirect("tickets:gate", saved.pk)


@require_POST
def archive(request: HttpRequest, gate_id: int) -> HttpResponse:
    _require(request)
    row = get_object_or_404(Gate, pk=gate_id)
    acts.archive_gate(row, by=request.user)
    messages.success(request, _("“%(name)s” asks for nothing any more.") % {"name": row.name})
    return redirect("tickets:gates")


@require_safe
def may_take(request: HttpRequest) -> HttpResponse:
    """What the reader may take, what is missing, and until when that is overlooked."""
    now = timezone.now()
    rows = [(one, lines_of(one, now)) for one in standings_of(request.user, now)]
    rows.sort(key=lambda row: (not row[0].is_out, not row[1]))
    return render(request, "tickets/may_take.html", {"here": "next", "rows": rows, "now": now})


def _effect(row: Gate | None, said: dict[str, Any]) -> list[Row]:
    """How many people of each team are left, should it be saved so."""
    now = timezone.now()
    draft = Gate(type=row.type if row else said.get("type"), tag=row.tag if row else said.get("tag") or "")
    return _rows(draft, planned_needs(row, said, now), said["grace_days"], now)[0]


def _rows(
    gate: Gate, needs: Collection[Need], grace_days: int, now: Any
) -> tuple[list[Row], dict[int, Verdict]]:
    counted, verdicts = coverage(gate, needs, grace_days, now)
    teams = Team.objects.in_bulk([one.team for one in counted])
    return [Row(teams[one.team], one) for one in counted], verdicts


def _people(gate: Gate, verdicts: dict[int, Verdict], now: Any) -> list[tuple[User, Stand, list]]:
    lacking = {pk: Stand(gate, one) for pk, one in verdicts.items() if one.missing}
    people = User.objects.filter(pk__in=lacking).order_by("full_name")
    return [(one, lacking[one.pk], lines_of(lacking[one.pk], now)) for one in people]


def _show(
    request: HttpRequest, row: Gate | None, form: GateForm, *, effect: Collection[Row] = (), status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {"here": "setup", "row": row, "form": form, "effect": effect, "now": now}
    read = next((one for one in gates_in_use() if one.pk == row.pk), None) if row else None
    if read:
        context["coverage"], verdicts = _rows(read, needs_of(read), read.grace_days, now)
        context["people"] = _people(read, verdicts, now)
    if row:
        changes = SetupChange.objects.filter(noun=SetupNoun.GATE, about=row.pk)
        context["changes"] = list(changes.select_related("by")[:CHANGES])
        for change in context["changes"]:
            change.named = [
                GateForm.base_fields[name].label for name in change.to if name in GateForm.base_fields
            ]
    return render(request, "tickets/setup/gate.html", context, status=status)


def _require(request: HttpRequest) -> None:
    if not request.user.may(PERMISSION):
        raise Http404(PERMISSION)
