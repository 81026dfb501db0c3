"""A round of a dispute, whatever it is about: begun in words, passed up once, ended in words."""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qa.actions.keeping import said
from qa.models import Dispute, Review, ToneFinding
from qa.steps import Standing, is_managers
from staff.models import User
from staff.permissions import roles_with


def begin_round(
    about: Review | ToneFinding, *, words: str, at: datetime.datetime, criteria: Collection[str] = ()
) -> Dispute:
    words = said(words)
    if not words:
        raise ValidationError(_("Say why, so that it can be decided."))
    number = about.disputes.count() + 1
    return about.disputes.create(number=number, criteria=[*criteria], words=words, at=at)


def pass_round_up(about: Review | ToneFinding, *, at: datetime.datetime) -> Dispute:
    running = running_of(about)
    running.passed_up_at = at
    running.save(update_fields=["passed_up_at"])
    return running


def reason_of(answer: str) -> str:
    """ValidationError if it says nothing."""
    words = said(answer)
    if not words:
        raise ValidationError(_("Say how you decided, and why: the person reads it."))
    return words


def end_round(
    running: Dispute, *, verdict: str, answer: str, before: dict[str, Any], by: User, at: datetime.datetime
) -> None:
    running.verdict, running.answer, running.before = verdict, answer, before
    running.settled_by, running.settled_at = by, at
    running.save(update_fields=["verdict", "answer", "before", "settled_by", "settled_at"])


def running_of(about: Review | ToneFinding) -> Dispute:
    return next(one for one in about.disputes.all() if one.is_open)


def deciders_of(standing: Standing, *, reviewer: User, person: int, can: bool = True) -> list[User]:
    """Who may settle the running dispute: the reviewer, if they still `can`, or managers who are neither of
    the two.
    """
    if can and not is_managers(standing) and reviewer.is_active:
        return [reviewer]
    managers = User.objects.filter(role__in=roles_with("review.manage"), is_active=True)
    return [*managers.exclude(pk__in=[person, reviewer.pk])]
