"""Quality in figures: what each reader sees of it, counted again by hand."""

import datetime
import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from qa import figures
from qa.evidence import reviewed
from qa.listeners import on_answer
from qa.models import Moment, Review
from staff.models import Skill
from tests.factories import make_ticket
from tests.qa.ground import ALL, a_scorecard, given
from tickets.actions import reply, tag
from tickets.actions.product_signs import add_sign
from tickets.models import Message, TicketEvent

pytestmark = pytest.mark.django_db
ADDRESS = "qa:quality"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def reviews(ticket, mona, cleo, amara, ben):
    """Four of Amara's and two of Ben's, given by Cleo and as if they had been drawn."""
    card = a_scorecard(mona)
    chosen = [ALL, {**ALL, "c3": 1}, {**ALL, "c1": 1}, {**ALL, "c2": None}]
    for number, answers in enumerate([*chosen, ALL, {**ALL, "c3": 2}]):
        message = reply(ticket, by=amara if number < 4 else ben, text=f"{number}.")
        causes = {"c3": ["Haste"]} if answers["c3"] < 3 else {}
        given(message, card, cleo, answers, causes=causes)
    Review.objects.update(chance=0.5)
    return Review.objects.all()


def test_means_intervals_and_criteria_are_what_one_counts_by_hand(reviews, amara, ben):
    people = {one.key: one for one in figures.by(reviews, "person")}
    mean = (1 + 0.5 + 0 + 1) / 4
    assert people[amara.pk].mean == pytest.approx(mean)
    assert (people[amara.pk].reviews, people[amara.pk].failed) == (4, 1)
    spread = (sum((one - mean) ** 2 for one in (1, 0.5, 0, 1)) / 3) ** 0.5
    assert people[amara.pk].high - mean == pytest.approx(min(1 - mean, 3.182 * spread / 2), abs=0.001)
    assert people[amara.pk].low == pytest.approx(max(0, mean - 3.182 * spread / 2), abs=0.001)
    assert people[ben.pk].mean == pytest.approx((1 + 0.75) / 2)
    criteria = {one.name: (one.reviews, one.mean) for one in figures.by_criterion(reviews)}
    assert criteria["Every question answered"] == (6, pytest.approx((1 + 0 + 1 + 1 + 1 + 0.5) / 6))
    assert criteria["By name"] == (5, 1)
    assert [(one.name, one.reviews, one.mean) for one in figures.by_cause(reviews)] == [("Haste", 2, 0.25)]
    ((week, number, whole),) = figures.by_week(reviews)
    assert (week.weekday(), number) == (0, 6)
    assert whole == pytest.approx((mean * 4 + 1.75) / 6)


def test_pages_of_each_reader_in_few_queries(client, reviews, mona, cleo, amara, nora):
    seen = {}
    for who in (mona, cleo, amara, nora):
        client.force_login(who)
        with CaptureQueriesContext(connection) as queries:
            seen[who] = client.get(reverse(ADDRESS), {"by": "person"}).content.decode()
        assert len(queries) <= 15
    assert "Ben Lepik" in seen[mona]
    assert "Ben Lepik" in seen[cleo]
    assert "Ben Lepik" not in seen[amara]
    assert "Every question answered" in seen[amara]
    assert "Nothing was reviewed" in seen[nora]
    assert "Time for one" in seen[mona]
    assert "Time for one" not in seen[cleo]
    client.force_login(mona)
    ways = ("team", "criterion", "channel", "language", "product", "type", "scorecard", "cause", "nonsense")
    for what in ways:
        assert client.get(reverse(ADDRESS), {"by": what, "days": "28", "drawn": "0"}).status_code == 200
    csv = client.get(reverse(ADDRESS), {"by": "person", "as": "csv"}).getvalue().decode()
    assert "Amara Kask,4,0.625" in csv


