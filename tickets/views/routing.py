"""How teams hand out their tickets, and how loaded their people are: for who leads them."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling.actions.load import PERMISSION, allow_more, end_allowance
from scheduling.loads import loads_of
from staff.models import Team, User
from staff.queries import colleagues
from tickets.actions import routing_setup as acts
from tickets.actions.setting_up import Overtaken
from tickets.choices import OURS, EventKind, RoutingStrategy, SetupNoun
from tickets.crews import shares_of
from tickets.forms.routing import AllowForm, NeedForm, RoutingForm, form_of
from tickets.load_words import STANDING_WORDS, reasons_in_words
from tickets.models import SetupChange, TeamRouting, Ticket, TicketEvent
from tickets.views.moves import number_of

CHANGES = 10
LATELY = datetime.timedelta(days=7)


def teams_for(user: User) -> Any:
    """Those whose routing is theirs to set."""
    teams = Team.objects.filter(active=True)
    if not user.may(PERMISSION):
        return teams.none()
    return (
        teams if user.may("ticket.see_all") else teams.filter(memberships__user=user, memberships__leads=True)
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every team with how it hands out, who is there and what waits."""
    if not request.user.may(PERMISSION):
        raise Http404(PERMISSION)
    teams = list(teams_for(request.user).order_by("name"))
    strategies = dict(TeamRouting.objects.filter(team__in=teams).values_list("team", "strategy"))
    waiting = Ticket.objects.awake().filter(team__in=teams, assignee=None, state__in=OURS).order_by()
    counts: dict[int, int] = {}
    for team in waiting.values_list("team", flat=True):
        counts[team] = counts.get(team, 0) + 1
    rows = [
        (team, RoutingStrategy(strategies.get(team.pk, "manual")).label, counts.get(team.pk, 0))
        for team in teams
    ]
    return render(request, "tickets/routing/index.html", {"here": "routing", "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    row = _team(request, team_id)
    form = RoutingForm(request.POST or None, initial=form_of(acts.spelled(row), _version(row)))
    if request.method != "POST":
        return _show(request, row, form)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    try:
        acts.save_routing(row, form.said(), by=request.user, seen=form.cleaned_data["seen"] or 0)
    except ValidationError as error:
        _tell(form, error)
        return _show(request, row, form, status=422)
    except Overtaken:
        form.add_error(None, _("Somebody changed this meanwhile. Open it again to see how it reads."))
        return _show(request, row, form, status=409)
    messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
    return redirect("tickets:routing_team", row.pk)


@require_POST
def need(request: HttpRequest, team_id: int) -> HttpResponse:
    """What tickets of the team ask for: one more, or one less."""
    row = _team(request, team_id)
    if dropped := number_of(request.POST.get("drop", "")):
        acts.drop_need(row, dropped, by=request.user)
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
        return redirect("tickets:routing_team", row.pk)
    form = NeedForm(request.POST)
    if form.is_valid():
        try:
            acts.need_skill(row, form.cleaned_data, by=request.user)
        except ValidationError as error:
            _tell(form, error)
    if form.errors:
        return _show(request, row, None, need=form, status=422)
    messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
    return redirect("tickets:routing_team", row.pk)


@require_POST
def allow(request: HttpRequest, team_id: int) -> HttpResponse:
    """Somebody may have more than the soft cap for a while, or no longer."""
    row = _team(request, team_id)
    people = colleagues(row).exclude(pk=request.user.pk)
    form = AllowForm(request.POST, people=people)
    try:
        if ended := people.filter(pk=number_of(request.POST.get("end", ""))).first():
            end_allowance(ended, by=request.user)
            messages.success(request, _("The soft cap holds for %(name)s again.") % {"name": ended.full_name})
            return redirect("tickets:routing_team", row.pk)
        if form.is_valid():
            user = form.cleaned_data["user"]
            allow_more(user, by=request.user, reason=form.cleaned_data["reason"], until=form.until())
    except ValidationError as error:
        _tell(form, error)
    except PermissionDenied as error:
        raise Http404("not for this person") from error
    if form.errors:
        return _show(request, row, None, allowing=form, status=422)
    messages.success(request, _("%(name)s may have more for a while.") % {"name": user.full_name})
    return redirect("tickets:routing_team", row.pk)


@require_POST
def share(request: HttpRequest, team_id: int) -> HttpResponse:
    """How much each member gets beside the others."""
    row = _team(request, team_id)
    typed = {
        one.pk: request.POST.get(f"share-{one.pk}", "").strip().removesuffix("%").strip()
        for one in colleagues(row)
    }
    try:
        percents = {pk: int(text) for pk, text in typed.items() if text}
        acts.set_shares(row, percents, by=request.user)
    except (ValueError, ValidationError):
        messages.error(request, _("A share is a number from 0 to %(most)s.") % {"most": acts.MOST_SHARE})
    else:
        messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
    return redirect("tickets:routing_team", row.pk)


def given_lately(team: Team, now: datetime.datetime) -> dict[int, int]:
    """How many tickets of the team the desk gave to each of them in seven days."""
    rows = TicketEvent.objects.filter(
        kind=EventKind.ROUTED, at__gt=now - LATELY, ticket__team=team, data__to__isnull=False
    ).order_by()
    found: dict[int, int] = {}
    for to in rows.values_list("data__to", flat=True):
        found[to] = found.get(to, 0) + 1 if isinstance(to, int) else 0
    return found


def _team(request: HttpRequest, team_id: int) -> Team:
    found = teams_for(request.user).filter(pk=team_id).first()
    if found is None:
        raise Http404("no such team of yours")
    return found


def _version(team: Team) -> int:
    return TeamRouting.objects.filter(team=team).values_list("version", flat=True).first() or 0


def _tell(form: Form, error: ValidationError) -> None:
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in told.items():
        form.add_error(name if name in form.fields else None, texts)


def _show(
    request: HttpRequest, team: Team, form: RoutingForm | None, *, need: NeedForm | None = None,
    allowing: AllowForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    people = list(colleagues(team).order_by("full_name"))
    loads = loads_of(people, now)
    row = TeamRouting.objects.filter(team=team).first()
    shares, given = shares_of(team), given_lately(team, now)
    people.sort(key=lambda one: (-loads[one.pk].load.index, one.full_name))
    others = colleagues(team).exclude(pk=request.user.pk)
    changes = SetupChange.objects.filter(noun=SetupNoun.ROUTING, about=team.pk).select_related("by")
    context = {
        "here": "routing", "team": team, "now": now, "changes": changes[:CHANGES],
        "form": form or RoutingForm(initial=form_of(acts.spelled(team), row.version if row else 0)),
        "need_form": need or NeedForm(prefix=None), "allow_form": allowing or AllowForm(people=others),
        "needs": row.needs.select_related("type", "skill") if row else (),
        "people": [
            (one, loads[one.pk], reasons_in_words(loads[one.pk].load),
             STANDING_WORDS[loads[one.pk].load.standing], one.pk != request.user.pk,
             shares.get(one.pk, acts.USUAL_SHARE), given.get(one.pk, 0))
            for one in people
        ],
    }  # fmt: skip
    return render(request, "tickets/routing/team.html", context, status=status)
