"""People × skills: who can do what how well, what runs out, and what each team lacks.

The rows are built as strings: three hundred people with sixty skills are eighteen thousand cells.
"""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from staff.models import HeldSkill, Membership, Skill, Team, TeamNeed, User

SOON_DAYS = 60
Held = tuple[int, datetime.date | None]


@dataclass
class Matrix:
    people: list[User]
    skills: list[Skill]
    today: datetime.date
    held: dict[int, dict[int, Held]] = field(default_factory=dict)  # person → skill → level, until
    members: dict[int, list[int]] = field(default_factory=dict)  # team → people
    needs: dict[Team, dict[int, TeamNeed]] = field(default_factory=dict)  # team → skill → need

    def holds(self, person: int, skill: int) -> int:
        """The level on this day; 0 for what they lack or what has run out."""
        level, until = self.held.get(person, {}).get(skill, (0, None))
        return level if until is None or until >= self.today else 0

    def have(self, need: TeamNeed) -> int:
        return sum(self.holds(one, need.skill_id) >= need.level for one in self.members.get(need.team_id, ()))


def collect(people: QuerySet[User], teams: QuerySet[Team], kind: str, today: datetime.date) -> Matrix:
    """Five queries, however many rows."""
    skills = Skill.objects.filter(active=True, **({"kind": kind} if kind else {}))
    matrix = Matrix(list(people), list(skills), today)
    shown = {one.pk for one in matrix.people}
    for person, skill, level, until in HeldSkill.objects.filter(
        user__in=people.order_by(), skill__in=skills.order_by()
    ).values_list("user_id", "skill_id", "level", "expires_on"):
        matrix.held.setdefault(person, {})[skill] = (level, until)
    for team, person in Membership.objects.filter(team__in=teams).values_list("team_id", "user_id"):
        if person in shown:
            matrix.members.setdefault(team, []).append(person)
    needs = TeamNeed.objects.filter(team__in=teams, skill__in=skills.order_by()).select_related("team")
    for need in needs:
        matrix.needs.setdefault(need.team, {})[need.skill_id] = need
    return matrix


def head(matrix: Matrix) -> SafeString:
    cells = (
        f'<th scope="col" title="{escape(skill.name)}"><span>{escape(skill.name)}</span></th>'
        for skill in matrix.skills
    )
    return mark_safe(f'<tr><td class="corner"></td>{"".join(cells)}</tr>')


def body(matrix: Matrix) -> SafeString:
    link = reverse("staff:person", args=[0]).replace("/0/", "/%d/")
    skills = [skill.pk for skill in matrix.skills]
    cells = Cells(matrix.today)
    rows = []
    for person in matrix.people:
        held = matrix.held.get(person.pk, {})
        told = "".join([cells.of(held[skill]) if skill in held else "<td></td>" for skill in skills])
        name = escape(person.full_name)
        rows.append(f'<tr><th scope="row"><a href="{link % person.pk}">{name}</a></th>{told}</tr>')
    return mark_safe("".join(rows))


class Cells:
    """Cells that are alike are built once."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.soon = today + datetime.timedelta(days=SOON_DAYS)
        self.built: dict[Held, str] = {}

    def of(self, held: Held) -> str:
        if held not in self.built:
            self.built[held] = self._build(*held)
        return self.built[held]

    def _build(self, level: int, until: datetime.date | None) -> str:
        if until is None or until > self.soon:
            return f'<td class="level-{level}">{level}</td>'
        day = date_format(until, "j E Y")
        over = until < self.today
        said = escape((_("ended %s") if over else _("until %s")) % day)
        look = "over" if over else f"level-{level} soon"
        return f'<td class="{look}" title="{said}">{level}<span class="visually-hidden"> {said}</span></td>'


def foot(matrix: Matrix) -> SafeString:
    """A row for each team that needs something: how many have it of how many it takes."""
    return mark_safe(
        "".join(_team_row(matrix, team) for team in sorted(matrix.needs, key=lambda one: one.name))
    )


def _team_row(matrix: Matrix, team: Team) -> str:
    cells = []
    for skill in matrix.skills:
        need = matrix.needs[team].get(skill.pk)
        cells.append(_need_cell(need, matrix.have(need)) if need else "<td></td>")
    name = f'<span class="team hue-{team.colour}">{escape(team.name)}</span>'
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'


def _need_cell(need: TeamNeed, have: int) -> str:
    words = _("%(have)s of %(need)s on level %(level)s") % {
        "have": have, "need": need.people, "level": need.level
    }  # fmt: skip
    said, look = escape(words), "short" if have < need.people else "enough"
    return (
        f'<td class="{look}" title="{said}"><span aria-hidden="true">{have}/{need.people}</span>'
        f'<span class="visually-hidden">{said}</span></td>'
    )


def heads_of(matrix: Matrix) -> list[str]:
    return [_("Name"), *(skill.name for skill in matrix.skills)]


def rows_of(matrix: Matrix) -> Iterator[list[str | int | None]]:
    """Levels that hold on this day, then what the teams need."""
    for person in matrix.people:
        yield [person.full_name, *(matrix.holds(person.pk, skill.pk) or None for skill in matrix.skills)]
    for team in sorted(matrix.needs, key=lambda one: one.name):
        needs = [matrix.needs[team].get(skill.pk) for skill in matrix.skills]
        yield [team.name, *(f"{matrix.have(need)}/{need.people}" if need else None for need in needs)]
