"""Who is on duty right now. Which apps know that stands in the settings: whoever knows better comes first."""

import datetime
from collections.abc import Collection

from django.conf import settings
from django.core.cache import cache
from django.utils.module_loading import import_string

from staff.models import User

# An open page says every few seconds that somebody is there.
HERE_FOR = 15 * 60
_KEY = "here-{}"


def on_duty(users: Collection[User], at: datetime.datetime) -> set[int]:
    """Each of DUTY_PROVIDERS is asked in turn, `provider(users, at)`, and answers for those it knows, by
    number: the first answer counts. Of whom nobody knows is not on duty.
    """
    known: dict[int, bool] = {}
    for path in settings.DUTY_PROVIDERS:
        left = [one for one in users if one.pk not in known]
        known |= import_string(path)(left, at)
    return {pk for pk, is_on in known.items() if is_on}


def note_here(user: User) -> None:
    """An open page of theirs asked something. Lost with the cache, and said again seconds later."""
    cache.set(_KEY.format(user.pk), True, HERE_FOR)


def here(users: Collection[User]) -> set[int]:
    """Who had a page open in the last quarter of an hour."""
    keys = {_KEY.format(one.pk): one.pk for one in users}
    return {keys[key] for key in cache.get_many(list(keys))}


def is_away(user: User, at: datetime.datetime) -> bool:
    """They said so themselves."""
    return user.away_until is not None and user.away_until > at
