"""A whole desk around the facts, made by the database in sets: tickets with their events and promises, what
customers said, mail, letters, rosters and clocks. Ticket n is the one of the facts of n.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from math import sqrt
from typing import Any

# Each ticket once, with all that the tables take from it. Every third of the newest is still active.
TICKETS = """
CREATE UNLOGGED TABLE made AS
SELECT n + 1 AS number, n, at, at + first_s * interval '1 second' AS answered_at,
    at + took * interval '1 second' AS solved_at, first_s, took,
    %(all)s - n <= 3 * %(active)s AND n %% 3 = 1 AS active,
    teams[1 + n %% 5] AS team, agents[1 + (n * 7) %% 40] AS agent, 1 + n %% %(contacts)s AS contact,
    (ARRAY['email', 'email', 'web', 'phone', 'chat'])[1 + n %% 5] AS channel,
    (ARRAY['normal', 'normal', 'low', 'high', 'urgent'])[1 + n / 3 %% 5] AS priority,
    (ARRAY['en', 'et', 'pl', 'es', 'ru'])[1 + n %% 5] AS language
FROM (
    SELECT n, %(first)s::timestamptz + (n / %(a_day)s) * interval '1 day'
            + ((n * 0.6180339887498949) %% 1) * interval '15 hours' AS at,
        (60 * exp(((n * 0.7548776662466927) %% 1) * 5))::int AS first_s,
        (600 * exp(((n * 0.5698402909980532) %% 1) * 5))::int AS took
    FROM generate_series(0, %(all)s - 1) AS n
) t CROSS JOIN (SELECT (SELECT array_agg(id ORDER BY id) FROM staff_team) AS teams,
    (SELECT array_agg(id ORDER BY id) FROM staff_user WHERE email LIKE 'agent%%') AS agents) p"""
# Eleven facts each, the last two of some alone.
FACTS = """
INSERT INTO reports_ticketfact (ticket_id, kind, number, at, until, seconds, working, kept, score, team_id,
    agent_id, channel, priority, language, organisation_id, type_id, topics, products)
SELECT number, kind, 1, at + extra * interval '1 second', CASE WHEN kind = 'backlog' AND NOT active
        THEN solved_at END,
    CASE WHEN kind IN ('first_response', 'next_response', 'resolution', 'handled') THEN extra END,
    CASE WHEN kind IN ('first_response', 'next_response', 'resolution') THEN extra / 3 END,
    CASE WHEN kind LIKE 'promised%' THEN n % 9 > 0 END, CASE WHEN kind = 'rated' THEN 1 + n % 5 END,
    team, CASE WHEN kind NOT IN ('arrived', 'backlog') OR n % 4 > 0 THEN agent END, channel, priority,
    language, CASE WHEN n % 20 = 0 THEN 1 + n % 200 END, NULL, ARRAY['topic ' || n % 12],
    ARRAY[products[1 + n % 4], products[5]]
