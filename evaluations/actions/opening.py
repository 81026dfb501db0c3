"""A cycle is opened, and somebody more takes part in it."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.actions.keeping import moment, name_of, tell
from evaluations.choices import Held
from evaluations.models import Cycle, Edition, Evaluation, Form
from evaluations.queries import evaluators
from staff.models import User


@transaction.atomic
def open_cycle(
    *, by: User, name: str, form: Form, since: datetime.date, until: datetime.date, write_by: datetime.date,
    sign_by: datetime.date, people: Collection[User], held: str = Held.REPORTS_TO,
    at: datetime.datetime | None = None,
) -> Cycle:  # fmt: skip
    """Everybody in it has an evaluation at once, and is told. ValidationError says what is wrong."""
    if not by.may("evaluation.manage"):
        raise PermissionDenied("evaluation.manage")
    at = moment(at)
    _check_days(since, until, write_by, sign_by, today=at.date())
    if form.current is None or form.retired_at:
        raise ValidationError(_("Choose a form that is in use."))
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                name=name_of(name), form=form.current, since=since, until=until, write_by=write_by,
                sign_by=sign_by, opened_by=by, opened_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_("There is a cycle of that name already.")) from error
    add_people(cycle, people=people, held=held, by=by, at=at)
    return cycle


@transaction.atomic
def add_people(
    cycle: Cycle, *, people: Collection[User], by: User, held: str = Held.REPORTS_TO,
    at: datetime.datetime | None = None,
) -> list[Evaluation]:  # fmt: skip
    """Those who are not in it yet; ValidationError if there is nobody, or nobody to evaluate one of them."""
    if not by.may("evaluation.manage"):
        raise PermissionDenied("evaluation.manage")
    if held not in Held.values:
        raise ValidationError(_("There is no such choice."))
    at = moment(at)
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    there = set(locked.evaluations.values_list("person", flat=True))
    new = {one.pk: one for one in people if one.is_active and one.pk not in there}
    if not new:
        raise ValidationError(_("Choose at least one colleague who is not in it yet."))
    holders = evaluators(new.values(), held, opener=by)
    if lonely := [new[number].full_name for number, holder in holders.items() if holder is None]:
        raise ValidationError(
            _("Nobody here can evaluate %(names)s."), params={"names": ", ".join(sorted(lonely))}
        )
    return [_open(locked, person, holders[person.pk], by=by, at=at) for person in new.values()]


def _open(cycle: Cycle, person: User, evaluator: User, *, by: User, at: datetime.datetime) -> Evaluation:
    evaluation = Evaluation.objects.create(cycle=cycle, person=person, evaluator=evaluator)
    evaluation.current = Edition.objects.create(evaluation=evaluation, number=1, begun_by=by, begun_at=at)
    evaluation.save(update_fields=["current"])
    day = cycle.write_by.isoformat()
    tell(
        [person], evaluation, key="opened", at=at, day=day,
        words=gettext_noop("Your evaluation is open: {cycle}"), detail=gettext_noop("Write by {day}."),
    )  # fmt: skip
    tell(
        [evaluator], evaluation, key="to-write", at=at, day=day,
        words=gettext_noop("You evaluate {name}: {cycle}"), detail=gettext_noop("Write by {day}."),
    )  # fmt: skip
    return evaluation


def _check_days(
    since: datetime.date, until: datetime.date, write_by: datetime.date, sign_by: datetime.date,
    *, today: datetime.date,
) -> None:  # fmt: skip
    if until < since:
        raise ValidationError(_("The period ends before it begins."))
    if (until - since).days > 800:
        raise ValidationError(_("A period lasts two years at most."))
    if sign_by < write_by:
        raise ValidationError(_("It is to be signed before it is to be written."))
    if write_by < today:
        raise ValidationError(_("The day by which to write is over already."))
