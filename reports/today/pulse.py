"""Whether beat and the workers keep up, as lines for people; and the jobs that wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lib.marks import span

MANY = 500  # jobs that wait


@dataclass(frozen=True)
class Sign:
    """`figure` is what is measured, `waiting` how many jobs wait there (None: none can), `text` what it
    means; `look` is good or bad.
    """

    name: str
    title: str
    figure: str
    look: str
    text: str = ""
    waiting: int | None = None


def signs() -> list[Sign]:
    """Beat, then for each queue its worker with how many jobs wait."""
    found = import_string(settings.WORKER_PULSE)()
    if found is None:
        text = _("Redis does not answer: nothing is done in the background.")
        return [Sign("redis", _("Workers"), "–", "bad", text)]
    titles = {"beat": _("Timetable")} | worker_names()
    return [
        _sign(name, title, found["seconds"][name], found["waiting"].get(name), found["stale"])
        for name, title in titles.items()
    ]


def worker_names() -> dict[str, str]:
    return {"worker": _("Workers"), "letters": _("Workers for letters")}


def jobs(name: str, most: int) -> Sequence[str] | None:
    """What waits for these workers, the next first, as the log calls it; None if Redis does not answer."""
    found: Sequence[str] | None = import_string(settings.WORKER_JOBS)(name, most)
    return found


def _sign(name: str, title: str, seconds: float | None, waiting: int | None, stale: float) -> Sign:
    silent = seconds is None or seconds >= stale
    figure = _("no sign yet") if seconds is None else _ago(seconds)
    if silent:
        return Sign(name, title, figure, "bad", _("No sign of life: is it running?"), waiting)
    if waiting is not None and waiting >= MANY:
        return Sign(name, title, figure, "bad", _("More comes than they can do."), waiting)
    return Sign(name, title, figure, "good", "", waiting)


def _ago(seconds: float) -> str:
    if seconds < 60:
        return _("%(n)s s ago") % {"n": round(seconds)}
    return _("%(span)s ago") % {"span": span(seconds)}
