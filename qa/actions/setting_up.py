"""The scorecards: what reviews are scored by."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qa.actions.keeping import moment
from qa.models import Scorecard, ScorecardVersion
from qa.scoring import POINTS
from qa.tones.findings import KINDS
from staff.models import User

MOST_CRITERIA = 30
MOST_CAUSES = 20
MOST_WEIGHT = 100
APPLIES = ("channels", "teams", "types", "languages")


@transaction.atomic
def save_scorecard(
    scorecard: Scorecard | None, *, name: str, criteria: Sequence[Mapping[str, Any]], by: User,
    causes: Sequence[str] = (), applies: Mapping[str, Sequence[Any]] | None = None,
    at: datetime.datetime | None = None,
) -> ScorecardVersion:  # fmt: skip
    """As it shall be: another version if anything but the name changed. Reviews that were begun keep theirs,
    criteria that are gone from the new one as well.
    """
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    fresh = _locked(scorecard) if scorecard else Scorecard()
    fresh.name = _line(name, 80)
    if not fresh.name:
        raise ValidationError(_("A name has 1 to %(most)s characters."), params={"most": 80})
    asked = {
        "criteria": _criteria(criteria, scorecard), "causes": _causes(causes),
        "applies": _applies(applies or {}),
    }  # fmt: skip
    _save_named(fresh)
    last = fresh.current
    if last is not None and {name: getattr(last, name) for name in asked} == asked:
        return last
    fresh.current = ScorecardVersion.objects.create(
        scorecard=fresh, number=last.number + 1 if last else 1, made_by=by, made_at=moment(at), **asked
    )
    fresh.save(update_fields=["current"])
    return fresh.current


def retire_scorecard(
    scorecard: Scorecard, *, by: User, retired: bool = True, at: datetime.datetime | None = None
) -> None:
    """It is no longer offered for new reviews, or is again."""
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    Scorecard.objects.filter(pk=scorecard.pk).update(retired_at=moment(at) if retired else None)


def _locked(scorecard: Scorecard) -> Scorecard:
    found = Scorecard.objects.select_for_update(of=("self",)).select_related("current")
    return found.get(pk=scorecard.pk)


def _save_named(scorecard: Scorecard) -> None:
    try:
        with transaction.atomic():
            scorecard.save()
    except IntegrityError as error:
        raise ValidationError(_("There is a scorecard of that name already.")) from error


def _criteria(given: Sequence[Mapping[str, Any]], scorecard: Scorecard | None) -> list[dict[str, Any]]:
    """In their order, each with its key, which it keeps. Those without words are left out."""
    known = {key for version in scorecard.versions.all() for key in version.keys} if scorecard else set()
    asked: list[dict[str, Any]] = []
    for one in given:
        if title := _line(one.get("title", ""), 120):
            here = {before["key"] for before in asked}
            key = one.get("key", "")
            key = key if key in known - here else _free(known | here)
            asked.append({"key": key, "title": title} | _criterion(one, title))
    if not asked:
        raise ValidationError(_("A scorecard asks something: write at least one criterion."))
    if len(asked) > MOST_CRITERIA:
        raise ValidationError(_("A scorecard has at most %(most)s criteria."), params={"most": MOST_CRITERIA})
    if not any(one["weight"] for one in asked):
        raise ValidationError(_("With every weight 0 no score comes out: give a criterion a weight."))
    return asked


def _criterion(one: Mapping[str, Any], title: str) -> dict[str, Any]:
    points, weight = one.get("points"), one.get("weight")
    if points not in POINTS:
        raise ValidationError(_("“%(title)s”: a scale has two to five points."), params={"title": title})
    if not isinstance(weight, int) or not 0 <= weight <= MOST_WEIGHT:
        raise ValidationError(
            _("“%(title)s”: a weight is a whole number from 0 to %(most)s."),
            params={"title": title, "most": MOST_WEIGHT},
        )
    return {
        "section": _line(one.get("section", ""), 80), "hint": _line(one.get("hint", ""), 300),
        "points": points, "weight": weight, "critical": bool(one.get("critical")),
        "low": _line(one.get("low", ""), 300), "high": _line(one.get("high", ""), 300),
        **_between(one, points), **_tone(one, title),
    }  # fmt: skip


def _between(one: Mapping[str, Any], points: int) -> dict[str, dict[str, str]]:
    """What the points between the ends look like, where it is said; of a shorter scale fewer are kept."""
    given = one.get("between") or {}
    said = {str(n): _line(given.get(str(n), ""), 300) for n in range(2, points)}
    said = {point: words for point, words in said.items() if words}
    return {"between": said} if said else {}


def _tone(one: Mapping[str, Any], title: str) -> dict[str, str]:
    """The kind of tone that it is about, where it is about one."""
    kind = one.get("tone") or ""
    if kind and kind not in KINDS:
        raise ValidationError(
            _("“%(title)s”: there is no such kind of tone."), params={"title": title}, code="tone"
        )
    return {"tone": kind} if kind else {}


def _causes(given: Sequence[str]) -> list[str]:
    named = [*dict.fromkeys(filter(None, (_line(one, 60) for one in given)))]
    if len(named) > MOST_CAUSES:
        raise ValidationError(_("At most %(most)s causes."), params={"most": MOST_CAUSES})
    return named


def _applies(given: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    return {name: sorted(set(given.get(name, ()))) for name in APPLIES}


def _line(text: str, most: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:most]


def _free(taken: set[str]) -> str:
    number = 1
    while f"c{number}" in taken:
        number += 1
    return f"c{number}"
