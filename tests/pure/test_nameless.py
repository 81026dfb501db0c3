"""What is left of a letter when nobody shall be recognised in it."""

import pytest

from tickets.nameless import nameless


def test_names_addresses_numbers_and_references_go():
    text = "Hello Amara,\n\nI am Dana Okafor (dana@okafor.example, +372 5555 1234). Order AB-12345, #4711."
    left = nameless(text, names=["Dana Okafor", "Okafor OÜ"], known=["K7M2QWXY"])
    assert left == "I am … (…, …). Order …, …."


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Danal on punane tuli", "… on punane tuli"),
        ("Danada is another word", "… is another word"),
        ("Hold it for 10 seconds, then 2 minutes", "Hold it for 10 seconds, then 2 minutes"),
        ("Open http://192.0.2.1/ first", "Open http://192.0.2.1/ first"),
        ("https://x.example/a?token=abc#d", "https://x.example/a"),
        ("FiberBox 3 and IPv6", "FiberBox 3 and IPv6"),
        ("my code k7m2qwxy stays mine", "my code … stays mine"),
        ("Tere, Amara!\nModem ei tööta", "Modem ei tööta"),
        ("Здравствуйте!\nНет связи", "Нет связи"),
    ],
)
def test_words_of_the_matter_stay(text, left):
    assert nameless(text, names=["Dana"], known=["K7M2QWXY"]) == left
