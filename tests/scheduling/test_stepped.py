"""A step in a draft asks little and answers with what it changed."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scheduling.actions.planning import begin_draft, place
from scheduling.models import DraftShift, Need, RosterDraft
from staff.models import Contract
from tests.factories import make_off
from tests.scheduling.test_planning import MONDAY, TALLINN, template

AT_MOST = 12
TUESDAY, THURSDAY = (MONDAY + datetime.timedelta(n) for n in (1, 3))


@pytest.fixture
def early(db):
    return template("Early", 7)


@pytest.fixture
def draft(billing, cleo, amara, ben, early):
    for one in (amara, ben):
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40)
    found = begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=2, zone=TALLINN)
    place(found, by=cleo, seen=0, template=early, day=MONDAY, user=amara)
    for day in range(14):
        at = datetime.datetime(2027, 3, 1, 6, tzinfo=datetime.UTC) + datetime.timedelta(day)
        Need.objects.create(team=billing, starts_at=at, activity="phone", heads=4)
    return found


@pytest.fixture
def act(client, draft, mona):
    client.force_login(mona)

    def send(status=200, **said):
        draft.refresh_from_db()
        usual = {"seen": draft.edit, "week": 1, "most": 2}
        answer = client.post(reverse("scheduling:draft_act", args=[draft.pk]), usual | said)
        assert answer.status_code == status
        return answer.json()

    return send


def moved(draft, user, day):
    return {"act": "move", "shift": draft.shifts.get().pk, "user": user.pk, "day": day}


def asked(found):
    """A savepoint is no question; outside of tests there is none."""
    return [one["sql"] for one in found if "SAVEPOINT" not in one["sql"]]


def test_a_step_asks_little_however_many_are_planned(draft, act, amara, ben, early):
    shift, counts = draft.shifts.get(), []
    for user, day in ((ben, TUESDAY), (amara, THURSDAY)):
        with CaptureQueriesContext(connection) as found:
            act(act="move", shift=shift.pk, user=user.pk, day=day)
        counts.append(len(asked(found)[1:]))  # the first is the test's own
        for n in range(2):
            starts_at = shift.starts_at + datetime.timedelta(4 + n)
            DraftShift.objects.create(
                draft=draft, user=ben, template=early, starts_at=starts_at, ends_at=starts_at + early.length
            )
    assert counts[0] == counts[1] <= AT_MOST


def test_it_answers_with_the_row_and_the_days_that_changed(draft, act, amara, ben):
    answer = act(**moved(draft, amara, TUESDAY))
    assert set(answer["rows"]) == {str(amara.pk)}
    assert set(answer["cover"]["days"]) == {"0", "1"}
    assert not answer["cover"]["rows"]
    drawn, there, _short = answer["cover"]["days"]["1"]
    assert "Tue 2 Mar: 8 h there, 1 h needed." in drawn
    assert "<b>8</b> / 1" in there
    assert len(answer["cover"]["ends"]) == 3
    assert answer["newest"] is True
    assert answer["steps"].count("<li>") == 1


def test_over_more_weeks_it_reads_the_changed_days_alone(draft, act, amara, billing, mona, client):
    answer = act(**moved(draft, amara, THURSDAY), week=0)
    assert set(answer["cover"]["days"]) == {"0", "3"}
    assert [len(cells) for cells in answer["cover"]["days"].values()] == [2, 2]
    assert answer["cover"]["ends"] == []
    page = client.get(reverse("scheduling:draft", args=[draft.pk])).content.decode()
    for cells in answer["cover"]["days"].values():
        assert all(cell in page for cell in cells)
    assert answer["rows"][str(amara.pk)] in page


def test_the_strip_is_drawn_anew_where_it_reaches_higher(draft, act, amara):
    answer = act(**moved(draft, amara, TUESDAY), most=0)
    assert answer["cover"]["most"] == 2
    assert answer["cover"]["rows"].count("data-cover") == 7
    assert act(**moved(draft, amara, MONDAY), most="many")["cover"]["rows"]


def test_another_week_or_nothing_changed_leaves_the_strip_alone(draft, act, amara):
    assert act(**moved(draft, amara, TUESDAY), week=2)["cover"] is None
    assert act(422, act="place", template=0, user=amara.pk, day=TUESDAY)["cover"] is None


def test_who_is_off_is_not_there_in_a_draft_either(draft, act, amara):
    make_off(amara, TUESDAY)
    answer = act(**moved(draft, amara, TUESDAY))
    assert "Tue 2 Mar: 0 h there, 1 h needed." in answer["cover"]["days"]["1"][0]
    assert "Time off" in answer["rows"][str(amara.pk)]
    assert "has time off" in answer["said"]


def test_a_step_that_is_taken_back_gives_all_the_steps(draft, act, amara):
    act(**moved(draft, amara, TUESDAY))
    answer = act(act="undo")
    assert set(answer["cover"]["days"]) == {"0", "1"}
    assert RosterDraft.objects.get().edit == 3
    assert answer["newest"] is False
    assert answer["steps"].count("<li>") == 1
