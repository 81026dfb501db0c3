"""Replies of many mail programs in many languages: what the customer says is shown, the rest is folded."""

import pytest

from mail.quoting import visible, visible_html
from tests.pure.mail_languages import LANGUAGES
from tests.pure.mail_programs import SHAPES, replies


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@pytest.mark.parametrize("reply", list(replies()), ids=lambda reply: reply.name)
def test_what_is_new_is_shown_and_nothing_else(reply):
    split = visible(reply.text) if reply.text else visible_html(reply.html)
    assert _letters(split.new) == _letters(reply.own)
    assert not reply.quoted or _letters(reply.quoted) in _letters(split.folded)


def test_every_language_and_shape_is_there():
    assert len({"en", "et", "pl", "es", "ru"} & LANGUAGES.keys()) == 5
    assert len(list(replies())) == len(LANGUAGES) * len(SHAPES)
