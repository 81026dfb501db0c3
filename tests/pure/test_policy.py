"""Policies: what may be promised, and the form in which it is kept."""

from datetime import timedelta

import pytest

from sla.policy import Policy
from sla.promise import Category, Hours, OnChange, PolicyError, Promise, Reopen, Target, Threshold
from sla.promise import first_response, resolution

HOUR = timedelta(hours=1)

TERMS = {
    "promises": {
        "urgent": {
            "first_response": {"span": 1800, "warnings": [{"fraction": 0.75}]},
            "resolution": {
                "span": 14400,
                "hours": "calendar",
                "pauses_in": ["waiting", "hold"],
                "warnings": [{"left": 600, "real": True}],
                "reopen": "new_cycle",
            },
        },
        "normal": {"first_response": {"span": 14400}},
    },
    "on_change": "retroactive",
    "bounce_window": 3600,
}


def test_stored_terms_are_read_back_as_promises():
    policy = Policy.from_dict(TERMS)
    assert policy.promise_for("urgent") == Promise(
        targets=(
            first_response(timedelta(minutes=30), warnings=(Threshold(fraction=0.75),)),
            resolution(
                4 * HOUR,
                hours=Hours.CALENDAR,
                pauses_in=frozenset({Category.WAITING, Category.HOLD}),
                warnings=(Threshold(left=timedelta(minutes=10), real=True),),
                reopen=Reopen.NEW_CYCLE,
            ),
        ),
        on_change=OnChange.RETROACTIVE,
        bounce_window=HOUR,
    )
    assert policy.promise_for("normal").targets == (first_response(4 * HOUR),)
    assert Policy.from_dict(policy.to_dict()) == policy


def test_a_priority_nobody_named_is_promised_nothing():
    assert Policy.from_dict(TERMS).promise_for("low") == Promise()


@pytest.mark.parametrize(
    ("terms", "hint"),
    [
        ([], "names with values"),
        ({"promises": 3}, "names with values"),
        ({"surprise": 1}, "it may hold promises"),
        ({"promises": {"low": {"applause": {"span": 3}}}}, "use first_response, resolution"),
        ({"promises": {"low": {"resolution": {"span": "3"}}}}, "not a possible span"),
        ({"promises": {"low": {"resolution": {"span": 10**30}}}}, "not a possible span"),
        ({"promises": {"low": {"resolution": {"span": True}}}}, "not a possible span"),
        ({"promises": {"low": {"resolution": {}}}}, "needs a span"),
        ({"promises": {"low": {"resolution": {"span": 0}}}}, "longer than nothing"),
        ({"promises": {"low": {"resolution": {"span": 5, "pauses_in": ["lunch"]}}}}, "not a possible pauses_in"),
        ({"promises": {"low": {"resolution": {"span": 5, "pauses_in": ["open"]}}}}, "waiting on the customer or on hold"),
        ({"promises": {"low": {"first_response": {"span": 5, "pauses_in": ["hold"]}}}}, "never pauses"),
        ({"promises": {"low": {"resolution": {"span": 5, "warnings": [{}]}}}}, "either a fraction"),
        ({"promises": {"low": {"resolution": {"span": 5, "warnings": [{"fraction": 1.0}]}}}}, "between 0 and 1"),
        ({"promises": {"low": {"resolution": {"span": 5, "warnings": [{"fraction": "nan"}]}}}}, "between 0 and 1"),
        ({"promises": {"low": {"resolution": {"span": 5, "warnings": [{"left": 5}]}}}}, "shorter than the target"),
        ({"on_change": "sometimes"}, "not a possible on_change"),
        ({"agent_opened_waits": "yes"}, "not a possible agent_opened_waits"),
    ],
)
def test_nonsense_is_refused_with_a_hint(terms, hint):
    with pytest.raises(PolicyError, match=hint):
        Policy.from_dict(terms)


def test_one_target_per_metric():
    target = Target(metric=resolution(HOUR).metric, span=HOUR)
    with pytest.raises(PolicyError, match="one target per kind"):
        Promise(targets=(resolution(HOUR), target))
