"""HTML in two pieces, the second to be folded away. The mark between them outlives washing. No Django."""

from __future__ import annotations

from lib.tags import VOID, Tag, tokens

PLACE = "\ue0f0"  # a character that nobody writes: the fold begins here
_BOX = '<div title="folded">'
_END = "</div>"


def boxed(washed: str) -> str:
    """Washed HTML with what stands behind PLACE in a box of its own; without PLACE as it is.

    Elements that are open at the place are closed above it and opened again in the box.
    """
    washed = washed.replace(_BOX, "<div>")
    if washed.count(PLACE) != 1:
        return washed.replace(PLACE, "")
    above, below = washed.split(PLACE)
    still_open = _open_at_the_end(above)
    closing = "".join(f"</{tag.name}>" for tag in reversed(still_open))
    opening = "".join(tag.source for tag in still_open)
    return f"{above}{closing}{_BOX}{opening}{below}{_END}"


def parted(washed: str) -> tuple[str, str]:
    """What is shown and what is folded of washed HTML; '' when there is no box, or not one at its end."""
    above, box, below = washed.rstrip().partition(_BOX)
    if not box or _BOX in below or not below.endswith(_END):
        return washed.replace(_BOX, "<div>"), ""
    return above, below.removesuffix(_END)


def _open_at_the_end(washed: str) -> list[Tag]:
    """The elements that were not closed yet; washed HTML closes them in order."""
    still_open: list[Tag] = []
    for token in tokens(washed):
        if not isinstance(token, Tag) or token.name in VOID:
            continue
        if not token.closing:
            still_open.append(token)
        elif still_open and still_open[-1].name == token.name:
            still_open.pop()
    return still_open
