"""Minutes of work in a ticket."""

from tickets.effort import LEFT, MOST, USUAL, effort_of


def test_it_is_what_its_kind_takes_by_priority_less_what_was_done():
    assert effort_of(priority="normal") == USUAL
    assert effort_of(priority="urgent", usual=20) == 30
    assert effort_of(priority="low", usual=20) == 15
    assert effort_of(priority="normal", usual=20, handled=5) == 15


def test_while_it_is_open_something_is_left_and_nothing_is_endless():
    assert effort_of(priority="normal", usual=20, handled=500) == 20 * LEFT
    assert effort_of(priority="normal", usual=10**6) == MOST
    assert effort_of(priority="?", usual=-3, handled=-3) == USUAL
