"""The catalogue of skills, what teams need of them, and who is granted one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from staff import actions
from staff.access import may_grant, person_for
from staff.forms import GrantForm, NeedForm, SkillForm
from staff.forms.people import said_of
from staff.models import Skill, TeamNeed, User
from staff.queries import gaps
from staff.views.people_tabs import tabbed


def _require_manage(request: HttpRequest) -> None:
    if not request.user.may("skill.manage"):
        raise Http404("not for this reader")


@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest) -> HttpResponse:
    """The catalogue, and the needs of teams with a form for one more."""
    _require_manage(request)
    form = NeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.need_skill(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("staff:skills")
    today = timezone.localdate()
    holds = Q(held__user__is_active=True) & (Q(held__expires_on=None) | Q(held__expires_on__gte=today))
    catalogue = Skill.objects.annotate(people=Count("held", filter=holds)).order_by("-active", "kind", "name")
    context = {"catalogue": catalogue, "gaps": gaps(TeamNeed.objects.all(), today), "form": form}
    status = 422 if form.errors else 200
    return render(
        request, "staff/skills.html", tabbed(request.user, "staff:skills", **context), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: HttpRequest, skill_id: int | None = None) -> HttpResponse:
    _require_manage(request)
    found = get_object_or_404(Skill, pk=skill_id) if skill_id else None
    form = SkillForm(request.POST or None, instance=Skill.objects.get(pk=found.pk) if found else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_skill(found, form.cleaned_data, by=request.user)
        except ValidationError as error:
            said_of(error, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff:skills")
    context = tabbed(request.user, "staff:skills", skill=found, form=form)
    return render(request, "staff/skill.html", context, status=422 if form.errors else 200)


def _to_grant(request: HttpRequest, person_id: int) -> User:
    person = person_for(request.user, person_id)
    if not may_grant(request.user, person) or not person.is_active:
        raise Http404("not theirs to grant")
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """`?skill=` begins with one they hold."""
    person = _to_grant(request, person_id)
    begun = {}
    if (number := request.GET.get("skill", "")).isdecimal() and len(number) < 19:
        held = person.held_skills.filter(skill=number).first()
        begun = GrantForm.of(held) if held else {"skill": number}
    form = GrantForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant_skill(person, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            said_of(error, form)
        else:
            messages.success(request, _("Granted."))
            return redirect("staff:person", person.pk)
    context = tabbed(request.user, "", person=person, form=form)
    return render(request, "staff/grant.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, person_id: int, skill_id: int) -> HttpResponse:
    person = _to_grant(request, person_id)
    held = get_object_or_404(person.held_skills.select_related("skill"), skill=skill_id)
    try:
        actions.withdraw_skill(
            person, skill=held.skill, by=request.user, why=request.POST.get("why", "")[:500]
        )
    except PermissionDenied:
        raise Http404("not theirs to withdraw") from None
    messages.success(request, _("Withdrawn."))
    return redirect("staff:person", person.pk)
