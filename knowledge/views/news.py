"""What changed between two wordings, as pages show it."""

from django.utils.safestring import SafeString

from knowledge.changes import changes, folded
from knowledge.marking import marked

News = list[int | tuple[str, SafeString]]


def news(before: str, after: str) -> News:
    """How each paragraph is other, with its HTML; numbers for how many stayed the same."""
    return [
        each if isinstance(each, int) else (each.how, SafeString(marked(each)))
        for each in folded(changes(before, after))
    ]
