"""Findings that say the same open one proposal; what is like them later joins it."""

import datetime
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from notices.actions import notify
from notices.choices import Kind
from qa.actions.keeping import moment
from qa.choices import IN_FORCE, TAKING
from qa.drafting import criterion_of
from qa.found import Found, Theme, found_between, theme_of
from qa.likeness import ALIKE, Weighed, groups, telling, weighed
from qa.linked import links
from qa.models import Finding, Loop
from staff.models import User
from staff.permissions import roles_with

WINDOW = datetime.timedelta(days=60)
LEAST_FINDINGS = 8
LEAST_PEOPLE = 2
# What was written until its people had time to learn is no sign that the new guideline does not help.
LEARNING = datetime.timedelta(days=7)
MOST_RULES = 3
NEWS = {
    "opened": gettext_noop("{n} findings say the same: “{title}”"),
    "measured": gettext_noop("Measured, whether the guideline helped: “{title}”"),
}
TONE_NEWS = {
    "opened": gettext_noop("{n} confirmed findings on tone say the same"),
    "measured": gettext_noop("Measured, whether the guideline on tone helped"),
}
MIXED = gettext_noop("{n} findings on tone, of reviews and of the tone monitor, belong together")
Key = tuple[int | None, str, int | None]
KEY = ("review", "criterion", "tone")
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('qa.loops', 11))"


