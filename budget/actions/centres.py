"""Cost centres, made and changed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budget.actions.guarding import in_words, must_manage
from budget.models import CostCentre
from budget.sums import branch
from staff.models import User


@transaction.atomic
def save_centre(centre: CostCentre | None, said: Mapping[str, Any], *, by: User) -> CostCentre:
    """ValidationError if a code or a team is taken, or it would be above itself."""
    must_manage(by)
    all_of_them = CostCentre.objects.select_for_update().in_bulk()
    fresh = all_of_them[centre.pk] if centre else CostCentre()
    fresh.code = in_words(said["code"], 20, what=_("Code"))
    fresh.name = in_words(said["name"], 80, what=_("Name"))
    fresh.parent, fresh.team, fresh.owner = said.get("parent"), said.get("team"), said.get("owner")
    fresh.takes_rest, fresh.active = bool(said.get("takes_rest")), bool(said.get("active", True))
    if fresh.owner and not fresh.owner.may("budget.see"):
        raise ValidationError({"owner": _("This colleague may not see budgets.")})
    others = [one for one in all_of_them.values() if one.pk != fresh.pk]
    if any(one.code == fresh.code for one in others):
        raise ValidationError({"code": _("This code is taken.")})
    if fresh.team and any(one.team_id == fresh.team.pk for one in others):
        raise ValidationError({"team": _("Another cost centre has this team.")})
    if fresh.pk:
        try:
            branch(fresh.pk, {one.pk: one.parent_id for one in [*others, fresh]})
        except ValueError as error:
            raise ValidationError({"parent": _("A cost centre cannot be above itself.")}) from error
    if fresh.takes_rest:
        CostCentre.objects.filter(takes_rest=True).exclude(pk=fresh.pk).update(takes_rest=False)
    fresh.save()
    return fresh
