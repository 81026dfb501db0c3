"""Lines of the plan that is being written."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import in_words, must_manage, open_year, remember, twelve
from budget.choices import Done, LineKind
from budget.models import CostCentre, Line, Planned, PlanVersion, Year
from lib import database_clock
from staff.models import User


class StalePlan(Exception):
    """Somebody saved this line since it was opened."""


@transaction.atomic
def add_line(
    year: Year, *, centre: CostCentre, kind: str, name: str, cents: list[int], by: User
) -> Planned:  # fmt: skip
    """A line in the plan that is being written. One of the same name from an earlier plan is that line."""
    must_manage(by)
    fresh = open_year(year)
    draft = _draft(fresh)
    if kind not in LineKind.values or not centre.active:
        raise ValidationError(_("There is no such choice."))
    name, cents = in_words(name, 80, what=_("Name")), twelve(cents)
    line, _made = Line.objects.get_or_create(year=fresh, centre=centre, kind=kind, name=name)
    planned, made = Planned.objects.get_or_create(version=draft, line=line, defaults={"cents": cents})
    if not made:
        raise ValidationError(_("The plan has a line of this name already."))
    remember(
        fresh, Done.LINE_MADE, by=by, at=database_clock.now(), line=line, words=_called(line),
        version=draft.number, after=cents,
    )  # fmt: skip
    return planned


@transaction.atomic
def save_line(line: Line, *, cents: list[int], by: User, seen: int | None = None) -> Planned:
    """Its twelve months. `seen` is the `edit` it was opened at: StalePlan if it was saved since."""
    must_manage(by)
    fresh = open_year(line.year)
    draft = _draft(fresh)
    planned = Planned.objects.select_for_update().filter(version=draft, line=line).first()
    if planned is None:
        raise ValidationError(_("The plan that is being written does not have this line."))
    if seen is not None and seen != planned.edit:
        raise StalePlan
    before, cents = planned.cents, twelve(cents)
    if before == cents:
        return planned
    planned.cents, planned.edit = cents, planned.edit + 1
    planned.save(update_fields=["cents", "edit"])
    remember(
        fresh, Done.LINE_CHANGED, by=by, at=database_clock.now(), line=line, words=_called(line),
        version=draft.number, before=before, after=cents,
    )  # fmt: skip
    return planned


@transaction.atomic
def remove_line(line: Line, *, by: User) -> None:
    """Out of the plan that is being written. What was posted on it stays."""
    must_manage(by)
    fresh = open_year(line.year)
    draft = _draft(fresh)
    planned = Planned.objects.filter(version=draft, line=line).first()
    if planned is None:
        raise ValidationError(_("The plan that is being written does not have this line."))
    remember(
        fresh, Done.LINE_REMOVED, by=by, at=database_clock.now(), line=line, words=_called(line),
        version=draft.number, before=planned.cents,
    )  # fmt: skip
    planned.delete()


def _draft(year: Year) -> PlanVersion:
    draft = year.versions.filter(approved_at=None).first()
    if draft is None:
        raise ValidationError(_("The plan is approved. Begin a new one to change it."))
    return draft


def _called(line: Line) -> str:
    return f"{line.centre.code} · {line.name}"
