"""Walks a page as its reader: every number and every mark of a chart opens a list that is as long as it says,
and no page says a word of a ticket that this reader may not see.

A number is what stands alone as one (12, 87 %, 2 h), whatever has a digit in a cell of numbers or in the
large figure of a tile, a link that begins with one (3 there), and a mark of a chart. How long its list must
be says `data-n` of its link; without it the words that are read out do: "… of 12", or the number itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import urldefrag, urljoin

from django.urls import Resolver404, resolve

from tests.markup import Node, tree

UNITS = r"%|h|m|min|s|d|w|y|mo"
NUMBER = re.compile(rf"[+−-]?\d[\d,.]*( ?({UNITS})( \d+ ?({UNITS}))*)?\+?")
LED = re.compile(rf"(\d[\d,]*) (?!({UNITS})\b)\S")
TOLD = re.compile(r": (\d[\d,]*)(?=$|[, ])(?! ?%)")
OF = re.compile(r"(?<!Week )\bof (\d[\d,]*)\b")
NEXT = re.compile(r'<a [^>]*rel="next"[^>]*href="([^"]+)"')
DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2}")
# What is said beside a number, typed in, or a time.
BESIDE = frozenset(
    {"script", "select", "textarea", "button", "small", "time", "th", "caption", "form", "template"}
)
BESIDE_LOOKS = frozenset(
    {"visually-hidden", "flag-sign", "mono", "board-tabs", "wall-at", "live-dot", "pages", "key", "spark"}
)

# Where a list opens, and what each of its rows begins with.
LISTS: Mapping[str, str] = {
    "tickets:inbox": r'id="row-\d+"',
    "tickets:disputes": r'id="dispute-\d+"',
    "mail:log": r'<li class="item" id="mail-\d+"',
    "mail:mailboxes": r'<li class="mailbox',
    "mail:quarantine": r'<li class="item" id="held-\d+"',
    "mail:undecided": r'<li><span class="grow anywhere">',
    "scheduling:coverage_now": r'class="wall-state',
    "reports:list": r'<tr><th scope="row">',
    "reports:satisfaction": r'<div class="row apart wrap"><span',
    "reports:my_satisfaction": r'<div class="row apart wrap"><span',
    "reports:low_scores": r'<li id="low-\d+"',
    "reports:problem": r'<li class="alike"',
    "reports:backtest_run": r'<tr><th scope="row"><a href="/tickets/',
    "reports:person_solved": r'<tr class="solved"',
    "reports:person_reviews": r'<tr class="reviewed"',
    "reports:undelivered": r'<tr id="undelivered-\d+"',
    "reports:not_asked": r'<tr class="unasked"',
    "reports:jobs": r'<li class="job',
}
_ROWS = {name: re.compile(rows) for name, rows in LISTS.items()}


@dataclass(frozen=True, slots=True)
class Number:
    """`name` is what it is called on its page, `n` how long its list must be, None where it does not say."""

    name: str
    words: str
    link: str
    n: int | None

    @property
    def is_something(self) -> bool:
        return bool(self.n) if self.n is not None else bool(re.search("[1-9]", self.words))


def numbers(html: str) -> list[Number]:
    """Of the page, without what stands around it: navigation, and what is typed in."""
    main = next((one for one in tree(html).below if one.tag == "main"), None)
    assert main is not None, "a page has a main part"
    return [*_below(main)]


def _below(node: Node) -> Iterator[Number]:
    if node.tag in BESIDE or BESIDE_LOOKS & {*node.classes} or "hidden" in node.attrs:
        return
    if node.tag == "svg":
        yield from _marks(node) if "aria-hidden" not in node.attrs else ()
    elif node.attrs.get("aria-hidden") == "true":
        return
    elif _holds(node):
        if re.search(r"\d", node.text):
            yield _number(node)
    elif node.tag == "a" and LED.match(node.text):
        yield _number(node)
    else:
        for child in node.children:
            if isinstance(child, Node):
                yield from _below(child)
            elif NUMBER.fullmatch(child.strip()):
                yield _number(node)


def _holds(node: Node) -> bool:
    looks = node.classes
    if node.tag == "td":
        return "n" in looks or any(re.fullmatch(r"h\d", look) for look in looks)
    return node.tag == "b" and any({"figure", "wall-figure"} & {*one.classes} for one in node.above)


def _marks(chart: Node) -> Iterator[Number]:
    title = chart.first("title")
    name = title.text if title else ""
    for one in chart.below:
        says = one.first("title")
        if one.tag == "a" and one.attrs["href"].startswith("#"):
            continue  # the flag of a marked day, which leads to its words below
        if one.tag == "a":
            words = one.attrs.get("aria-label", "")
            yield Number(name, words, one.attrs["href"], _length(one, words))
        elif one.tag == "g" and says and TOLD.search(says.text):
            yield Number(name, says.text, "", _length(one, says.text))


def _number(node: Node) -> Number:
    link = next((one for one in node.above if one.tag == "a"), None) or node.first("a")
    words = (link.attrs.get("aria-label") if link else "") or node.text
    if node.tag == "td" and OF.search(node.text):
        words = node.text
    return Number(
        _name(node), words, link.attrs.get("href", "") if link else "", _length(link or node, words)
    )


def _length(link: Node, words: str) -> int | None:
    if "data-n" in link.attrs:
        return int(link.attrs["data-n"])
    of, told, led = OF.findall(words), TOLD.findall(words), LED.match(words)
    if of or told:
        found = of[-1] if of else told[-1]
    elif led:
        found = led[1]
    else:
        found = words if re.fullmatch(r"\d[\d,]*", words) else ""
    return int(found.replace(",", "")) if found else None


def _name(node: Node) -> str:
    """The head of its column, the name of its tile, of its line, or of the part of the page."""
    for one in node.above:
        if one.tag == "td":
            return _head(one)
        if {"figure", "wall-figure"} & {*one.classes}:
            label = one.first("span")
            return label.text if label else ""
        if one.tag == "li":
            label = next((each for each in one.below if "grow" in each.classes), None)
            if label and label.text and not re.search(r"\d", label.text):
                return label.text
        if one.tag in ("section", "figure", "main", "a"):
            label = one.first("h1", "h2", "h3")
            if label:
                return label.text
            if one.tag == "a":
                words = re.sub(r"[\d,.]+", "", one.text).strip()
                if words:
                    return words
    return ""


def _head(cell: Node) -> str:
    row = cell.up
    table = next(one for one in cell.above if one.tag == "table")
    head = table.first("thead")
    if not head or row is None:
        return table.first("th").text if table.first("th") else ""
    cells = [one for one in row.children if isinstance(one, Node)]
    names = []
    for one in [*head.below]:
        if one.tag in ("th", "td"):
            names += [one.text] * int(one.attrs.get("colspan") or 1)
    place = sum(int(one.attrs.get("colspan") or 1) for one in cells[: cells.index(cell)])
    return names[place] if place < len(names) else ""


@dataclass(frozen=True, slots=True)
class Opened:
    """`count` is None for a page that is no list."""

    status: int
    html: str
    count: int | None

    @property
    def tickets(self) -> set[int]:
        return {int(number) for number in re.findall(r'href="/tickets/(\d+)/', self.html)}


def opened(client, address: str) -> Opened:
    """With its further pages."""
    address = urldefrag(address).url
    answer = client.get(address)
    html = answer.content.decode() if answer.status_code == 200 else ""
    rows = _ROWS.get(view_of(address))
    count = len(rows.findall(html)) if rows else None
    if rows and count and (further := NEXT.search(html)):
        rest = opened(client, urljoin(address, unescape(further[1])))
        html, count = html + rest.html, count + (rest.count or 0)
    return Opened(answer.status_code, html, count)


@cache
def view_of(address: str) -> str:
    try:
        return resolve(urldefrag(address).url.partition("?")[0]).view_name
    except Resolver404:
        return ""


def address_of(number: Number, page: str) -> str:
    return urljoin(page, number.link)


def name_of(number: Number) -> str:
    """Days and numbers in a name change from day to day."""
    return re.sub(r"\d+", "1", DAY.sub("day", number.name))


def kind_of(address: str) -> tuple[str, ...]:
    """Its page, and which things it asks for: addresses of one kind differ in what they name alone."""
    query = urldefrag(address).url.partition("?")[2]
    given = [part.partition("=") for part in query.split("&") if part]
    return (view_of(address), *sorted(value if name == "view" else name for name, _sign, value in given))
