"""One candidate: everything about them, on one page, for those who work on the position."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hiring import actions, retention, stages, workflow
from hiring.access import candidate_for, may_write, writable_candidate, writable_position
from hiring.choices import LetterKind, Meaning, OfferState
from hiring.forms import (
    CandidateForm,
    InterviewerForm,
    NameForm,
    OfferForm,
    colleagues,
    form_of_candidate,
    managers,
)
from hiring.models import Candidate, Position, Stage
from hiring.views.door import seen, tried
from staff.forms.people import BEGUN_KEY
from staff.models import User


@require_safe
def candidate(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = candidate_for(request.user, candidate_id)
    seen(request, one.position.dossier, "candidate", candidate=one)
    return render(request, "hiring/candidate.html", _all_about(request, one))


def _all_about(request: HttpRequest, one: Candidate) -> dict:
    offers = list(one.offers.select_related("author", "second"))
    accepted = any(offer.state == OfferState.ACCEPTED for offer in offers)
    rows = {stage.pk: stage for stage in Stage.objects.all()}
    rules = [stage.as_rule() for stage in rows.values()]
    open_to = stages.moves_from(one.stage.as_rule(), rules, offer_accepted=accepted)
    for offer in offers:
        parts = [("author", True), ("second", request.user.pk == offer.second_id)]
        held = frozenset(part for part, holds in parts if holds)
        offer.moves = [
            (move, OFFER_WORDS[move.name]())
            for move in workflow.moves_from(workflow.OFFER, offer.state, held)
        ]
    cards = list(one.scorecards.select_related("interviewer"))
    asked = {card.interviewer_id for card in cards}
    return {
        "here": "hiring", "candidate": one, "position": one.position,
        "writes": may_write(request.user, one.position.dossier),
        "over": retention.is_over(one.keep_until, timezone.localdate()),
        "open_to": [rows[to.key] for to in open_to],
        "suggested": next((rows[to.key] for to in open_to if rows[to.key].place > one.stage.place), None),
        "files": one.files.all(), "notes": one.notes.select_related("by"),
        "cards": cards, "moves": one.moves.select_related("was", "to", "by"),
        "letters": one.letters.select_related("letter", "by"), "letter_kinds": LetterKind.choices,
        "offers": offers, "offer_form": OfferForm(approvers_of(one, request.user)),
        "can_offer": one.closed_on is None and not any(o.state not in workflow.OFFER_OVER for o in offers),
        "ask_form": InterviewerForm(colleagues().exclude(pk__in=asked)),
        "is_hired": one.stage.meaning == Meaning.HIRED, "hired_form": NameForm(colleagues()),
        "invites": request.user.may("staff.manage"),
    }  # fmt: skip


OFFER_WORDS = {
    "approve": lambda: _("Approve"),
    "make": lambda: _("It is made"),
    "accept": lambda: _("They accepted"),
    "refuse": lambda: _("They declined"),
    "withdraw": lambda: _("Withdraw"),
}


def approvers_of(one: Candidate, user: User):
    members = one.position.dossier.members.exclude(part="let_in").values("user")
    return managers().filter(pk__in=members).exclude(pk=user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_new(request: HttpRequest, position_id: int) -> HttpResponse:
    position = writable_position(request.user, position_id)
    initial = {"language": request.user.language, "consent_on": timezone.localdate()}
    form = CandidateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_candidate(position, form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("hiring:candidate", made.pk)
    return _form(request, form, position, None)


@require_http_methods(["GET", "HEAD", "POST"])
def candidate_edit(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    if request.method != "POST":
        seen(request, one.position.dossier, "candidate", candidate=one)
        return _form(request, CandidateForm(initial=form_of_candidate(one)), one.position, one)
    form = CandidateForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.change_candidate(one, said, by=request.user, seen=said["seen"])
        except ValidationError as error:
            form.add_error(None, error)
        except actions.StaleEdit:
            form.add_error(None, _("Somebody else changed it since you opened it. Copy what you wrote."))
            return _form(request, form, one.position, one, 409)
        else:
            messages.success(request, _("Saved"))
            return redirect("hiring:candidate", one.pk)
    return _form(request, form, one.position, one)


def _form(request: HttpRequest, form: CandidateForm, position: Position, one: Candidate | None,
          status: int = 0) -> HttpResponse:  # fmt: skip
    context = {"here": "hiring", "form": form, "position": position, "candidate": one}
    status = status or (422 if form.errors else 200)
    return render(request, "hiring/candidate_edit.html", context, status=status)


@require_POST
def move(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """`to` is a stage; `back` says that the board is where one was."""
    one = writable_candidate(request.user, candidate_id)
    to = Stage.objects.filter(pk=_number(request.POST.get("to", ""))).first()
    if to is None:
        raise Http404("no such stage")
    reason = request.POST.get("reason", "")
    said = _("%(name)s: %(stage)s") % {"name": one.name, "stage": to.name}
    tried(request, lambda: actions.move(one, to=to, by=request.user, reason=reason), said)
    if request.POST.get("back"):
        return redirect("hiring:position", one.position_id)
    return redirect("hiring:candidate", one.pk)


@require_POST
def note(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    text = request.POST.get("text", "")
    tried(request, lambda: actions.add_note(one, text=text, by=request.user), _("Saved"))
    return redirect("hiring:candidate", one.pk)


@require_POST
def invite(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Who is hired is asked in: the form of the invitation begins with what is known of them."""
    one = writable_candidate(request.user, candidate_id)
    if not request.user.may("staff.manage") or one.hired_as_id:
        raise Http404("nobody to invite")
    if tried(
        request, lambda: actions.begin_invitation(one, by=request.user), _("Look it through and send it.")
    ):
        request.session[BEGUN_KEY] = {
            "full_name": one.name, "email": one.email, "language": one.language,
            "teams": [one.position.team_id] if one.position.team_id else [],
        }  # fmt: skip
        return redirect("staff:invitations")
    return redirect("hiring:candidate", one.pk)


@require_POST
def became(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    form = NameForm(colleagues(), request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such choice."))
    else:
        who = form.cleaned_data["user"]
        tried(request, lambda: actions.became(one, colleague=who, by=request.user), _("Saved"))
    return redirect("hiring:candidate", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Asked once more, because nothing brings it back."""
    one = writable_candidate(request.user, candidate_id)
    if request.method != "POST":
        seen(request, one.position.dossier, "erase", candidate=one)
        context = {"here": "hiring", "candidate": one, "position": one.position}
        return render(request, "hiring/erase.html", context)
    actions.erase_candidate(one, by=request.user)
    messages.success(request, _("Everything about them is deleted: data, files, letters."))
    return redirect("hiring:position", one.position_id)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
