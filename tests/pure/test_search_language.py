"""The language of the search box: what texts mean, what is wrong with others; none is too much."""

import datetime
import os
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pure.search_laws import broken_laws
from tests.pure.search_texts import text
from tickets.search import MOST_LENGTH, MOST_TERMS, parse, spot, write
from tickets.search.times import bounds

# A text, and how its tree is written: brackets and names show what was understood.
CASES = [
    ("refund", "refund"),
    ("refund invoice", "refund invoice"),
    ("  refund \t invoice ", "refund invoice"),
    ('"exact phrase"', '"exact phrase"'),
    ("“exact phrase”", '"exact phrase"'),
    ('„täpne fraas“ "x  y"', '"täpne fraas" "x y"'),
    ("refu*", "refu*"),
    ("ref* und", "ref* und"),
    ("-refund", "-refund"),
    ("NOT refund", "-refund"),
    ("--refund", "refund"),
    ("-(a b)", "-(a b)"),
    ("-(a OR b)", "-(a OR b)"),
    ('-"not this"', '-"not this"'),
    ("a OR b", "a OR b"),
    ("a | b", "a OR b"),
    ("a AND b", "a b"),
    ("a b OR c d", "a b OR c d"),
    ("a (b OR c)", "a (b OR c)"),
    ("(a b) (c)", "a b c"),
    ("((a))", "a"),
    ("a OR (b OR c)", "a OR b OR c"),
    ("oranges or apples", "oranges or apples"),
    ("walk-in e-mail", "walk-in e-mail"),
    ("status:open", "status:open"),
    ("state:OPEN", "status:open"),
    ("status:open,waiting", "status:open,waiting"),
    ("(status:open OR status:waiting)", "status:open,waiting"),
    ("-status:open,waiting", "-status:open,waiting"),
    ("a status:open,waiting", "a status:open,waiting"),
    ("assignee:me", "assignee:me"),
    ('assignee:"Ben Lepik"', 'assignee:"Ben Lepik"'),
    ("agent:none", "assignee:none"),
    ('team:"Kraków billing"', 'team:"Kraków billing"'),
    ("tag:refund", "tag:refund"),
    ("tag:ref*", "tag:ref*"),
    ("tags:a,b,a", "tag:a,b"),
    ("tag:*,a,,", "tag:a"),
    ("priority:high", "priority:high"),
    ("priority>=high", "priority>=high"),
    ("channel:walk_in", "channel:walk_in"),
    ('channel:"walk in"', "channel:walk_in"),
    ("lang:et", "language:et"),
    ("from:acme.com", "from:acme.com"),
    ("-requester:dana@okafor.example", "-from:dana@okafor.example"),
    ("company:acme", "organisation:acme"),
    ("subject:refund", "subject:refund"),
    ('subject:"not received"', 'subject:"not received"'),
    ("note:chargeback", "note:chargeback"),
    ("file:invoice", "file:invoice"),
    ("#1042", "number:1042"),
    ("id:0042", "number:42"),
    ("number>=1000", "number>=1000"),
    ("created>2026-01-01", "created>2026-01-01"),
    ("created:2026-01", "created:2026-01"),
    ("created:31.12.2025", "created:31.12.2025"),
    ("created:2026-01..2026-03", "created:2026-01..2026-03"),
    ("created>7d", "created>7d"),
    ("updated:Today", "updated:today"),
    ("solved:yesterday", "solved:yesterday"),
    ("due<2h", "due<2h"),
    ("is:late is:unassigned is:waiting", "is:late is:unassigned is:waiting"),
    ("has:attachment", "has:attachment"),
    ("https://acme.com/x?a=b", "https://acme.com/x?a=b"),
    ("Re: hello", "Re: hello"),
    ("at 12:30", "at 12:30"),
    ("a<b x->y std::vector", "a<b x->y std::vector"),
    ("R & D", "R D"),
    ("", ""),
    ("☃ - && *", ""),
    ("'; drop table", "drop table"),
    (
        'status:open assignee:me team:"Kraków billing" tag:refund created>2026-01-01 has:attachment'
        ' -from:acme.com "exact phrase"',
        'status:open assignee:me team:"Kraków billing" tag:refund created>2026-01-01 has:attachment'
        ' -from:acme.com "exact phrase"',
    ),
]


