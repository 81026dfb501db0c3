"""Where a search was found: a few words of the newest message that holds them, or of a file; marked."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, Left

from lib.found_words import CLOSE, OPEN
from tickets.holding import any_of
from tickets.models import Attachment, Message
from tickets.search import Kind, Term, Word
from tickets.search.fields import FIELDS

READ_CHARS = 20_000
NOTHING = Value("", output_field=CharField())


def snippet_of(leaves: Sequence[Word | Term]) -> Combinable:
    """For the rows of one page alone: it is worked out behind the LIMIT."""
    words = [one for one in leaves if isinstance(one, Word) or FIELDS[one.field].kind is Kind.WORDS]
    said = [one for one in words if isinstance(one, Word) or one.field == "note"]
    filed = [one for one in words if isinstance(one, Word) or one.field == "file"]
    found: list[Combinable] = []
    if said:
        query = any_of(said)
        hits = Message.objects.filter(ticket=OuterRef("pk"), search_vector=query)
        found.append(Subquery(hits.order_by(F("at").desc()).values(said=_headline("text", query))[:1]))
    if filed:
        found.append(_of_a_file(any_of(filed)))
    return Coalesce(*found, Value(""), output_field=CharField()) if found else NOTHING


def _of_a_file(query: SearchQuery) -> Subquery:
    """The name of a file that says it, and where."""
    files = Attachment.objects.filter(
        message__ticket=OuterRef("pk"), inline=False, blob__words__search_vector=query
    )
    where = Concat("name", Value(": "), _headline("blob__words__text", query), output_field=CharField())
    # In no order: where sorting is switched off, an order would be walked to.
    return Subquery(files.order_by().values(said=where)[:1])


def _headline(text: str, query: SearchQuery) -> SearchHeadline:
    return SearchHeadline(
        Left(text, READ_CHARS), query, config="desk", start_sel=OPEN, stop_sel=CLOSE,
        max_words=18, min_words=8, short_word=0, max_fragments=1, fragment_delimiter=" … ",
    )  # fmt: skip
