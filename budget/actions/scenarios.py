"""What-ifs, kept and thrown away."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import in_words, must_manage
from budget.models import Scenario, Year
from budget.sums import nothing
from budget.what_if import Change, Unfit, outcome, written
from lib import database_clock
from staff.models import User

MOST_CHANGES = 20


@transaction.atomic
def save_scenario(
    scenario: Scenario | None, *, year: Year, name: str, changes: Sequence[tuple[Change, str]], by: User
) -> Scenario:
    """`changes` with words about each. A closed year can be thought about like any other."""
    must_manage(by)
    name = in_words(name, 80, what=_("Name"))
    if not 1 <= len(changes) <= MOST_CHANGES:
        most = {"most": MOST_CHANGES}
        raise ValidationError(_("Change something, and at most %(most)s things."), params=most)
    try:
        outcome(nothing(), [change for change, _words in changes])
    except Unfit as error:
        raise ValidationError(_("A change begins in a month of the year.")) from error
    others = Scenario.objects.filter(year=year, name=name)
    if (others.exclude(pk=scenario.pk) if scenario else others).exists():
        raise ValidationError({"name": _("There is a scenario of this name already.")})
    fresh = scenario or Scenario(year=year)
    fresh.name = name
    fresh.changes = [{**written(change), "words": words.strip()[:120]} for change, words in changes]
    fresh.made_by, fresh.made_at = by, database_clock.now()
    fresh.save()
    return fresh


def drop_scenario(scenario: Scenario, *, by: User) -> None:
    must_manage(by)
    scenario.delete()
