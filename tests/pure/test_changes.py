"""What changed between two wordings: nothing is lost, and what stayed is not shown as changed."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.changes import MOST_WORDS, Paragraph, Piece, changes, folded, paragraphs

TEXT = st.text(alphabet="ab c.\n", max_size=60)


def hows(before, after):
    return [one.how for one in changes(before, after)]


def test_a_word_that_changed_is_shown_in_its_paragraph():
    (one,) = changes("Close after ten days.", "Close after five days.")
    assert one == Paragraph(
        "changed",
        (
            Piece("same", "Close after "),
            Piece("gone", "ten"),
            Piece("come", "five"),
            Piece("same", " days."),
        ),
    )


def test_paragraphs_come_and_go():
    assert hows("A b c.\n\nD e f.", "A b c.\n\nX y z q w.\n\nD e f.") == ["same", "come", "same"]
    assert hows("A b c.\n\nD e f.", "A b c.") == ["same", "gone"]
    assert hows("All of this.", "Something wholly else now, longer.") == ["gone", "come"]
    assert hows("", "") == []
    assert hows("", "New.") == ["come"]


def test_line_ends_and_blanks_around_are_no_change():
    assert hows("A b.\r\n\r\nC d.  ", "  A b.\n \nC d.") == ["same", "same"]


def test_a_long_run_that_stayed_is_counted_but_for_what_stands_beside_a_change():
    text = "\n\n".join(f"Paragraph {letter} of it." for letter in "abcdefgh")
    shown = folded(changes(text, text.replace("Paragraph d", "Paragraph dd")))
    assert [each if isinstance(each, int) else each.how for each in shown] == [
        2,
        "same",
        "changed",
        "same",
        3,
    ]
    assert folded(changes("A b.\n\nC d.", "A b.\n\nC d.")) == [2]


def test_a_very_long_paragraph_is_not_compared_word_by_word():
    long = "word " * (MOST_WORDS + 1)
    assert hows(long, long + "more") == ["gone", "come"]


@given(TEXT, TEXT)
def test_both_wordings_can_be_read_off_it(before, after):
    found = changes(before, after)
    old = ["".join(p.text for p in one.pieces if p.how != "come") for one in found if one.how != "come"]
    new = ["".join(p.text for p in one.pieces if p.how != "gone") for one in found if one.how != "gone"]
    assert (old, new) == (paragraphs(before), paragraphs(after))
    kept = sum(each if isinstance(each, int) else 1 for each in folded(found))
    assert kept == len(found)
