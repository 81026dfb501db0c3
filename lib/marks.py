"""The marks that stand in every row: state, promise, person, time. Built as strings, because a row of a list
is rendered fifty times a page and an {% include %} costs more than all the rest of it."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zlib import crc32

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext, pgettext_lazy

from lib.icons import icon, shape
from lib.openings import Left

MINUTE, HOUR, DAY = 60, 3600, 86400
STATE_WORDS = {
    "new": pgettext_lazy("ticket state", "New"),
    "open": pgettext_lazy("ticket state", "Open"),
    "waiting": gettext_lazy("Waiting on customer"),
    "hold": gettext_lazy("On hold"),
    "solved": gettext_lazy("Solved"),
    "closed": gettext_lazy("Closed"),
}


def status(state: str, word: str = "") -> SafeString:
    """Shape and word of a ticket's state; `word` in place of the usual one (customers read kinder words)."""
    return _status(str(state), str(word), get_language() or "")


@lru_cache(maxsize=512)
def _status(state: str, word: str, language: str) -> SafeString:
    known = state if state in STATE_WORDS else "new"
    text = escape(word or STATE_WORDS.get(state, state))
    return mark_safe(f'<span class="status s-{known}">{shape(known)}<span>{text}</span></span>')


def span(length: timedelta | float) -> str:
    """A length in the two largest units that matter: 45s → "1m", 38m, 1h 12m, 3d 4h. Sign is ignored."""
    seconds = abs(length.total_seconds() if isinstance(length, timedelta) else length)
    return _span(int(seconds // MINUTE), get_language() or "")


@lru_cache(maxsize=8192)
def _span(minutes: int, language: str) -> str:
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        large, small = gettext("%(n)dd") % {"n": days}, gettext("%(n)dh") % {"n": hours}
        return f"{large} {small}" if hours and days < 7 else large
    small = gettext("%(n)dm") % {"n": minutes if hours else max(1, minutes)}
    if not hours:
        return small
    large = gettext("%(n)dh") % {"n": hours}
    return f"{large} {small}" if minutes else large


def pill(
    due_at: datetime | None,
    state: str = "running",
    now: datetime | None = None,
    warn_at: datetime | None = None,
    left: Left | None = None,
) -> SafeString:
    """The promise pill. Running: calm, amber from `warn_at` on, red "Late 12m" past `due_at`. It says the
    time left by the wall clock, or with `left` the opening time; pills.js counts it on.
    Paused, met, missed and unschedulable say so. Nothing promised (no `due_at`, or another state) shows
    nothing."""
    state = str(state)
    if state in _SETTLED_WORDS:
        look, name = _SETTLED_WORDS[state]
        return _pill(look, str(name))
    if due_at is None or state not in {"running", "soon", "late"}:
        return mark_safe("")
    now = now or timezone.now()
    rest = (due_at - now).total_seconds()
    soon = state == "soon" or (warn_at is not None and now >= warn_at)
    look = "late" if rest <= 0 else "soon" if soon else "calm"
    language = get_language() or ""
    if rest <= 0:
        text = _late(int(-rest // MINUTE), language)
    else:
        text = _hours(left.seconds // MINUTE, language) if left else span(rest)
    return _live_pill(look, text, due_at, warn_at, left, language)


def _live_pill(
    look: str, text: str, due_at: datetime, warn_at: datetime | None, left: Left | None, language: str
) -> SafeString:
    warn = f' data-warn="{int(warn_at.timestamp())}"' if warn_at else ""
    hours = f' data-hours="{left.key}" data-beyond="{left.beyond}"' if left else ""
    local = timezone.localtime(due_at)
    words = _due_words(look, left is not None, language)
    title = f"{words} {_day(local.date(), 'D j M', language)} {local:%H:%M}"
    return mark_safe(
        f'<span data-due="{int(due_at.timestamp())}"{warn}{hours} title="{title}" class="pill {look}">'
        f"{icon('clock')}<span>{escape(text)}</span></span>"
    )


@lru_cache(maxsize=64)
def _due_words(look: str, is_business: bool, language: str) -> str:
    if look == "late":
        return escape(gettext("was due"))
    return escape(gettext("of opening time left; due") if is_business else gettext("left; due"))


@lru_cache(maxsize=8192)
def _hours(minutes: int, language: str) -> str:
    """Opening time is told in hours, never in days: 33h 4m."""
    hours, minutes = int(minutes // 60), int(minutes % 60)
    small = gettext("%(n)dm") % {"n": minutes if hours else max(1, minutes)}
    if not hours:
        return small
    large = gettext("%(n)dh") % {"n": hours}
    return f"{large} {small}" if minutes else large


@lru_cache(maxsize=4096)
def _late(minutes: int, language: str) -> str:
    return gettext("Late %(span)s") % {"span": _span(minutes, language)}


_SETTLED_WORDS = {
    "paused": ("paused", gettext_lazy("Paused")),
    "met": ("met", gettext_lazy("Met")),
    "missed": ("late", gettext_lazy("Missed")),
    "unschedulable": ("alarm", gettext_lazy("No opening hours ahead")),
}
_PILL_ICONS = {"paused": "pause", "met": "check", "alarm": "triangle-alert"}


@lru_cache(maxsize=4096)
def _pill(look: str, text: str) -> SafeString:
    return mark_safe(f'<span class="pill {look}">{icon(_PILL_ICONS.get(look, "clock"))}{escape(text)}</span>')


def token_field(token: str) -> SafeString:
    """As {% csrf_token %}, for a form that is built as a string."""
    return mark_safe(f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">')


def hue(key: object) -> int:
    """One of the eight colours, always the same for the same key."""
    number = key if isinstance(key, int) else crc32(str(key).encode())
    return number % 8 + 1


def avatar(name: str, key: object = None, size: str = "") -> SafeString:
    """Initials on one of eight colours. Decoration: the name stands beside it. `size`: "", big, tiny."""
    return _avatar(str(name or ""), hue(name if key is None else key), size)


@lru_cache(maxsize=8192)
def _avatar(name: str, colour: int, size: str) -> SafeString:
    words = re.findall(r"\w+", name)
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"
    if size == "tiny":
        initials = initials[0]
    kind = f"avatar {size} hue-{colour}" if size else f"avatar hue-{colour}"
    return mark_safe(f'<span class="{kind}" aria-hidden="true">{escape(initials)}</span>')


def when(at: datetime | None, style: str = "short", now: datetime | None = None) -> SafeString:
    """<time> with a relative text that times.js keeps fresh. `style`: short "12m" · long "12 minutes ago" ·
    clock "10:02" today, "21 Nov 10:02" before. The reader's zone must be active."""
    if at is None:
        return mark_safe("")
    local = timezone.localtime(at)
    iso = f"{at.astimezone(UTC).isoformat()[:19]}Z"
    text = _clock(local, now) if style == "clock" else _short(local, now or timezone.now())
    title = local.isoformat(" ")[:16]
    return mark_safe(f'<time datetime="{iso}" data-when="{style}" title="{title}">{text}</time>')


def _short(local: datetime, now: datetime) -> str:
    seconds = (now - local).total_seconds()
    if -MINUTE < seconds < MINUTE:
        return pgettext("time", "now")
    if abs(seconds) < DAY:
        return span(seconds // HOUR * HOUR if seconds >= HOUR else seconds)
    return _day(local.date(), "D" if 0 < seconds < 6 * DAY else "j M", get_language() or "")


def _clock(local: datetime, now: datetime | None) -> str:
    today = (now or timezone.now()).astimezone(local.tzinfo).date()
    return (
        f"{local:%H:%M}"
        if local.date() == today
        else f"{_day(local.date(), 'j M', get_language() or '')} {local:%H:%M}"
    )


def moment(at: datetime) -> str:
    """Day and time in the reader's zone, for ears: "21 November 10:02"."""
    local = timezone.localtime(at)
    return f"{_day(local.date(), 'j E', get_language() or '')} {local:%H:%M}"


@lru_cache(maxsize=4096)
def _day(day: date, style: str, language: str) -> str:
    return escape(date_format(day, style))