@transaction.atomic
def propose(*, at: datetime.datetime | None = None) -> int:
    """How many proposals were opened. Safe to run twice, and by two at once: the second waits and finds
    nothing left to do.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    at = moment(at)
    running = [
        *Loop.objects.filter(Q(state__in=TAKING) | Q(state__in=IN_FORCE, published_at__gt=at - WINDOW))
    ]
    found = found_between(at - WINDOW, at, also=[one.pk for one in running])
    known, parts = _known(found), [_part(found, of_tone=of_tone) for of_tone in (False, True)]
    linked = {key: Theme(kind=kind) for key, kind in links().items()}
    opened = 0
    for theme in sorted({one.theme for one in found}):
        loops = [
            one for one in running
            if theme in (theme_of(one), linked.get((one.scorecard_id or 0, one.criterion)))
        ]  # fmt: skip
        same = [part.of(theme) for part in parts]
        left = [_join(part, loops, known, at) for part in same]
        opened += _open(theme, same, left, at)
    return opened


@dataclass(frozen=True, slots=True)
class Part:
    """What reviews found, or what was heard: what is rare in the one is not in the other. Of a kind that a
    criterion is about there is something in both.
    """

    found: list[Found]
    rows: Weighed

    def of(self, theme: Theme) -> "Part":
        return Part([one for one in self.found if one.theme == theme], self.rows)


def _part(found: Sequence[Found], *, of_tone: bool) -> Part:
    theirs = sorted((one for one in found if (one.tone is not None) is of_tone), key=lambda one: one.number)
    rules = {one.number: one.rule for one in theirs if one.rule}
    return Part(theirs, weighed({one.number: one.text for one in theirs}, rules))


def _known(found: Collection[Found]) -> dict[Key, int]:
    """Which loop has them."""
    reviews, tones = {one.review for one in found} - {None}, {one.tone for one in found} - {None}
    rows = Finding.objects.filter(Q(review__in=reviews) | Q(tone__in=tones))
    return {(review, key, tone): loop for review, key, tone, loop in rows.values_list(*KEY, "loop")}


def _join(part: Part, loops: Sequence[Loop], known: Mapping[Key, int], at: datetime.datetime) -> list[Found]:
    """What is like a running loop joins the one it is most like; the rest, without what is known."""
    new = {one.number: one for one in part.found if one.key not in known}
    likest: dict[int, tuple[float, Loop]] = {}
    for loop in loops:
        theirs = part.rows.of({one.number for one in part.found if known.get(one.key) == loop.pk})
        mine = part.rows.of(new.keys())
        is_new = bool(loop.kind and not theirs.keys and loop.pk in known.values())
        for number, likeness in _most_said(mine) if is_new else _like(mine, theirs):
            if likeness >= max(ALIKE, likest.get(number, (0.0,))[0]) and _belongs(new[number], loop):
                likest[number] = (likeness, loop)
    Finding.objects.bulk_create(
        _finding(loop, new[number], at) for number, (_likeness, loop) in likest.items() if loop.is_taking
    )
    return [one for number, one in new.items() if number not in likest]


def _like(mine: Weighed, theirs: Weighed) -> list[tuple[int, float]]:
    return [*zip(mine.keys, mine.likeness_to(theirs), strict=True)]


def _most_said(mine: Weighed) -> list[tuple[int, float]]:
    """What a loop of the other part takes first of this one: nothing of it is there yet to be like."""
    return [(number, ALIKE) for numbers in groups(mine)[:1] for number in numbers]


def _belongs(one: Found, loop: Loop) -> bool:
    """To what is in force only what was written before anybody could know it."""
    return loop.published_at is None or one.written_at < loop.published_at + LEARNING


def _open(theme: Theme, same: Sequence[Part], left: Sequence[Sequence[Found]], at: datetime.datetime) -> int:
    by_number, opened = {one.number: one for part in left for one in part}, 0
    for numbers in _alike(same, left):
        members = [by_number[number] for number in numbers]
        if len(members) >= LEAST_FINDINGS and len({one.person for one in members}) >= LEAST_PEOPLE:
            others = [one for part in same for one in part.found if one.number not in {*numbers}]
            _begin(theme, members, others, at)
            opened += 1
    return opened


def _alike(same: Sequence[Part], left: Sequence[Sequence[Found]]) -> list[list[int]]:
    """What most reviews say of a criterion that is about a kind of tone, and what most findings of the kind
    say, is one: the scorecard says so. All else is by itself.
    """
    each = [groups(part.rows.of({one.number for one in rest})) for part, rest in zip(same, left, strict=True)]
    most = [number for found in each for numbers in found[:1] for number in numbers]
    return [most, *(numbers for found in each for numbers in found[1:])]


def _begin(theme: Theme, members: Sequence[Found], others: Sequence[Found], at: datetime.datetime) -> Loop:
    made = Loop(scorecard_id=theme.scorecard or None, criterion=theme.criterion, kind=theme.kind)
    made.title, made.opened_at = theme.criterion or theme.kind, at
    made.title = criterion_of(made).get("title", made.title)
    said, elsewhere = ([one.text for one in each] for each in (members, others))
    made.telling = _rules(members) if theme.kind else telling(said, elsewhere)
    made.save()
    Finding.objects.bulk_create(_finding(made, one, at) for one in members)
    mixed = theme.kind and any(one.review for one in members)
    tell(made, "opened", words=MIXED if mixed else "", at=at, n=len(members))
    return made


def _finding(loop: Loop, one: Found, at: datetime.datetime) -> Finding:
    return Finding(
        loop=loop, review_id=one.review, criterion=one.criterion, tone_id=one.tone,
        person_id=one.person, team_id=one.team, found_at=at,
    )  # fmt: skip


def _rules(members: Sequence[Found]) -> list[str]:
    """Those that heard a good part of those that were heard, the most frequent first."""
    heard = Counter(one.rule for one in members if one.rule)
    return [rule for rule, n in heard.most_common(MOST_RULES) if n >= math.ceil(heard.total() / 4)]


def tell(loop: Loop, step: str, *, at: datetime.datetime, words: str = "", **params: object) -> None:
    """Whoever looks after reviews."""
    words = words or (TONE_NEWS if loop.kind else NEWS)[step]
    managers = User.objects.filter(role__in=roles_with("review.manage"), is_active=True)
    notify(
        [*managers], key=f"loop-{loop.pk}-{step}", kind=Kind.REVIEW, words=words,
        params={"title": loop.title, **params}, page="qa:loop", page_args=[loop.pk], about=("loop", loop.pk),
        at=at,
    )  # fmt: skip
