"""What must hold of whatever is typed into the search box."""

from itertools import pairwise

from tickets.search import MOST_LENGTH, MOST_TERMS, leaves, parse, spot, write
from tickets.search.parsing import MOST_PROBLEMS


def broken_laws(text: str) -> list[str]:
    """The laws that this text breaks, in words; parse and spot must not raise, which is one of them."""
    said = []
    query = parse(text)
    if query.problems and query.tree is not None:
        said.append("a tree beside a problem")
    if len(query.problems) > MOST_PROBLEMS:
        said.append("too many problems")
    if any(one.at > other.at for one, other in pairwise(query.problems)):
        said.append("problems out of order")
    for problem in query.problems:
        # What is missing may be missing right behind the last character.
        if not 0 <= problem.at <= len(text) or problem.length < 1:
            said.append(f"{problem.kind} lies outside of the text")
        if problem.at < len(text) < problem.at + problem.length:
            said.append(f"{problem.kind} reaches past the end")
    if len([*leaves(query.tree)]) > MOST_TERMS:
        said.append("more terms than there may be")
    for leaf in leaves(query.tree):
        if leaf.at < 0 or leaf.length < 1 or leaf.at + leaf.length > len(text):
            said.append(f"{leaf} lies outside of the text")
    return said + _written(text) + _typed(text)


def _written(text: str) -> list[str]:
    """What is written of a tree is read as this tree."""
    query = parse(text)
    written = write(query.tree)
    if query.problems or len(written) > MOST_LENGTH:
        return []
    again = parse(written)
    return [] if again.tree == query.tree and not again.problems else [f"{written!r} is another tree"]


def _typed(text: str) -> list[str]:
    said = []
    for cursor in {0, 1, len(text) // 2, len(text)}:
        place = spot(text, cursor)
        if place and not 0 <= place.at <= place.end <= len(text):
            said.append(f"the place typed at {cursor} lies outside of the text")
    return said
