"""What is missing before a gate, in words, and where it can be made good."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from staff.choices import Level
from tickets.gates import Stand
from tickets.gating import GuidelineNeed, Missing
from tickets.models import Gate


@dataclass(frozen=True)
class Line:
    """One thing that is missing: its words, where it is made good, until when that is overlooked."""

    words: str
    url: str
    until: datetime.datetime
    is_over: bool
    is_ahead: bool


def lines_of(stand: Stand, now: datetime.datetime) -> list[Line]:
    return [
        Line(missing_words(stand.gate, one), way_to(one), one.until, one.is_over(now), one.since > now)
        for one in stand.verdict.missing
    ]


def missing_words(gate: Gate, one: Missing) -> str:
    if isinstance(one.need, GuidelineNeed):
        titles = {asked.article_id: asked.article.title for asked in gate.guidelines}
        return _("to read: “%(title)s”") % {"title": titles[one.need.article]}
    return skill_words(gate)


def skill_words(gate: Gate) -> str:
    return _("the skill %(skill)s: %(level)s") % {"skill": gate.skill, "level": Level(gate.level).label}


def way_to(one: Missing) -> str:
    if isinstance(one.need, GuidelineNeed):
        return reverse("knowledge:article", args=[one.need.article])
    return reverse("tickets:may_take")


def warning(stands: Iterable[Stand], now: datetime.datetime, name: str = "") -> str:
    """What somebody lacks for a ticket they have been given, or have taken; nothing if they lack nothing."""
    said = []
    for stand in stands:
        lacks = "; ".join(line.words for line in lines_of(stand, now) if not line.is_ahead)
        if lacks and stand.is_out:
            said.append(_("Not for %(name)s yet: %(lacks)s.") % {"name": name, "lacks": lacks}
                        if name else _("Not for you yet: %(lacks)s.") % {"lacks": lacks})  # fmt: skip
        elif lacks:
            day = date_format(timezone.localtime(stand.verdict.until), "j E")
            said.append(_("Still missing, by %(day)s: %(lacks)s.") % {"day": day, "lacks": lacks})
    return " ".join(said)
