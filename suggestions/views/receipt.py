"""The answer to a suggestion without a name, for whoever has its code. The code is never in an address."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lib.html import from_markdown
from lib.unseen import unseen
from suggestions import actions
from suggestions.forms import ReceiptForm
from suggestions.models import Suggestion
from suggestions.queries import thread


@unseen
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    _require(request)
    form = ReceiptForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, 422 if form.is_bound else 200)
    return _answer(request, form.cleaned_data["code"])


@unseen
@never_cache
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """More words of the author."""
    _require(request)
    code, words = request.POST.get("code", ""), request.POST.get("words", "")
    try:
        actions.say_by_receipt(code, words=words)
    except Suggestion.DoesNotExist:
        return _answer(request, code)
    except ValidationError as error:
        return _answer(request, code, words=words, trouble=" ".join(error.messages))
    return _answer(request, code)


def _answer(request: HttpRequest, code: str, *, words: str = "", trouble: str = "") -> HttpResponse:
    found = actions.by_receipt(code)
    if found is None:
        form = ReceiptForm({"code": code})
        form.is_valid()
        form.add_error("code", _("No suggestion has this code. Look at each letter once more."))
        return _ask(request, form, 422)
    last = found.merged_into or found
    context = {
        "here": "suggestions", "one": found, "last": last, "html": SafeString(from_markdown(found.body)),
        "steps": thread(found), "code": code, "words": words, "trouble": trouble,
        "answers": [step for step in thread(last) if step.kind in ANSWERS] if last.pk != found.pk else [],
    }  # fmt: skip
    return render(request, "suggestions/by_receipt.html", context, status=422 if trouble else 200)


ANSWERS = ("consider", "accept", "decline", "finish", "reopen")


def _ask(request: HttpRequest, form: ReceiptForm, status: int) -> HttpResponse:
    return render(request, "suggestions/receipt.html", {"here": "suggestions", "form": form}, status=status)


def _require(request: HttpRequest) -> None:
    if not request.user.may("suggestion.make"):
        raise Http404("not for this reader")
