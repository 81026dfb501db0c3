"""Facts of random histories, against what each figure is defined to be, worked out in plain Python.

The oracle never walks along a log: it asks about each moment, from the whole history.
"""

import datetime
import random
from collections import Counter

import pytest

from reports.counted.facts import Ended, Event, facts_of
from reports.counted.sketch import ACCURACY, added, quantile, sketch_of

START = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
DONE = ("solved", "closed")


def history(chance: random.Random) -> list[Event]:
    """What may happen to one ticket, as the actions write it down."""
    log = [Event(1, "opened", START, message=1, data={"team": 1})]
    at, state, messages = START, "new", 1
    team = 1
    for number in range(2, chance.randint(3, 40)):
        at += chance.randint(0, 600) * MINUTE
        what = chance.choice(
            ["answer", "answer", "write", "solve", "reopen", "team", "assign", "no_reply", "note"]
        )
        if what in ("answer", "write"):
            messages += 1
            kind = "agent_answered" if what == "answer" else "customer_wrote"
            log.append(Event(number, kind, at, actor=chance.choice([7, 8]), message=messages))
        elif what == "solve" and state not in DONE:
            state = chance.choice(DONE)
            by = chance.choice([7, 8, None])
            log.append(Event(number, "moved", at, actor=by, data={"was": "open", "to": state}))
        elif what == "reopen" and state in DONE:
            log.append(Event(number, "moved", at, data={"was": state, "to": "open"}))
            state = "open"
        elif what == "team":
            log.append(Event(number, "team_changed", at, data={"was": team, "to": 3 - team}))
            team = 3 - team
        elif what == "assign":
            log.append(Event(number, "assigned", at, data={"to": chance.choice([7, 8, None])}))
        elif what == "no_reply":
            log.append(Event(number, "no_reply_needed", at))
        else:
            log.append(Event(number, "noted", at, actor=7))
    return log


def done_at(log, place):
    """Whether it is solved after the event in this place."""
    moves = [event for event in log[: place + 1] if event.kind == "moved"]
    return bool(moves) and moves[-1].data["to"] in DONE


def team_at(log, place):
    return next(
        (event.data["to"] for event in reversed(log[: place + 1]) if event.kind == "team_changed"), 1
    )  # fmt: skip


def expected(log, spent=0):
    """(kind, at, until, seconds, team, agent) of each fact."""
    found = [("arrived", START, None, None, 1, None)]
    answers = [n for n, event in enumerate(log) if event.kind == "agent_answered"]
    for place in answers:
        event = log[place]
        found.append(("answered", event.at, None, None, team_at(log, place), event.actor))
        # Words that were open then: after the last answer, solving or “needs no reply” before it.
        last = max(
            (n for n in range(place) if log[n].kind in ("agent_answered", "no_reply_needed")
             or (log[n].kind == "moved" and log[n].data["to"] in DONE)), default=-1,
        )  # fmt: skip
        asked = [event.at for event in log[last + 1 : place] if event.kind in ("opened", "customer_wrote")]
        if asked:
            earlier = any(row[0] == "first_response" for row in found)
            seconds = int((event.at - min(asked)).total_seconds())
            kind = "next_response" if earlier else "first_response"
            found.append((kind, event.at, None, seconds, team_at(log, place), event.actor))
    solvings = [n for n in range(len(log)) if done_at(log, n) and not done_at(log, n - 1)]
    again = [n for n in range(1, len(log)) if not done_at(log, n) and done_at(log, n - 1)]
    for place in solvings:
        event, since = log[place], max([n for n in again if n < place], default=0)
        owner = [one.data["to"] for one in log[:place] if one.kind == "assigned"]
        agent = event.actor or (owner[-1] if owner else None)
        found.append(("solved", event.at, None, None, team_at(log, place), agent))
        seconds = int((event.at - log[since].at).total_seconds())
        found.append(("resolution", event.at, None, seconds, team_at(log, place), agent))
        if len(solvings) == 1 and not again and sum(1 for n in answers if n < place) == 1:
            found.append(("one_touch", event.at, None, None, team_at(log, place), agent))
    if solvings and spent and done_at(log, len(log) - 1):
        place = solvings[-1]
        owner = [one.data["to"] for one in log[:place] if one.kind == "assigned"]
        agent = log[place].actor or (owner[-1] if owner else None)
        found.append(("handled", log[place].at, None, spent, team_at(log, place), agent))
    for place in again:
        owner = [one.data["to"] for one in log[:place] if one.kind == "assigned"]
        found.append(
            ("reopened", log[place].at, None, None, team_at(log, place), owner[-1] if owner else None)
        )
    # A spell begins with the ticket, with opening it again, and with another team while it is not solved.
    begins = [0, *again, *(n for n, e in enumerate(log) if e.kind == "team_changed" and not done_at(log, n))]
    ends = sorted({*solvings, *(n for n in begins if log[n].kind == "team_changed")})
    for place in begins:
        end = next((n for n in ends if n > place), None)
        until = log[end].at if end is not None else None
        found.append(("backlog", log[place].at, until, None, team_at(log, place), None))
    return Counter(found)


