"""Types of tickets and their fields: the page of all, the page of each, their order, who changed what."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tickets import fields, setup
from tickets.actions import setting_up
from tickets.choices import SetupNoun
from tickets.field_inputs import AsksFields
from tickets.fields import Stage
from tickets.forms.setting_up import (
    MORE,
    ChecklistForm,
    FieldForm,
    TypeForm,
    form_of_checklist,
    form_of_field,
    form_of_type,
    item_lines,
    option_lines,
)
from tickets.models import ChecklistTemplate, SetupChange, TicketField, TicketType

CHANGES = 100
NOUNS = {"field": TicketField, "type": TicketType, "checklist": ChecklistTemplate}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _require(request)
    rows = setup.with_types(TicketField.objects.all())
    every = list(rows)
    types = list(TicketType.objects.select_related("team"))
    names = {one.pk: one.name for one in types}
    for row in every:
        row.for_types = [names[pk] for pk in row.type_ids if pk in names]
    for kind in types:
        kind.own_fields = [row.name for row in every if kind.pk in row.type_ids and not row.archived_at]
    lists = list(ChecklistTemplate.objects.prefetch_related("types"))
    context = {
        "here": "setup",
        "checklists": [row for row in lists if not row.archived_at],
        "fields": [row for row in every if not row.archived_at],
        "types": [row for row in types if not row.archived_at],
        "archived": [("field", row) for row in every if row.archived_at]
        + [("type", row) for row in types if row.archived_at]
        + [("checklist", row) for row in lists if row.archived_at],
        "moved": request.GET.get("moved", ""),
    }
    return render(request, "tickets/setup/index.html", context)


@require_POST
def order(request: HttpRequest, noun: str, row_id: int) -> HttpResponse:
    """`do` is up, down, archive or restore."""
    _require(request)
    row = get_object_or_404(NOUNS[noun] if noun in NOUNS else _no_such(), pk=row_id)
    do = request.POST.get("do")
    if do in {"up", "down"}:
        setting_up.move_in_order(row, up=do == "up", by=request.user)
        return redirect(f"{_home()}?moved={noun}-{row.pk}-{do}")
    if do not in {"archive", "restore"}:
        _no_such()
    try:
        (setting_up.archive if do == "archive" else setting_up.restore)(row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("“%(name)s” is archived.") if do == "archive" else _("“%(name)s” is in use again.")
        messages.success(request, said % {"name": row.name})
    return redirect("tickets:setup")


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, field_id: int | None = None) -> HttpResponse:
    """One field as it is typed; without a number a new one."""
    _require(request)
    row = get_object_or_404(TicketField, pk=field_id) if field_id else None
    if request.method != "POST":
        form = FieldForm(row=row, initial=form_of_field(row) if row else {"seen": 0})
        return _show_field(request, row, form, option_lines(begun=row.options if row else ()))
    form, lines = FieldForm(request.POST, row=row), option_lines(request.POST)
    if "more" in request.POST:
        begun = [line.cleaned_data for line in lines if line.is_valid() and line.cleaned_data.get("name")]
        again = FieldForm(row=row, initial={**request.POST.dict(), "types": request.POST.getlist("types")})
        return _show_field(request, row, again, option_lines(begun=begun, spare=MORE))
    if not (form.is_valid() and lines.is_valid()):
        return _show_field(request, row, form, lines, status=422)
    said = {**form.cleaned_data, "options": [line.cleaned_data for line in lines]}
    return _saved(
        request, form, lambda: setting_up.save_field(row, said, by=request.user, seen=said["seen"] or 0),
        lambda status: _show_field(request, row, form, lines, status=status),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest, type_id: int | None = None) -> HttpResponse:
    """One type as it is typed; without a number a new one."""
    _require(request)
    row = get_object_or_404(TicketType, pk=type_id) if type_id else None
    if request.method != "POST":
        return _show_type(
            request, row, TypeForm(initial=form_of_type(row) if row else {"offered": True, "seen": 0})
        )
    form = TypeForm(request.POST)
    if not form.is_valid():
        return _show_type(request, row, form, status=422)
    said = form.cleaned_data
    return _saved(
        request, form, lambda: setting_up.save_type(row, said, by=request.user, seen=said["seen"] or 0),
        lambda status: _show_type(request, row, form, status=status),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, checklist_id: int | None = None) -> HttpResponse:
    """One checklist as it is typed; without a number a new one."""
    _require(request)
    row = get_object_or_404(ChecklistTemplate, pk=checklist_id) if checklist_id else None
    if request.method != "POST":
        form = ChecklistForm(row=row, initial=form_of_checklist(row) if row else {"seen": 0})
        return _show_checklist(request, row, form, item_lines(begun=row.items if row else ()))
    form, lines = ChecklistForm(request.POST, row=row), item_lines(request.POST)
    if "more" in request.POST:
        begun = [line.cleaned_data for line in lines if line.is_valid() and line.cleaned_data.get("text")]
        again = ChecklistForm(
            row=row, initial={**request.POST.dict(), "types": request.POST.getlist("types")}
        )
        return _show_checklist(request, row, again, item_lines(begun=begun, spare=2 * MORE))
    if not (form.is_valid() and lines.is_valid()):
        return _show_checklist(request, row, form, lines, status=422)
    said = {**form.cleaned_data, "items": [line.cleaned_data for line in lines]}
    return _saved(
        request, form, lambda: setting_up.save_checklist(row, said, by=request.user, seen=said["seen"] or 0),
        lambda status: _show_checklist(request, row, form, lines, status=status),
    )  # fmt: skip


def _show_checklist(
    request: HttpRequest, row: ChecklistTemplate | None, form: ChecklistForm, lines: Any, status: int = 200
) -> HttpResponse:
    context = {
        "here": "setup", "row": row, "form": form, "lines": lines,
        "changes": _changes(SetupNoun.CHECKLIST, row),
    }  # fmt: skip
    return render(request, "tickets/setup/checklist.html", context, status=status)


def _saved(
    request: HttpRequest, form: Form, save: Callable[[], Any], again: Callable[[int], HttpResponse]
) -> HttpResponse:
    """Back to the page of all, or the form with what must be put right."""
    try:
        row = save()
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in told.items():
            form.add_error(name if name in form.fields else None, texts)
        return again(422)
    except setting_up.Overtaken:
        form.add_error(None, _("Somebody changed this meanwhile. Open it again to see how it reads."))
        return again(409)
    messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
    return redirect("tickets:setup")


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The field as it will look in a form, as far as it is typed."""
    _require(request)
    return render(request, "tickets/setup/_preview.html", {"sample": _sample(request.POST)})


