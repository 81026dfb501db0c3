"""Training of others: who is how far, what ends, who is to take what."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge.actions.training_certifying import record_certificate, renew
from knowledge.actions.training_enrolling import (
    allow_another_attempt,
    end_rule,
    enrol,
    save_rule,
    set_due_day,
    withdraw,
)
from knowledge.choices import Reason
from knowledge.models import Course, EnrolmentRule
from knowledge.training_access import (
    certificate_for,
    certificates_for,
    course_for,
    courses_for,
    enrolment_led_by,
    enrolments_led_by,
    led_by,
    teams_led_by,
)
from knowledge.training_forms import DueForm, EnrolForm, RecordForm, RuleForm
from knowledge.training_queries import ending as ending_of
from knowledge.training_queries import lacking, latest, members, trained, with_progress
from knowledge.views.training_shell import put_on, said_of, shell
from knowledge.views.training_table import progress_table
from lib.tables import table_answer
from staff.models import User

PAGE = 50
SOON = datetime.timedelta(days=60)


def _require(request: HttpRequest) -> None:
    if not request.user.may("training.lead"):
        raise Http404("not for this reader")


@require_safe
def trainees(request: HttpRequest) -> HttpResponseBase:
    """`show` late: only those who are; `team`: its people. With `as`, every course of theirs as a table."""
    _require(request)
    teams = list(teams_led_by(request.user).order_by("name"))
    team = next((one for one in teams if one.slug == request.GET.get("team")), None)
    people = trained(led_by(request.user), timezone.localdate())
    if team is not None:
        people = people.filter(memberships__team=team)
    show = "late" if request.GET.get("show") == "late" else ""
    if show:
        people = people.filter(late__gt=0)
    table = table_answer(request, _("Training"), *progress_table(request.user, people))
    if table is not None:
        return table
    params = request.GET.copy()
    params.pop("page", None)
    context = {
        **shell(request.user, "trainees"), "teams": teams, "team": team, "show": show,
        "params": params.urlencode(),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "knowledge/training/trainees.html", context)


def _trainee(request: HttpRequest, user_id: int) -> User:
    _require(request)
    person = led_by(request.user).filter(pk=user_id).first()
    if person is None:
        raise Http404(f"{user_id} is not this person's to train")
    return person


@require_safe
def trainee(request: HttpRequest, user_id: int) -> HttpResponse:
    """The plan of one person: open, done, and what they have."""
    return _plan(request, _trainee(request, user_id), RecordForm(courses_for(request.user)))


def _plan(request: HttpRequest, person: User, form: RecordForm, status: int = 200) -> HttpResponse:
    ways = with_progress(enrolments_led_by(request.user).filter(person=person))
    certificates = certificates_for(request.user).filter(person=person)
    context = {
        **shell(request.user, "trainees"),
        "person": person,
        "open": ways.open(),
        "done": ways.exclude(finished_at=None).order_by("-finished_at")[:PAGE],
        "certificates": latest(certificates)[:PAGE],
        "form": form,
        "records": request.user.may("skill.grant") and person.pk != request.user.pk,
        "today": timezone.localdate(),
    }
    return render(request, "knowledge/training/trainee.html", context, status=status)


@require_POST
def record(request: HttpRequest, user_id: int) -> HttpResponse:
    """A certificate from elsewhere."""
    person = _trainee(request, user_id)
    form = RecordForm(courses_for(request.user), request.POST)
    if not form.is_valid():
        return _plan(request, person, form, 422)
    said = form.cleaned_data
    try:
        record_certificate(said.pop("course"), person, by=request.user, **said)
    except ValidationError as error:
        put_on(form, error)
        return _plan(request, person, form, 422)
    except PermissionDenied as error:
        raise Http404("not this person's to certify") from error
    messages.success(request, _("The certificate is kept."))
    return redirect("knowledge:trainee", person.pk)


@require_POST
def enrolment_act(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """`do` is due, more or withdraw."""
    _require(request)
    way = enrolment_led_by(request.user, enrolment_id)
    try:
        if request.POST.get("do") == "withdraw":
            withdraw(way, by=request.user)
        elif request.POST.get("do") == "more":
            allow_another_attempt(way, by=request.user)
        else:
            form = DueForm(request.POST)
            if not form.is_valid():
                raise ValidationError(form.errors["due_on"].as_data())
            set_due_day(way, by=request.user, due_on=form.cleaned_data["due_on"])
    except ValidationError as error:
        messages.error(request, said_of(error))
    except PermissionDenied:
        messages.error(request, _("Your role may not do that."))
    else:
        messages.success(request, _("Saved."))
    return redirect("knowledge:trainee", way.person_id)


@require_http_methods(["GET", "HEAD", "POST"])
def enrol_people(request: HttpRequest, course_id: int) -> HttpResponse:
    """Somebody, a team, or whom a rule names; and the rules there are."""
    _require(request)
    course = _published(request, course_id)
    form, rule_form = EnrolForm(request.user, course), RuleForm(request.user, course)
    if request.method != "POST":
        return _enrol_page(request, course, form, rule_form)
    if request.POST.get("do") == "rule":
        return _rule(request, course, form)
    form = EnrolForm(request.user, course, request.POST)
    if not form.is_valid():
        return _enrol_page(request, course, form, rule_form, 422)
    people, reason = _chosen(course, form.cleaned_data)
    try:
        rows = enrol(course, people, by=request.user, due_on=form.cleaned_data["due_on"], reason=reason)
    except ValidationError as error:
        put_on(form, error)
        return _enrol_page(request, course, form, rule_form, 422)
    said = ngettext("%(n)s colleague is enrolled.", "%(n)s colleagues are enrolled.", len(rows))
    messages.success(request, said % {"n": len(rows)})
    return redirect("knowledge:course_people", course.pk)


def _published(request: HttpRequest, course_id: int) -> Course:
    course = course_for(request.user, course_id)
    if course.current_id is None:
        raise Http404("nobody takes it yet")
    return course


def _chosen(course: Course, said: dict) -> tuple[list[User], str]:
    people = {one.pk: one for one in said["people"]}
    if said["team"] is None:
        return list(people.values()), Reason.PERSON
    of_team = members(said["team"].pk)
    if only := said.get("only_lacking"):
        of_team = lacking(of_team, course.skill, course.level, timezone.localdate())
    people |= {one.pk: one for one in of_team}
    return list(people.values()), Reason.GAP if only else Reason.TEAM


def _rule(request: HttpRequest, course: Course, form: EnrolForm) -> HttpResponse:
    rule_form = RuleForm(request.user, course, request.POST)
    if not rule_form.is_valid():
        return _enrol_page(request, course, form, rule_form, 422)
    try:
        save_rule(course, by=request.user, **rule_form.cleaned_data)
    except ValidationError as error:
        put_on(rule_form, error)
        return _enrol_page(request, course, form, rule_form, 422)
    except PermissionDenied:
        rule_form.add_error("team", _("Choose a team that you lead."))
        return _enrol_page(request, course, form, rule_form, 422)
    messages.success(request, _("The rule holds from now on."))
    return redirect("knowledge:enrol", course.pk)


def _enrol_page(
    request: HttpRequest, course: Course, form: EnrolForm, rule_form: RuleForm, status: int = 200
) -> HttpResponse:
    rules = course.rules.filter(ended_at=None).select_related("team", "article", "made_by")
    led = set(teams_led_by(request.user).values_list("pk", flat=True))
    context = {
        **shell(request.user, "courses"), "course": course, "form": form, "rule_form": rule_form,
        "rules": [(rule, rule.team_id in led or request.user.may("training.manage")) for rule in rules],
    }  # fmt: skip
    return render(request, "knowledge/training/enrol.html", context, status=status)


@require_POST
def rule_end(request: HttpRequest, rule_id: int) -> HttpResponse:
    _require(request)
    rule = EnrolmentRule.objects.filter(pk=rule_id, ended_at=None).select_related("course").first()
    if rule is None:
        raise Http404("no such rule")
    course_for(request.user, rule.course_id)
    try:
        end_rule(rule, by=request.user)
    except PermissionDenied as error:
        raise Http404("not this person's rule") from error
    messages.success(request, _("The rule has ended. Who is in the course stays."))
    return redirect("knowledge:enrol", rule.course_id)


@require_safe
def course_people(request: HttpRequest, course_id: int) -> HttpResponse:
    """Everybody of theirs who takes it or took it."""
    _require(request)
    course = _published(request, course_id)
    ways = with_progress(enrolments_led_by(request.user).filter(course=course, withdrawn_at=None))
    ways = ways.order_by("finished_at", "due_on", "pk")
    context = {
        **shell(request.user, "courses"), "course": course, "today": timezone.localdate(),
        "page": Paginator(ways, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "knowledge/training/course_people.html", context)


@require_safe
def ending(request: HttpRequest) -> HttpResponse:
    """Certificates that end soon or have ended, the soonest first."""
    _require(request)
    today = timezone.localdate()
    found = ending_of(certificates_for(request.user).filter(person__in=led_by(request.user)), today + SOON)
    context = {
        **shell(request.user, "ending"), "today": today,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "knowledge/training/ending.html", context)


@require_POST
def renew_it(request: HttpRequest, certificate_id: int) -> HttpResponse:
    _require(request)
    found = certificate_for(request.user, certificate_id)
    try:
        is_news = renew(found, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:ending")
    except PermissionDenied as error:
        raise Http404("not this person's to renew") from error
    said = _("%(name)s takes the course again.") if is_news else _("%(name)s is in the course already.")
    messages.success(request, said % {"name": found.person.full_name})
    return redirect("knowledge:ending")
