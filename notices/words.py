"""A notice in the reader's language, zone and rights."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext, pgettext

from notices.models import Notice
from staff.models import User

LATE = datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class Said:
    """One notice as its reader sees it. `late` is how late it came, when that is worth saying.

    `hidden`: it is about something that is not theirs to see any more.
    """

    notice: Notice
    title: str
    detail: str
    url: str
    act_url: str
    act_words: str
    late: datetime.timedelta | None
    hidden: bool

    @property
    def pk(self) -> int:
        return self.notice.pk


def say(notices: Collection[Notice], reader: User) -> list[Said]:
    """In the language and zone in force. What is no longer theirs to see is told without its words."""
    hidden = _hidden(notices, reader)
    return [_said(notice, hidden=(notice.about, notice.about_id) in hidden) for notice in notices]


def _hidden(notices: Collection[Notice], reader: User) -> set[tuple[str, int | None]]:
    """What they may not see any more; each kind of thing is asked about once, where it is known."""
    hidden: set[tuple[str, int | None]] = set()
    for about, door in settings.NOTICE_DOORS.items():
        numbers = {notice.about_id for notice in notices if notice.about == about and notice.about_id}
        if numbers:
            hidden |= {(about, number) for number in numbers - import_string(door)(reader, numbers)}
    return hidden


def _said(notice: Notice, *, hidden: bool) -> Said:
    late = notice.created_at - notice.due_at
    if hidden:
        title, detail = gettext("This is about something that is not yours to see any more."), ""
    else:
        title, detail = _words(notice.words, notice.params), _words(notice.detail, notice.params)
    acts = bool(notice.act_page) and not hidden and notice.settled_at is None
    return Said(
        notice=notice,
        title=title,
        detail=detail,
        url="" if hidden else _address(notice.page, notice.page_args),
        act_url=_address(notice.act_page, notice.page_args) if acts else "",
        act_words=gettext(notice.act_words) if acts else "",
        late=late if late >= LATE else None,
        hidden=hidden,
    )


def _words(message: str, params: Mapping[str, Any]) -> str:
    if not message:
        return ""
    parts = {name: _part(part) for name, part in params.items()}
    try:
        return gettext(message).format_map(parts)
    except (KeyError, IndexError, ValueError):  # a slip in a translation hides no news
        return message.format_map(parts)


def _part(part: Any) -> str:
    """{"word": message id, "context": …} is translated, {"at": time} shown in the reader's zone."""
    if isinstance(part, Mapping) and "word" in part:
        return pgettext(part["context"], part["word"]) if part.get("context") else gettext(part["word"])
    if isinstance(part, Mapping) and "at" in part:
        at = parse_datetime(part["at"])
        return _time(at) if at else ""
    return str(part)


def _time(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M')} {local:%H:%M}"


def _address(name: str, args: list[Any]) -> str:
    try:
        return reverse(name, args=args) if name else ""
    except NoReverseMatch:  # a page that is gone, or of an app that is not there
        return ""
