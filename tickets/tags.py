"""Words that people type, and the tags they mean."""

from collections.abc import Iterable, Sequence

from django.db import connection

from tickets.models import Tag, TagSynonym

MOST_COUNTED = 10_000


def meant(words: Iterable[str]) -> list[str]:
    """Synonyms become the tags they stand for; sorted, each once. No statement without words."""
    words = set(words)
    if not words:
        return []
    known = dict(TagSynonym.objects.filter(word__in=words).values_list("word", "tag__word"))
    return sorted({known.get(word, word) for word in words})


def with_synonyms(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags, and every word that means one of them: a promise that asks for an old name still holds."""
    if not tags:
        return ()
    others = TagSynonym.objects.filter(tag__word__in=tags).values_list("word", flat=True)
    return (*tags, *others)


def note_words(words: Iterable[str]) -> None:
    """Tags that nobody used before are tags from now on."""
    if words := sorted(set(words)):
        Tag.objects.bulk_create([Tag(word=word) for word in words], ignore_conflicts=True)


def counted(words: Sequence[str]) -> dict[str, int]:
    """How many tickets have each, through the index; counting ends one past MOST_COUNTED."""
    sql = """SELECT word, (SELECT count(*) FROM (SELECT 1 FROM tickets_ticket
             WHERE tags @> ARRAY[word]::varchar(40)[] LIMIT %s) AS found) FROM unnest(%s::text[]) AS word"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST_COUNTED + 1, list(words)])
        return dict(cursor.fetchall())
