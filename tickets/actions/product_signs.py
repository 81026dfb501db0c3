"""By what tickets are known to be about a product: said by who may set tickets up, each time with a trace."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from staff.choices import SkillKind
from staff.models import Skill, User
from tickets.actions.setting_up import PERMISSION
from tickets.actions.sorting import clean_tags
from tickets.actors import require
from tickets.choices import SetupNoun
from tickets.models import ProductSign, SetupChange
from tickets.tags import meant, note_words

MOST_SIGNS = 50


@transaction.atomic
def add_sign(product: Skill, said: Mapping[str, Any], *, by: User) -> ProductSign:
    """Tickets of a type, or with a tag, are about it, those from before too. Twice is once. ValidationError
    says what is wrong.
    """
    require(by, PERMISSION)
    product = _locked(product)
    kind = said.get("type")
    tags = meant(clean_tags([str(said.get("tag") or "").replace("\x00", "")]))
    if bool(kind) == bool(tags):
        raise ValidationError(_("Choose a type, or write a tag: one of the two."))
    if product.kind != SkillKind.PRODUCT:
        raise ValidationError(_("“%(name)s” is no product."), params={"name": product.name})
    if product.signs.count() >= MOST_SIGNS:
        raise ValidationError(_("There are %(most)s already; remove one first."), params={"most": MOST_SIGNS})
    was = _spelled(product)
    note_words(tags)  # so that it never becomes a mere synonym of another
    sign, _made = ProductSign.objects.get_or_create(product=product, type=kind, tag="" if kind else tags[0])
    _trace(product, was, by=by)
    return sign


@transaction.atomic
def drop_sign(product: Skill, sign_id: int, *, by: User) -> None:
    """Twice is once."""
    require(by, PERMISSION)
    product = _locked(product)
    was = _spelled(product)
    product.signs.filter(pk=sign_id).delete()
    _trace(product, was, by=by)


def _locked(product: Skill) -> Skill:
    """Two who change one product at once take turns."""
    return Skill.objects.select_for_update(no_key=True).get(pk=product.pk)


def _spelled(product: Skill) -> list[str]:
    return [sign.said for sign in product.signs.select_related("type")]


def _trace(product: Skill, was: list[str], *, by: User) -> None:
    now = _spelled(product)
    if now != was:
        SetupChange.objects.create(
            noun=SetupNoun.PRODUCT, about=product.pk, name=product.name, by=by,
            was={"signs": was}, to={"signs": now},
        )  # fmt: skip
