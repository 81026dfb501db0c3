"""What whoever answers a suggestion does with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suggestions import actions
from suggestions.access import answerable, suggestion_for
from suggestions.forms import HandOverForm, LinkForm, MergeForm
from suggestions.views.reading import show


@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    """`do` is the name of a move."""
    one = answerable(request.user, number)
    words = request.POST.get("words", "")
    try:
        actions.move(one, request.POST.get("do", ""), by=request.user, words=words)
    except ValidationError as error:
        return show(request, one, 422, answer=words, answer_trouble=" ".join(error.messages))
    return redirect("suggestions:suggestion", one.pk)


@require_POST
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    one = answerable(request.user, number)
    form = HandOverForm(one, request.POST)
    if not form.is_valid():
        return _refused(request, one.pk)
    actions.hand_over(one, by=request.user, to=form.cleaned_data["to"])
    messages.success(request, _("%(name)s answers it now.") % {"name": form.cleaned_data["to"].full_name})
    return redirect("suggestions:suggestion", one.pk)


@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    one = answerable(request.user, number)
    form = LinkForm(request.user, one, request.POST)
    if not form.is_valid():
        return _refused(request, one.pk)
    article = form.cleaned_data["article"]
    version = article.current if article else None
    actions.link(one, by=request.user, version=version, changed=form.cleaned_data["changed"])
    return redirect("suggestions:suggestion", one.pk)


@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    one = answerable(request.user, number)
    form = MergeForm(request.user, one, request.POST)
    if not form.is_valid():
        return _refused(request, one.pk)
    try:
        kept = actions.merge(one, into=form.cleaned_data["into"], by=request.user)
    except (ValidationError, PermissionDenied):
        return _refused(request, one.pk)
    messages.success(request, _("They are one now."))
    return redirect("suggestions:suggestion", kept.pk)


@require_POST
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    one = answerable(request.user, number)
    try:
        actions.unmerge(one, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except PermissionDenied:
        return _refused(request, one.pk)
    else:
        messages.success(request, _("They are two again."))
    return redirect("suggestions:suggestion", one.pk)


@require_POST
def redact(request: HttpRequest, number: int) -> HttpResponse:
    """What is to go is said in the body of the form, and shown again only if it was refused."""
    one = suggestion_for(request.user, number)
    if not request.user.may("suggestion.manage"):
        raise Http404("not theirs to take words out of")
    words, reason = request.POST.get("words", "")[:2000], request.POST.get("reason", "")
    try:
        actions.redact(one, by=request.user, words=words, reason=reason)
    except ValidationError as error:
        said = {"words": words, "reason": reason, "trouble": " ".join(error.messages)}
        return show(request, one, 422, redaction=said)
    messages.success(request, _("Removed for good."))
    return redirect("suggestions:suggestion", one.pk)


def _refused(request: HttpRequest, number: int) -> HttpResponse:
    messages.error(request, _("There is no such choice."))
    return redirect("suggestions:suggestion", number)
