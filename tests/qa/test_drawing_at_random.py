"""What a plan draws, whatever people, plans and quotas there are: nobody reviews themselves, quotas hold,
what is dropped is replaced and counted.
"""

import datetime
import random
from collections import Counter

import pytest
from django.db import transaction

from qa import actions
from qa.choices import DrawState, State
from qa.models import Moment, Review
from qa.sampling import FLOOR
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import DAY, NOW, a_plan, a_scorecard
from tickets.choices import MessageKind
from tickets.models import Message

pytestmark = pytest.mark.django_db
DESKS = 8
OVER = NOW + 8 * DAY


@pytest.fixture
def reviewers(cleo, mona, billing, network):
    """Leads of one team or of both, who write answers too; one reports to another; and two managers."""
    lena = hire(email="lena@desk.example", full_name="Lena Org", role="lead", teams=(billing, network))
    kai = hire(email="kai@desk.example", full_name="Kai Org", role="lead", teams=(network,))
    max_ = hire(email="max@desk.example", full_name="Max Org", role="manager", teams=(billing,))
    lena.reports_to = cleo
    lena.save(update_fields=["reports_to"])
    return [cleo, lena, kai, mona, max_]


@pytest.fixture
def written(reviewers, amara, ben, nora, dana, ticket, network):
    """Everybody has written, some a lot; some answers are likelier to be drawn than others."""
    elsewhere = make_ticket(requester=dana, team=network)
    dice = random.Random(1)
    kai = reviewers[2]
    answers = Message.objects.bulk_create(
        Message(
            ticket=elsewhere if who in (nora, kai) else ticket, kind=MessageKind.PUBLIC, channel="email",
            author=who, at=NOW + DAY + number * datetime.timedelta(minutes=7), text=f"{number}.",
        )
        for number, who in enumerate([*[amara] * 9, *[ben] * 4, *[nora] * 6, *reviewers * 3])
    )  # fmt: skip
    Moment.objects.bulk_create(
        Moment(message=one, load=dice.choice([40, 85, 120])) for one in answers if dice.random() < 0.4
    )


def drawn(dice, reviewers, mona, seed):
    chosen = dice.sample(reviewers, dice.randint(1, len(reviewers)))
    quotas = {one: dice.randint(1, 9) for one in chosen}
    plan = a_plan(mona, per_person=dice.randint(1, 5), reviewers=quotas)
    return actions.draw_next(plan, at=OVER, seed=seed), quotas, plan.per_person


def check(cycle, quotas, per_person):
    """What must hold after any draw, and after anything was dropped."""
    found = Review.objects.filter(draw__cycle=cycle, state=State.BEGUN)
    begun = [*found.select_related("message", "reviewer")]
    for one in begun:
        assert one.person_id != one.reviewer_id
        assert one.person_id == one.message.author_id
        assert one.reviewer.reports_to_id != one.person_id
    given_to = Counter(one.reviewer for one in begun)
    assert all(number <= quotas[who] for who, number in given_to.items())
    rows = [*cycle.draws.exclude(state=DrawState.RESERVE).select_related("review", "replaced_by")]
    reserve = Counter(cycle.draws.filter(state=DrawState.RESERVE).values_list("person", flat=True))
    alive = Counter(row.person_id for row in rows if row.state != DrawState.REPLACED)
    for person, size in ((int(key), number) for key, number in cycle.sizes.items()):
        wanted = min(per_person, size)
        assert alive[person] == wanted or (alive[person] < wanted and not reserve[person])
        chances = [*cycle.draws.filter(person=person).values_list("chance", flat=True)]
        if len(chances) == size:
            assert sum(chances) == pytest.approx(wanted)
        assert min(chances) >= FLOOR * wanted / size - 1e-9
    for row in rows:
        replaced = row.state == DrawState.REPLACED
        assert replaced == bool(row.replaced_for)
        assert not replaced or row.replaced_by_id or not reserve[row.person_id]
        assert row.review is None or row.review.chance == row.chance
        assert row.review is None or (row.review.state == State.DROPPED) == replaced
    assert len({row.replaced_by_id for row in rows if row.replaced_by_id}) == sum(
        row.replaced_by_id is not None for row in rows
    )


def test_any_desk_any_plan_any_quotas(written, reviewers, mona):
    a_scorecard(mona)
    dice = random.Random(2)
    replaced = 0
    for seed in range(DESKS):
        with transaction.atomic():
            cycle, quotas, per_person = drawn(dice, reviewers, mona, seed)
            check(cycle, quotas, per_person)
            for _ in range(dice.randint(0, 4)):
                open_ones = [*Review.objects.filter(draw__cycle=cycle, state=State.BEGUN)]
                if open_ones:
                    one = dice.choice(open_ones)
                    actions.drop_review(one, by=one.reviewer, why="A test mail.")
            check(cycle, quotas, per_person)
            replaced += cycle.draws.filter(state=DrawState.REPLACED).count()
            transaction.set_rollback(True)
    assert replaced > DESKS / 2
