"""What interviewers see: who it is, what is released to them, their own page. The others' come afterwards."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hiring import actions
from hiring.access import interview_for, interviews_for
from hiring.forms import ScorecardForm
from hiring.models import Scorecard
from hiring.views.door import PAGE, seen, works


@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    """Their own."""
    mine = interviews_for(request.user).order_by("handed_in_at", "on", "pk")
    if not mine.exists():
        works(request)
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    return render(request, "hiring/interviews.html", {"here": "hiring", "tab": "interviews", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, interview_id: int) -> HttpResponse:
    card = interview_for(request.user, interview_id)
    criteria = card.candidate.position.criteria_list
    if request.method != "POST":
        seen(request, card.candidate.position.dossier, "interview", candidate=card.candidate)
        return _show(request, card, ScorecardForm(criteria, initial=form_of(card)))
    form = ScorecardForm(criteria, request.POST)
    if form.is_valid():
        said, hand_in = form.cleaned_data, request.POST.get("do") == "hand_in"
        try:
            actions.judge(
                card, by=request.user, marks=form.marks(), advice=said["advice"], summary=said["summary"],
                seen=said["seen"], hand_in=hand_in,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        except actions.StaleEdit:
            form.add_error(None, _("You saved it elsewhere since you opened it. Copy what you wrote."))
            return _show(request, card, form, 409)
        else:
            messages.success(request, _("Handed in. You see the others' now.") if hand_in else _("Saved"))
            return redirect("hiring:interview", card.pk)
    return _show(request, card, form)


def form_of(card: Scorecard) -> dict:
    said = {"advice": card.advice, "summary": card.summary, "seen": card.edit}
    for number, row in enumerate(card.marks):
        said |= {f"mark_{number}": row["mark"], f"words_{number}": row["words"]}
    return said


def _show(request: HttpRequest, card: Scorecard, form: ScorecardForm, status: int = 0) -> HttpResponse:
    others = card.candidate.scorecards.none()
    if card.handed_in_at:
        others = card.candidate.scorecards.exclude(handed_in_at=None).exclude(pk=card.pk)
    context = {
        "here": "hiring", "card": card, "candidate": card.candidate, "form": form,
        "files": card.candidate.files.filter(released=True), "others": others.select_related("interviewer"),
    }  # fmt: skip
    return render(request, "hiring/interview.html", context, status=status or (422 if form.errors else 200))