@pytest.mark.parametrize(("text", "meant"), CASES)
def test_what_a_text_means(text, meant):
    query = parse(text)
    assert query.problems == ()
    assert write(query.tree) == meant
    assert parse(meant).tree == query.tree


# A text, what is wrong, where, and what may have been meant.
WRONG = [
    ("foo:bar", "unknown_field", 0, 3, ""),
    ("refund assigne:me", "unknown_field", 7, 7, "assignee"),
    ('tema:"x y"', "unknown_field", 0, 4, "team"),
    ("status:opne", "bad_value", 7, 4, "open"),
    ("a status:open,wating", "bad_value", 14, 6, "waiting"),
    ("priority>=hihg", "bad_value", 10, 4, "high"),
    ("is:lat", "bad_value", 3, 3, "late"),
    ("created>2026-02-31", "bad_time", 8, 10, ""),
    ("created>7m", "bad_time", 8, 2, ""),
    ("due<soon", "bad_time", 4, 4, ""),
    ("created:..", "bad_time", 8, 2, ""),
    ("created>2026-01..2026-02", "", 0, 0, ""),
    ("created>99999y", "bad_time", 8, 6, ""),
    ("number:12a", "bad_number", 7, 3, ""),
    ("tag>3", "no_comparing", 3, 1, "tag:3"),
    ("team: billing", "no_value", 5, 1, 'team:"Kraków billing"'),
    ('note:""', "no_value", 5, 2, "note:chargeback"),
    ("status:(open OR waiting)", "no_value", 7, 1, "status:open"),
    ('a "open phrase', "open_quote", 2, 12, ""),
    ("a (b", "open_bracket", 2, 1, ""),
    ("a) b", "stray_bracket", 1, 1, ""),
    ("a OR", "dangling", 2, 2, ""),
    ("OR b", "dangling", 0, 2, ""),
    ("a NOT", "dangling", 2, 3, ""),
    ("-)", "dangling", 0, 1, ""),
    ("(" * 20 + "a", "too_deep", 8, 1, ""),
    ("a " * (MOST_TERMS + 1), "too_many", 2 * MOST_TERMS, 1, ""),
    ("tag:" + ",".join(f"t{n}" for n in range(10, 60)), "too_many", 4 + 4 * MOST_TERMS, 3, ""),
    ('org:"', "open_quote", 4, 1, ""),
    ("x" * (MOST_LENGTH + 3), "too_long", MOST_LENGTH, 3, ""),
]


@pytest.mark.parametrize(("text", "kind", "at", "length", "hint"), WRONG)
def test_what_is_wrong_and_where(text, kind, at, length, hint):
    query = parse(text)
    if not kind:
        assert query.problems == ()
        return
    problem = query.problems[0]
    assert (problem.kind, problem.at, problem.length, problem.hint) == (kind, at, length, hint)
    assert query.tree is None


# 10,000 take three seconds: HELPDESK_EXAMPLES=10000, or python -m benchmarks.search_fuzz.
EXAMPLES = int(os.environ.get("HELPDESK_EXAMPLES", "2000"))


def test_whatever_is_typed_is_read_or_said_to_be_wrong_where_it_is():
    for number in range(EXAMPLES):
        typed = text("suite", number)
        assert broken_laws(typed) == [], ascii(typed)


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_said_to_be_wrong(typed):
    assert broken_laws(typed) == []


def test_texts_are_of_every_kind():
    """A fuzz that only meets errors, or none, looks at nothing."""
    met = Counter(kind for n in range(1500) for kind in kinds_of(parse(text("kinds", n))))
    assert {"read", *PROBLEMS} <= met.keys()
    assert 0.3 < met["read"] / 1500 < 0.7


def kinds_of(query):
    return {problem.kind for problem in query.problems} or {"read"}


PROBLEMS = {"unknown_field", "no_value", "bad_value", "bad_time", "bad_number", "no_comparing", "open_quote",
            "open_bracket", "stray_bracket", "dangling", "too_long", "too_many", "too_deep"}  # fmt: skip


