"""Sampling plans: what is drawn, by whom it is reviewed, what steps in, and what the sample says of all."""

import datetime
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from qa import actions, leaving
from qa.actions.drawing import bounds, population
from qa.choices import DrawState, State, Why
from qa.models import Draw, Moment, Review
from qa.quality import figures_of, quality_of
from qa.tasks import draw
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import ALL, DAY, MONDAY, NOW, a_plan, a_scorecard, again
from tickets.actions import reply

pytestmark = pytest.mark.django_db
WITHIN = NOW + DAY
OVER = NOW + 8 * DAY


@pytest.fixture
def written(ticket, amara, ben, cleo):
    """Twelve of Amara's, three of Ben's, one of Cleo's, and one that came before the cycle."""
    reply(ticket, by=amara, text="Before.", at=NOW - 3 * DAY)
    for person, number in ((amara, 12), (ben, 3), (cleo, 1)):
        for n in range(number):
            reply(
                ticket,
                by=person,
                text=f"{person.first_name} {n}.",
                at=WITHIN + n * datetime.timedelta(minutes=1),
            )


# --- the plan


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "1 to 80"),
        ({"per_person": 0}, "Between 1 and 20"),
        ({"per_person": 21}, "Between 1 and 20"),
        ({"days": 3}, "no such choice"),
        ({"reviewers": {}}, "Somebody has to review"),
    ],
)
def test_a_plan_that_cannot_draw_is_refused(mona, wrong, words):
    with pytest.raises(ValidationError, match=words):
        a_plan(mona, **wrong)


def test_who_plans_and_who_reviews(mona, cleo, amara):
    with pytest.raises(PermissionDenied):
        a_plan(cleo)
    with pytest.raises(ValidationError, match="may review"):
        a_plan(mona, reviewers={amara: 5})
    with pytest.raises(ValidationError, match="at most 200"):
        a_plan(mona, reviewers={cleo: 201})
    a_plan(mona)
    with pytest.raises(ValidationError, match="that name already"):
        a_plan(mona)


def test_after_the_first_draw_the_days_stay(mona, card, written):
    plan = a_plan(mona)
    actions.draw_next(plan, at=OVER)
    said = {"name": "Weekly", "per_person": 3, "starts_on": MONDAY, "reviewers": {mona: 9}, "by": mona}
    with pytest.raises(ValidationError, match="drawn already"):
        actions.save_plan(plan, days=14, **said)
    assert actions.save_plan(plan, days=7, **said).per_person == 3


# --- drawing


def test_quotas_reviewers_and_chances(mona, cleo, card, written, amara, ben):
    plan = a_plan(mona, reviewers={mona: 50, cleo: 2})
    assert actions.draw_next(plan, at=OVER - 2 * DAY) is None  # the week is not over
    cycle = actions.draw_next(plan, at=OVER)
    assert actions.draw_next(plan, at=OVER) is None
    assert cycle.sizes == {str(amara.pk): 12, str(ben.pk): 3, str(cleo.pk): 1}
    reviews = Review.objects.filter(why=Why.SAMPLED)
    assert Counter(one.person_id for one in reviews) == {amara.pk: 2, ben.pk: 2, cleo.pk: 1}
    given_to = Counter(one.reviewer_id for one in reviews)
    assert 1 <= given_to[cleo.pk] <= 2
    assert given_to[mona.pk] + given_to[cleo.pk] == 5
    assert all(one.person_id != one.reviewer_id and one.blind for one in reviews)
    chances = {one.person_id: one.chance for one in reviews}
    assert (chances[amara.pk], chances[cleo.pk]) == (pytest.approx(2 / 12), 1)
    assert cycle.draws.filter(state=DrawState.RESERVE).count() == 10 + 1


def test_the_same_seed_draws_the_same(mona, card, written):
    first = actions.draw_next(a_plan(mona), at=OVER, seed=7)
    second = actions.draw_next(a_plan(mona, name="Again"), at=OVER, seed=7)
    third = actions.draw_next(a_plan(mona, name="Other"), at=OVER, seed=8)

    def picked(cycle):
        return [
            *cycle.draws.exclude(state=DrawState.RESERVE).order_by("place").values_list("message", flat=True)
        ]

    assert picked(first) == picked(second) != picked(third)


def test_what_is_risky_is_likelier_and_says_why(mona, card, written, ticket, amara):
    loud = ticket.messages.filter(author=amara, text="Amara 5.").get()
    Moment.objects.create(message=loud, load=95)
    cycle = actions.draw_next(a_plan(mona), at=OVER, seed=3)
    row = cycle.draws.get(message=loud)
    others = cycle.draws.filter(person=amara).exclude(message=loud)
    assert row.reasons == {"overload": 2.0}
    assert all(row.chance > one.chance for one in others)


