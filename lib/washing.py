"""What of a stranger's HTML may stay: the allow list, and washing in a child process under limits. No Django.

Run as a program it washes standard input: see `wash_apart`.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import nh3

CHILD_SECONDS = 5
CHILD_BYTES = 1_500_000_000

_KEPT = (
    "a abbr address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div "
    "dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp "
    "small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var wbr "
)
_TAGS = set(_KEPT.split())
_CELL = {"align", "valign", "width", "height", "bgcolor", "colspan", "rowspan", "nowrap"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote-src"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor", "summary"},
    "tr": {"valign", "bgcolor"},
    "td": _CELL,
    "th": _CELL | {"scope"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "blockquote": {"type"},
}
_GONE_WITH_CONTENT = {"script", "style", "title", "template", "svg", "math", "iframe", "object", "applet"}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
_IMAGE = re.compile(r"cid:|https?://|data:image/(?:png|gif|jpe?g|webp);base64,", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_IMG_TAG = re.compile(r'<img((?: [a-z-]+="[^"]*")+)>')
_REMOTE = re.compile(r'(?<= )src="(https?://[^"]*)"', re.IGNORECASE)


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    """Relative addresses go too: they would point into the desk itself."""
    if attribute == "href":
        return value if _LINK.match(value.strip()) else None
    if attribute == "src":
        return value.strip() if tag == "img" and _IMAGE.match(value.strip()) else None
    if attribute == "data-remote-src":
        return value if _WEB.match(value) else None
    return value[:1000]


def wash(html: str) -> str:
    """What is on the list; links open elsewhere and tell nobody; remote images wait in data-remote-src."""
    washed = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    )
    # In nh3's output every attribute is in double quotes and quotes inside are escaped.
    return _IMG_TAG.sub(lambda tag: f"<img{_REMOTE.sub(_set_aside, tag[1])}>", washed)


def _set_aside(source: re.Match[str]) -> str:
    return f'data-remote-src="{source[1]}"'


def wash_apart(html: str) -> str | None:
    """The same in a child process with limits on time and memory; None when it went over them."""
    try:
        done = subprocess.run(  # noqa: S603 our own program, nothing of the letter in its arguments
            [sys.executable, "-P", str(Path(__file__).resolve())],
            input=html.encode("utf-8", "replace"),
            capture_output=True,
            timeout=3 * CHILD_SECONDS,  # on the wall: a busy machine costs a letter none of its look
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_BYTES, CHILD_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
    sys.stdout.buffer.write(wash(sys.stdin.buffer.read().decode("utf-8", "replace")).encode("utf-8"))
