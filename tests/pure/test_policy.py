"""What may be promised: nonsense is refused with a hint."""

from datetime import timedelta

import pytest

from sla.policy import Category, PolicyError, Promise, Threshold, first_response, resolution

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("promise", "hint"),
    [
        (lambda: first_response(timedelta(0)), "longer than nothing"),
        (lambda: resolution(-HOUR), "longer than nothing"),
        (
            lambda: resolution(HOUR, pauses_in=frozenset({Category.OPEN})),
            "waiting on the customer or on hold",
        ),
        (lambda: resolution(HOUR, warnings=(Threshold(left=HOUR),)), "shorter than the target"),
        (lambda: Threshold(), "either a fraction"),
        (lambda: Threshold(fraction=0.5, left=MINUTE), "either a fraction"),
        (lambda: Threshold(fraction=1.0), "between 0 and 1"),
        (lambda: Threshold(fraction=float("nan")), "between 0 and 1"),
        (lambda: Threshold(left=-MINUTE), "longer than nothing"),
        (lambda: Threshold(fraction=0.5, real=True), "by the wall clock"),
        (lambda: Promise(targets=(resolution(HOUR), resolution(2 * HOUR))), "one target per kind"),
    ],
)
def test_a_promise_that_makes_no_sense_is_refused(promise, hint):
    with pytest.raises(PolicyError, match=hint):
        promise()


def test_a_first_response_never_pauses():
    with pytest.raises(PolicyError, match="never pauses"):
        type(first_response(HOUR))(
            metric=first_response(HOUR).metric, span=HOUR, pauses_in=frozenset({Category.WAITING})
        )


def test_nine_tenths_are_exactly_nine_tenths():
    assert Threshold(fraction=0.9).share_of(HOUR) * 10 == 9
