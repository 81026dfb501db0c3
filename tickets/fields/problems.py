"""What is wrong with a value. Pure: tickets.field_words says it in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Codes: required, long (`most`), number, ambiguous, date, choice, many, checkbox, contact, file, kind.
    `field` is the key of the definition, `text` what was typed, if that can be shown.
    """

    field: str
    code: str
    text: str = ""
    most: int = 0
