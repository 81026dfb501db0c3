"""How was it? A customer's answer, behind the secret link of one letter."""

import zoneinfo
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from lib.throttle import refused, wait_for
from portal.access import View, public
from portal.forms import SurveyForm
from portal.limits import limited
from staff.middleware import LANGUAGE_COOKIE
from tickets.access import survey_by_token
from tickets.actions.surveying import TooLate, rate
from tickets.models import Survey
from tickets.queries import zone_of
from tickets.survey_choices import BEST_FIRST, ICONS, Score


def in_their_language(view: View) -> View:
    """In the language of the letter, unless the reader picked another."""

    @wraps(view)
    def spoken(request: HttpRequest, token: str) -> HttpResponse:
        survey = survey_by_token(token)
        picked = request.COOKIES.get(LANGUAGE_COOKIE)
        language = translation.get_language() if picked else survey.language
        zone = zoneinfo.ZoneInfo(zone_of(survey.ticket, survey.contact))
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = view(request, token, survey)
        response.headers["Content-Language"] = language
        return response

    return spoken


@limited
@public
@require_http_methods(["GET", "HEAD", "POST"])
@in_their_language
def survey(request: HttpRequest, token: str, survey: Survey) -> HttpResponse:
    """Opening the link chooses, the button answers: mail programs open links before people do."""
    if request.method != "POST":
        return _show(request, survey, SurveyForm(initial=_chosen(request, survey)))
    if seconds := wait_for(request, "portal", survey.nonce):
        return refused(request, seconds)
    form = SurveyForm(request.POST)
    if not form.is_valid():
        return _show(request, survey, form, status=422)
    said = form.cleaned_data
    try:
        rate(survey, by=survey.contact, score=said["score"], comment=said["comment"])
    except TooLate:
        return _show(request, survey, form)
    return redirect("portal:survey", token)


def _chosen(request: HttpRequest, survey: Survey) -> dict[str, object]:
    """What the link says, else what they said."""
    asked = request.GET.get("score", "")
    score = int(asked) if asked in map(str, Score.values) else survey.score
    return {"score": score, "comment": survey.comment}


def _show(request: HttpRequest, survey: Survey, form: SurveyForm, status: int = 200) -> HttpResponse:
    over = survey.ends_at <= timezone.now()
    chosen = form["score"].value()
    context = {
        "survey": survey,
        "form": form,
        "answers": [
            {"score": int(one), "word": one.label, "icon": ICONS[one], "chosen": str(chosen) == str(int(one))}
            for one in BEST_FIRST
        ],
        "over": over,
        "thanks": survey.score is not None and "score" not in request.GET and request.method != "POST",
    }
    return render(request, "portal/survey.html", context, status=410 if over else status)
