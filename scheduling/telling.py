"""Letters and notices about shifts, each in the language and by the clock of whoever reads."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import translation
from django.utils.formats import date_format, time_format

from notices.actions import notify
from notices.choices import Kind, Way
from scheduling.fitness import zone_of
from staff.models import User


def tell(
    to: Collection[User],
    *,
    key: str,
    words: str,
    when: tuple[datetime.datetime, datetime.datetime] | None = None,
    detail: str = "",
    page: str = "scheduling:my_shifts",
    page_args: Sequence[Any] = (),
    **params: Any,
) -> None:
    """`{when}` in `words` is the shift by each reader's clock. Only who works here is told."""
    for user in {one.pk: one for one in to if one.is_active}.values():
        said = {**params, "when": spoken(user, *when)} if when else params
        notify(
            [user], key=key, kind=Kind.ROSTER, words=words, detail=detail, params=said, page=page,
            page_args=page_args, way=Way.LETTER,
        )  # fmt: skip


def spoken(user: User, start: datetime.datetime, end: datetime.datetime) -> str:
    """“Tue 3 Nov, 08:00–16:00”."""
    zone = zone_of(user)
    start, end = start.astimezone(zone), end.astimezone(zone)
    with translation.override(user.language):
        return f"{date_format(start, 'D j M')}, {time_format(start, 'H:i')}–{time_format(end, 'H:i')}"
