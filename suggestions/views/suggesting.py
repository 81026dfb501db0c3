"""The box. Neither looking at it nor sending is in the log: it would tell who was there and when."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lib.unseen import unseen
from suggestions import actions, receipts
from suggestions.access import references_seen
from suggestions.choices import Source
from suggestions.forms import SuggestionForm


@unseen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is sent without a name is answered with the code and nothing else: no session, no message."""
    if not request.user.may("suggestion.make"):
        raise Http404("not for this reader")
    if request.method != "POST":
        return _show(request, SuggestionForm(initial={"receipt": receipts.draw(), **_from(request)}))
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _show(request, form, 422)
    said = form.cleaned_data
    if not said["anonymous"] and not _seen(request, said["source"], said["source_ref"]):
        said["source"], said["source_ref"] = Source.BOX, ""
    try:
        made = actions.suggest(by=request.user, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, form, 422)
    if said["anonymous"]:
        return render(request, "suggestions/posted.html", {"here": "suggestions", "code": made.receipt})
    messages.success(
        request, _("Thank you. It is answered by %(day)s.") % {"day": date_format(made.answer_by, "j E Y")}
    )
    return redirect("suggestions:suggestion", made.pk)


def _from(request: HttpRequest) -> dict[str, str]:
    """What a page of the desk sent it here with, if this person may see that."""
    source, ref = request.GET.get("source", ""), request.GET.get("ref", "").replace("\x00", "")
    return {"source": source, "source_ref": ref} if _seen(request, source, ref) else {"source": Source.BOX}


def _seen(request: HttpRequest, source: str, ref: str) -> bool:
    return source in Source.values and bool(references_seen(request.user, source, [ref]))


def _show(request: HttpRequest, form: SuggestionForm, status: int = 200) -> HttpResponse:
    context = {"here": "suggestions", "form": form, "ref": form["source_ref"].value() or ""}
    return render(request, "suggestions/new.html", context, status=status)