def told(log, **more):
    return Counter(
        (fact.kind, fact.at, fact.until, fact.seconds, fact.team, fact.agent)
        for fact in facts_of(log, **more)
    )


@pytest.mark.parametrize("part", range(4))
def test_facts_of_random_histories(part):
    kinds = Counter()
    for seed in range(part * 1000, part * 1000 + 1000):
        log, spent = history(random.Random(seed)), seed % 3 * 100
        assert told(log, spent=spent) == expected(log, spent), seed
        kinds += Counter(kind for kind, *_rest in expected(log, spent).elements())
        shuffled = log[:]
        random.Random(seed).shuffle(shuffled)
        assert told(shuffled, spent=spent) == told(log, spent=spent), seed
    kinds_told = ("one_touch", "reopened", "first_response", "next_response", "backlog", "handled")
    assert all(kinds[kind] > 20 for kind in kinds_told)


def test_what_was_taken_back_never_was():
    log = [
        Event(1, "opened", START, message=1, data={"team": 1}),
        Event(2, "agent_answered", START + MINUTE, actor=7, message=2),
        Event(3, "moved", START + MINUTE, actor=7, data={"was": "open", "to": "solved"}),
        Event(4, "answer_taken_back", START + 2 * MINUTE, actor=7, message=2, data={"events": [3]}),
    ]
    assert {fact.kind for fact in facts_of(log)} == {"arrived", "backlog"}


def test_a_corrected_time_counts_from_then():
    log = [
        Event(1, "opened", START, message=1, data={"team": 1}),
        Event(2, "agent_answered", START + 30 * MINUTE, actor=7, message=2),
        Event(3, "retimed", START + 60 * MINUTE, data={"what": 1, "to": (START - 60 * MINUTE).isoformat()}),
    ]
    (first,) = [fact for fact in facts_of(log) if fact.kind == "first_response"]
    assert first.seconds == 90 * 60
    assert min(fact.at for fact in facts_of(log)) == START - 60 * MINUTE


def test_a_merged_ticket_has_no_facts_and_its_answers_count_where_they_stand():
    source = [Event(1, "opened", START, message=1, data={"team": 1})]
    assert facts_of(source, merged=True) == []
    target = [
        Event(2, "opened", START, message=3, data={"team": 1}),
        Event(4, "agent_answered", START + MINUTE, actor=8, message=4, elsewhere=True),
        Event(5, "agent_answered", START + MINUTE, actor=8, message=5, here=False),
    ]
    assert [fact.agent for fact in facts_of(target) if fact.kind == "answered"] == [8]


def test_all_of_the_time_counts_once_when_it_was_solved_last():
    log = [
        Event(1, "opened", START, message=1, data={"team": 1}),
        Event(2, "moved", START + MINUTE, actor=7, data={"was": "open", "to": "solved"}),
        Event(3, "moved", START + 2 * MINUTE, actor=7, data={"was": "solved", "to": "open"}),
        Event(4, "team_changed", START + 3 * MINUTE, data={"was": 1, "to": 2}),
        Event(5, "moved", START + 4 * MINUTE, actor=8, data={"was": "open", "to": "solved"}),
    ]

    def handled(log, spent):
        facts = [fact for fact in facts_of(log, spent=spent) if fact.kind == "handled"]
        return [(fact.at, fact.seconds, fact.team, fact.agent) for fact in facts]

    assert handled(log[:2], 90) == [(START + MINUTE, 90, 1, 7)]
    assert handled(log[:4], 90) == []
    assert handled(log, 300) == [(START + 4 * MINUTE, 300, 2, 8)]
    assert handled(log, 0) == []


def test_promises_and_scores():
    log = [
        Event(1, "opened", START, message=1, data={"team": 1}),
        Event(2, "assigned", START + MINUTE, data={"to": 7}),
        Event(3, "surveyed", START + 3 * MINUTE, data={"survey": 5, "solver": 7}),
        Event(4, "rated", START + 4 * MINUTE, data={"survey": 5, "solver": 7, "score": 2}),
        Event(5, "rated", START + 9 * MINUTE, data={"survey": 5, "solver": 7, "score": 4, "was": 2}),
    ]
    promises = [Ended("first_response", 1, START + 2 * MINUTE, False), Ended("work_time", 1, START, True)]
    found = {fact.kind: fact for fact in facts_of(log, promises)}
    assert (found["rated"].score, found["rated"].at) == (4, START + 4 * MINUTE)
    assert (found["promised_first"].kept, found["promised_first"].agent) == (False, 7)
    assert found["asked"].agent == 7
    assert "promised_resolution" not in found


def test_sketches_add_up_and_quantiles_are_within_their_accuracy():
    chance = random.Random(7)
    for _ in range(200):
        values = [round(chance.lognormvariate(8, 2)) for _ in range(chance.randint(1, 400))]
        cut = chance.randint(0, len(values))
        whole = added([sketch_of(values[:cut]), sketch_of(values[cut:])])
        assert whole == sketch_of(values)
        for q in (0.5, 0.9):
            exact = sorted(values)[max(1, -(-int(q * 10) * len(values) // 10)) - 1]
            assert abs(quantile(whole, q) - exact) <= ACCURACY * exact + 1e-6
    assert quantile({}, 0.5) is None
