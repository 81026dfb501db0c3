"""How far a rule is believed after judgements, and passages in their sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.tones.findings import Finding, Result
from qa.tones.nudging import nudges
from qa.tones.quoting import LONGEST, quoted
from qa.tones.trust import FLOOR, Judged, weighed, weight

shares = st.floats(0, 1)
counts = st.integers(0, 10_000)


@given(shares)
def test_before_anybody_judged_it_is_what_the_rule_ships_with(shipped):
    assert weight(shipped, Judged()) == pytest.approx(shipped)


@given(shares, counts, counts, st.integers(1, 1000))
def test_more_dismissals_never_raise_it_and_more_agreement_never_lowers_it(shipped, yes, no, more):
    now = weight(shipped, Judged(yes, no))
    assert 0 <= now <= 1
    assert weight(shipped, Judged(yes, no + more)) <= now + 1e-12
    assert weight(shipped, Judged(yes + more, no)) >= now - 1e-12


@given(shares, st.lists(st.booleans(), max_size=60), st.randoms())
def test_the_order_of_judgements_does_not_matter(shipped, verdicts, rng):
    """One after the other, each weight the prior of the next, comes to the same."""

    def told(verdicts):
        return weight(shipped, Judged(sum(verdicts), len(verdicts) - sum(verdicts)))

    mixed = verdicts[:]
    rng.shuffle(mixed)
    assert told(mixed) == told(verdicts)
    assert weight(shipped, Judged(10_000, 0)) >= told(verdicts) or shipped == 1


@given(shares, counts)
def test_it_comes_close_to_what_people_say(shipped, n):
    share = weight(shipped, Judged(3 * n, n))
    assert abs(share - 0.75) <= abs(shipped - 0.75) + 1e-9


def test_what_people_dismiss_is_no_longer_said():
    told = Result(
        0.5, (Finding("rude", 0, 4, "go-away", 0.9), Finding("careless", 6, 9, "shouting", 0.8)), ()
    )
    now = weighed(told, {"go-away": Judged(0, 6)})
    assert [one.rule for one in now.findings] == ["go-away", "shouting"]
    assert now.findings[0].confidence < FLOOR < now.findings[1].confidence == 0.8
    assert [one.rule for one in nudges(now)] == ["shouting"]


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 300))
def test_any_place_can_be_quoted(text, start, length):
    start = min(start, len(text))
    found = quoted(text, start, min(len(text), start + length))
    assert found.passage == text[start : start + length]


def test_a_passage_stands_in_its_sentence():
    text = "Hello. Obviously you did not read it! Bye."
    found = quoted(text, 7, 16)
    assert (found.before, found.passage, found.after) == ("", "Obviously", " you did not read it!")
    long = quoted("x " * 1000, 0, 1990)
    assert len(long.passage) == LONGEST + 1
    assert long.after == ""