def _sample(data: Any, row: TicketField | None = None) -> AsksFields:
    word = row.kind if row else data.get("kind") or data.get("kind_is") or ""
    about = fields.Definition(
        key="preview",
        name=data.get("name", "")[:80] or _("No name yet"),
        help=data.get("help", "")[:200],
        kind=fields.Kind(word) if word in set(fields.Kind) else fields.Kind.TEXT,
        options=_typed_options(data),
    )
    form = AsksFields()
    form.ask([about], type_id=None, stage=Stage.KEEPING)
    return form


def _typed_options(data: Any) -> tuple[fields.Option, ...]:
    names = [data.get(f"option-{at}-name", "") for at in range(fields.MOST_OPTIONS)]
    gone = {at for at in range(fields.MOST_OPTIONS) if data.get(f"option-{at}-archived")}
    return tuple(
        fields.Option(str(at), name[:80]) for at, name in enumerate(names) if name.strip() and at not in gone
    )


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    _require(request)
    changes = list(SetupChange.objects.select_related("by")[:CHANGES])
    for change in changes:
        change.lines = [
            (name, _spelled(change.was.get(name)), _spelled(to)) for name, to in change.to.items()
        ]
    return render(request, "tickets/setup/history.html", {"here": "setup", "changes": changes})


def _spelled(value: Any) -> str:
    """A value of the trace, as short as it can be said."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return (
            ", ".join(
                str(one.get("name") or one.get("text") if isinstance(one, dict) else one) for one in value
            )
            or "–"
        )
    return str(value or "–")


def _show_field(
    request: HttpRequest, row: TicketField | None, form: FieldForm, lines: Any, status: int = 200
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else _as_typed(row)
    context = {
        "here": "setup", "row": row, "form": form, "lines": lines, "changes": _changes(SetupNoun.FIELD, row),
        "sample": _sample(typed, row), "is_list": row is None or row.kind in fields.definition.CHOSEN,
    }  # fmt: skip
    return render(request, "tickets/setup/field.html", context, status=status)


def _as_typed(row: TicketField | None) -> dict[str, Any]:
    if row is None:
        return {}
    said = {"name": row.name, "help": row.help, "required": row.required}
    live = [one for one in row.options if not one.get("archived")]
    return said | {f"option-{at}-name": one["name"] for at, one in enumerate(live)}


def _show_type(
    request: HttpRequest, row: TicketType | None, form: TypeForm, status: int = 200
) -> HttpResponse:
    everywhere = TicketField.objects.in_use().filter(types=None) if row else ()
    context = {
        "here": "setup", "row": row, "form": form, "changes": _changes(SetupNoun.TYPE, row),
        "own": row.fields.in_use() if row else (), "everywhere": everywhere,
    }  # fmt: skip
    return render(request, "tickets/setup/type.html", context, status=status)


def _changes(noun: str, row: setting_up.Row | None) -> list[SetupChange]:
    return list(SetupChange.objects.filter(noun=noun, about=row.pk).select_related("by")[:10]) if row else []


def _home() -> str:
    return redirect("tickets:setup").url


def _no_such() -> Any:
    raise Http404("no such thing to do")


def _require(request: HttpRequest) -> None:
    if not request.user.may(setting_up.PERMISSION):
        raise Http404(setting_up.PERMISSION)
