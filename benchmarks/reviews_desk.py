"""A desk with so many reviews, written by the database itself: 20 teams, 200 agents, 60 leads, two years.

Review n is of ticket n, which has a customer's message, the answer under review and one more answer, that
stands in reserve. Its moment is spread over the two years by the golden ratio, so that a desk that grows
stays spread; people take turns. Of the last two weeks many are still being written, some disputed. What is
rated is drawn by chance from a seed, and scored as qa.scoring does: a test counts again.
"""

import itertools
import random
from typing import Any

from benchmarks import words
from benchmarks.company import FIRST_NAMES, LAST_NAMES
from benchmarks.lives import HOURS, TERMS

TEAMS, AGENTS, LEADS, CONTACTS, TEXTS = 20, 10, 3, 1000, 200  # agents and leads of each team
WEEKS = 104
CRITERIA = tuple(
    {"section": section, "title": title, "points": 5, "weight": weight, "critical": critical}
    for section, title, weight, critical in (
        ("Tone", "Friendly and respectful", 2, True), ("Tone", "By name", 1, False),
        ("Content", "Every question answered", 3, False), ("Content", "Correct, by the guideline", 3, False),
        ("Content", "In the right place", 1, False),
    )
)  # fmt: skip

# :first and :last are the reviews to write, :seed the dice. A step a table, in the order of the keys.
STEPS = (
    "SELECT setseed(:seed)",
    # What is decided of each, once for all tables.
    """
    CREATE TEMP TABLE planned ON COMMIT DROP AS
    SELECT n, person.id AS person, person.team, now() - interval '3 days'
        - interval '727 days' * ((n * 0.6180339887498949) %% 1) AS at,
        CASE WHEN n %% 10 = 0 THEN manager.id ELSE reviewer.id END AS reviewer,
        CASE WHEN n %% 50 = 49 THEN 'dropped'
            WHEN (n * 0.6180339887498949) %% 1 < 0.98 THEN CASE WHEN n %% 4 = 0 THEN 'given' ELSE 'read' END
            WHEN n %% 10 < 4 THEN 'begun' WHEN n %% 10 = 4 THEN 'disputed' ELSE 'given' END AS state,
        n %% 5 > 0 AS drawn, (ARRAY['email', 'email', 'web', 'phone', 'chat'])[1 + n %% 5] AS channel,
        (ARRAY['et', 'en', 'pl', 'es', 'ru'])[1 + person.team_place %% 5] AS language,
        5 - floor(random() ^ 2 * 5)::int AS c1, 1 + floor(random() * 5)::int AS c2,
        5 - floor(random() ^ 3 * 5)::int AS c3, 5 - floor(random() ^ 2 * 5)::int AS c4,
        CASE WHEN random() < 0.9 THEN 1 + floor(random() * 5)::int END AS c5
    FROM generate_series(:first, :last) AS n
    JOIN bench_people AS person ON person.role = 'agent' AND person.place = n * 7 %% 200
    JOIN bench_people AS reviewer ON reviewer.role = 'lead'
        AND reviewer.place = person.team_place * 3 + n %% 3
    JOIN bench_people AS manager ON manager.role = 'manager' AND manager.place = 0
    """,
    """
    ALTER TABLE planned ADD score numeric(6, 5)
    """,
    """
    UPDATE planned SET score = CASE WHEN c1 < 3 THEN 0 ELSE
        round((2 * (c1 - 1) + (c2 - 1) + 3 * (c3 - 1) + 3 * (c4 - 1) + coalesce(c5 - 1, 0)) / 4.0
            / (9 + (c5 IS NOT NULL)::int), 5) END
    WHERE state IN ('given', 'read', 'disputed')
    """,
    """
    CREATE UNIQUE INDEX ON planned (n)
    """,
    """
    ANALYZE planned
    """,
    """
    INSERT INTO tickets_ticket (number, reference, subject, state, priority, channel, language, tags,
        opened_at, active_at, solved_at, queue_at, queue_metric, revision, assignee_id, calendar_version_id,
        policy_version_id, requester_id, team_id)
    SELECT n, lpad(n::text, 8, '0'), 'Question ' || n, 'closed', 'normal', channel, language, '{}',
        at - interval '1 hour', at, at, :never, '', 3, person, :calendar, :policy, 1 + n %% :contacts, team
    FROM planned
    """,
    """
    INSERT INTO tickets_message (id, kind, channel, at, text, folded, html, recipients, message_id, author_id,
        contact_id, ticket_id)
    SELECT 3 * n - 2 + step, 'public', channel, at + interval '1 hour' * (step - 1), said.text, '', '', '{}',
        '', CASE WHEN step > 0 THEN person END, CASE WHEN step = 0 THEN 1 + n %% :contacts END, n
    FROM planned CROSS JOIN generate_series(0, 2) AS step
    JOIN bench_texts AS said ON said.place = (n + step) %% :texts
    """,
    """
    INSERT INTO qa_review (id, scorecard_id, message_id, person_id, reviewer_id, why, state, blind, chance,
        team_id, channel, language, answers, causes, words, aside, edit, seconds, score, failed, begun_at,
        given_at, since, read_at, dropped_for)
    SELECT n, :scorecard, 3 * n - 1, person, reviewer, CASE WHEN drawn THEN 'sampled' ELSE 'picked' END,
        state, drawn, CASE WHEN drawn THEN 0.1 + n %% 3 * 0.1 END, team, channel, language,
        CASE WHEN state = 'begun' THEN '{}' ELSE jsonb_build_object('c1', c1, 'c2', c2, 'c3', c3, 'c4', c4,
            'c5', c5) END,
        '{}', 'Nearly. Answer the second question too.', '', 1, 180 + n %% 400, score,
        CASE WHEN score IS NOT NULL AND c1 < 3 THEN '["c1"]'::jsonb ELSE '[]' END, at + interval '1 day',
        CASE WHEN state NOT IN ('begun', 'dropped') THEN at + interval '2 days' END,
        CASE WHEN state NOT IN ('begun', 'dropped') THEN at + interval '2 days' END,
        CASE WHEN state = 'read' THEN at + interval '60 hours' END,
        CASE WHEN state = 'dropped' THEN 'A test mail.' ELSE '' END
    FROM planned
    """,
    """
    INSERT INTO qa_rating (review_id, criterion, value, causes)
    SELECT n, key, (chosen - 1) / 4.0, CASE WHEN chosen < 3 THEN '["Haste"]'::jsonb ELSE '[]' END
    FROM planned CROSS JOIN LATERAL (
        VALUES ('c1', c1), ('c2', c2), ('c3', c3), ('c4', c4), ('c5', c5)) AS rated (key, chosen)
    WHERE state IN ('given', 'read', 'disputed')
    """,
    """
    INSERT INTO qa_mark (review_id, message_id, criterion, start, "end", note, at)
    SELECT n, 3 * n - 1, 'c' || 1 + step, 8 * step, 8 * step + 7, 'Well said.', at + interval '1 day'
    FROM planned CROSS JOIN generate_series(0, n %% 3) AS step WHERE state NOT IN ('dropped') AND n %% 2 = 0
    """,
    """
    INSERT INTO qa_dispute (review_id, number, criteria, words, at, verdict, answer, before, settled_by_id,
        settled_at, passed_up_at)
    SELECT n, 1, '["c1"]', 'All was answered.', at + interval '3 days',
        CASE WHEN state = 'disputed' THEN 'open'
            ELSE (ARRAY['accepted', 'partly', 'rejected'])[1 + n %% 3] END,
        CASE WHEN state = 'disputed' THEN '' ELSE 'You are right.' END, '{}',
        CASE WHEN state <> 'disputed' THEN reviewer END,
        CASE WHEN state <> 'disputed' THEN at + interval '3 days' END,
        CASE WHEN state = 'disputed' AND n %% 30 = 4 THEN at + interval '3 days' END
    FROM planned WHERE state = 'disputed' OR state = 'given' AND n %% 16 = 0
    """,
    """
    INSERT INTO qa_reading (review_id, reader_id, at)
    SELECT n, (SELECT id FROM bench_people WHERE role = 'manager' AND place = 1), at + interval '3 days'
    FROM planned WHERE score IS NOT NULL AND n %% 10 = 3
    """,
    """
    INSERT INTO qa_moment (message_id, load)
    SELECT 3 * n - 1, 30 + n * 13 %% 90 FROM planned WHERE n %% 10 < 7
    """,
    """
    INSERT INTO qa_tonefinding (message_id, rule_id, kind, start, "end", shipped, confidence, state, found_at,
        judged_by_id, judged_at)
    SELECT 3 * n - 1, rule.id, 'rude', 0, 4, 0.8, 0.7,
        CASE WHEN recent THEN 'open' WHEN n %% 3 = 0 THEN 'dismissed' ELSE 'confirmed' END, at,
        CASE WHEN NOT recent THEN reviewer END, CASE WHEN NOT recent THEN at + interval '1 day' END
    FROM (SELECT *, at > now() - interval '14 days' AS recent FROM planned) AS heard
    JOIN qa_tonerule AS rule ON rule.name = 'rule-' || n %% 10 AND rule.language = heard.language
    WHERE n %% 5 = 1
    """,
    """
    INSERT INTO qa_draw (cycle_id, message_id, person_id, chance, reasons, place, state, review_id,
        replaced_for)
    SELECT cycle.id, 3 * n - 1 + step, person, 0.1 + n %% 3 * 0.1,
        CASE WHEN n %% 4 = 0 THEN '{"overload": 2.0}'::jsonb ELSE '{}' END, n,
        CASE WHEN step = 1 THEN 'reserve' WHEN planned.state = 'dropped' THEN 'replaced' ELSE 'given_out' END,
        CASE WHEN step = 0 THEN n END, CASE WHEN step = 0 AND planned.state = 'dropped' THEN 'A test.' ELSE ''
        END
    FROM planned CROSS JOIN generate_series(0, 1) AS step
    JOIN qa_cycle AS cycle ON planned.at >= cycle.since AND planned.at < cycle.until
    WHERE drawn
    """,
    "UPDATE qa_cycle SET edit = edit + 1",
    """
    INSERT INTO qa_coaching (id, person_id, coach_id, scorecard_id, criterion, title, action, opened_at,
        follow_up_on, wanted, seed, followed_at, expected, closed_at, outcome, effect)
    SELECT n / 100, person, reviewer, :card, 'c3', 'Every question answered', 'Read it twice.',
        at + interval '2 days', (at + interval '20 days')::date, 1, n,
        CASE WHEN n %% 300 = 0 THEN at + interval '20 days' END, (n %% 300 = 0)::int,
        CASE WHEN n %% 600 = 0 THEN at + interval '30 days' END,
        CASE WHEN n %% 600 = 0 THEN 'It helped.' ELSE '' END, '{}'
    FROM planned WHERE n %% 100 = 0
    """,
    """
    INSERT INTO qa_coaching_findings (coaching_id, review_id)
    SELECT n / 100, n - step * 200 FROM planned CROSS JOIN generate_series(0, 2) AS step
    WHERE n %% 100 = 0 AND n - step * 200 > 0
    """,
    """
    INSERT INTO qa_calibration (id, name, scorecard_id, due_on, opened_by_id, opened_at, closed_at, outcome)
    SELECT n / 1000, 'Calibration ' || n / 1000, :scorecard, at::date, manager.id, at,
        CASE WHEN n %% 2000 = 0 THEN at END, CASE WHEN n %% 2000 = 0 THEN 'Clearer words.' ELSE '' END
    FROM planned JOIN bench_people AS manager ON manager.role = 'manager' AND manager.place = 1
    WHERE n %% 1000 = 0
    """,
    """
    INSERT INTO qa_calibration_people (calibration_id, user_id)
    SELECT n / 1000, id FROM planned JOIN bench_people ON role = 'lead' AND place < 6 WHERE n %% 1000 = 0
    """,
    """
    INSERT INTO qa_calibrationitem (calibration_id, message_id, place)
    SELECT n / 1000, 3 * (n - step) - 1, step FROM planned CROSS JOIN generate_series(1, 20) AS step
    WHERE n %% 1000 = 0
    """,
    """
    INSERT INTO qa_sheet (item_id, user_id, answers, words, score, given_at)
    SELECT item.id, leads.id, jsonb_build_object('c1', 1 + item.id %% 5, 'c2', 1 + (item.id + leads.id) %% 2,
        'c3', 1 + item.id %% 4, 'c4', 3, 'c5', 2), '', 0.5, now()
    FROM qa_calibrationitem AS item JOIN bench_people AS leads ON leads.role = 'lead' AND leads.place < 6
    WHERE item.calibration_id * 1000 BETWEEN :first AND :last
    """,
    """
    INSERT INTO qa_check (review_id, by_id, answers, words, score, drawn_at, given_at)
    SELECT n, id, CASE WHEN n %% 500 > 1 THEN '{"c1": 3, "c3": 3}'::jsonb ELSE '{}' END, '',
        CASE WHEN n %% 500 > 1 THEN 0.5 END, at, CASE WHEN n %% 500 > 1 THEN at + interval '4 days' END
    FROM planned JOIN bench_people ON role = 'manager' AND place = 0 WHERE n %% 50 = 1 AND score IS NOT NULL
    """,
    """
    INSERT INTO qa_loop (id, scorecard_id, criterion, title, telling, state, opened_at, question, reason,
        effect)
    SELECT n / 1000, :card, 'c3', 'Every question answered', '["second"]', 'open', at, '{}', '', '{}'
    FROM planned WHERE n %% 1000 = 0
    """,
    """
    INSERT INTO qa_finding (loop_id, review_id, criterion, person_id, team_id, found_at, stood)
    SELECT (n + 999) / 1000, n, 'c3', person, team, at, TRUE FROM planned
    WHERE c3 < 3 AND state IN ('given', 'read') AND (n + 999) / 1000 * 1000 <= :last
    """,
)
NUMBERED = (
    "tickets_ticket:number", "tickets_message:id", "qa_review:id", "qa_coaching:id", "qa_calibration:id",
    "qa_loop:id",
)  # fmt: skip