@pytest.mark.parametrize("piece", ["(", "-", '"', "a:", "is:", "a OR ", "team:,", '"a" ', "<", "-(", "((a) "])
def test_the_longest_text_is_read_at_once(piece):
    begun = time.process_time()
    parse((piece * MOST_LENGTH)[:MOST_LENGTH])
    spot((piece * MOST_LENGTH)[:MOST_LENGTH], MOST_LENGTH)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("text", "cursor", "field", "typed", "replaced"),
    [
        ("", 0, None, "", ""),
        ("sta", 3, None, "sta", "sta"),
        ("refund sta", 10, None, "sta", "sta"),
        ("status:", 7, "status", "", ""),
        ("status:op", 9, "status", "op", "op"),
        ("a status:op b", 11, "status", "op", "op"),
        ("tag:a,re", 8, "tag", "re", "re"),
        ("tag:re,b", 6, "tag", "re", "re"),
        ('team:"Kraków b', 14, "team", "Kraków b", '"Kraków b'),
        ('team:"Kraków b"', 14, "team", "Kraków b", '"Kraków b"'),
        ("-from:ac", 8, "from", "ac", "ac"),
        ("(is:l", 5, "is", "l", "l"),
        ("refund ", 7, None, "", ""),
    ],
)
def test_what_is_being_typed(text, cursor, field, typed, replaced):
    place = spot(text, cursor)
    assert (place.field and place.field.name) == field
    assert (place.typed, text[place.at : place.end]) == (typed, replaced)


def test_nothing_is_completed_inside_a_phrase():
    assert spot('"a phrase is:', 13) is None


NOW = datetime.datetime(2026, 3, 29, 12, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("op", "value", "ahead", "start", "end"),
    [
        (":", "today", False, "2026-03-29", "2026-03-30"),
        (":", "yesterday", False, "2026-03-28", "2026-03-29"),
        (">", "2026-01-31", False, "2026-02-01", None),
        (">=", "2026-01-31", False, "2026-01-31", None),
        ("<", "2026-01-31", False, None, "2026-01-31"),
        ("<=", "2026-01-31", False, None, "2026-02-01"),
        (":", "2025-12", False, "2025-12-01", "2026-01-01"),
        (":", "2025", False, "2025-01-01", "2026-01-01"),
        (":", "31.12.2025", False, "2025-12-31", "2026-01-01"),
        (":", "2026-03-28T09", False, "2026-03-28T09:00", "2026-03-28T10:00"),
        (">=", "2026-03-28t9", False, "2026-03-28T09:00", None),
        (">", "7d", False, "2026-03-22T12:30", None),
        ("<", "2w", False, None, "2026-03-15T12:30"),
        (":", "24h", False, "2026-03-28T12:30", "2026-03-29T12:30"),
        ("<", "2h", True, None, "2026-03-29T14:30"),
        (":", "30min", True, "2026-03-29T12:30", "2026-03-29T13:00"),
        (":", "2026-01..2026-02", False, "2026-01-01", "2026-03-01"),
        (":", "2026-01..", False, "2026-01-01", None),
        (":", "..yesterday", False, None, "2026-03-29"),
    ],
)
def test_times(op, value, ahead, start, end):
    def at(text):
        return text and datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)

    assert bounds(op, value, NOW, ahead=ahead) == (at(start), at(end))


@pytest.mark.parametrize("value", ["2026-03-28T24", "2026-03-28T", "2026-03T09", "2026T09"])
def test_what_is_no_hour_is_no_time(value):
    assert bounds(":", value, NOW) is None


def test_a_day_is_a_day_of_the_readers_zone():
    from zoneinfo import ZoneInfo

    tallinn = ZoneInfo("Europe/Tallinn")
    # The night in which the clocks go forward: the day has 23 hours.
    start, end = bounds(":", "today", NOW.astimezone(tallinn))
    assert (end.astimezone(datetime.UTC) - start.astimezone(datetime.UTC)).total_seconds() == 23 * 3600
