"""What is posted, reversed, committed, and posted by itself: to the cent."""

import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from budget import actions, sources
from budget.models import Posting
from budget.queries import book
from budget.sources import Cost, verify
from tests.budget.conftest import TODAY, day

pytestmark = pytest.mark.django_db
ROWS: list[Cost] = []


def from_table(since, until):
    return [row for row in ROWS if since <= row.day <= until]


@pytest.fixture
def table(settings):
    """A source whose rows the test writes."""
    settings.BUDGET_PROVIDERS = {"table": "tests.budget.test_posting.from_table"}
    ROWS.clear()
    yield ROWS
    ROWS.clear()


def cost(ref="1:01", cents=100_01, month=1, **more):
    return Cost(ref, day(month, 28), "people", cents, "Pay", **more)


def differences(year):
    (one,) = verify(year, TODAY.date())
    return one


def test_a_posting_is_reversed_and_never_changed(posted, mona, year, centre):
    wrong = posted(1_234_56)
    back = actions.reverse(wrong, by=mona, words="Typed wrong")
    right = posted(1_234_65)
    assert (back.cents, back.reverses, back.day) == (-1_234_56, wrong, wrong.day)
    assert book(mona, year).of(centre.pk, "tools").actual[0] == right.cents
    for again in (wrong, back):
        with pytest.raises(ValidationError, match="already"):
            actions.reverse(again, by=mona, words="Again")
    for act in (
        lambda: Posting.objects.filter(pk=wrong.pk).update(cents=1),
        lambda: Posting.objects.filter(pk=right.pk)._raw_delete("default"),
    ):
        with pytest.raises(InternalError, match="never changed"), transaction.atomic():
            act()


def test_a_reference_stands_once_and_again_after_it_was_reversed(posted, mona):
    first = posted(reference="INV-7")
    with pytest.raises(ValidationError, match="posted already"):
        posted(reference=" INV-7 ")
    actions.reverse(first, by=mona, words="Wrong amount")
    assert posted(reference="INV-7").turn == 2


def test_sent_twice_it_is_one_posting(posted):
    assert posted(key="abc") == posted(key="abc")
    assert posted() != posted()


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"cents": 0}, "other than nothing"),
        ({"cents": 10**15}, "other than nothing"),
        ({"day": datetime.date(2025, 12, 31)}, "not in 2026"),
        ({"day": datetime.date(2027, 1, 1)}, "not in 2026"),
        ({"words": " "}, "What for"),
        ({"kind": "bribes"}, "no such choice"),
    ],
)
def test_what_cannot_be_posted_is_refused(posted, given_, words):
    with pytest.raises(ValidationError, match=words):
        posted(**given_)
    assert not Posting.objects.exists()


def test_a_line_or_commitment_of_another_centre_is_refused(posted, year, rest, mona):
    rent = year.current.planned.get(line__name="Rent").line
    ordered = actions.commit(year, centre=rest, kind="vendors", vendor="Acme", cents=[1_00] * 12, by=mona)
    for more in ({"line": rent}, {"commitment": ordered}):
        with pytest.raises(ValidationError, match="another cost centre"):
            posted(**more)


def test_a_commitment_is_released_by_what_is_posted_against_it(posted, year, centre, mona):
    ordered = actions.commit(
        year, centre=centre, kind="tools", vendor="Acme", cents=[0, 0, 300_00, 300_00] + [0] * 8, by=mona
    )
    assert book(mona, year).total.committed[2:4] == [300_00, 300_00]
    billed = posted(400_00, month=3, commitment=ordered)
    assert book(mona, year).total.committed[2:4] == [0, 200_00]
    actions.reverse(billed, by=mona, words="Not ours")
    assert book(mona, year).total.committed[2:4] == [300_00, 300_00]
    actions.release(ordered, by=mona)
    assert not any(book(mona, year).total.committed)


# --- from sources


