"""A file of actuals: looked through first, then posted."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from budget import importing
from budget.access import managed_year
from budget.forms import ImportForm
from budget.models import Year
from budget.views.planning import FORM
from budget.views.shown import shell


@require_http_methods(FORM)
def from_file(request: HttpRequest, year_id: int) -> HttpResponse:
    """With a file: what each row says, and nothing is posted. With `text` and do=post: its good rows are."""
    year = managed_year(request.user, year_id)
    form, sheet, status = ImportForm(), None, 200
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        try:
            sheet = importing.read(year, _text(request))
            if request.POST.get("do") == "post":
                return _post(request, year, sheet)
        except ValidationError as error:
            form.full_clean()
            form.errors.clear()
            form.add_error(None, error)
            status = 422
    context = shell(request, year, "postings", form=form, sheet=sheet, heads=importing.HEADS)
    return render(request, "budget/import.html", context, status=status)


def _text(request: HttpRequest) -> str:
    if "text" in request.POST:
        return importing.text_of(request.POST["text"].encode())
    if "file" not in request.FILES:
        raise ValidationError(_("Choose a file first."))
    file = request.FILES["file"]
    return importing.text_of(file.read(importing.MOST_BYTES + 1))


def _post(request: HttpRequest, year: Year, sheet: importing.Sheet) -> HttpResponse:
    made = importing.post_all(year, sheet, by=request.user)
    said = ngettext("%(n)s row is posted.", "%(n)s rows are posted.", made) % {"n": made}
    messages.success(request, said)
    return redirect("budget:postings", year.pk)
