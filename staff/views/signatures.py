"""What stands under the answers of a team, in each language."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from staff.actions import sign_team
from staff.models import Team
from staff.queries import signed_by


@require_http_methods(["GET", "HEAD", "POST"])
def signatures(request: HttpRequest) -> HttpResponse:
    """One team at a time, chosen by ?team=, else the first."""
    if not request.user.may("signature.write"):
        raise Http404("no team to sign for")
    teams = list(signed_by(request.user).order_by("name"))
    slug = request.GET.get("team", "")
    team = next((one for one in teams if one.slug == slug), None if slug else next(iter(teams), None))
    if team is None and (slug or request.method == "POST"):
        raise Http404("no such team for you")
    if team and request.method == "POST":
        return _save(request, teams, team)
    return _page(request, teams, team)


def _save(request: HttpRequest, teams: list[Team], team: Team) -> HttpResponse:
    given = request.POST
    texts = {code: given.get(f"in-{code}", "") for code, _name in settings.LANGUAGES}
    try:
        changed = sign_team(team, by=request.user, signature=given.get("signature", ""), signatures=texts)
    except ValidationError as error:
        team.signature, team.signatures = given.get("signature", ""), texts
        return _page(request, teams, team, problems=error.messages)
    messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
    return redirect(f"{reverse('staff:signatures')}?team={team.slug}")


def _page(
    request: HttpRequest, teams: list[Team], team: Team | None, problems: list[str] | None = None
) -> HttpResponse:
    names = settings.LANGUAGES if team else ()
    context = {
        "teams": teams,
        "team": team,
        "texts": [(code, name, team.signatures.get(code, "")) for code, name in names] if team else [],
        "problems": problems or [],
        "here": "macros",
    }
    return render(request, "staff/signatures.html", context, status=422 if problems else 200)
