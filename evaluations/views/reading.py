"""One evaluation: the evidence, what was said, who signed; as it is, and as it was signed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from evaluations.access import edition_for, evaluation_for, sides
from evaluations.actions import words_seen
from evaluations.choices import Voice
from evaluations.forms import HandOverForm
from evaluations.gathering import file_of
from evaluations.models import Edition, Evaluation
from evaluations.pdf import pdf_of
from evaluations.saying import said
from evaluations.steps import EVALUATOR, PERSON, due_on, open_steps, sees_words_of, waits_for
from lib.canonical import grouped
from lib.html import from_markdown
from staff.models import User

VOICES = ((Voice.EVALUATOR, EVALUATOR), (Voice.PERSON, PERSON), (Voice.COMMENT, PERSON))


@require_safe
def evaluation(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, evaluation_for(request.user, number))


def show(request: HttpRequest, one: Evaluation, status: int = 200, **typed: object) -> HttpResponse:
    """`typed` is what was typed and is not saved, and what is wrong with it."""
    mine, standing, today = sides(request.user, one), one.standing, timezone.localdate()
    steps = open_steps(standing, mine, timezone.now().date())
    context = {
        **frame(request.user, one, one.current), "steps": steps, "today": today, "due": due_on(standing),
        "sides": mine, "turn": waits_for(standing) & mine, "waits": waits_for(standing),
        "seen": words_seen(one.current), "standing": standing,
        "hand_over": HandOverForm(one) if "hand_over" in steps else None, **typed,
    }  # fmt: skip
    return render(request, "evaluations/evaluation.html", context, status=status)


@require_safe
def edition(request: HttpRequest, number: int, edition: int) -> HttpResponse:
    """An earlier one, as it was signed; the newest has the page of the evaluation."""
    one, found = edition_for(request.user, number, edition)
    if found.pk == one.current_id:
        return show(request, one)
    return render(request, "evaluations/edition.html", frame(request.user, one, found))


@require_safe
def pdf(request: HttpRequest, number: int, edition: int) -> HttpResponse:
    one, found = edition_for(request.user, number, edition)
    if not found.sha256:
        raise Http404("nothing is signed yet")
    answer = HttpResponse(pdf_of(one, found), content_type="application/pdf")
    name = slugify(f"{one.person.full_name} {one.cycle.name}") or "evaluation"
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def written(request: HttpRequest, number: int, edition: int) -> HttpResponse:
    """Every version of what was written, that the reader may see, the newest first."""
    one, found = edition_for(request.user, number, edition)
    voices = _heard(request.user, one, found)
    rows = found.writings.filter(voice__in=voices).select_related("by").order_by("-at", "-pk")
    titles = {section["key"]: section["title"] for section in one.cycle.form.sections}
    for row in rows:
        row.pieces = [(titles.get(key, key), text) for key, text in row.words["sections"].items() if text]
    context = {"here": "evaluations", "one": one, "edition": found, "rows": rows}
    return render(request, "evaluations/written.html", context)


def frame(reader: User, one: Evaluation, edition: Edition) -> dict[str, object]:
    """What both pages of an edition show, without words that are not for this reader yet."""
    file, voices = said(file_of(one, edition)), _heard(reader, one, edition)
    for section in file["sections"]:
        section |= {voice: "" for voice in Voice.values if voice not in voices}
        section["voices"] = [
            (voice, SafeString(from_markdown(section[voice]))) for voice in voices if section[voice]
        ]
    if Voice.COMMENT not in voices:
        file["proposals"] = []
    return {
        "here": "evaluations", "tab": "evaluations", "one": one, "edition": edition, "file": file,
        "hash": grouped(edition.sha256), "signatures": edition.signatures.select_related("by"),
        "editions": one.editions.order_by("-number"),
    }  # fmt: skip


def _heard(reader: User, one: Evaluation, edition: Edition) -> list[str]:
    """The voices that this reader hears. What was signed is heard whole; what is being commented on is not
    read by the evaluator before it is sent.
    """
    if edition.sha256:
        return list(Voice.values)
    mine, ready = sides(reader, one), edition.person_ready_at is not None
    heard = [
        voice.value
        for voice, side in VOICES
        if sees_words_of(side, mine, one.state, ready=ready and voice != Voice.COMMENT)
    ]
    is_sent = edition.commented_at is not None
    return [voice for voice in heard if voice != Voice.COMMENT or is_sent or PERSON in mine]
