"""Changes as HTML: Markdown reads as it does elsewhere, marks are whole, and nobody's tags get through."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes import changes
from knowledge.marking import marked

TEXT = st.text(alphabet="ab *_#->1.[]()<&\n\ue000\ue003", max_size=50)


def shown(before, after):
    return "".join(marked(one) for one in changes(before, after)).replace("\n", "")


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("# After ten days", "# After five days", "<h1>After <del>ten</del><ins>five</ins> days</h1>"),
        ("- one\n- two", "- one", "<ul><li>one</li><li><del>two</del></li></ul>"),
        ("**We** now.", "**We** soon.", "<p><strong>We</strong> <del>now</del><ins>soon</ins>.</p>"),
        ("# A head of it", "A head of it", "<p>A head of it</p>"),
        ("A word here.", "A **word** here.", "<p>A <strong>word</strong> here.</p>"),
        ("", "New **one**.", '<ins class="whole"><p>New <strong>one</strong>.</p></ins>'),
    ],
)  # fmt: skip
def test_what_came_and_went_is_marked_in_what_is_read(before, after, html):
    assert shown(before, after) == html


def test_what_marks_would_stand_across_is_shown_as_it_was_and_as_it_is():
    html = shown("Call us at ten o'clock.", "Call us at ten [here or there](https://a.example) o'clock.")
    assert re.fullmatch('<del class="whole">.*</del><ins class="whole">.*</ins>', html)


@given(TEXT, TEXT)
def test_no_sign_is_left_over_and_no_tag_of_theirs_gets_through(before, after):
    html = shown(before, after)
    assert not re.search("[\ue000-\ue003]", html)
    assert html.count("<ins") == html.count("</ins>")
    assert html.count("<del") == html.count("</del>")
    assert shown(f"{before}<script>x", f"{after}<script>y").count("<script") == 0