FROM made CROSS JOIN LATERAL (VALUES ('arrived', 0), ('answered', first_s), ('first_response', first_s),
    ('next_response', 2 * first_s), ('solved', took), ('resolution', took), ('handled', 300 + took % 700),
    ('promised_first', first_s), ('promised_resolution', took), ('backlog', 0), ('asked', took),
    ('rated', took), ('reopened', took)
) k (kind, extra)
CROSS JOIN (SELECT array_agg(id ORDER BY id) AS products FROM staff_skill WHERE kind = 'product') p
WHERE (kind <> 'rated' OR n % 4 = 0) AND (kind <> 'reopened' OR n % 12 = 0)
    AND (NOT active OR kind IN ('arrived', 'backlog'))"""
ROWS = (
    FACTS,
    """INSERT INTO customers_organisation (id, name, vip, shares_tickets, created_at)
    SELECT n, 'Organisation ' || n, false, false, now() FROM generate_series(1, 200) AS n""",
    """INSERT INTO customers_contact (id, name, language, time_zone, created_at, email, organisation_id)
    SELECT n, 'Customer ' || n, 'en', 'UTC', now(), 'c' || n || '@customer.example', 1 + n % 200
    FROM generate_series(1, (SELECT max(contact) FROM made)) AS n""",
    """INSERT INTO tickets_ticket (number, reference, subject, state, priority, channel, language, tags,
        opened_at, active_at, solved_at, unanswered_since, queue_at, queue_metric, revision, assignee_id,
        requester_id, team_id)
    SELECT number, 'R' || number, 'A question',
        CASE WHEN active THEN (ARRAY['new', 'open', 'open', 'waiting'])[1 + n % 4]
            WHEN solved_at > now() - interval '28 days' THEN 'solved' ELSE 'closed' END,
        priority, channel, language, ARRAY['topic ' || n % 12], at, solved_at,
        CASE WHEN NOT active THEN solved_at END, CASE WHEN active AND n % 4 < 3 THEN at END,
        CASE WHEN active THEN now() + (n % 900 - 30) * interval '1 minute' ELSE '9999-12-31' END,
        CASE WHEN active THEN 'first_response' ELSE '' END, 1,
        CASE WHEN NOT active OR n % 4 > 0 THEN agent END, contact, team FROM made""",
    """INSERT INTO tickets_ticketevent (id, ticket_id, kind, at, recorded_at, actor_id, contact_id, via,
        through, data, announced_at)
    SELECT n * 8 + place, number, kind, m.at + late * interval '1 second', m.at + late * interval '1 second',
        CASE WHEN place IN (2, 4, 5) THEN agent END, CASE WHEN place IN (1, 3) THEN contact END, '', '',
        CASE place WHEN 1 THEN jsonb_build_object('team', team)
            WHEN 5 THEN '{"was": "open", "to": "solved", "move": "solve"}' ELSE '{}' END, m.at
    FROM made m CROSS JOIN LATERAL (VALUES (1, 'opened', 0), (2, 'agent_answered', first_s),
        (3, 'customer_wrote', first_s + took / 4), (4, 'agent_answered', first_s + took / 2),
        (5, 'moved', first_s + took)) k (place, kind, late)
    WHERE (place < 2 OR NOT active) AND (place NOT IN (3, 4) OR n % 2 = 0)""",
    """INSERT INTO tickets_ticketclock (ticket_id, audience, metric, cycle, state, started_at, due_at,
        warn_at, stopped_at, target_seconds, elapsed_seconds, warned, by_hand, adjusted_state)
    SELECT number, 'customer', metric, 1, CASE WHEN active THEN 'running' ELSE 'met' END, at,
        CASE WHEN active THEN now() + (n % 900 + 1) * interval '1 minute' ELSE at + interval '3 hours' END,
        CASE WHEN active THEN now() + (n % 900 - 60) * interval '1 minute' ELSE at + interval '2 hours' END,
        CASE WHEN NOT active THEN ends_at END, 10800, 3600, '{}', false, ''
    FROM made CROSS JOIN LATERAL (VALUES ('first_response', answered_at), ('resolution', solved_at))
        k (metric, ends_at)""",
    """INSERT INTO tickets_survey (solved_id, ticket_id, contact_id, team_id, solver_id, state, why, nonce,
        solved_at, due_at, asked_at, ends_at, low, language, answered_at, score, comment)
    SELECT n * 8 + 5, number, contact, team, agent, CASE WHEN n % 9 = 0 THEN 'answered' ELSE 'asked' END, '',
        'nonce ' || n, solved_at, solved_at, solved_at, solved_at + interval '14 days', 2, language,
        CASE WHEN n % 9 = 0 THEN solved_at END, CASE WHEN n % 9 = 0 THEN 1 + n % 5 END,
        CASE WHEN n % 18 = 0 THEN 'Thank you.' ELSE '' END
    FROM made WHERE NOT active AND n % 3 = 0""",
    """INSERT INTO mail_rawemail (folder, uidl, transport, server_due, envelope_to, envelope_from, sha256,
        size, received_at, stored_at, content, outcome, cause, handled_at, attempts, mail_key, fingerprint,
        sender, subject, verdict, ticket_id, decision)
    SELECT '', '', '', false, '', '', lpad(n::text, 64, '0'), 1000, at, at, '',
        CASE WHEN n % 5000 = 0 THEN 'quarantined' ELSE 'created' END, '', at, 1, n || '@mail.example', '', '',
        'Question', '{}', number, ''
    FROM made WHERE channel = 'email'""",
    """INSERT INTO outbox_letter (key, kind, thread, sender, envelope_sender, "to", cc, reply_to, subject,
        text, html, headers, files, message_id, automatic, state, attempts, next_attempt_at, queued_at,
        sent_at, problem, announced_at, lease)
    SELECT 'letter ' || n, 'answer', '', 'desk@desk.example', '', ARRAY['c@customer.example'], '{}', '', 'Re',
        'Words.', '', '{}', '[]', '<' || n || '@desk.example>', false,
        CASE WHEN n % 4000 = 0 THEN 'failed' ELSE 'sent' END, 1, answered_at, answered_at, answered_at, '',
        answered_at, ''
    FROM made WHERE channel = 'email' AND NOT active""",
    """INSERT INTO reports_topichour (topic, hour, n)
    SELECT topic, date_trunc('hour', at), count(*)
    FROM made CROSS JOIN LATERAL (VALUES (''), ('tag:topic ' || n % 12)) k (topic) GROUP BY 1, 2""",
)
# Sixty days of shifts of eight hours, by day and by night, kept but for some minutes.
ROSTERS = (
    """INSERT INTO scheduling_publication (team_id, number, starts_at, ends_at, zone, content, before, note,
        at)
    SELECT id, 1, now() - interval '60 days', now() + interval '14 days', 'UTC', '[]', '[]', '', now()
    FROM staff_team""",
    """INSERT INTO scheduling_shift (user_id, team_id, starts_at, ends_at, parts, note, sequence, changed_at)
    SELECT u, (SELECT min(team_id) FROM staff_membership WHERE user_id = u), begins,
        begins + interval '8 hours', '[{"from": 240, "minutes": 30, "kind": "break"}]', '', 0, now()
    FROM (SELECT id AS u, row_number() OVER (ORDER BY id) AS place FROM staff_user WHERE role <> 'manager') p
    CROSS JOIN LATERAL (SELECT date_trunc('day', now())
        + (day * 24 + place % 3 * 8) * interval '1 hour' AS begins FROM generate_series(-60, 13) AS day) d""",
    """INSERT INTO scheduling_attendance (user_id, starts_at, ends_at)
    SELECT user_id, starts_at + interval '3 minutes', CASE WHEN ends_at < now() THEN ends_at END
    FROM scheduling_shift WHERE starts_at + interval '3 minutes' < now() AND user_id % 8 > 0""",
    """INSERT INTO scheduling_pause (attendance_id, starts_at, ends_at)
    SELECT id, starts_at + interval '4 hours', starts_at + interval '270 minutes'
    FROM scheduling_attendance WHERE ends_at IS NOT NULL""",
    """INSERT INTO scheduling_coveragerisk (team_id, starts_at, required, rostered, missing, p_breach, why,
        computed_at)
    SELECT id, date_trunc('hour', now()) + n * interval '15 minutes', 3, 2 + n % 2, 1 - n % 2, 0.1, '{}',
        now()
    FROM staff_team CROSS JOIN generate_series(0, 60) AS n""",
)
FILLED = (
    "customers_organisation", "customers_contact", "tickets_ticket", "tickets_ticketevent",
    "tickets_ticketclock", "tickets_survey", "mail_rawemail", "outbox_letter", "reports_topichour",
    "reports_ticketfact",
)  # fmt: skip


def make(cursor: Any, a_day: int, days: int, first: datetime.datetime) -> None:
    """So many tickets on each day, and nothing else yet."""
    tickets = a_day * days
    cursor.execute("DROP TABLE IF EXISTS made")
    cursor.execute(
        TICKETS,
        {
            "all": tickets, "active": min(tickets // 4, round(8 * sqrt(tickets))), "first": first,
            "a_day": a_day, "contacts": max(50, tickets // 8),
        },
    )  # fmt: skip


def fill(cursor: Any) -> None:
    """What belongs to the tickets that are made. `cursor` is one that checks no foreign keys."""
    for statement in ROWS:
        cursor.execute(statement)
    cursor.execute("SELECT count(*) FROM scheduling_publication")
    if not cursor.fetchone()[0]:
        for statement in ROSTERS:
            cursor.execute(statement)


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Emptied, and of all that is filled every index that is no constraint is made afterwards."""
    cursor.execute(f"TRUNCATE {', '.join(FILLED)} CASCADE")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [[*FILLED]],
    )
    statements = cursor.fetchall()
    for name, _statement in statements:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, statement in statements:
        cursor.execute(statement)
