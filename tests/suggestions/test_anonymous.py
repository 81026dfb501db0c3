"""Anonymous means absent: nothing that a suggestion without a name leaves in the desk says whose it was.
Everything that is kept is written out before and after, and looked through.
"""

import json
import logging
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from helpdesk.access_log import log as access_log
from staff.actions import hire
from staff.models import User
from suggestions import actions
from suggestions.models import Step, Suggestion
from tests.suggestions.test_suggesting import MONDAY

PK, EMAIL, NAME = 918273645, "quiet.person@desk.example", "Quirina Zyx"
TRACES = re.compile(rf"{PK}|{re.escape(EMAIL)}|Quirina|Zyx")
pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(billing, cleo, mona):
    """Somebody whom one recognises wherever they are written down."""
    person = hire(email=EMAIL, full_name=NAME, role="agent", teams=(billing,))
    User.objects.filter(pk=person.pk).update(email="away@desk.example")
    same = {field.attname: getattr(person, field.attname) for field in User._meta.concrete_fields}
    found = User.objects.create(**{**same, "id": PK, "email": EMAIL})
    person.memberships.update(user=found)
    person.delete()
    return found


@pytest.fixture
def said_in_log():
    """Every line, of every logger, with all it carries."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(json.dumps({**record.__dict__, "said": record.getMessage()}, default=repr))

    keep, root, level = Keep(level=1), logging.getLogger(), logging.getLogger().level
    root.addHandler(keep)
    root.setLevel(1)
    yield lines
    root.removeHandler(keep)
    root.setLevel(level)


def every_row() -> set[tuple[str, str]]:
    """(table, row as text) of the whole database; a row that changed is another."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = set()
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found |= {(table, row) for (row,) in cursor.fetchall()}
        return found


def every_counter() -> set[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences")
        return set(cursor.fetchall())


def every_key() -> dict[str, str]:
    """What is in Valkey, with its values."""
    keys = cache._cache.get_client().scan_iter("*")
    client = cache._cache.get_client()
    return {key.decode(): repr(client.dump(key)) for key in keys}


def sent(client, **said):
    form = client.get(reverse("suggestions:new")).context["form"]
    words = {"title": "Less noise", "body": "The hall is loud.", "shared": "on", "anonymous": "on"}
    return client.post(reverse("suggestions:new"), {**words, "receipt": form["receipt"].value(), **said})


def test_nothing_says_who_suggested_it(client, quiet, billing, said_in_log):
    client.force_login(quiet)
    client.get(reverse("suggestions:suggestions"))
    rows, keys = every_row(), every_key()
    assert any(TRACES.search(row) for _table, row in rows)  # the person themselves: the search finds somebody
    del said_in_log[:]
    answer = sent(client, team=billing.pk, source="ticket", source_ref="1")
    assert answer.status_code == 200
    new = every_row() - rows
    assert {table for table, _row in new} == {"suggestions_suggestion", "suggestions_step"}
    assert [row for _table, row in new if TRACES.search(row)] == []
    assert rows - every_row() == set()
    assert every_key() == keys
    spoken = [line for line in said_in_log if '"django.db' not in line]
    assert [line for line in spoken if TRACES.search(line)] == []
    assert [line for line in spoken if "suggestions/new" in line] == []


def test_with_a_name_the_same_search_finds_it(client, quiet, said_in_log):
    """So that the test above can fail."""
    client.force_login(quiet)
    rows = every_row()
    sent(client, anonymous="")
    assert any(TRACES.search(row) for _table, row in every_row() - rows)
    client.get(reverse("suggestions:suggestions"))
    assert any(TRACES.search(line) for line in said_in_log if access_log.name in line)


def test_no_time_is_kept_and_no_counter_tells_the_order(client, quiet):
    client.force_login(quiet)
    counters = every_counter()
    sent(client)
    assert every_counter() == counters
    kept = [*Suggestion.objects.values(), *Step.objects.values()]
    assert not re.search(r"\d\d:\d\d", json.dumps(kept, default=str))


def test_reading_the_answer_and_adding_words_leaves_no_trace(client, quiet, cleo, billing, said_in_log):
    client.force_login(quiet)
    code = sent(client, team=billing.pk).context["code"]
    one = Suggestion.objects.get()
    actions.move(one, "decline", by=cleo, words="The hall stays.")
    rows, counters = every_row(), every_counter()
    del said_in_log[:]
    page = client.post(reverse("suggestions:receipt"), {"code": code.lower()})
    assert "The hall stays." in page.content.decode()
    page = client.post(reverse("suggestions:receipt_say"), {"code": code, "words": "Then doors?"})
    assert "Then doors?" in page.content.decode()
    new = every_row() - rows
    assert {table for table, _row in new} == {"suggestions_step"}
    assert [row for _table, row in new if TRACES.search(row)] == []
    assert every_counter() == counters
    spoken = [line for line in said_in_log if '"django.db' not in line]
    assert [line for line in spoken if TRACES.search(line) or "receipt" in line] == []
    assert code not in "".join(row for _table, row in every_row())


def test_the_page_with_the_code_is_kept_by_no_browser(client, quiet):
    client.force_login(quiet)
    answer = sent(client)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.context["code"] in answer.content.decode()
    assert client.get(reverse("suggestions:receipt")).headers["Cache-Control"].count("no-store") == 1


def test_words_that_are_refused_come_back_and_leave_nothing(client, quiet, said_in_log):
    client.force_login(quiet)
    rows = every_row()
    del said_in_log[:]
    answer = sent(client, body="")
    assert answer.status_code == 422
    assert "Less noise" in answer.content.decode()
    assert every_row() == rows
    assert [line for line in said_in_log if '"django.db' not in line and TRACES.search(line)] == []


def test_a_fault_leaves_a_line_without_the_person(client, quiet, said_in_log, monkeypatch):
    client.force_login(quiet)
    client.raise_request_exception = False
    monkeypatch.setattr("suggestions.actions.suggesting.answerer_for", lambda team, but: 1 / 0)
    del said_in_log[:]
    form = {"title": "x", "body": "y", "anonymous": "on"}
    assert client.post(reverse("suggestions:new"), form).status_code == 500
    lines = [line for line in said_in_log if access_log.name in line]
    assert len(lines) == 1
    assert json.loads(lines[0])["user_id"] is None
    assert [line for line in said_in_log if '"django.db' not in line and TRACES.search(line)] == []


def test_a_code_that_is_none_finds_nothing(client, quiet):
    client.force_login(quiet)
    sent(client)
    for code in ("", "x", "AAAAA-AAAAA-AAAAA-AAAAA", "\x00" * 20):
        answer = client.post(reverse("suggestions:receipt"), {"code": code})
        assert answer.status_code == 422
        assert "Less noise" not in answer.content.decode()
    assert client.post(reverse("suggestions:receipt_say"), {"code": "x", "words": "y"}).status_code == 422
    assert client.get(reverse("suggestions:receipt_say")).status_code == 405


def test_whoever_answers_sees_no_name_in_any_place(client, quiet, cleo, mona, billing):
    client.force_login(quiet)
    sent(client, team=billing.pk)
    one = Suggestion.objects.get()
    for reader in (cleo, mona):
        client.force_login(reader)
        page = client.get(reverse("suggestions:suggestion", args=[one.pk])).content.decode()
        assert "The hall is loud." in page
        assert not TRACES.search(page)
    actions.move(one, "accept", by=cleo, words="Yes.", at=MONDAY)
    assert not TRACES.search(str(list(one.steps.values())))
