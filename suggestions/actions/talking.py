"""Words under a suggestion, and colleagues who would like it too."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from staff.models import User
from suggestions import receipts
from suggestions.access import suggestions_for
from suggestions.actions.suggesting import clean
from suggestions.actions.writing_down import authors_of, locked, tell, today, write_step
from suggestions.choices import StepKind
from suggestions.models import Step, Suggestion, Support

MOST_WORDS = 4000
MOST_STEPS = 500


@transaction.atomic
def say(suggestion: Suggestion, *, by: User, words: str, at: datetime.datetime | None = None) -> Step:
    """With one's name; the author and whoever answers hear of it."""
    fresh = _seen_by(suggestion, by)
    step = _say(fresh, words, who=by, on=today(at))
    to = {one.pk: one for one in [*authors_of(fresh), fresh.owner] if one and one.pk != by.pk}
    tell(
        list(to.values()), fresh, key=f"step-{step.place}", words=gettext_noop("{name} on “{title}”"),
        detail="{words}", params={"name": by.full_name, "words": step.text[:300]}, at=at,
    )  # fmt: skip
    return step


@transaction.atomic
def say_by_receipt(code: str, *, words: str, at: datetime.datetime | None = None) -> Step:
    """By the author of an anonymous one: nothing but the code says so, and there is no `by`. Nobody is told
    at once: a notice would say at what second. Suggestion.DoesNotExist for a code that is none.
    """
    found = by_receipt(code)
    if found is None:
        raise Suggestion.DoesNotExist
    step = _say(locked(found), words, who=None, on=today(at))
    Suggestion.objects.filter(pk=found.pk).update(told=False)
    return step


def by_receipt(code: str) -> Suggestion | None:
    if not (wanted := receipts.hash_of(code)):
        return None
    found = Suggestion.objects.select_related("owner", "team", "merged_into", "version__article")
    return found.filter(receipt_hash=wanted).first()


@transaction.atomic
def support(suggestion: Suggestion, *, by: User, on: bool) -> bool:
    """They would like it too, or not any more; whether that is news. Nobody needs to say so of their own."""
    fresh = _seen_by(suggestion, by)
    if fresh.author_id == by.pk:
        raise ValidationError(_("It is your own suggestion."))
    if not on:
        return bool(Support.objects.filter(suggestion=fresh, colleague=by).delete()[0])
    return Support.objects.get_or_create(suggestion=fresh, colleague=by)[1]


def _say(fresh: Suggestion, words: str, *, who: User | None, on: datetime.date) -> Step:
    if fresh.merged_into_id:
        raise ValidationError(_("It was put together with another. Write there."))
    if fresh.steps.count() >= MOST_STEPS:
        raise ValidationError(_("Nothing more can be said here. Please begin a new suggestion."))
    return write_step(fresh, StepKind.SAID, who=who, on=on, text=clean(words, most=MOST_WORDS))


def _seen_by(suggestion: Suggestion, by: User) -> Suggestion:
    if not suggestions_for(by).filter(pk=suggestion.pk).exists():
        raise PermissionDenied("suggestion.make")
    return locked(suggestion)