def found(cursor: Any) -> dict[str, Any]:
    """People, scorecard, a plan with its weeks; what the steps ask for."""
    from django.utils import timezone

    from qa import actions
    from scheduling.actions import set_hours
    from sla.actions import set_policy
    from staff.actions import hire
    from staff.models import Team
    from tickets.models.ticket import NEVER

    names = (f"{first} {last}" for last, first in itertools.product(LAST_NAMES, FIRST_NAMES))
    cursor.execute("CREATE TABLE bench_people (role text, place int, id bigint, team bigint, team_place int)")
    cursor.execute("CREATE TABLE bench_texts (place int, text text)")
    rows, teams = [], []
    for at in range(TEAMS):
        team = Team.objects.create(name=f"Team {at}", slug=f"team-{at}", colour=1 + at % 8)
        teams.append(team)
        for role, number in (("agent", AGENTS), ("lead", LEADS)):
            for n in range(number):
                address = f"{role}{at * number + n}@desk.example"
                who = hire(email=address, full_name=next(names), role=role, teams=(team,))
                rows.append((role, at * number + n, who.pk, team.pk, at))
    managers = [hire(email=f"manager{n}@desk.example", full_name=next(names), role="manager") for n in (0, 1)]
    rows += [("manager", n, who.pk, None, None) for n, who in enumerate(managers)]
    cursor.executemany("INSERT INTO bench_people VALUES (%s, %s, %s, %s, %s)", rows)
    _texts(cursor)
    cursor.execute(
        "INSERT INTO qa_tonerule (name, language, confirmed, dismissed) SELECT 'rule-' || n, language, 20, n"
        " FROM generate_series(0, 9) AS n, unnest(ARRAY['et', 'en', 'pl', 'es', 'ru']) AS language"
    )
    calendar = set_hours("Weekdays", HOURS, teams=tuple(teams))
    policy = set_policy("Standard", TERMS)
    card = actions.save_scorecard(None, name="Answers", criteria=CRITERIA, causes=["Haste"], by=managers[0])
    _weeks(cursor, managers[0], timezone.now())
    return {
        "scorecard": card.pk, "card": card.scorecard_id, "calendar": calendar.pk, "policy": policy.pk,
        "contacts": CONTACTS, "texts": TEXTS, "never": NEVER,
    }  # fmt: skip


