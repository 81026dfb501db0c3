"""Whoever has not answered by the day is asked again, then the manager next above; and whoever answers hears
what somebody without a name wrote, on another day than it was written.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from lib import database_clock
from staff.models import User
from staff.permissions import roles_with
from suggestions.actions.answerers import manager_above
from suggestions.actions.writing_down import answerers_of, tell, today, write_step
from suggestions.answering import steps_due
from suggestions.choices import StepKind
from suggestions.models import Suggestion

WORDS = {
    "reminded": gettext_noop("To be answered by {day}: “{title}”"),
    "escalated": gettext_noop("Still without an answer from {name}: “{title}”"),
}


def watch(at: datetime.datetime | None = None) -> int:
    """How many steps were written. Safe to run at any time and twice: each is written once for each day that
    was set, under the lock of the suggestion.
    """
    at = at or database_clock.now()
    late = Suggestion.objects.waiting().filter(answer_by__lte=today(at)).values_list("pk", flat=True)
    return sum(_watch(pk, at) for pk in list(late))


@transaction.atomic
def _watch(pk: int, at: datetime.datetime) -> int:
    found = (
        Suggestion.objects.select_for_update(of=("self",), skip_locked=True).waiting().filter(pk=pk).first()
    )
    if found is None:
        return 0
    known = set(found.steps.filter(due=found.answer_by).values_list("kind", flat=True))
    new = [kind for kind in steps_due(found.answer_by, today(at)) if kind not in known]
    name = found.owner.full_name if found.owner else "–"
    for kind in new:
        write_step(found, kind, who=None, on=today(at), due=found.answer_by)
        tell(
            answerers_of(found) if kind == StepKind.REMINDED else _next_above(found), found,
            key=f"{kind}-{found.answer_by}", words=WORDS[kind],
            params={"day": f"{found.answer_by:%Y-%m-%d}", "name": name}, at=at,
        )  # fmt: skip
    return len(new)


def _next_above(found: Suggestion) -> list[User]:
    """The next manager above whoever answers it; else every other manager."""
    above = manager_above(found.owner) if found.owner else None
    if above is not None:
        return [above]
    managers = User.objects.filter(is_active=True, role__in=roles_with("suggestion.manage"))
    return list(managers.exclude(pk=found.owner_id))


@transaction.atomic
def tell_of_anonymous(at: datetime.datetime | None = None) -> int:
    """Of suggestions and of words that were written on an earlier day; how many were told."""
    at = at or database_clock.now()
    rows = Suggestion.objects.select_for_update(of=("self",), skip_locked=True).filter(author=None)
    told = 0
    for one in rows.filter(told=False):
        last = one.steps.filter(who=None, kind__in=(StepKind.POSTED, StepKind.SAID)).order_by("place").last()
        if last.on >= today(at):
            continue
        words = (
            gettext_noop("A suggestion without a name: “{title}”")
            if last.kind == StepKind.POSTED
            else gettext_noop("Whoever suggested “{title}” wrote more")
        )
        told += tell(answerers_of(one), one, key=f"step-{last.place}", words=words, at=at)
        Suggestion.objects.filter(pk=one.pk).update(told=True)
    return told
