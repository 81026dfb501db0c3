"""What every act leaves: a step that stays, and a notice for whoever it is about."""

import datetime
from collections.abc import Collection

from django.db.models import Max

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User
from staff.permissions import roles_with
from suggestions.models import Step, Suggestion


def today(at: datetime.datetime | None = None) -> datetime.date:
    """By UTC: the day in a reader's own zone would say something about the reader."""
    return (at or database_clock.now()).astimezone(datetime.UTC).date()


def locked(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)


def write_step(
    suggestion: Suggestion, kind: str, *, who: User | None, on: datetime.date, text: str = "",
    due: datetime.date | None = None,
) -> Step:  # fmt: skip
    """The next of a suggestion that is locked."""
    last = suggestion.steps.aggregate(last=Max("place"))["last"] or 0
    return Step.objects.create(
        suggestion=suggestion, place=last + 1, kind=kind, who=who, on=on, text=text, due=due
    )


def tell(to: Collection[User | None], suggestion: Suggestion, *, key: str, words: str, detail: str = "",
         params: dict[str, object] | None = None, at: datetime.datetime | None = None) -> int:  # fmt: skip
    """Those who work here; how many were not told before."""
    return notify(
        [one for one in to if one is not None and one.is_active],
        key=f"suggestion-{suggestion.pk}-{key}",
        kind=Kind.SUGGESTION,
        words=words,
        detail=detail,
        params={"title": suggestion.title, **(params or {})},
        page="suggestions:suggestion",
        page_args=[suggestion.pk],
        about=("suggestion", suggestion.pk),
        at=at,
    )


def authors_of(suggestion: Suggestion) -> list[User]:
    """Who suggested it, or one that was put together with it, as far as it is known."""
    family = [suggestion, *suggestion.taken_in.select_related("author")]
    return list({one.author_id: one.author for one in family if one.author_id}.values())


def answerers_of(suggestion: Suggestion) -> list[User]:
    """The one who answers it; all managers if that is nobody, or somebody who may not any more."""
    if suggestion.owner_id and suggestion.owner.may("suggestion.answer"):
        return [suggestion.owner]
    return list(User.objects.filter(is_active=True, role__in=roles_with("suggestion.manage")))
