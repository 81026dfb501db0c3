"""The forms: what an evaluation asks."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluations.actions.keeping import moment, name_of
from evaluations.choices import SectionKind
from evaluations.models import Form, FormVersion
from staff.models import User

MOST_SECTIONS = 12


@transaction.atomic
def save_form(
    form: Form | None, *, name: str, sections: Sequence[Mapping[str, str]], by: User,
    at: datetime.datetime | None = None,
) -> FormVersion:  # fmt: skip
    """The form as it shall be: another version if what it asks changed. Evaluations that run keep theirs."""
    if not by.may("evaluation.manage"):
        raise PermissionDenied("evaluation.manage")
    name, asked = name_of(name), _sections(sections, form)
    fresh = _locked(form) if form else Form()
    fresh.name = name
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError as error:
        raise ValidationError(_("There is a form of that name already.")) from error
    if fresh.current is not None and fresh.current.sections == asked:
        return fresh.current
    number = fresh.current.number + 1 if fresh.current else 1
    fresh.current = FormVersion.objects.create(
        form=fresh, number=number, sections=asked, made_by=by, made_at=moment(at)
    )
    fresh.save(update_fields=["current"])
    return fresh.current


def retire_form(form: Form, *, by: User, retired: bool = True) -> None:
    """It is no longer offered for new cycles, or is again."""
    if not by.may("evaluation.manage"):
        raise PermissionDenied("evaluation.manage")
    Form.objects.filter(pk=form.pk).update(retired_at=moment(None) if retired else None)


def _locked(form: Form) -> Form:
    return Form.objects.select_for_update(of=("self",)).select_related("current").get(pk=form.pk)


def _sections(given: Sequence[Mapping[str, str]], form: Form | None) -> list[dict[str, str]]:
    """In their order, each with its key; ValidationError without strengths or without what to improve."""
    known = {key for version in form.versions.all() for key in version.keys} if form else set()
    asked: list[dict[str, str]] = []
    for one in given:
        title = " ".join(one.get("title", "").replace("\x00", "").split())[:120]
        if not title:
            continue
        key = one.get("key", "")
        if key not in known or key in {before["key"] for before in asked}:
            key = _free(known | {before["key"] for before in asked})
        kind = one.get("kind", "")
        if kind not in SectionKind.values:
            raise ValidationError(_("There is no such choice."))
        hint = " ".join(one.get("hint", "").replace("\x00", "").split())[:300]
        asked.append({"key": key, "kind": kind, "title": title, "hint": hint})
    kinds = {one["kind"] for one in asked}
    if not {SectionKind.STRENGTHS, SectionKind.IMPROVE} <= kinds:
        raise ValidationError(
            _("A form asks for strengths and for areas to improve: keep one section of each.")
        )
    if len(asked) > MOST_SECTIONS:
        raise ValidationError(_("A form has at most %(most)s sections."), params={"most": MOST_SECTIONS})
    return asked


def _free(taken: set[str]) -> str:
    number = 1
    while f"s{number}" in taken:
        number += 1
    return f"s{number}"
