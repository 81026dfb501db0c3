"""The desk of the benchmark of reviews is one that could be true, and every page of the reviews is opened."""

import pytest
from django.db import connection
from django.db.models import F

from benchmarks.reviews_desk import fill, found
from benchmarks.reviews_pages import left_out, pages
from qa.actions.reviewing import as_decimal, score_of
from qa.choices import COUNTED
from qa.models import Calibration, Cycle, Rating, Review
from qa.quality import quality_of

REVIEWS = 2000


@pytest.mark.django_db
def test_a_desk_full_of_reviews_is_one_that_could_be_true():
    with connection.cursor() as cursor:
        fill(cursor, found(cursor), 1, REVIEWS)
    assert Review.objects.count() == REVIEWS
    assert not Review.objects.exclude(message__author=F("person")).exists()
    given = Review.objects.filter(state__in=COUNTED).select_related("scorecard")
    for one in given.filter(pk__lte=300):
        scored = score_of(one.scorecard, one.answers)
        assert (one.score, one.failed) == (as_decimal(scored.value), [*scored.failed])
    assert Rating.objects.count() == 5 * given.count()
    assert quality_of(Cycle.objects.first()) is None
    assert Calibration.objects.count() == REVIEWS // 1000
    assert left_out() == set()
    assert {page.by for page in pages()} == {"agent", "lead", "manager"}
