"""A manager changes what a colleague is, how they are employed, and whether they work here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff import actions
from staff.access import person_for
from staff.actions.changing import may_change
from staff.forms import ContractForm, LeaveForm, PersonForm
from staff.forms.people import not_allowed, said_of
from staff.models import User
from staff.views.people_tabs import tabbed


def _theirs(request: HttpRequest, person_id: int, *, oneself: bool = False) -> User:
    """Http404 unless this reader may change them."""
    person = person_for(request.user, person_id)
    if request.user.pk == person.pk and oneself and request.user.may("staff.manage"):
        return person
    if not may_change(request.user, person):
        raise Http404("not theirs to change")
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    person = _theirs(request, person_id, oneself=True)
    rows = list(person.memberships.filter(team__active=True))
    now = {
        "role": person.role, "reports_to": person.reports_to_id, "starts_on": person.starts_on,
        "teams": [row.team_id for row in rows], "leads": [row.team_id for row in rows if row.leads],
        "works_hiring": person.works_hiring,
    }  # fmt: skip
    form = PersonForm(request.user, person, request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid() and _change(form, person, request.user):
        messages.success(request, _("Saved."))
        return redirect("staff:person", person.pk)
    return _show(request, "staff/person_edit.html", person, form)


@transaction.atomic
def _change(form: PersonForm, person: User, by: User) -> bool:
    """All of it or nothing."""
    said, mark = form.cleaned_data, transaction.savepoint()
    try:
        hires = said.get("works_hiring", person.works_hiring)
        if person.works_hiring and not hires:  # before a role that cannot hold it
            actions.keep_from_hiring(person, by=by, to=said.get("hiring_to"))
        if said["role"] != person.role:
            actions.change_role(person, by=by, role=said["role"])
        if hires and not person.works_hiring:
            actions.let_work_on_hiring(person, by=by)
        actions.change_teams(person, by=by, teams=said["teams"], leads=said["leads"])
        actions.report_to(person, by=by, boss=said["reports_to"])
        actions.change_start(person, by=by, starts_on=said["starts_on"])
    except ValidationError as error:
        said_of(error, form)
    except PermissionDenied:
        not_allowed(form)
    if form.errors:
        transaction.savepoint_rollback(mark)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
def contract(request: HttpRequest, person_id: int) -> HttpResponse:
    person = _theirs(request, person_id)
    newest = person.contracts.order_by("-from_on").first()
    begun = {name: getattr(newest, name) for name in ContractForm.Meta.fields[1:]} if newest else {}
    form = ContractForm(request.POST or None, initial={**begun, "from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_contract(person, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            said_of(error, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:person", person.pk)
    return _show(request, "staff/contract.html", person, form)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, person_id: int) -> HttpResponse:
    """What they have in hand is told before; nothing happens until it is confirmed."""
    person = _theirs(request, person_id)
    if not person.is_active:
        return redirect("staff:person", person.pk)
    form = LeaveForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.let_go(person, by=request.user, to=form.cleaned_data["to"])
        except ValidationError as error:
            said_of(error, form)
        else:
            messages.success(request, _("%s can no longer sign in.") % person.full_name)
            return redirect("staff:person", person.pk)
    return _show(request, "staff/leave.html", person, form, left_behind=actions.left_behind(person))


@require_POST
def back(request: HttpRequest, person_id: int) -> HttpResponse:
    person = _theirs(request, person_id)
    actions.take_back(person, by=request.user)
    messages.success(
        request, _("%s works here again. A letter lets them choose a password.") % person.full_name
    )
    return redirect("staff:person", person.pk)


def _show(request: HttpRequest, template: str, person: User, form, **more) -> HttpResponse:
    status = 422 if form.errors else 200
    context = tabbed(request.user, "", person=person, form=form, **more)
    return render(request, template, context, status=status)
