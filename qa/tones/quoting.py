"""A passage in its sentence, to be shown. Pure."""

from dataclasses import dataclass

from qa.tones.folding import Reading

AROUND = 160
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Quoted:
    before: str
    passage: str
    after: str


def quoted(text: str, start: int, end: int) -> Quoted:
    """From the beginning of the sentence that it begins in to the end of that it ends in; what is long is
    cut.
    """
    reading = Reading(text)
    first, last = reading.sentence_at(start)[0], reading.sentence_at(max(start, end - 1))[1]
    before, passage, after = text[first:start].lstrip(), text[start:end], text[end:last].rstrip()
    if len(before) > AROUND:
        before = f"…{before[-AROUND:]}"
    if len(passage) > LONGEST:
        return Quoted(before, f"{passage[:LONGEST]}…", "")
    return Quoted(before, passage, f"{after[:AROUND]}…" if len(after) > AROUND else after)
