"""Conditions that can never hold together, and conditions that leave nothing over for others. Pure.

Both are asked of the alternatives of a group: the ways in which it can hold, each a list of conditions that
hold at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lib.conditions import Condition, Field, Group, How, Kind, Path, Vocabulary, Wrong

MOST_WAYS = 512
NEED_A_WORD = frozenset(
    {How.IS, How.HAS_ANY, How.HAS_ALL, How.CONTAINS, How.LIKE, How.OVER, How.UNDER, How.PRESENT}
)

Placed = tuple[Path, Condition]
Way = tuple[Placed, ...]


def refuse_contradictions(group: Group, vocabulary: Vocabulary) -> None:
    """Raises Wrong if no facts could ever satisfy the group, naming the two conditions that quarrel."""
    found: Wrong | None = None
    for way in ways(group):
        quarrel = _quarrel(way, vocabulary)
        if quarrel is None:
            return
        found = found or quarrel
    if found:
        raise found


def ways(group: Group, path: Path = ()) -> Iterator[Way]:
    """Each way in which the group can hold; without conditions there is one. Raises Wrong past MOST_WAYS."""
    word = "all" if group.every else "any"
    members = [
        list(ways(each, (*path, word, at))) if isinstance(each, Group) else [(((*path, word, at), each),)]
        for at, each in enumerate(group.members)
    ]
    if not group.every and members:
        for alternatives in members:
            yield from alternatives
        return
    count = 1
    for alternatives in members:
        count *= len(alternatives)
    if count > MOST_WAYS:
        raise Wrong(path, "many")
    for chosen in product(*members):
        yield tuple(placed for way in chosen for placed in way)


def covers(wide: Group, narrow: Group) -> bool:
    """Whether all that satisfies `narrow` satisfies `wide` too, as far as the words tell."""
    return all(any(_implies(way, outer) for outer in ways(wide)) for way in ways(narrow))


def _implies(way: Way, outer: Way) -> bool:
    return all(any(follows(one, wanted) for _path, one in way) for _path, wanted in outer)


def follows(one: Condition, wanted: Condition) -> bool:
    """Whether `wanted` must hold wherever `one` does."""
    if one.field != wanted.field:
        return False
    if one == wanted:
        return True
    mine, theirs = _words(one), _words(wanted)
    match one.how, wanted.how:
        case (How.IS, How.IS) | (How.HAS_ANY, How.HAS_ANY):
            return mine <= theirs
        case How.IS, How.IS_NOT:
            return not mine & theirs
        case (How.IS_NOT, How.IS_NOT) | (How.HAS_NONE, How.HAS_NONE) | (How.HAS_ALL, How.HAS_ALL):
            return theirs <= mine
        case How.HAS_ALL, How.HAS_ANY:
            return bool(mine & theirs)
        case _, How.PRESENT:
            return one.how in NEED_A_WORD
        case (How.ABSENT, How.IS_NOT | How.HAS_NONE | How.CONTAINS_NOT):
            return True
    return False


def _quarrel(way: Way, vocabulary: Vocabulary) -> Wrong | None:
    by_field: dict[str, list[Placed]] = {}
    for placed in way:
        before = by_field.setdefault(placed[1].field, [])
        if other := next((each for each in before if _never(each[1], placed[1])), None):
            return Wrong(placed[0], "contradiction", field=placed[1].field, other=other[0])
        before.append(placed)
        if _nothing_left(before, vocabulary[placed[1].field]):
            return Wrong(placed[0], "contradiction", field=placed[1].field, other=before[0][0])
    return None


def _never(one: Condition, other: Condition) -> bool:
    """Whether the two can never hold at once. They ask about the same field."""
    return _excludes(one, other) or _excludes(other, one)


def _excludes(one: Condition, other: Condition) -> bool:
    mine, theirs = _words(one), _words(other)
    match one.how, other.how:
        case How.IS, How.IS:
            return not mine & theirs
        case (How.IS, How.IS_NOT) | (How.HAS_ANY, How.HAS_NONE):
            return mine <= theirs
        case How.HAS_ALL, How.HAS_NONE:
            return bool(mine & theirs)
        case How.YES, How.NO:
            return True
        case How.ABSENT, _:
            return other.how in NEED_A_WORD
        case How.OVER, How.UNDER:
            return min(map(float, mine)) >= max(map(float, theirs))
        case How.IS, How.OVER:
            return all(float(value) <= min(map(float, theirs)) for value in mine)
        case How.IS, How.UNDER:
            return all(float(value) >= max(map(float, theirs)) for value in mine)
    return False


def _nothing_left(asked: list[Placed], field: Field) -> bool:
    """Whether no word of the list is left for a field that holds one."""
    if field.kind is not Kind.CHOICE:
        return False
    wanted = [_words(condition) for _path, condition in asked if condition.how is How.IS]
    denied = {word for _path, condition in asked if condition.how is How.IS_NOT for word in _words(condition)}
    if wanted:
        return not set.intersection(*map(set, wanted)) - denied
    present = not field.optional or any(condition.how is How.PRESENT for _path, condition in asked)
    return present and field.choices is not None and not {c.casefold() for c in field.choices} - denied


def _words(condition: Condition) -> frozenset[str]:
    return frozenset(value.casefold() for value in condition.values)
