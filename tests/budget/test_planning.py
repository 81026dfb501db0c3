"""Years, plans and lines: what is planned, planned anew, closed, and refused."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, transaction

from budget import actions
from budget.models import Change, CostCentre, Line, PlanVersion, Posting, Year
from budget.queries import book
from tests.budget.conftest import day

pytestmark = pytest.mark.django_db
JANUARY = datetime.date(2026, 1, 1)


def planned(year, name="Agents"):
    return year.current.planned.get(line__name=name)


def test_a_plan_is_approved_and_stays_while_another_is_written(year, mona):
    agents = planned(year)
    with pytest.raises(ValidationError, match="Begin a new one"):
        actions.save_line(agents.line, cents=[1] * 12, by=mona)
    second = actions.replan(year, reason="Two more agents", by=mona)
    actions.save_line(agents.line, cents=[6_000_00] * 12, by=mona, seen=1)
    assert sum(book(mona, year).total.plan) == 12 * 6_100_00
    actions.approve(year, by=mona)
    year.refresh_from_db()
    assert year.current == second
    assert sum(book(mona, year).total.plan) == 12 * 7_100_00
    assert planned(year).cents == [6_000_00] * 12
    assert agents.cents == year.versions.get(number=1).planned.get(line=agents.line).cents


def test_a_new_plan_needs_a_reason_and_there_is_one_at_a_time(year, mona):
    with pytest.raises(ValidationError, match="Reason"):
        actions.replan(year, reason="  ", by=mona)
    actions.replan(year, reason="Less rent", by=mona)
    with pytest.raises(ValidationError, match="already"):
        actions.replan(year, reason="Once more", by=mona)
    actions.drop_plan(year, by=mona)
    assert year.versions.count() == 1
    with pytest.raises(ValidationError):
        actions.drop_plan(year, by=mona)


def test_the_first_plan_cannot_be_dropped(draft, mona):
    with pytest.raises(ValidationError):
        actions.drop_plan(draft, by=mona)
    assert PlanVersion.objects.get().planned.count() == 3


def test_two_planners_do_not_overwrite_each_other(draft, mona):
    line = planned(draft).line
    actions.save_line(line, cents=[1_00] * 12, by=mona, seen=1)
    with pytest.raises(actions.StalePlan):
        actions.save_line(line, cents=[2_00] * 12, by=mona, seen=1)
    assert planned(draft).cents == [1_00] * 12


def test_a_line_out_of_the_plan_keeps_what_was_posted(year, centre, mona, posted):
    phones = planned(year, "Phones").line
    posted(line=phones)
    actions.replan(year, reason="No phones", by=mona)
    actions.remove_line(phones, by=mona)
    actions.approve(year, by=mona)
    year.refresh_from_db()
    found = book(mona, year)
    assert found.of(centre.pk, "tools").actual[0] == 150_00
    assert not any(found.of(centre.pk, "tools").plan)
    again = actions.replan(year, reason="Phones after all", by=mona)
    back = actions.add_line(year, centre=centre, kind="tools", name="Phones", cents=[1_00] * 12, by=mona)
    assert (back.line, back.version) == (phones, again)
    assert Line.objects.filter(name="Phones").count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " "}, "Name"),
        ({"name": "x" * 90}, "at most"),
        ({"kind": "bribes"}, "no such choice"),
        ({"cents": [1] * 11}, "twelve"),
        ({"cents": [10**15] * 12}, "twelve"),
        ({"name": "Phones", "kind": "tools"}, "already"),
    ],
)
def test_a_line_that_cannot_be_is_refused(draft, centre, mona, given, words):
    said = {"centre": centre, "kind": "people", "name": "More", "cents": [1] * 12, **given}
    with pytest.raises(ValidationError, match=words):
        actions.add_line(draft, by=mona, **said)
    assert draft.current.planned.count() == 3


def test_years_do_not_overlap(draft, mona):
    with pytest.raises(ValidationError, match="already"):
        actions.make_year({"name": "Other", "starts_on": datetime.date(2026, 12, 1)}, by=mona)
    with pytest.raises(ValidationError, match="already"):
        actions.make_year({"name": "2026", "starts_on": datetime.date(2027, 1, 1)}, by=mona)
    with pytest.raises(IntegrityError), transaction.atomic():
        Year.objects.create(name="x", starts_on=JANUARY, ends_on=day(2), made_by=mona, made_at=draft.made_at)
    made = actions.make_year({"name": "2027", "starts_on": datetime.date(2027, 1, 17)}, by=mona)
    assert (made.starts_on, made.ends_on) == (datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))


def test_nothing_is_planned_or_posted_in_a_closed_year(year, mona, posted):
    line = planned(year).line
    standing = posted()
    actions.close(year, by=mona)
    refused = [
        lambda: posted(),
        lambda: actions.reverse(standing, by=mona, words="Wrong"),
        lambda: actions.save_line(line, cents=[1] * 12, by=mona),
        lambda: actions.remove_line(line, by=mona),
        lambda: actions.replan(year, reason="x", by=mona),
        lambda: actions.save_year(year, {"name": "x"}, by=mona),
        lambda: actions.add_line(year, centre=line.centre, kind="other", name="x", cents=[1] * 12, by=mona),
        lambda: actions.commit(year, centre=line.centre, kind="vendors", vendor="x", cents=[1] * 12, by=mona),
        lambda: actions.close(year, by=mona),
    ]
    for act in refused:
        with pytest.raises(ValidationError, match="2026 is closed"):
            act()
    assert Posting.objects.count() == 1
    assert line.planned.count() == 1


def test_a_year_is_closed_when_nothing_waits(draft, mona):
    with pytest.raises(ValidationError, match="Approve"):
        actions.close(draft, by=mona)


def test_only_managers_change_anything(year, cleo, amara, centre, mona, posted):
    standing, line = posted(), planned(year).line
    scenario = None
    for by in (amara, cleo):
        acts = [
            lambda by=by: actions.make_year({"name": "x", "starts_on": datetime.date(2030, 1, 1)}, by=by),
            lambda by=by: actions.save_year(year, {"name": "x"}, by=by),
            lambda by=by: actions.approve(year, by=by),
            lambda by=by: actions.replan(year, reason="x", by=by),
            lambda by=by: actions.drop_plan(year, by=by),
            lambda by=by: actions.close(year, by=by),
            lambda by=by: actions.add_line(
                year, centre=centre, kind="other", name="x", cents=[1] * 12, by=by
            ),
            lambda by=by: actions.save_line(line, cents=[1] * 12, by=by),
            lambda by=by: actions.remove_line(line, by=by),
            lambda by=by: posted(by=by),
            lambda by=by: actions.reverse(standing, by=by, words="x"),
            lambda by=by: actions.commit(
                year, centre=centre, kind="tools", vendor="x", cents=[1] * 12, by=by
            ),
            lambda by=by: actions.save_centre(centre, {"code": "1", "name": "x"}, by=by),
            lambda by=by: actions.save_scenario(scenario, year=year, name="x", changes=[], by=by),
        ]
        for act in acts:
            with pytest.raises(PermissionDenied):
                act()
    assert Posting.objects.count() == 1


def test_every_change_leaves_a_line_that_nobody_can_change(year, mona):
    line = planned(year).line
    actions.replan(year, reason="More", by=mona)
    actions.save_line(line, cents=[6_000_00] * 12, by=mona)
    kinds = list(Change.objects.filter(year=year).order_by("pk").values_list("what", flat=True))
    assert kinds == [
        "year_made", "line_made", "line_made", "line_made", "approved", "replanned", "line_changed"
    ]  # fmt: skip
    last = Change.objects.latest("pk")
    assert (last.by, last.data["before"][0], last.data["after"][0]) == (mona, 5_000_00, 6_000_00)
    for act in (
        lambda: Change.objects.filter(pk=last.pk).update(words="x"),
        lambda: Change.objects.filter(pk=last.pk).delete(),
    ):
        with pytest.raises(InternalError, match="never changed"), transaction.atomic():
            act()


def test_a_cost_centre_is_below_one_other_and_never_below_itself(centre, rest, mona, amara, billing):
    said = {"code": "100", "name": "Billing desk"}
    below = actions.save_centre(rest, {"code": "900", "name": "House", "parent": centre}, by=mona)
    assert below.parent == centre
    with pytest.raises(ValidationError, match="above itself"):
        actions.save_centre(centre, {**said, "parent": rest}, by=mona)
    with pytest.raises(ValidationError, match="taken"):
        actions.save_centre(rest, said, by=mona)
    with pytest.raises(ValidationError, match="has this team"):
        actions.save_centre(rest, {"code": "900", "name": "House", "team": billing}, by=mona)
    with pytest.raises(ValidationError, match="may not see"):
        actions.save_centre(centre, {**said, "owner": amara}, by=mona)
    actions.save_centre(centre, {**said, "takes_rest": True}, by=mona)
    assert CostCentre.objects.get(takes_rest=True) == centre
