"""Writing one's part of an evaluation, and moving it on."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import actions
from evaluations.access import evaluation_for, evaluations_for, sides
from evaluations.choices import State, Voice
from evaluations.forms import HandOverForm, WritingForm
from evaluations.gathering import said_in
from evaluations.models import Evaluation
from evaluations.steps import EVALUATOR, PERSON
from evaluations.views.reading import frame, show
from lib.html import from_markdown

STALE = gettext_lazy("Somebody saved this meanwhile. Open it again in another tab to see how it reads.")


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """The part of whoever asks: the evaluator's, the person's, or the person's comments once it is shared."""
    one = evaluation_for(request.user, number)
    voice = _voice(request, one)
    if voice is None:
        return redirect("evaluations:evaluation", one.pk)
    last = said_in(one.current).get(voice)
    if request.method != "POST":
        begun = _begun(last.words if last else {}) | {"seen": last.number if last else 0}
        return _page(request, one, voice, WritingForm(one, voice, initial=begun))
    form = WritingForm(one, voice, request.POST)
    if not form.is_valid():
        return _page(request, one, voice, form, 422)
    try:
        saved = actions.write(
            one, voice=voice, sections=form.words(), proposals=form.proposals(), by=request.user,
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, one, voice, form, 422)
    except actions.StaleDraft:
        form.add_error(None, STALE)
        return _page(request, one, voice, form, 409)
    return _after(request, one, voice, form, saved.number)


def _after(request: HttpRequest, one: Evaluation, voice: str, form: WritingForm, seen: int) -> HttpResponse:
    """Saved; with the other button handed in or sent too, unless something is still empty."""
    if request.POST.get("do") != "on":
        messages.success(request, _("Saved. Nobody else sees it yet."))
        return redirect("evaluations:write", one.pk)
    try:
        if voice == Voice.COMMENT:
            actions.send_comments(one, by=request.user)
            messages.success(request, _("Your comments are sent, and your proposals wait for an answer."))
        else:
            actions.hand_in(one, by=request.user)
            messages.success(request, _("Handed in. You can write on until it is shared."))
    except ValidationError as error:
        kept = WritingForm(one, voice, {**request.POST.dict(), "seen": seen})
        kept.is_valid()
        kept.add_error(None, error)
        return _page(request, one, voice, kept, 422)
    return redirect("evaluations:evaluation", one.pk)


def _voice(request: HttpRequest, one: Evaluation) -> str | None:
    mine = sides(request.user, one)
    if one.state == State.OPENED:
        return Voice.EVALUATOR if EVALUATOR in mine else Voice.PERSON if PERSON in mine else None
    return Voice.COMMENT if one.state == State.SHARED and PERSON in mine else None


def _begun(words: dict) -> dict[str, object]:
    begun = dict(words.get("sections", {}))
    for number, proposal in enumerate(words.get("proposals", [])):
        begun |= {f"{name}{number}": proposal[name] for name in ("title", "body", "shared")}
    return begun


def _page(
    request: HttpRequest, one: Evaluation, voice: str, form: WritingForm, status: int = 200
) -> HttpResponse:
    said = frame(request.user, one, one.current)
    theirs = {section["key"]: section["evaluator"] for section in said["file"]["sections"]}
    boxes = [
        (section, box, SafeString(from_markdown(theirs[section["key"]])) if voice == Voice.COMMENT else "")
        for section, box in form.boxes()
    ]
    before = evaluations_for(request.user).filter(person=one.person_id, cycle__until__lt=one.cycle.until)
    context = {
        **said, "form": form, "voice": voice, "boxes": boxes, "proposals": form.proposal_boxes(),
        "before": before.order_by("-cycle__until").first(),
    }  # fmt: skip
    return render(request, "evaluations/write.html", context, status=status)


def _sign(request: HttpRequest, one: Evaluation) -> str:
    actions.sign(one, by=request.user, seen=request.POST.get("seen", ""))
    return _("Signed. What you saw is frozen, and waits for the other signature.")


def _countersign(request: HttpRequest, one: Evaluation) -> str:
    agrees = request.POST.get("agrees") != "0"
    actions.countersign(
        one, by=request.user, sha256=request.POST.get("sha256", ""), agrees=agrees,
        words=request.POST.get("words", ""),
    )  # fmt: skip
    return _("Signed by both.") if agrees else _("Signed as seen, with your words.")


def _share(request: HttpRequest, one: Evaluation) -> str:
    actions.share(one, by=request.user)
    return _("Shared. Both read what both wrote.")


def _hand_in(request: HttpRequest, one: Evaluation) -> str:
    actions.hand_in(one, by=request.user)
    return _("Handed in. You can write on until it is shared.")


def _take_back(request: HttpRequest, one: Evaluation) -> str:
    actions.take_back(one, by=request.user)
    return _("Taken back: you can write on.")


def _reopen(request: HttpRequest, one: Evaluation) -> str:
    actions.reopen(one, by=request.user, why=request.POST.get("why", ""))
    return _("Open again. What was signed is kept.")


def _withdraw(request: HttpRequest, one: Evaluation) -> str:
    actions.withdraw(one, by=request.user, why=request.POST.get("why", ""))
    return _("Withdrawn.")


STEPS: dict[str, Callable[[HttpRequest, Evaluation], str]] = {
    "share": _share,
    "hand_in": _hand_in,
    "take_back": _take_back,
    "sign": _sign,
    "countersign": _countersign,
    "reopen": _reopen,
    "withdraw": _withdraw,
}


@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """`do` is one of STEPS. Whose step it is not finds nothing; whoever comes too late is told why."""
    one = evaluation_for(request.user, number)
    take = STEPS.get(request.POST.get("do", ""))
    if take is None:
        raise Http404("no such step")
    try:
        messages.success(request, take(request, one))
    except PermissionDenied as error:
        raise Http404("not this person's step") from error
    except actions.StaleDraft:
        one = evaluation_for(request.user, number)
        return show(request, one, 409, trouble=_("It changed meanwhile. Look at it once more, then sign."))
    except ValidationError as error:
        one = evaluation_for(request.user, number)
        typed = {"words": request.POST.get("words", ""), "why": request.POST.get("why", "")}
        return show(request, one, 422, trouble=" ".join(error.messages), **typed)
    return redirect("evaluations:evaluation", one.pk)


@require_POST
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    one = evaluation_for(request.user, number)
    form = HandOverForm(one, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose somebody who may evaluate others."))
        return redirect("evaluations:evaluation", one.pk)
    try:
        fresh = actions.hand_over(one, to=form.cleaned_data["to"], by=request.user)
    except PermissionDenied as error:
        raise Http404("not this person's to hand over") from error
    except ValidationError as error:
        return show(request, one, 422, trouble=" ".join(error.messages))
    messages.success(request, _("%(name)s evaluates from now on.") % {"name": fresh.evaluator.full_name})
    return redirect("evaluations:evaluation", one.pk)
