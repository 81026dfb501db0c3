"""Where a search was found: a few words of the newest message that holds them, the words marked."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchHeadline
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tickets.holding import any_of
from tickets.models import Message
from tickets.search import Kind, Term, Word
from tickets.search.fields import FIELDS

# Characters that nobody types stand for the marks until the text is escaped.
OPEN, CLOSE = "\ue000", "\ue001"
READ_CHARS = 20_000


def snippet_of(leaves: Sequence[Word | Term]) -> Combinable:
    """For the rows of one page alone: it is worked out behind the LIMIT."""
    words = [one for one in leaves if isinstance(one, Word) or FIELDS[one.field].kind is Kind.WORDS]
    words = [one for one in words if isinstance(one, Word) or one.field == "note"]
    if not words:
        return Value("", output_field=CharField())
    query = any_of(words)
    headline = SearchHeadline(
        Left("text", READ_CHARS), query, config="desk", start_sel=OPEN, stop_sel=CLOSE,
        max_words=18, min_words=8, short_word=0, max_fragments=1, fragment_delimiter=" … ",
    )  # fmt: skip
    hits = Message.objects.filter(ticket=OuterRef("pk"), search_vector=query)
    return Subquery(hits.order_by(F("at").desc()).values(said=headline)[:1])


def marked(snippet: str | None) -> SafeString:
    """The snippet as markup: everything escaped, the found words in <mark>."""
    text = escape(" ".join((snippet or "").split()))
    parts = text.split(OPEN)
    made = parts[0].replace(CLOSE, "")
    for part in parts[1:]:
        word, _, rest = part.partition(CLOSE)
        made += f"<mark>{word}</mark>{rest.replace(CLOSE, '')}"
    return mark_safe(made)  # noqa: S308  every part was escaped
