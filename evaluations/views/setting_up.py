"""Forms: what an evaluation asks."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import actions
from evaluations.forms import NameForm, SectionForms
from evaluations.models import Form


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    _require(request)
    found = Form.objects.select_related("current__made_by").annotate(used=Count("versions__cycles"))
    context = {"here": "evaluations", "tab": "forms", "forms": found.order_by("retired_at", "name")}
    return render(request, "evaluations/forms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _require(request)
    if request.method == "POST":
        return _save(request, None)
    begun = [
        {"kind": "strengths", "title": _("Strengths"), "hint": _("What went well? Say it with an example.")},
        {"kind": "improve", "title": _("Areas to improve"), "hint": _("What would help, and who helps?")},
        {"kind": "own", "title": _("Working with others"), "hint": ""},
    ]
    return _show(request, None, NameForm(), SectionForms(initial=begun))


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, number: int) -> HttpResponse:
    one = _form(request, number)
    if request.method == "POST":
        return _save(request, one)
    names = NameForm(initial={"name": one.name})
    return _show(request, one, names, SectionForms(initial=one.current.sections))


@require_POST
def retire(request: HttpRequest, number: int) -> HttpResponse:
    one = _form(request, number)
    is_retired = request.POST.get("do") != "use"
    actions.retire_form(one, by=request.user, retired=is_retired)
    said = _("No longer offered for new cycles.") if is_retired else _("Offered for new cycles again.")
    messages.success(request, said)
    return redirect("evaluations:forms")


def _save(request: HttpRequest, one: Form | None) -> HttpResponse:
    names, sections = NameForm(request.POST), SectionForms(request.POST)
    if not (names.is_valid() and sections.is_valid()):
        return _show(request, one, names, sections, 422)
    try:
        saved = actions.save_form(
            one, name=names.cleaned_data["name"], sections=sections.cleaned_data, by=request.user
        )
    except ValidationError as error:
        names.add_error(None, error)
        return _show(request, one, names, sections, 422)
    messages.success(request, _("Version %(n)s of the form is in use for new cycles.") % {"n": saved.number})
    return redirect("evaluations:forms")


def _show(request: HttpRequest, one: Form | None, names, sections, status: int = 200) -> HttpResponse:
    context = {
        "here": "evaluations", "tab": "forms", "one": one, "form": names, "sections": sections,
        "versions": one.versions.select_related("made_by") if one else [],
    }  # fmt: skip
    return render(request, "evaluations/form.html", context, status=status)


def _form(request: HttpRequest, number: int) -> Form:
    _require(request)
    found = Form.objects.select_related("current").filter(pk=number).first()
    if found is None:
        raise Http404(f"no form {number}")
    return found


def _require(request: HttpRequest) -> None:
    if not request.user.may("evaluation.manage"):
        raise Http404("not for this reader")
