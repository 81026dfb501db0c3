"""What holds for every letter: nothing is lost, something is shown, and it is cheap."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.html import to_text
from mail.quoting import forwarded, visible, visible_html

PIECES = st.sampled_from(
    [
        "On Mon, Mar 3, 2025 at 9:58 AM Desk <a@b.example> wrote:",
        *(
            "> quoted",
            ">> deeper",
            ">",
            "",
            "Own words.",
            "What?",
            "-- ",
            "--",
            "_______",
            "Kind regards,",
            "Mari",
        ),
        *(
            "From: Desk <a@b.example>",
            "Sent: 3 March 2025",
            "To: Mari",
            "Subject: x",
            "-----Original Message-----",
        ),
        *(
            "---------- Forwarded message ---------",
            "Sent from my iPhone",
            "пн, 3 мар. 2025 г. в 09:58, D <a@b.c>:",
        ),
        *(
            "Lugupidamisega",
            "Saatja: x",
            "&gt; old",
            "http://a.example/",
            "This e-mail is confidential",
            "* * *",
        ),
    ]
)
LETTERS = st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=40).map("\n".join)
TAGS = st.sampled_from(
    [
        *(
            "<div>",
            "</div>",
            "<p>",
            "<br>",
            "<blockquote type=cite>",
            "</blockquote>",
            "<hr>",
            "<td>",
            "</table>",
        ),
        *(
            "<div class=gmail_quote>",
            "<div id=divRplyFwdMsg>",
            "<div class='gmail_signature'>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<div style='border:none;border-top:solid 1pt'>",
            "<div class=moz-cite-prefix>",
            "<a href='http://a\nb'>",
        ),
    ]
)
PAGES = st.lists(st.one_of(TAGS, PIECES, st.text(max_size=10)), max_size=40).map("".join)


def _words(text: str) -> str:
    return "".join(text.split())


@given(LETTERS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_line_is_shown_or_folded(text, passed_on):
    split = visible(text, passed_on=passed_on)
    assert sorted(_words(split.new + split.folded)) == sorted(_words(text))
    assert bool(_words(split.new)) == bool(_words(text))


@given(PAGES, st.booleans())
@settings(max_examples=80, deadline=None)
def test_every_word_of_html_is_shown_or_folded(html, passed_on):
    split = visible_html(html, passed_on=passed_on)
    assert sorted(_words(split.new + split.folded)) == sorted(_words(to_text(html)))
    assert bool(_words(split.new)) == bool(_words(to_text(html)))


@given(LETTERS, st.sampled_from(["", "Fwd: x", "RE: FW: x", "[Fwd: x]", "İLT: x"]))
@settings(max_examples=80, deadline=None)
def test_a_forward_names_somebody(text, subject):
    found = forwarded(text, subject)
    assert found is None or found.name or found.address


@pytest.mark.parametrize(
    "piece",
    [
        *("On 1\n", "From: x\n", "> x\na\n", "-- \nx\n", "12:30 2020 a@b\n", "regards\n", "---- a b\n", "\n"),
        *(
            "Sent from my iPhone\n",
            "> http\nx\n",
            "a: " * 90 + "\n",
            "From: a@b\nSent: 3\nTo: x\n",
            "--\nwhy a b c?\n",
        ),
        *(
            "On Mon, 3 Mar 2025 at 9:58 Le El On Am " * 7 + "wrote:\n> x\n",
            "x" * 400_000,
            "> Begin forwarded message:\n",
        ),
    ],
)
def test_crafted_text_costs_less_than_a_second(piece):
    text = (piece * (400_000 // len(piece) + 1))[:400_000]
    began = time.process_time()
    visible(f"Own words.\n{text}")
    forwarded(text, "Fwd: x")
    assert time.process_time() - began < 2  # a busy machine counts double


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<blockquote>",
        "<div class=gmail_quote>x",
        "<span><div></span>",
        "<br>",
        "<div id=a><td>x</div>",
    ],
)
def test_crafted_html_costs_little_more_than_reading_it(piece):
    html = piece * (400_000 // len(piece))
    began = time.process_time()
    visible_html(html)
    assert time.process_time() - began < 4


def test_what_is_further_down_than_is_looked_at_follows_what_is_above():
    own = "\n".join(f"line {number}" for number in range(6_000))
    assert visible(own).new == own
    assert visible(f"{'a' + chr(10) * 4_999}{own}").folded == ""
    quote = "\n".join("> old" for _ in range(6_000))
    assert visible(f"Own words.\n{quote}").new == "Own words."
