"""Findings that say the same open one proposal; what is like them later joins it."""

import datetime
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

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
    reviewed, heard = ([one for one in found if (one.tone is None) is reviews] for reviews in (True, False))
    return sum(_propose(part, running, at) for part in (reviewed, heard))


def _propose(found: list[Found], running: Sequence[Loop], at: datetime.datetime) -> int:
    """Among reviews, or among tones: what is rare in the one is not in the other."""
    known = _known(found)
    rows = weighed(
        {one.number: one.text for one in found}, {one.number: one.rule for one in found if one.rule}
    )
    opened = 0
    found.sort(key=lambda one: (one.theme, one.number))
    for theme, of_it in groupby(found, key=lambda one: one.theme):
        same, loops = [*of_it], [one for one in running if theme_of(one) == theme]
        left = _join(same, loops, known, rows, at)
        opened += _open(theme, same, left, rows, at)
    return opened


def _known(found: Collection[Found]) -> dict[Key, int]:
    """Which loop has them."""
    reviews, tones = {one.review for one in found} - {None}, {one.tone for one in found} - {None}
    rows = Finding.objects.filter(Q(review__in=reviews) | Q(tone__in=tones))
    return {(review, key, tone): loop for review, key, tone, loop in rows.values_list(*KEY, "loop")}


def _join(
    same: Sequence[Found], loops: Sequence[Loop], known: Mapping[Key, int], rows: Weighed,
    at: datetime.datetime,
) -> list[Found]:  # fmt: skip
    """What is like a running loop joins the one it is most like; the rest, without what is known."""
    new = {one.number: one for one in same if one.key not in known}
    likest: dict[int, tuple[float, Loop]] = {}
    for loop in loops:
        theirs = rows.of({one.number for one in same if known.get(one.key) == loop.pk})
        mine = rows.of(new.keys())
        for number, likeness in zip(mine.keys, mine.likeness_to(theirs), strict=True):
            if likeness >= max(ALIKE, likest.get(number, (0.0,))[0]) and _belongs(new[number], loop):
                likest[number] = (likeness, loop)
    Finding.objects.bulk_create(
        _finding(loop, new[number], at) for number, (_likeness, loop) in likest.items() if loop.is_taking
    )
    return [one for number, one in new.items() if number not in likest]


def _belongs(one: Found, loop: Loop) -> bool:
    """To what is in force only what was written before anybody could know it."""
    return loop.published_at is None or one.written_at < loop.published_at + LEARNING


def _open(
    theme: Theme, same: Sequence[Found], left: Sequence[Found], rows: Weighed, at: datetime.datetime
) -> int:
    by_number, opened = {one.number: one for one in left}, 0
    for numbers in groups(rows.of(by_number.keys())):
        members = [by_number[number] for number in numbers]
        if len(members) >= LEAST_FINDINGS and len({one.person for one in members}) >= LEAST_PEOPLE:
            others = [one for one in same if one.number not in {*numbers}]
            _begin(theme, members, others, at)
            opened += 1
    return opened


def _begin(theme: Theme, members: Sequence[Found], others: Sequence[Found], at: datetime.datetime) -> Loop:
    made = Loop(scorecard_id=theme.scorecard or None, criterion=theme.criterion, kind=theme.kind)
    made.title, made.opened_at = theme.criterion or theme.kind, at
    made.title = criterion_of(made).get("title", made.title)
    said, elsewhere = ([one.text for one in each] for each in (members, others))
    made.telling = _rules(members) if theme.kind else telling(said, elsewhere)
    made.save()
    Finding.objects.bulk_create(_finding(made, one, at) for one in members)
    tell(made, "opened", at=at, n=len(members))
    return made


def _finding(loop: Loop, one: Found, at: datetime.datetime) -> Finding:
    return Finding(
        loop=loop, review_id=one.review, criterion=one.theme.criterion, tone_id=one.tone,
        person_id=one.person, team_id=one.team, found_at=at,
    )  # fmt: skip


def _rules(members: Sequence[Found]) -> list[str]:
    """Those that heard a good part of them, the most frequent first."""
    heard = Counter(one.rule for one in members)
    return [rule for rule, n in heard.most_common(MOST_RULES) if n >= math.ceil(len(members) / 4)]


def tell(loop: Loop, step: str, *, at: datetime.datetime, **params: object) -> None:
    """Whoever looks after reviews."""
    words = (TONE_NEWS if loop.kind else NEWS)[step]
    managers = User.objects.filter(role__in=roles_with("review.manage"), is_active=True)
    notify(
        [*managers], key=f"loop-{loop.pk}-{step}", kind=Kind.REVIEW, words=words,
        params={"title": loop.title, **params}, page="qa:loop", page_args=[loop.pk], about=("loop", loop.pk),
        at=at,
    )  # fmt: skip
