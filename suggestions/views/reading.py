"""One suggestion: what it says, what became of it, what colleagues say."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from lib.html import from_markdown
from suggestions import actions
from suggestions.access import may_answer, references_seen, suggestion_for, suggestions_for
from suggestions.answer_words import MOVE_WORDS
from suggestions.forms import HandOverForm, LinkForm, MergeForm
from suggestions.models import Suggestion
from suggestions.queries import dressed, thread, version_seen
from suggestions.workflow import moves_from


@require_safe
def suggestion(request: HttpRequest, number: int) -> HttpResponse:
    return show(request, suggestion_for(request.user, number))


def show(request: HttpRequest, one: Suggestion, status: int = 200, **said: object) -> HttpResponse:
    """`said` is what was typed and is not saved, and what is wrong with it."""
    reader = request.user
    counted = dressed(suggestions_for(reader).filter(pk=one.pk), reader).get()
    answers = may_answer(reader, one)
    near = suggestions_for(reader)
    context = {
        "here": "suggestions", "one": one, "html": SafeString(from_markdown(one.body)), "steps": thread(one),
        "supporters": counted.supporters, "liked": counted.liked, "today": timezone.localdate(),
        "answers": answers, "redacts": reader.may("suggestion.manage"),
        "ref_seen": references_seen(reader, one.source, [one.source_ref]),
        "version_seen": version_seen(reader, one), "taken_in": near.filter(merged_into=one),
        "into": near.filter(pk=one.merged_into_id).first() if one.merged_into_id else None,
        **(_answering(reader, one) if answers else {}), **said,
    }  # fmt: skip
    return render(request, "suggestions/suggestion.html", context, status=status)


def _answering(reader, one: Suggestion) -> dict[str, object]:
    return {
        "moves": [(move.name, MOVE_WORDS[move.name], move.words) for move in moves_from(one.state)],
        "hand_over": HandOverForm(one),
        "link": LinkForm(reader, one),
        "merge": MergeForm(reader, one),
    }


@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    one = suggestion_for(request.user, number)
    words = request.POST.get("words", "")
    try:
        actions.say(one, by=request.user, words=words)
    except ValidationError as error:
        return show(request, one, 422, words=words, trouble=" ".join(error.messages))
    return redirect("suggestions:suggestion", one.pk)


@require_POST
def support(request: HttpRequest, number: int) -> HttpResponse:
    """`on` is 1 or 0."""
    one = suggestion_for(request.user, number)
    try:
        actions.support(one, by=request.user, on=request.POST.get("on") == "1")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("suggestions:suggestion", one.pk)
