"""Words taken out of texts and HTML."""

import pytest

from lib import blacking
from lib.blacking import NOTHING, REMOVED


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("4111 1111 1111 1111", "my card 4111-1111 11111111, thanks"),
        ("4111111111111111", "> my card 4111 1111\n> 1111 1111, thanks"),
        ("Secret word", "the SECRET\n>  word is gone"),
        ("a+b (c)", "not a regex: a+b (c)"),
        ("päris salajane", "see on Päris  Salajane asi"),
    ],
)
def test_words_are_found_however_they_are_written(said, text):
    marks = blacking.words(said)
    assert marks.within(text)
    assert not marks.within(marks.text(text))
    assert REMOVED in marks.text(text)


def test_other_words_stay():
    assert blacking.words("4111 1111").text("order 4112 1111 of 2026") == "order 4112 1111 of 2026"


@pytest.mark.parametrize("said", ["", "   ", "abc", "\n"])
def test_what_is_too_short_takes_nothing_out(said):
    assert blacking.words(said) == NOTHING
    assert NOTHING.text("abc") == "abc"
    assert NOTHING.html("<p>abc</p>") == "<p>abc</p>"


def test_html_keeps_its_tags():
    html = "<p>My card is <b>4111 1111</b> &amp; more.</p>"
    assert blacking.words("4111 1111").html(html) == f"<p>My card is <b>{REMOVED}</b> &amp; more.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>4111 <b>1111</b></p>",
        '<a href="https://x.example/?card=41111111">pay</a>',
        "<p>41<span>11</span>1111</p>",
        '<img alt="4111 1111">',
    ],
)
def test_html_that_holds_them_across_or_inside_tags_goes_whole(html):
    assert blacking.words("4111 1111").html(html) == ""


def test_entities_hide_nothing():
    marks = blacking.words("Smith & Sons")
    assert marks.html("<p>of Smith &amp; Sons, &lt;b&gt;</p>") == f"<p>of {REMOVED}, &lt;b&gt;</p>"


def test_a_quotation_is_known_by_its_lines_though_it_was_wrapped():
    marks = blacking.lines_of(
        "Hi,\nmy health insurance number is in the file that I sent to you last week.\nBye"
    )
    quoted = "> Hi,\n> my health insurance number is in the\n> file that I sent to you last week.\n> Bye"
    assert marks.text(quoted) == f"> Hi,\n> {REMOVED}\n> Bye"
    assert blacking.lines_of("Hi\nBye") == NOTHING


def test_plain_values_all_the_way_down():
    marks = blacking.words("secret")
    assert marks.plain({"a": ["a Secret", 5, None], "b": {"c": "x"}}) == {
        "a": [f"a {REMOVED}", 5, None],
        "b": {"c": "x"},
    }


def test_a_long_text_is_quick():
    marks = blacking.lines_of("\n".join(f"line number {n} of a long letter" for n in range(2000)))
    assert len(marks.text("nothing like that\n" * 5000)) == len("nothing like that\n" * 5000)
