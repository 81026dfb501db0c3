"""Files of candidates, letters to them, offers."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from files.handing_out import download
from hiring import actions
from hiring.access import candidate_for, interview_for, writable_candidate
from hiring.actions.letters import rendered
from hiring.choices import Act, LetterKind
from hiring.forms import InterviewerForm, LetterForm, OfferForm, colleagues
from hiring.models import Candidate, CandidateFile
from hiring.views.candidates import approvers_of
from hiring.views.door import seen, tried


@require_POST
def file_add(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    sent = request.FILES.get("file")
    released = request.POST.get("released") == "1"
    if sent is None:
        messages.error(request, _("Choose a file first."))
    elif sent.size > settings.ATTACHMENT_MAX_BYTES:
        most = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        messages.error(request, _("The file is larger than %(most)s.") % {"most": most})
    else:
        tried(
            request,
            lambda: actions.add_file(
                one, name=sent.name, content=sent.chunks(), by=request.user, released=released
            ),
            _("Saved"),
        )
    return redirect("hiring:candidate", one.pk)


@require_safe
def file(request: HttpRequest, candidate_id: int, file_id: int) -> HttpResponse:
    one = candidate_for(request.user, candidate_id)
    return _hand_out(request, one, file_of(one, file_id))


@require_safe
def interview_file(request: HttpRequest, interview_id: int, file_id: int) -> HttpResponse:
    """For whoever interviews, if it is released to them."""
    one = interview_for(request.user, interview_id).candidate
    found = file_of(one, file_id)
    if not found.released:
        raise Http404("not released")
    return _hand_out(request, one, found)


def _hand_out(request: HttpRequest, one: Candidate, found: CandidateFile) -> HttpResponse:
    seen(request, one.position.dossier, "file", candidate=one, act=Act.FILE)
    return download(found.blob, found.name)


def file_of(one: Candidate, file_id: int) -> CandidateFile:
    found = one.files.select_related("blob", "candidate").filter(pk=file_id).first()
    if found is None:
        raise Http404("no such file of theirs")
    return found


@require_POST
def file_change(request: HttpRequest, candidate_id: int, file_id: int) -> HttpResponse:
    """`do` is release, hide or remove."""
    one = writable_candidate(request.user, candidate_id)
    found = file_of(one, file_id)
    acts = {
        "release": lambda: actions.release_file(found, released=True, by=request.user),
        "hide": lambda: actions.release_file(found, released=False, by=request.user),
        "remove": lambda: actions.remove_file(found, by=request.user),
    }
    if request.POST.get("do") not in acts:
        raise Http404("no such thing to do")
    tried(request, acts[request.POST["do"]], _("Saved"))
    return redirect("hiring:candidate", one.pk)


@require_POST
def interviewer(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Somebody is asked to interview, or with `unask` no longer."""
    one = writable_candidate(request.user, candidate_id)
    if unask := request.POST.get("unask", ""):
        card = one.scorecards.filter(pk=int(unask) if unask.isdecimal() and len(unask) < 18 else 0).first()
        if card is None:
            raise Http404("no such interviewer")
        tried(request, lambda: actions.unask(card, by=request.user), _("Saved"))
        return redirect("hiring:candidate", one.pk)
    form = InterviewerForm(colleagues(), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        tried(
            request,
            lambda: actions.ask_interviewer(one, user=said["user"], on=said["on"], by=request.user),
            _("They are told, and see what is released to them."),
        )
    else:
        messages.error(request, _("Choose somebody."))
    return redirect("hiring:candidate", one.pk)


@require_POST
def offer_new(request: HttpRequest, candidate_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    form = OfferForm(approvers_of(one, request.user), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        tried(
            request,
            lambda: actions.write_offer(one, by=request.user, **said),
            _("It waits for approval."),
        )
    else:
        problems = [f"{form[name].label}: {' '.join(found)}" for name, found in form.errors.items()]
        messages.error(request, " ".join(problems))
    return redirect("hiring:candidate", one.pk)


@require_POST
def offer(request: HttpRequest, candidate_id: int, offer_id: int) -> HttpResponse:
    one = writable_candidate(request.user, candidate_id)
    found = one.offers.select_related("candidate").filter(pk=offer_id).first()
    if found is None:
        raise Http404("no such offer of theirs")
    do, words = request.POST.get("do", ""), request.POST.get("words", "")
    tried(request, lambda: actions.move_offer(found, do, by=request.user, words=words), _("Saved"))
    return redirect("hiring:candidate", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, candidate_id: int, kind: str) -> HttpResponse:
    """Read before it leaves; sent twice by the same page it leaves once."""
    one = writable_candidate(request.user, candidate_id)
    if kind not in LetterKind.values:
        raise Http404("no such letter")
    form = LetterForm(request.POST or None, initial={"key": secrets.token_hex(8)})
    problem, text, subject = "", "", ""
    valid = request.method == "POST" and form.is_valid()
    words = form.cleaned_data["words"] if valid else ""
    if valid and request.POST.get("do") == "send":
        key = form.cleaned_data["key"]
        sent = tried(
            request,
            lambda: actions.write_letter(one, kind, by=request.user, words=words, sent_key=key),
            _("The letter is on its way."),
        )
        if sent:
            return redirect("hiring:candidate", one.pk)
    try:
        subject, text, _html = rendered(one, kind, words=words, by=request.user)
    except ValidationError as error:
        problem = " ".join(error.messages)
    seen(request, one.position.dossier, "letter", candidate=one)
    context = {
        "here": "hiring", "candidate": one, "kind_name": LetterKind(kind).label, "form": form,
        "subject": subject, "text": text, "problem": problem,
        "spoken": dict(settings.LANGUAGES)[one.language],
    }  # fmt: skip
    return render(request, "hiring/letter.html", context, status=422 if form.errors else 200)
