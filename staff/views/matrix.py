"""The skill matrix, and what of it runs out."""

import datetime

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib.tables import table_answer
from staff import matrix as matrices
from staff.access import may_grant_all
from staff.choices import SkillKind
from staff.models import HeldSkill, Membership, Team, User
from staff.queries import expiring, led_by
from staff.views.people_tabs import tabbed

PAGE = 50
AHEAD = (30, 60, 90, 180)


def _teams(user: User) -> QuerySet[Team]:
    """The teams whose skills they look after."""
    if not user.may("skill.grant"):
        raise Http404("not for this reader")
    teams = Team.objects.filter(active=True)
    return teams if may_grant_all(user) else teams.filter(memberships__user=user, memberships__leads=True)


def _people(user: User, team: Team | None) -> QuerySet[User]:
    found = User.objects.all() if may_grant_all(user) else led_by(user)
    if team:
        found = found.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), team=team)))
    return found.filter(is_active=True)


@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    """`team` and `kind` narrow it; `as=csv` or `xlsx` takes it away."""
    teams = list(_teams(request.user))
    team = next((one for one in teams if one.slug == request.GET.get("team")), None)
    kind = request.GET.get("kind", "")
    kind = kind if kind in SkillKind.values else ""
    shown = Team.objects.filter(pk__in=[team.pk] if team else [one.pk for one in teams])
    found = matrices.collect(_people(request.user, team), shown, kind, timezone.localdate())
    if answer := table_answer(request, "skills", matrices.heads_of(found), matrices.rows_of(found)):
        return answer
    context = {
        "teams": teams, "team": team, "kind": kind, "kinds": SkillKind.choices, "empty": not found.skills,
        "head": matrices.head(found), "body": matrices.body(found), "foot": matrices.foot(found),
        "people": len(found.people), "skills": len(found.skills),
    }  # fmt: skip
    return render(request, "staff/matrix.html", tabbed(request.user, "staff:matrix", **context))


@require_safe
def running_out(request: HttpRequest) -> HttpResponseBase:
    """What ends within so many days, and what ended; of the teams they lead, or of all."""
    _teams(request.user)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, AHEAD) else 60
    today = timezone.localdate()
    held = HeldSkill.objects.filter(user__in=_people(request.user, None))
    found = expiring(held, today, days)
    heads = [_("Name"), _("Skill"), _("Level"), _("Holds until"), _("Source")]
    rows = (
        [one.user.full_name, one.skill.name, one.level, one.expires_on, one.source]
        for one in found.iterator(chunk_size=500)
    )
    if answer := table_answer(request, "running-out", heads, rows):
        return answer
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "days": days, "ahead": AHEAD,
        "today": today, "params": f"days={days}", "soon": today + datetime.timedelta(days=14),
    }  # fmt: skip
    return render(request, "staff/expiring.html", tabbed(request.user, "staff:expiring", **context))
