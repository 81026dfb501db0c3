"""A page as a tree, to look around in."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


class Node:
    """An element; its children are elements and text."""

    __slots__ = ("attrs", "children", "tag", "up")

    def __init__(self, tag: str, attrs: dict[str, str], up: Node | None) -> None:
        self.tag, self.attrs, self.up = tag, attrs, up
        self.children: list[Node | str] = []

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attrs}>"

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    @property
    def above(self) -> Iterator[Node]:
        """Itself, and what it stands in, from the inside out."""
        node: Node | None = self
        while node:
            yield node
            node = node.up

    @property
    def below(self) -> Iterator[Node]:
        """Itself, and what stands in it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.below

    def first(self, *tags: str) -> Node | None:
        return next((one for one in self.below if one.tag in tags), None)

    @property
    def text(self) -> str:
        parts = (one.text if isinstance(one, Node) else one for one in self.children)
        return " ".join(" ".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = self.root = Node("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        open_one = next((one for one in self.at.above if one.tag == tag), None)
        if open_one and open_one.up:
            self.at = open_one.up

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def tree(html: str) -> Node:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root
