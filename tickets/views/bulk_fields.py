"""A type and values for all ticked tickets, or for a whole list: filled in here, then tried, then done."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tickets import setup
from tickets.access import tickets_for
from tickets.actions.bulk import plan_bulk
from tickets.field_inputs import AsksFields
from tickets.fields import Kind, Stage
from tickets.listing import listed_in
from tickets.models import TicketType
from tickets.views.bulk_jobs import in_list
from tickets.views.moves import number_of

MOST_TICKED = 100


class SameForAll(AsksFields):
    """What is left empty stays as it is on each ticket. Files are given ticket by ticket."""

    type = forms.ModelChoiceField(
        TicketType.objects.none(), label=gettext_lazy("Type"), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = types = TicketType.objects.in_use()
        if not types:
            del self.fields["type"]
        # Those of every type: each ticket is asked whether it has them.
        self.asked = tuple(one for one in setup.definitions() if one.kind is not Kind.FILE)
        self.ask_these(self.asked, stage=Stage.KEEPING)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.wanted():
            raise ValidationError(_("Choose a type, or fill in a field."))
        return said

    def wanted(self) -> dict[str, Any]:
        """As a job keeps it; empty if nothing is to be set."""
        values = {key: value for key, value in self.custom().items() if value is not None}
        kind = self.cleaned_data.get("type")
        return ({"type": kind.pk} if kind else {}) | ({"fields": values} if values else {})


@require_http_methods(["GET", "POST"])
def bulk_fields(request: HttpRequest) -> HttpResponse:
    if not request.user.may("ticket.sort"):
        raise PermissionDenied("ticket.sort")
    given = request.POST if request.method == "POST" else request.GET
    numbers, title, query = asked_for(request, given)
    back = reverse("tickets:inbox", query=query)
    if not numbers:
        messages.error(request, _("There is nothing in this list."))
        return redirect(back)
    form = SameForAll(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            job = plan_bulk(
                by=request.user, act="fields", values=form.wanted(), numbers=numbers, title=title, query=query
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("tickets:bulk_job", job.pk)
    for field in form.custom_fields:
        if field.field.about.kind is Kind.CONTACT:
            number = number_of(str(field.value() or ""))
            field.shown = setup.names_in({"x": field.field.about}, {"x": number}).get(
                (Kind.CONTACT, number), ""
            )
    context = {"form": form, "count": len(numbers), "back": back, "list_title": title, "kept": kept(given)}
    return render(request, "tickets/bulk_fields.html", context, status=422 if form.errors else 200)


def asked_for(request: HttpRequest, given: QueryDict) -> tuple[list[int], str, dict[str, str]]:
    """The tickets, what they are called together, and the list they are in."""
    listed = listed_in(given)
    if given.get("all"):
        return in_list(request.user, listed)
    ticked = {number_of(text) for text in given.getlist("ticket")[:MOST_TICKED]} - {0}
    found = list(tickets_for(request.user).filter(pk__in=ticked).order_by("pk").values_list("pk", flat=True))
    title = ngettext("%(n)s ticked ticket", "%(n)s ticked tickets", len(found)) % {"n": len(found)}
    return found, title, in_list(request.user, listed)[2]


def kept(given: QueryDict) -> list[tuple[str, str]]:
    """Which tickets it is about, as it came."""
    names = ("ticket", "all", *(name for name in given if name.startswith("list_")))
    return [(name, value) for name in names for value in given.getlist(name)[:MOST_TICKED]]


def to_filling(request: HttpRequest) -> HttpResponse:
    url = f"{reverse('tickets:bulk_fields')}?{urlencode(kept(request.POST))}"
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)
