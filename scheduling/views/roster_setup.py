"""What rosters are made of: templates of shifts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from scheduling.access import planned_teams
from scheduling.actions.rota import drop_template, save_template
from scheduling.models import ShiftTemplate
from scheduling.roster_forms import TemplateForm
from scheduling.template_law import against_contracts
from staff.models import User


def _templates(user: User):
    """Those of teams they plan for; those of every team are for managers to change."""
    found = ShiftTemplate.objects.filter(active=True).select_related("team")
    if user.may("roster.manage"):
        return found
    return found.filter(team__in=planned_teams(user))


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest, template_id: int | None = None) -> HttpResponse:
    if not request.user.may("roster.plan"):
        raise Http404("plans for nobody")
    mine = _templates(request.user)
    edited = get_object_or_404(mine, pk=template_id) if template_id else None
    form = TemplateForm(
        request.POST or None, instance=edited, teams=planned_teams(request.user),
        whole_desk=request.user.may("roster.manage"),
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(form, request.user):
            messages.success(request, _("Saved"))
            if why := against_contracts(form.instance):
                words = _("Nobody may be given this shift as their contracts are: %(why)s")
                messages.warning(request, words % {"why": "; ".join(why)})
            return redirect("scheduling:templates")
        status = 422
    shared = ShiftTemplate.objects.filter(active=True, team=None)
    context = {
        "here": "roster", "rows": (mine | shared).distinct().order_by("starts", "name"), "form": form,
        "edited": edited, "mine": set(mine.values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "scheduling/templates.html", context, status=status)


def _saved(form: TemplateForm, by: User) -> bool:
    try:
        with transaction.atomic():
            save_template(form.save(commit=False), by=by)
    except IntegrityError:
        form.add_error("name", _("Another shift of this team has that name or letter."))
        return False
    except ValidationError as error:
        form.add_error("hours", error)
        return False
    return True


@require_POST
def template_drop(request: HttpRequest, template_id: int) -> HttpResponse:
    if not request.user.may("roster.plan"):
        raise Http404("plans for nobody")
    drop_template(get_object_or_404(_templates(request.user), pk=template_id), by=request.user)
    messages.success(request, _("Put away. Shifts made from it stay."))
    return redirect("scheduling:templates")
