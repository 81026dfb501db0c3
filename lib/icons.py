"""Icons (Lucide) and the shapes of a ticket's state: small inline SVG that takes its colour from the text."""

# ruff: noqa: S308  every text that comes from people is escaped where it enters the markup

import re
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist

_RING = '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6"/>'
_DISC = '<circle cx="6" cy="6" r="5.2" fill="currentColor"/>'
SHAPES = {
    "new": _RING,
    "open": _RING + '<path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor"/>',
    "waiting": _RING + '<path d="M6 6V1.5A4.5 4.5 0 0 1 10.5 6z" fill="currentColor"/>',
    "hold": '<path d="M4 2.5v7M8 2.5v7" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
    "solved": _DISC + '<path class="tick-mark" d="m3.7 6.2 1.6 1.6 3-3.4"/>',
    "closed": '<circle cx="6" cy="6" r="3.4" fill="currentColor"/>',
}
# The <svg> itself, which we write shorter, and spaces that nobody needs.
_AROUND = re.compile(r"^<svg[^>]*>\s*|\s*</svg>$|(?<=>)\s+(?=<)|(?<=\")\s(?=/>)")


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon, 16 px; hidden from screen readers unless it has a `label`. lucide.IconDoesNotExist."""
    inner = _AROUND.sub("", " ".join(_drawn(name).split()))
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="i" width="16" height="16" viewBox="0 0 24 24" {spoken}>{inner}</svg>')


def _drawn(name: str) -> str:
    try:
        return _all().read(f"{name}.svg").decode()
    except KeyError:
        raise IconDoesNotExist(f"The icon {name!r} does not exist.") from None


@cache
def _all() -> ZipFile:
    """Opened once, since its list of 1,700 is long; in memory, where processes do not share a place in it."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=16)
def shape(state: str) -> SafeString:
    """○ new, ◐ open, ◔ waiting on the customer, ‖ on hold, ● solved; what we do not know looks new."""
    inner = SHAPES.get(state, SHAPES["new"])
    return mark_safe(f'<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{inner}</svg>')
