"""A text in which words were found, as markup: what the database marked stands in <mark>."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Characters that nobody types stand for the marks until the text is escaped.
OPEN, CLOSE = "\ue000", "\ue001"


def marked(snippet: str | None) -> SafeString:
    """The snippet as markup: everything escaped, the found words in <mark>."""
    text = escape(" ".join((snippet or "").split()))
    parts = text.split(OPEN)
    made = parts[0].replace(CLOSE, "")
    for part in parts[1:]:
        word, _, rest = part.partition(CLOSE)
        made += f"<mark>{word}</mark>{rest.replace(CLOSE, '')}"
    return mark_safe(made)  # noqa: S308  every part was escaped
