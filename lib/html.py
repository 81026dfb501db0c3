"""HTML that strangers wrote: made safe to show, turned into text, and text and Markdown turned into it. No Django."""

from __future__ import annotations


def sanitise(html: str) -> str:
    """Safe HTML for our pages; never raises; text survives even when the markup cannot be kept."""
    raise NotImplementedError


def to_text(html: str) -> str:
    """Readable plain text; never empty when the HTML had visible text; linear in its length."""
    raise NotImplementedError


def from_text(text: str) -> str:
    """Paragraphs and links from plain text; everything else escaped."""
    raise NotImplementedError


def from_markdown(text: str) -> str:
    """Sanitised HTML from Markdown (raw HTML in it is shown, not used)."""
    raise NotImplementedError
