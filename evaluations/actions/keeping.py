"""What every act begins and ends with: the locked row, whether the step is open, the news."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from evaluations.access import sides
from evaluations.models import Evaluation
from evaluations.steps import refusal
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User

MOST_REASON = 300
REFUSALS = {
    "state": _("This evaluation is at another step by now. Look at it once more."),
    "signed": _("It is signed already. What was signed stays as it is; a manager can reopen it."),
    "unwritten": _("Hand in what you wrote before you share it."),
    "waits_for_person": _("The other side has not handed in yet and still has time."),
    "waits_for_comments": _("The comments are not here yet, and there is still time for them."),
}


class StaleDraft(Exception):
    """Somebody saved this text, or moved the evaluation on, since it was opened."""


def locked(evaluation: Evaluation) -> Evaluation:
    found = Evaluation.objects.select_for_update(of=("self",))
    return found.select_related("cycle__form__form", "current", "person", "evaluator").get(pk=evaluation.pk)


def require(evaluation: Evaluation, step: str, *, by: User, at: datetime.datetime) -> None:
    """PermissionDenied if it is not theirs to do, ValidationError if it is not open now."""
    word = refusal(step, evaluation.standing, sides(by, evaluation), at.date())
    if word == "side":
        raise PermissionDenied(f"evaluation.{step}")
    if word:
        raise ValidationError(REFUSALS[word], code=word)


def reason(text: str) -> str:
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        raise ValidationError(_("Say why, in a sentence: both sides read it."))
    if len(text) > MOST_REASON:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_REASON})
    return text


def name_of(name: str) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not 1 <= len(name) <= 80:
        raise ValidationError(_("A name has 1 to %(most)s characters."), params={"most": 80})
    return name


def go(evaluation: Evaluation, state: str) -> None:
    evaluation.state = state
    evaluation.save(update_fields=["state"])


def tell(
    to: Collection[User], evaluation: Evaluation, *, key: str, words: str, detail: str = "",
    at: datetime.datetime | None = None, **params: object,
) -> int:  # fmt: skip
    """Those of them who work here. The key says which edition and which moment it is about."""
    said = {"cycle": evaluation.cycle.name, "name": evaluation.person.full_name, **params}
    return notify(
        [one for one in to if one.is_active],
        key=f"evaluation-{evaluation.pk}-{evaluation.current.number}-{key}",
        kind=Kind.EVALUATION,
        words=words,
        detail=detail,
        params=said,
        page="evaluations:evaluation",
        page_args=[evaluation.pk],
        about=("evaluation", evaluation.pk),
        at=at,
    )


def moment(at: datetime.datetime | None) -> datetime.datetime:
    return at or database_clock.now()


def stamp(at: datetime.datetime) -> str:
    """So that what happens again is told again."""
    return at.strftime("%Y%m%d%H%M%S%f")
