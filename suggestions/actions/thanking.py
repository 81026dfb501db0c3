"""Thanks between colleagues."""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User
from suggestions.access import references_seen
from suggestions.models import Thanked, Thanks

MOST_WORDS, MOST_AT_ONCE = 500, 20
MOST_A_DAY = 20
DAY = datetime.timedelta(days=1)


@transaction.atomic
def thank(
    *, by: User, to: Collection[User], words: str, ticket: int | None = None, shared: bool = False,
    at: datetime.datetime | None = None,
) -> Thanks:  # fmt: skip
    """To one or several. ValidationError says what is wrong; nobody thanks themselves."""
    if not by.may("thanks.say"):
        raise PermissionDenied("thanks.say")
    people = {one.pk: one for one in to if one.is_active}
    at = at or database_clock.now()
    _check(by, people, ticket, at)
    made = Thanks.objects.create(giver=by, words=_words(words), ticket=ticket, shared=shared, said_at=at)
    Thanked.objects.bulk_create([Thanked(thanks=made, colleague=one) for one in people.values()])
    notify(
        list(people.values()),
        key=f"thanks-{made.pk}",
        kind=Kind.THANKS,
        words=gettext_noop("{name} thanks you"),
        detail="{words}",
        params={"name": by.full_name, "words": made.words},
        page="suggestions:thanks",
        at=at,
    )
    return made


@transaction.atomic
def share(thanked: Thanked, *, by: User, on: bool) -> bool:
    """Whoever was thanked would have their team read it, or would not; whether that is news."""
    if thanked.colleague_id != by.pk or not by.may("thanks.say"):
        raise PermissionDenied("thanks.say")
    return bool(Thanked.objects.filter(pk=thanked.pk, shared=not on).update(shared=on))


def _check(by: User, people: dict[int, User], ticket: int | None, at: datetime.datetime) -> None:
    if by.pk in people:
        raise ValidationError(_("Thank your colleagues; they may thank you."))
    if not 1 <= len(people) <= MOST_AT_ONCE:
        raise ValidationError(_("Choose one to %(most)s colleagues."), params={"most": MOST_AT_ONCE})
    if ticket is not None and not references_seen(by, "ticket", [str(ticket)]):
        raise ValidationError(_("There is no ticket #%(number)s for you."), params={"number": ticket})
    if Thanks.objects.filter(giver=by, said_at__gt=at - DAY).count() >= MOST_A_DAY:
        raise ValidationError(_("You have thanked a lot today. Please go on tomorrow."))


def _words(words: str) -> str:
    words = " ".join(words.replace("\x00", "").split())
    if not 1 <= len(words) <= MOST_WORDS:
        raise ValidationError(_("Say in 1 to %(most)s characters what for."), params={"most": MOST_WORDS})
    return words
