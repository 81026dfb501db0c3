"""The stages of the desk: names, order, and what each means."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hiring import actions
from hiring.choices import Meaning
from hiring.forms import stage_rows
from hiring.views.door import works


@require_http_methods(["GET", "HEAD", "POST"])
def stages_page(request: HttpRequest) -> HttpResponse:
    """The stages of the whole desk: words and their order, nothing about anybody."""
    works(request)
    rows, problem = stage_rows(), ""
    if request.method == "POST":
        rows = stage_rows(request.POST)
        try:
            actions.set_stages(rows, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("Saved"))
            return redirect("hiring:stages")
    context = {
        "here": "hiring",
        "tab": "stages",
        "rows": rows,
        "meanings": Meaning.choices,
        "problem": problem,
    }
    return render(request, "hiring/stages.html", context, status=422 if problem else 200)
