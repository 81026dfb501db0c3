"""A draft is filled by searching; what becomes of it when people or machines get in between."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from scheduling.actions import planning, solving
from scheduling.actions.planning import StaleDraft, begin_draft, place
from scheduling.actions.publishing import publish
from scheduling.models import Availability, Need, ShiftTemplate, SolveRun, TimeOff
from scheduling.solving import open_unlawful, problem_of
from staff.models import Contract, Skill
from tests.scheduling.test_planning import MONDAY, TALLINN, template
from tickets.models import TeamRouting

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def draft(billing, amara, ben, cleo):
    """Two people, an early shift, and one head needed from eight to three on three days."""
    for one in (amara, ben):
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40, regime="EE")
    billing.memberships.filter(user=cleo).update(leads=True)
    template("Early", 7)
    start = datetime.datetime(2027, 3, 1, 6, tzinfo=datetime.UTC)
    Need.objects.bulk_create(
        Need(
            team=billing,
            activity="tickets",
            heads=Decimal(1),
            starts_at=start + day * DAY + quarter * DAY / 96,
        )
        for day in range(3)
        for quarter in range(28)
    )
    return begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)


def searched(draft, cleo):
    run = solving.begin_solve(draft, by=cleo, seen=draft.edit, seconds=10)
    assert solving.work_off(run.pk)
    run.refresh_from_db()
    draft.refresh_from_db()
    return run


def test_what_is_needed_is_covered_lawfully_and_can_be_taken_back(draft, cleo):
    run = searched(draft, cleo)
    assert (run.state, run.cost is not None) == ("done", True), run.told
    assert {one.starts_at.date() for one in draft.shifts.exclude(user=None)} >= {
        MONDAY + n * DAY for n in range(3)
    }
    assert planning.undo(draft, by=cleo, seen=draft.edit)
    assert not draft.shifts.exists()


def test_what_it_found_can_be_published(draft, cleo):
    searched(draft, cleo)
    assert publish(draft, by=cleo, seen=draft.edit).content


def test_who_has_time_off_is_given_nothing_then_and_the_gap_says_so(draft, cleo, amara, ben):
    for one in (amara, ben):
        TimeOff.objects.create(
            user=one, kind="holiday", first_on=MONDAY, last_on=MONDAY, days=1, state="approved", asked_by=one,
            starts_at=datetime.datetime(2027, 2, 28, 22, tzinfo=datetime.UTC), asked_at=timezone.now(),
            ends_at=datetime.datetime(2027, 3, 1, 22, tzinfo=datetime.UTC),
        )  # fmt: skip
    run = searched(draft, cleo)
    assert not draft.shifts.filter(starts_at__date=MONDAY).exclude(user=None).exists()
    assert run.told["gaps"][0]["reason"] == "absent"
    assert str(amara.pk) in run.told["gaps"][0]["people"]


def test_a_need_with_a_skill_is_served_by_whoever_holds_it(draft, billing, amara, ben):
    """At the level that is asked for, as long as it lasts; and a language by whoever writes it."""
    refunds = Skill.objects.create(name="Refunds")
    for user, until in ((amara, MONDAY + 6 * DAY), (ben, MONDAY + 5 * DAY)):
        user.held_skills.create(skill=refunds, level=2, granted_at=timezone.now(), expires_on=until)
    russian = Skill.objects.create(name="Russian", kind="language", code="ru")
    ben.held_skills.create(skill=russian, level=2, granted_at=timezone.now())
    Need.objects.update(skill=refunds)
    first = Need.objects.order_by("starts_at").first()
    Need.objects.create(team=billing, activity="tickets", heads=1, starts_at=first.starts_at, language="ru")
    problem = problem_of(draft)
    key = str(refunds.pk)
    assert {one.id: one.skills for one in problem.people} == {amara.pk: {key}, ben.pk: {"ru"}}
    assert {one.skill for one in problem.demands} == {key, "ru"}
    TeamRouting.objects.create(team=billing).needs.create(tag="refund", skill=refunds, level=3)
    assert {one.skills for one in problem_of(draft).people} == {frozenset(), frozenset({"ru"})}


def test_a_template_that_no_law_allows_is_nobodys_and_the_gap_says_why(draft, cleo):
    """A contract may say nothing; the law knows no shift of twenty hours. In its break nobody is there."""
    Contract.objects.update(max_day_hours=24, night_work=True)
    ShiftTemplate.objects.update(minutes=20 * 60)
    assert {one.most_day_minutes for one in problem_of(draft).people} == {13 * 60}
    run = searched(draft, cleo)
    assert not draft.shifts.exclude(user=None).exists()
    assert {one["reason"] for one in run.told["gaps"]} == {"full", "no_shift"}


def test_until_midnight_is_the_whole_evening(draft, amara):
    Availability.objects.create(user=amara, weekday=0, starts=datetime.time(15), ends=datetime.time())
    (person,) = [one for one in problem_of(draft).people if one.id == amara.pk]
    (window,) = person.unavailable
    assert (window.ends_at - window.starts_at).total_seconds() == 15 * 3600


def test_of_two_shifts_with_too_little_rest_between_the_later_becomes_open(draft, cleo, amara):
    """And not the last of the weeks, which breaks nothing."""
    late = template("Late", 15)
    early = ShiftTemplate.objects.get(name="Early")
    for seen, (kind, day) in enumerate(((late, 0), (early, 1), (early, 4))):
        place(draft, by=cleo, seen=seen, template=kind, day=MONDAY + day * DAY, user=amara)
    shifts = list(draft.shifts.all())
    open_unlawful(draft, shifts)
    assert [one.user_id for one in shifts] == [amara.pk, None, amara.pk]


def test_a_draft_that_was_changed_meanwhile_is_left_alone(draft, cleo, amara):
    run = solving.begin_solve(draft, by=cleo, seen=draft.edit, seconds=10)
    place(draft, by=cleo, seen=0, template=ShiftTemplate.objects.get(), day=MONDAY, user=amara)
    solving.work_off(run.pk)
    run.refresh_from_db()
    assert (run.state, run.told["why"]) == ("failed", "changed")
    assert draft.shifts.count() == 1


def test_one_search_at_a_time_and_told_twice_it_is_done_once(draft, cleo):
    run = solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    with pytest.raises(ValidationError):
        solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    SolveRun.objects.filter(pk=run.pk).update(state="running", heard_at=timezone.now())
    assert not solving.work_off(run.pk)


def test_one_whose_worker_was_killed_is_marked_and_can_be_begun_again(draft, cleo):
    run = solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    SolveRun.objects.filter(pk=run.pk).update(state="running", heard_at=timezone.now() - DAY)
    again = solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    run.refresh_from_db()
    assert (run.state, again.state) == ("lost", "waiting")


def test_stopped_before_it_began_it_never_begins(draft, cleo):
    run = solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    solving.stop_solve(run, by=cleo)
    assert not solving.work_off(run.pk)


def test_without_a_need_or_people_it_says_so(draft, cleo):
    Need.objects.all().delete()
    assert searched(draft, cleo).told == {"why": "need"}
    Contract.objects.all().delete()
    assert searched(draft, cleo).told == {"why": "people"}


def test_who_saw_an_older_draft_is_told(draft, cleo):
    with pytest.raises(StaleDraft):
        solving.begin_solve(draft, by=cleo, seen=7, seconds=10)


def test_shifts_of_templates_are_where_it_starts_and_those_by_hand_stay(draft, cleo, amara, ben):
    early = ShiftTemplate.objects.get()
    place(draft, by=cleo, seen=0, template=early, day=MONDAY, user=amara)
    shift = place(draft, by=cleo, seen=1, template=early, day=MONDAY + DAY, user=ben)
    start = shift.starts_at + DAY / 24
    draft.refresh_from_db()
    planning.change(
        draft, by=cleo, seen=2, shift=shift.pk, starts_at=start, ends_at=start + DAY / 6, user=ben, parts=[]
    )
    problem = problem_of(draft)
    assert [one.person for one in problem.current] == [amara.pk]
    assert [one.person for one in problem.fixed] == [ben.pk]
    draft.refresh_from_db()
    searched(draft, cleo)
    assert draft.shifts.filter(user=ben, starts_at=start, ends_at=start + DAY / 6).exists()


def test_the_page_begins_shows_and_stops_it(client, draft, cleo):
    client.force_login(cleo)
    page = reverse("scheduling:draft", args=[draft.pk])
    client.post(reverse("scheduling:draft_solve", args=[draft.pk]), {"seen": 0, "seconds": 30})
    run = SolveRun.objects.get()
    assert "every 2s" in client.get(page).content.decode()
    state = reverse("scheduling:draft_solve_state", args=[draft.pk])
    assert "Waits for a worker" in client.get(state, headers={"hx-request": "true"}).content.decode()
    client.post(reverse("scheduling:draft_solve_stop", args=[draft.pk]))
    assert client.get(state, headers={"hx-request": "true"})["HX-Refresh"] == "true"
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Stopped before it began" in client.get(page).content.decode()


def test_while_one_search_is_on_another_waits_and_is_begun_later(draft, billing, cleo):
    other = begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    first = solving.begin_solve(draft, by=cleo, seen=0, seconds=10)
    second = solving.begin_solve(other, by=cleo, seen=0, seconds=10)
    SolveRun.objects.filter(pk=first.pk).update(state="running", heard_at=timezone.now())
    assert not solving.work_off(second.pk)
    SolveRun.objects.filter(pk=first.pk).update(state="done")
    SolveRun.objects.filter(pk=second.pk).update(asked_at=timezone.now() - DAY)
    assert solving.go_on() == 1
    second.refresh_from_db()
    assert second.state == "done"
