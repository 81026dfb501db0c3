"""What is new in a letter and what is only quoted: fold, never drop. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """`new` is shown, `folded` sits behind a "show quoted text" button; `new` is never empty if `text` was not."""

    new: str
    folded: str = ""


def visible(text: str) -> Split:
    raise NotImplementedError