def test_a_review_counts_for_each_product_of_its_ticket(client, reviews, ticket, mona, amara):
    """As the type and the tags say now, whatever was said when the review was given."""
    cards, lines, others = (Skill.objects.create(name=name, kind="product") for name in ("Cards", "TV", "X"))
    assert figures.by_product(reviews) == []
    tag(ticket, by=amara, tags=["refund", "card"])
    add_sign(cards, {"tag": "card"}, by=mona)
    add_sign(cards, {"tag": "refund"}, by=mona)
    add_sign(lines, {"tag": "refund"}, by=mona)
    add_sign(others, {"tag": "other"}, by=mona)
    (whole,) = figures.by(reviews, "team")
    found = figures.by_product(reviews)
    assert [(one.key, one.name) for one in found] == [(cards.pk, "Cards"), (lines.pk, "TV")]
    for one in found:
        assert (one.reviews, one.failed) == (6, whole.failed)
        assert (one.mean, one.low, one.high) == pytest.approx((whole.mean, whole.low, whole.high))
    assert whole.low < whole.mean < whole.high
    for who, n in ((mona, 6), (amara, 4)):
        client.force_login(who)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(ADDRESS), {"by": "product"}).content.decode()
        assert len(queries) <= 15
        assert re.search(rf'<th scope="row">TV</th><td class="n">{n}</td>', page)
        assert ">X<" not in page
    client.force_login(mona)
    csv = client.get(reverse(ADDRESS), {"by": "product", "as": "csv"}).getvalue().decode()
    assert "Cards,6," in csv


def test_parts_of_a_product_are_added_up_as_if_they_were_one(reviews, ticket, mona, amara, dana, billing):
    cards = Skill.objects.create(name="Cards", kind="product")
    others = [make_ticket(requester=dana, team=billing, tags=tags) for tags in (["card"], ["card", "x"])]
    tag(ticket, by=amara, tags=["card", "y"])
    add_sign(cards, {"tag": "card"}, by=mona)
    (whole,) = figures.by(reviews, "team")
    for n, review in enumerate(reviews.order_by("pk")[:5]):
        Message.objects.filter(pk=review.message_id).update(ticket=others[min(n // 2, 1)])
    (one,) = figures.by_product(reviews)
    assert (one.reviews, one.failed) == (6, whole.failed)
    assert (one.mean, one.low, one.high) == pytest.approx((whole.mean, whole.low, whole.high))


def test_evidence_counts_what_was_drawn_alone(reviews, amara):
    Review.objects.filter(person=amara).order_by("pk").last().delete()
    now = timezone.now()
    found = {row.name: row.value for row in reviewed(amara, now - DAY, now + DAY).rows}
    assert found["Answers reviewed that were drawn"] == 3
    assert found["Mean score of these"] == 50
    Review.objects.update(chance=None)
    assert reviewed(amara, now - DAY, now + DAY).rows[1].value is None


def test_the_load_is_noted_once_when_an_answer_leaves_and_not_later(ticket, amara):
    message = reply(ticket, by=amara, text="Now.")
    event = TicketEvent.objects.get(message=message, kind="agent_answered")
    on_answer(event)
    on_answer(event)
    assert Moment.objects.get().message == message
    late = reply(ticket, by=amara, text="Long ago.", at=timezone.now() - DAY)
    on_answer(TicketEvent.objects.get(message=late, kind="agent_answered"))
    assert Moment.objects.count() == 1


def test_load_behind_low_scores_is_said_and_its_absence_too(client, ticket, mona, cleo, amara, ben, network):
    """Made-up loads: high where the score is low; then dealt out by chance."""
    card = a_scorecard(mona)
    for number in range(36):
        who = (amara, ben, cleo)[number % 3]
        message = reply(ticket, by=who, text=f"{number}.")
        low = number % 2
        given(message, card, mona, {**ALL, "c3": 1 if low else 3})
        Moment.objects.create(message=message, load=100 if low else 30)
    found = figures.load_behind(Review.objects.all())
    assert (found.verdict, found.people, found.answers) == ("loaded", 3, 36)
    client.force_login(mona)
    assert "not to people" in client.get(reverse(ADDRESS), {"drawn": "0"}).content.decode()
    loads = [100, 30] * 18
    random.Random(5).shuffle(loads)
    for row, load in zip(Moment.objects.order_by("pk"), loads, strict=True):
        Moment.objects.filter(pk=row.pk).update(load=load)
    assert figures.load_behind(Review.objects.all()).verdict == "not_seen"
