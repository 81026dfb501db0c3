"""The pictures in sanitised HTML: those inside the letter, and those that wait on other servers. No Django.

It reads only what `lib.html.sanitise` wrote: every value in double quotes, every quote in it escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote

MAX_REMOTE = 100  # more of one letter are not offered
TINY = 3  # pixels; a picture this small is there to count its readers

_IMG = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_REMOTE = re.compile(r' data-remote-src="(https?://[^"]*)"', re.IGNORECASE)


def remote(html: str) -> list[str]:
    """The addresses of pictures on other servers, each once, in order; at most MAX_REMOTE."""
    found = (unescape(match[1]) for img in _IMG.finditer(html) for match in _REMOTE.finditer(img[1]))
    return list(dict.fromkeys(found))[:MAX_REMOTE]


def placed(html: str, *, inside: Mapping[str, str], fetched: Callable[[str], str] | None = None) -> str:
    """The HTML with its pictures.

    inside: Content-ID (without <>) → our address of the part of that name.
    fetched: address on another server → our address that fetches it; None shows the place it would take.
    """
    wanted = set(remote(html)) if fetched else set()

    def source(values: Mapping[str, str]) -> str:
        address = values.get("data-remote-src", "")
        if fetched and address in wanted:
            return fetched(address)
        name = values.get("src", "")
        if name[:4].lower() == "cid:":
            return inside.get(name[4:]) or inside.get(unquote(name[4:]), "")
        return name if name[:11].lower() == "data:image/" else ""

    def place(img: re.Match[str]) -> str:
        values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(img[1])}
        if src := source(values):
            kept = {name: values[name] for name in ("alt", "title", "width", "height") if name in values}
            rest = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
            return f'<img src="{escape(src)}" referrerpolicy="no-referrer"{rest}>'
        if _is_tiny(values):
            return ""
        return f'<span class="no-picture">{escape(values.get("alt", "")[:200])}</span>'

    return _IMG.sub(place, html)


def _is_tiny(values: Mapping[str, str]) -> bool:
    sizes = [values[side].removesuffix("px") for side in ("width", "height") if side in values]
    return any(size.isdigit() and len(size) < 5 and int(size) <= TINY for size in sizes)