def test_a_source_is_posted_once_however_often_it_is_asked(table, year, rest):
    table += [cost("1:01"), cost("1:02", 99_99, 2), cost("1:07", 1_00, 7)]
    assert actions.post_sources(TODAY) == 2  # July is not over
    assert actions.post_sources(TODAY) == 0
    assert {(one.centre, one.cents) for one in Posting.objects.all()} == {(rest, 100_01), (rest, 99_99)}
    assert differences(year).expected == differences(year).posted == 200_00
    assert not differences(year).differences


def test_what_changed_at_the_source_is_reversed_and_posted_anew(table, year, centre, rest, billing):
    table += [cost("1:01", team_id=billing.pk), cost("2:01")]
    actions.post_sources(TODAY)
    table[:] = [cost("1:01", 90_00, team_id=billing.pk)]
    assert actions.post_sources(TODAY) == 3
    assert actions.post_sources(TODAY) == 0
    assert [one.cents for one in Posting.objects.standing()] == [90_00]
    assert differences(year).posted == 90_00
    table[:] = [cost("1:01", 100_01, team_id=billing.pk)]
    actions.post_sources(TODAY)
    assert Posting.objects.standing().get().turn == 3


def test_how_a_whole_was_shared_out_stays(table, year, centre, rest, billing):
    table += [cost("1:01/a", 50_01, team_id=billing.pk), cost("1:01/b", 50_00)]
    actions.post_sources(TODAY)
    table[:] = [cost("1:01/c", 100_01)]
    assert actions.post_sources(TODAY) == 0
    assert not differences(year).differences


def test_without_a_centre_it_waits_and_is_named(table, draft, rest, mona):
    actions.save_centre(rest, {"code": "900", "name": "House"}, by=mona)
    table += [cost("1:01")]
    assert actions.post_sources(TODAY) == 0
    (one,) = differences(draft).differences
    assert (one.expected, one.posted, one.unplaced) == (100_01, 0, True)
    actions.save_centre(rest, {"code": "900", "name": "House", "takes_rest": True}, by=mona)
    assert actions.post_sources(TODAY) == 1


def test_a_closed_year_stays_as_it_is_and_says_what_differs(table, year, mona):
    table += [cost("1:01")]
    actions.post_sources(TODAY)
    actions.close(year, by=mona)
    table += [cost("1:02", 5_00, 2)]
    assert actions.post_sources(TODAY) == 0
    assert [one.whole for one in differences(year).differences] == ["1:02"]


def test_what_a_source_posted_is_corrected_there(table, year, mona):
    table += [cost()]
    actions.post_sources(TODAY)
    with pytest.raises(ValidationError, match="corrected there"):
        actions.reverse(Posting.objects.get(), by=mona, words="Wrong")


ODD = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 3), st.integers(-(10**7), 10**7)), max_size=8)


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ODD, min_size=1, max_size=4))
def test_postings_are_what_the_sources_say_whatever_they_say(table, year, mona, posted, turns):
    """Odd cents, amounts that change and go, and reversals by hand between."""
    for turn in turns:
        table[:] = [
            cost(f"{person}:{month:02}/{n}", cents, month) for n, (month, person, cents) in enumerate(turn)
        ]
        actions.post_sources(TODAY)
        actions.reverse(posted(random.randint(1, 999)), by=mona, words="Wrong")
        found = differences(year)
        assert found.expected == found.posted == sum(row.cents for row in table)
        assert not found.differences
        assert sum(book(mona, year).total.actual) == found.posted


def test_the_command_says_it_to_the_cent(table, year, capsys):
    table += [cost("1:01"), cost("1:02", 99_99, 2)]
    actions.post_sources(TODAY)
    call_command("budget_verify", "--today", "2026-07-15")
    assert "2026 table: 200.00 expected, 200.00 posted, 0 differ" in capsys.readouterr().out
    table += [cost("1:03", 1, 3)]
    with pytest.raises(CommandError, match="1 differ"):
        call_command("budget_verify", "--today", "2026-07-15")
    assert "1:03 expected 0.01, posted 0.00" in capsys.readouterr().out
    assert sources.providers()
