"""Calibrations: opened, scored blind, talked about, closed with what came of it."""

import datetime
from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from qa.access import reviewable_by
from qa.actions.keeping import moment, said
from qa.actions.reviewing import as_decimal, score_of
from qa.models import Calibration, CalibrationItem, Said, ScorecardVersion, Sheet
from staff.models import User
from tickets.models import Message

MOST_ITEMS = 30


@transaction.atomic
def open_calibration(
    *, name: str, scorecard: ScorecardVersion, messages: Sequence[Message], people: Collection[User],
    due_on: datetime.date, by: User, at: datetime.datetime | None = None,
) -> Calibration:  # fmt: skip
    """Two or more reviewers, each of whom scores every answer; none of which any of them wrote."""
    at = moment(at)
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    name = " ".join(name.replace("\x00", "").split())[:80]
    _check(name, messages, people, due_on, at, by)
    made = Calibration.objects.create(
        name=name, scorecard=scorecard, due_on=due_on, opened_by=by, opened_at=at
    )
    made.people.set(people)
    CalibrationItem.objects.bulk_create(
        CalibrationItem(calibration=made, message=message, place=place)
        for place, message in enumerate(dict.fromkeys(messages), 1)
    )
    _tell(
        made,
        [one for one in people if one != by],
        "opened",
        gettext_noop("Score the same answers as your colleagues: {name}"),
        at,
    )
    return made


@transaction.atomic
def fill_in(
    item: CalibrationItem, *, answers: Mapping[str, int | None], by: User, words: str = "",
    at: datetime.datetime | None = None,
) -> Sheet:  # fmt: skip
    """Their sheet of this answer; until it is closed it may be changed as long as they have not seen the
    others'.
    """
    calibration = _open(item.calibration_id)
    if not calibration.people.filter(pk=by.pk).exists():
        raise PermissionDenied("review.give")
    if is_shown(calibration, by):
        raise ValidationError(_("You see the others' sheets by now: yours stays as it is."))
    scored = score_of(calibration.scorecard, answers)
    sheet, _made = Sheet.objects.update_or_create(
        item=item, user=by,
        defaults={
            "answers": dict(answers), "words": said(words), "score": as_decimal(scored.value),
            "given_at": moment(at),
        },
    )  # fmt: skip
    if not _missing(calibration):
        _tell(
            calibration, [*calibration.people.all(), calibration.opened_by], "complete",
            gettext_noop("Everybody has scored: {name}"), moment(at),
        )  # fmt: skip
    return sheet


@transaction.atomic
def say(calibration: Calibration, *, words: str, by: User, at: datetime.datetime | None = None) -> Said:
    """In the discussion, once they have filled in everything, or have opened it."""
    fresh = _open(calibration.pk)
    if not (is_shown(fresh, by) or by.may("review.manage")):
        raise PermissionDenied("review.give")
    if not (words := said(words)):
        raise ValidationError(_("Write a few words first."))
    return fresh.said.create(by=by, words=words, at=moment(at))


@transaction.atomic
def close_calibration(
    calibration: Calibration, *, outcome: str, by: User, at: datetime.datetime | None = None
) -> Calibration:
    """With what came of it. What is missing stays missing."""
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    fresh, at = _open(calibration.pk), moment(at)
    fresh.outcome = said(outcome)
    if not fresh.outcome:
        raise ValidationError(_("Say what came of it: everybody who took part reads it."))
    fresh.closed_at = at
    fresh.save(update_fields=["outcome", "closed_at"])
    people = [one for one in fresh.people.all() if one != by]
    _tell(fresh, people, "closed", gettext_noop("What came of a calibration: {name}"), at)
    return fresh


def is_shown(calibration: Calibration, user: User) -> bool:
    """Whether they see what the others said: when it is closed; who takes part, once everybody is done; who
    does not take part and manages, at any time.
    """
    if calibration.closed_at or not _missing(calibration):
        return True
    return user.may("review.manage") and not calibration.people.filter(pk=user.pk).exists()


def _missing(calibration: Calibration) -> int:
    """How many sheets of people who still work here are not filled in."""
    people = calibration.people.filter(is_active=True)
    there = Sheet.objects.filter(item__calibration=calibration, user__in=people).count()
    return people.count() * calibration.items.count() - there


def _open(number: int) -> Calibration:
    found = Calibration.objects.select_for_update(of=("self",)).select_related("scorecard", "opened_by")
    calibration = found.get(pk=number)
    if calibration.closed_at:
        raise ValidationError(_("This calibration is closed. What was said in it stays."))
    return calibration


def _check(
    name: str, messages: Sequence[Message], people: Collection[User], due_on: datetime.date,
    at: datetime.datetime, by: User,
) -> None:  # fmt: skip
    if not name:
        raise ValidationError(_("A name has 1 to %(most)s characters."), params={"most": 80})
    if due_on < at.date():
        raise ValidationError(_("That day is over."))
    if len({*people}) < 2 or not all(one.may("review.give") for one in people):
        raise ValidationError(_("Choose two or more who may review."))
    if not 1 <= len({*messages}) <= MOST_ITEMS:
        raise ValidationError(_("Choose between 1 and %(most)s answers."), params={"most": MOST_ITEMS})
    numbers = {one.pk for one in messages}
    if reviewable_by(by, at=at).filter(pk__in=numbers).count() != len(numbers):
        raise ValidationError(_("Not all of these can be reviewed by you."))
    if any(one.author_id in {each.pk for each in people} for one in messages):
        raise ValidationError(
            _("Nobody scores what they wrote themselves: leave out the person, or the answer.")
        )


def _tell(
    calibration: Calibration, to: Collection[User], key: str, words: str, at: datetime.datetime
) -> None:
    notify(
        [one for one in {*to} if one.is_active], key=f"calibration-{calibration.pk}-{key}", kind=Kind.REVIEW,
        words=words, params={"name": calibration.name}, page="qa:calibration", page_args=[calibration.pk],
        about=("calibration", calibration.pk), at=at,
    )  # fmt: skip