def test_only_the_plans_teams_and_what_was_not_redacted(mona, network, dana, nora, written, ticket):
    reply(make_ticket(requester=dana, team=network), by=nora, text="Elsewhere.", at=WITHIN)
    plan = a_plan(mona, teams=[network])
    assert [one.text for one in population(plan, *bounds(plan, 1))] == ["Elsewhere."]


def test_the_task_catches_up_and_is_safe_to_run_twice(mona, card, written):
    plan = a_plan(mona)
    assert draw() == plan.cycles.count() >= 2
    assert draw() == 0
    actions.end_plan(plan, by=mona)
    assert draw() == 0


def test_without_a_scorecard_what_is_drawn_waits(mona, written):
    cycle = actions.draw_next(a_plan(mona), at=OVER)
    assert set(cycle.draws.exclude(state=DrawState.RESERVE).values_list("state", flat=True)) == {
        DrawState.OPEN
    }
    a_scorecard(mona)
    assert actions.give_out(cycle, at=OVER) == 5


# --- what steps in


def test_a_dropped_one_is_replaced_and_logged_until_nothing_is_left(mona, card, written, ben):
    cycle = actions.draw_next(a_plan(mona), at=OVER)
    one = Review.objects.filter(person=ben).first()
    actions.drop_review(one, by=mona, why="A test mail.")
    row = Draw.objects.get(review=one)
    assert (row.state, row.replaced_for, row.replaced_by.person) == (DrawState.REPLACED, "A test mail.", ben)
    assert row.replaced_by.state == DrawState.GIVEN_OUT
    for left in Review.objects.filter(person=ben, state=State.BEGUN):
        actions.drop_review(left, by=mona, why="Another.")
    assert Review.objects.filter(person=ben, state=State.BEGUN).count() == 0
    assert cycle.draws.filter(person=ben, state=DrawState.REPLACED, replaced_by=None).count() == 2


def test_a_reviewer_who_leaves_hands_over_or_is_replaced(mona, cleo, card, written, network, amara):
    actions.draw_next(a_plan(mona, reviewers={cleo: 50}), at=OVER)
    theirs = Review.objects.filter(reviewer=cleo, state=State.BEGUN)
    assert leaving.left_behind(cleo)[0][1] == theirs.count() == 4  # nobody may review Cleo's but a manager
    stranger = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    one = theirs.first()
    leaving.hand_over(cleo, by=mona, to=mona)
    assert again(one).reviewer == mona
    leaving.hand_over(mona, by=cleo, to=stranger)
    assert not Review.objects.filter(state=State.BEGUN, reviewer__in=[mona, stranger]).exists()


# --- what it says of all


def figures(plan):
    """As the page reads them, and as they are when nothing was kept."""
    read = figures_of([plan.cycles.get()])
    plan.cycles.update(kept={})
    assert read == figures_of([plan.cycles.get()])
    return next(iter(read.values()))


def test_figures_are_kept_with_the_cycle_and_anew_after_each_change(
    mona, card, written, amara, cleo, django_assert_num_queries
):
    plan = a_plan(mona, per_person=3)
    actions.draw_next(plan, at=OVER)
    assert figures(plan).given == 0
    with django_assert_num_queries(1):
        figures_of([plan.cycles.get()])
    made = [*Review.objects.order_by("pk")]
    for one in made:
        actions.write_review(one, answers=ALL, by=mona, seen=0)
        actions.give_review(one, by=mona)
    found = figures(plan)
    assert (found.drawn, found.given, found.quality.value) == (len(made), len(made), pytest.approx(1))
    actions.dispute(made[0], criteria=["c3"], words="No.", by=made[0].person)
    actions.settle(made[0], verdict="partly", answer="Less.", answers={"c3": 1}, by=mona)
    assert figures(plan).quality.value < 1


def test_a_dropped_one_without_reserve_is_drawn_no_more(mona, card, written):
    plan = a_plan(mona, per_person=3)
    actions.draw_next(plan, at=OVER)
    before = figures(plan).drawn
    while Review.objects.filter(state=State.BEGUN).exists():
        actions.drop_review(Review.objects.filter(state=State.BEGUN).first(), by=mona, why="A test mail.")
    assert figures(plan).drawn < before


def test_quality_with_an_interval_and_too_few_to_tell(mona, card, written, amara, cleo):
    cycle = actions.draw_next(a_plan(mona, per_person=3), at=OVER)
    assert quality_of(cycle) is None
    for number, one in enumerate(Review.objects.order_by("pk")):
        answers = ALL if number % 2 else {**ALL, "c3": 1}
        actions.write_review(one, answers=answers, by=mona, seen=0)
        actions.give_review(one, by=mona)
    found = quality_of(cycle)
    assert found.population == 16
    assert found.reviewed == Review.objects.count() == 7
    assert 0 <= found.low <= found.value <= found.high <= 1
