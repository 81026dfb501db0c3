"""Which teams ask their customers how it was, and how: for managers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff.models import Team
from tickets.access import surveys_for
from tickets.actions.setting_up import Overtaken
from tickets.actions.survey_setup import save_survey
from tickets.actions.surveying import take_words_out
from tickets.choices import SetupNoun
from tickets.forms.surveys import SurveyForm
from tickets.models import SetupChange, TeamSurvey

CHANGES = 10


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    rows = Team.objects.filter(active=True).select_related("survey").order_by("name")
    return render(request, "tickets/surveys/index.html", {"here": "surveys", "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    _allowed(request)
    found = get_object_or_404(Team, pk=team_id, active=True)
    row = TeamSurvey.objects.filter(team=found).first() or TeamSurvey(team=found)
    form = SurveyForm(request.POST or None, row=row)
    if request.method != "POST":
        return _show(request, found, form)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        save_survey(found, form.cleaned_data, by=request.user, seen=form.cleaned_data["seen"] or 0)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, found, form, status=422)
    except Overtaken:
        form.add_error(None, _("Somebody changed this meanwhile. Open it again to see how it reads."))
        return _show(request, found, form, status=409)
    messages.success(request, _("“%(name)s” is saved.") % {"name": found.name})
    return redirect("tickets:surveys")


@require_POST
def words(request: HttpRequest, number: int) -> HttpResponse:
    """What a customer wrote beside a score is taken out."""
    survey = surveys_for(request.user).filter(pk=number).first()
    if survey is None or not request.user.may("ticket.redact"):
        raise Http404("no such words for you")
    take_words_out(survey, by=request.user)
    messages.success(request, _("The words were removed. The score stays."))
    return redirect("tickets:ticket", survey.ticket_id)


def _show(request: HttpRequest, team: Team, form: SurveyForm, status: int = 200) -> HttpResponse:
    changes = SetupChange.objects.filter(noun=SetupNoun.SURVEY, about=team.pk).select_related("by")
    context = {"here": "surveys", "team": team, "form": form, "changes": changes[:CHANGES]}
    return render(request, "tickets/surveys/team.html", context, status=status)


def _allowed(request: HttpRequest) -> None:
    if not request.user.may("survey.manage"):
        raise Http404("survey.manage")
