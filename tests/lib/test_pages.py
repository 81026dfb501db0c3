"""A page of a list that nobody counts."""

import pytest

from lib.pages import page_of

ROWS = list(range(7))


@pytest.mark.parametrize(
    ("asked", "rows", "says"),
    [
        (None, [0, 1, 2], (1, 3, False, True)),
        ("2", [3, 4, 5], (4, 6, True, True)),
        ("3", [6], (7, 7, True, False)),
        ("4", [0, 1, 2], (1, 3, False, True)),
        ("0", [0, 1, 2], (1, 3, False, True)),
        ("-1", [0, 1, 2], (1, 3, False, True)),
        ("²", [0, 1, 2], (1, 3, False, True)),
        ("9" * 30, [0, 1, 2], (1, 3, False, True)),
    ],
)
def test_one_row_more_says_whether_there_is_another_page(asked, rows, says):
    page = page_of(ROWS, 3, asked)
    assert [*page] == rows
    assert (page.start_index(), page.end_index(), page.has_previous(), page.has_next()) == says
    assert not page.has_next() or page.next_page_number() == page.number + 1
    assert not page.has_previous() or page.previous_page_number() == page.number - 1


def test_nothing_is_one_empty_page():
    page = page_of([], 3, None)
    assert not page.object_list
    assert not page.has_other_pages()
    assert (page.start_index(), page.end_index()) == (0, 0)
