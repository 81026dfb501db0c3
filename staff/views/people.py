"""Who works here, and the file of each."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib.tables import table_answer
from staff.access import may_grant, may_see_file, may_see_money, people_for, person_for
from staff.actions.changing import may_change
from staff.choices import Role, SkillKind, StaffChangeKind
from staff.models import HeldSkill, Membership, StaffChange, Team, User
from staff.queries import skills_of
from staff.views.people_tabs import tabbed

PAGE = 50
HISTORY = 60


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """`show=left` is for managers; `as=csv` or `xlsx` takes the list away as it is filtered."""
    reader = request.user
    if not reader.may("people.see"):
        raise Http404("not for this reader")
    left = request.GET.get("show") == "left" and reader.may("staff.manage")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    teams = list(Team.objects.filter(active=True))
    team = next((one for one in teams if one.slug == request.GET.get("team")), None)
    found = dressed(narrowed(people_for(reader).filter(is_active=not left), words, team))
    if answer := table_answer(request, "people", *as_table(found)):
        return answer
    params = request.GET.copy()
    params.pop("page", None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "q": words, "team": team, "teams": teams, "left": left, "params": params.urlencode(),
        "rows": [(one, *by_kind(one.held_now)) for one in page], "manages": reader.may("staff.manage"),
    }  # fmt: skip
    return render(request, "staff/people.html", tabbed(reader, "staff:people", **context))


def narrowed(found: QuerySet[User], words: str, team: Team | None) -> QuerySet[User]:
    """Each word is in the name, the address, or a skill they hold."""
    if team:
        found = found.filter(Exists(Membership.objects.filter(user=OuterRef("pk"), team=team)))
    for word in words.split():
        held = HeldSkill.objects.on(timezone.localdate()).filter(
            user=OuterRef("pk"), skill__name__icontains=word
        )
        found = found.filter(Q(full_name__icontains=word) | Q(email__icontains=word) | Exists(held))
    return found


def dressed(found: QuerySet[User]) -> QuerySet[User]:
    """With what a row shows."""
    held = HeldSkill.objects.on(timezone.localdate()).select_related("skill")
    memberships = Membership.objects.filter(team__active=True).select_related("team").order_by("team__name")
    return found.select_related("reports_to").prefetch_related(
        Prefetch("held_skills", held, to_attr="held_now"), Prefetch("memberships", memberships)
    ).order_by("full_name", "pk")  # fmt: skip


def by_kind(held: list[HeldSkill]) -> tuple[list[HeldSkill], list[HeldSkill]]:
    """Languages, and everything else."""
    languages = [one for one in held if one.skill.kind == SkillKind.LANGUAGE]
    return languages, [one for one in held if one.skill.kind != SkillKind.LANGUAGE]


def as_table(found: QuerySet[User]) -> tuple[list[str], list[list]]:
    heads = [
        _("Name"), _("Email"), _("Role"), _("Teams"), _("Languages"), _("Skills"), _("Reports to"),
        _("Works here since"),
    ]  # fmt: skip
    return heads, (_line(one) for one in found.iterator(chunk_size=500))


def _line(person: User) -> list:
    languages, others = by_kind(person.held_now)
    teams = ", ".join(row.team.name for row in person.memberships.all())
    spelled = [", ".join(f"{one.skill.name} {one.level}" for one in held) for held in (languages, others)]
    boss = person.reports_to.full_name if person.reports_to else ""
    return [
        person.full_name, person.email, person.get_role_display(), teams, *spelled, boss, person.starts_on,
    ]  # fmt: skip


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponseBase:
    reader, found = request.user, person_for(request.user, person_id)
    today, sees_file = timezone.localdate(), may_see_file(reader, found)
    held = found.held_skills.select_related("skill", "granted_by") if sees_file else skills_of(found, today)
    languages, others = by_kind(list(held))
    memberships = found.memberships.filter(team__active=True).select_related("team")
    context = {
        "person": found, "today": today, "sees_file": sees_file, "languages": languages, "skills": others,
        "memberships": memberships.order_by("team__name"),
        "reports": people_for(reader).filter(reports_to=found, is_active=True),
        "grants": may_grant(reader, found) and found.is_active, "changes_them": may_change(reader, found),
        "places_them": reader.may("staff.manage") and found.is_active,
        "writes_contract": reader.may("staff.manage") and reader.pk != found.pk and found.is_active,
        "sees_money": may_see_money(reader, found),
    }  # fmt: skip
    if sees_file:
        context |= _file(found, context["sees_money"], today)
    return render(request, "staff/person.html", tabbed(reader, "", **context))


def _file(found: User, sees_money: bool, today) -> dict:
    contracts = list(found.contracts.order_by("-from_on"))
    changes = StaffChange.objects.filter(user=found).select_related("by")
    if not sees_money:
        changes = changes.exclude(kind=StaffChangeKind.COST)
    granted = found.skill_changes.select_related("skill", "by")
    return {
        "contracts": contracts, "contract": next((one for one in contracts if one.from_on <= today), None),
        "changes": [(row, *told(row)) for row in changes[:HISTORY]], "granted": granted[:HISTORY],
    }  # fmt: skip


def told(row: StaffChange) -> tuple[str, str]:
    """Old and new in words: roles in the reader's language."""
    if row.kind in (StaffChangeKind.ROLE, StaffChangeKind.CAME):
        words = dict(Role.choices)
        return str(words.get(row.old, row.old)), str(words.get(row.new, row.new))
    if row.kind == StaffChangeKind.HIRING:
        return _("given") if row.old else "", _("given") if row.new else ""
    return row.old, row.new