def _texts(cursor: Any) -> None:
    draw = random.Random("reviews")
    texts = [(place, f"Dear Dana, thank you. {words.text(draw, 'en')[:200]}") for place in range(TEXTS)]
    cursor.executemany("INSERT INTO bench_texts VALUES (%s, %s)", texts)
    cursor.execute(
        "INSERT INTO customers_contact (id, name, language, time_zone, created_at, email)"
        " SELECT n, 'Customer ' || n, 'en', 'Europe/Tallinn', now(), 'c' || n || '@customer.example'"
        " FROM generate_series(1, %s) AS n",
        [CONTACTS],
    )


def _weeks(cursor: Any, manager: Any, now: Any) -> None:
    """A plan that has drawn every week, and what each person wrote in it."""
    from qa import actions
    from staff.models import User

    leads = User.objects.filter(role="lead")
    begun = now.date() - (now - now.replace(year=now.year - 2, day=1))
    plan = actions.save_plan(
        None, name="Weekly", per_person=4, days=7, starts_on=begun, reviewers=dict.fromkeys(leads, 40),
        by=manager,
    )  # fmt: skip
    cursor.execute(
        "INSERT INTO qa_cycle (plan_id, number, since, until, seed, sizes, drawn_at)"
        " SELECT %s, week, now() - interval '7 days' * (%s - week + 1), now() - interval '7 days' *"
        " (%s - week), week, (SELECT jsonb_object_agg(id, 40) FROM bench_people WHERE role = 'agent'),"
        " now() - interval '7 days' * (%s - week) FROM generate_series(1, %s) AS week",
        [plan.pk, WEEKS, WEEKS, WEEKS, WEEKS],
    )


def fill(cursor: Any, known: dict[str, Any], first: int, last: int) -> None:
    """Reviews of these numbers and all that belongs to them, in the caller's transaction."""
    given = {**known, "first": first, "last": last, "seed": first / 1_000_000 % 1}
    for step in STEPS:
        for name in sorted(given, key=len, reverse=True):
            step = step.replace(f":{name}", f"%({name})s")
        cursor.execute(step, given)
    for table, key in (one.split(":") for one in NUMBERED):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), (SELECT max({key}) FROM {table}))"
        )
