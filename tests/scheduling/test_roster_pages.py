"""The pages of rosters: who plans, who reads, who finds nothing."""

import datetime
import uuid

import pytest
from django.urls import reverse

from scheduling.actions.planning import begin_draft, move, place
from scheduling.actions.publishing import publish
from scheduling.actions.rotating import keep_rotation
from scheduling.models import (
    DraftShift,
    Need,
    OnCall,
    Publication,
    RosterDraft,
    Rotation,
    Shift,
    ShiftTemplate,
    TimeOff,
)
from staff.actions import hire
from staff.models import Contract
from tests.scheduling.test_planning import MONDAY, TALLINN, template

PLANNERS = [
    "scheduling:draft", "scheduling:draft_act", "scheduling:draft_try", "scheduling:draft_since",
    "scheduling:draft_publish",
    "scheduling:draft_drop", "scheduling:draft_shift", "scheduling:publications", "scheduling:revert",
    "scheduling:draft_begin", "scheduling:on_call", "scheduling:on_call_drop", "scheduling:draft_solve",
    "scheduling:draft_solve_state", "scheduling:draft_solve_stop", "scheduling:turns",
    "scheduling:rotation_drop", "scheduling:call_turns", "scheduling:call_turns_drop",
]  # fmt: skip
READ = {"scheduling:draft", "scheduling:draft_try", "scheduling:draft_since", "scheduling:draft_shift",
        "scheduling:turns", "scheduling:publications",
        "scheduling:on_call", "scheduling:draft_solve_state", "scheduling:call_turns"}  # fmt: skip


@pytest.fixture
def early(db):
    return template("Early", 7)


@pytest.fixture
def desk(billing, amara, ben, cleo, early):
    """A published week, a draft of the next with a shift in it, and somebody on call."""
    for one in (amara, ben, cleo):
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40)
    first = begin_draft(billing, by=cleo, starts_on=MONDAY, weeks=1, zone=TALLINN)
    place(first, by=cleo, seen=0, template=early, day=MONDAY, user=amara)
    published = publish(first, by=cleo, seen=1)
    draft = begin_draft(
        billing, by=cleo, starts_on=MONDAY + datetime.timedelta(weeks=1), weeks=1, zone=TALLINN
    )
    shift = place(draft, by=cleo, seen=0, template=early, day=draft.starts_on, user=amara)
    call = OnCall.objects.create(
        user=ben, team=billing, starts_at=published.starts_at, ends_at=published.ends_at, batch=uuid.uuid4()
    )
    kept = keep_rotation(billing, by=cleo, name="Even weeks", pattern=[[early] * 5 + [None] * 2])
    return {
        "scheduling:turns": [draft.pk],
        "scheduling:rotation_drop": [kept.pk],
        "scheduling:draft_shift": [draft.pk, shift.pk],
        "scheduling:publications": [billing.slug],
        "scheduling:draft_begin": [billing.slug],
        "scheduling:on_call": [billing.slug],
        "scheduling:call_turns": [billing.slug],
        "scheduling:call_turns_drop": [billing.slug, call.batch],
        "scheduling:on_call_drop": [call.pk],
        "scheduling:revert": [published.pk],
        **{name: [draft.pk] for name in PLANNERS if name.startswith("scheduling:draft") and name not in
           {"scheduling:draft_shift", "scheduling:draft_begin"}},
    }  # fmt: skip


TABLES = (Shift, DraftShift, Publication, OnCall, Rotation)


@pytest.mark.parametrize("name", PLANNERS)
@pytest.mark.parametrize("who", ["amara", "nora", "other lead"])
def test_only_who_plans_for_the_team_finds_it(client, desk, network, amara, nora, name, who):
    lead = hire(email="lena@desk.example", full_name="Lena", role="lead", teams=(network,))
    network.memberships.filter(user=lead).update(leads=True)
    client.force_login({"amara": amara, "nora": nora, "other lead": lead}[who])
    before = [table.objects.count() for table in TABLES]
    url = reverse(name, args=desk[name])
    assert (
        client.get(url) if name in READ else client.post(url, {"act": "undo", "seen": 1})
    ).status_code == 404
    assert before == [table.objects.count() for table in TABLES]


def test_a_customer_and_a_stranger_are_sent_away(client, desk, billing):
    for name in ("scheduling:roster", "scheduling:templates"):
        assert client.get(reverse(name)).status_code == 302
    assert client.get(reverse("scheduling:roster_team", args=[billing.slug])).status_code == 302


def lead(cleo, billing):
    billing.memberships.filter(user=cleo).update(leads=True)
    return cleo


def test_the_team_reads_what_is_published_and_no_draft(client, desk, billing, amara):
    client.force_login(amara)
    page = client.get(reverse("scheduling:roster_team", args=[billing.slug]), {"from": "2027-03-01"})
    assert "07:00–15:30 Early" in page.content.decode()
    assert "Begin a draft" not in page.content.decode()
    after = client.get(reverse("scheduling:roster_team", args=[billing.slug]), {"from": "2027-03-08"})
    assert "Nothing is published" in after.content.decode()


def test_another_teams_roster_is_not_found(client, desk, billing, nora):
    client.force_login(nora)
    assert client.get(reverse("scheduling:roster_team", args=[billing.slug])).status_code == 404


def test_a_step_answers_with_the_rows_it_touched_and_what_they_break(
    client, desk, billing, cleo, amara, ben, early
):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    late = template("Late", 15)
    url = reverse("scheduling:draft_act", args=[draft.pk])
    said = {"act": "place", "template": late.pk, "user": amara.pk, "day": "2027-03-09", "seen": 1}
    answer = client.post(url, said)
    assert answer.status_code == 200
    assert set(answer.json()["rows"]) == {str(amara.pk)}
    assert answer.json()["said"] == "Saved"
    answer = client.post(url, said | {"template": early.pk, "day": "2027-03-10", "seen": 2}).json()
    assert "Amara Kask: Tue 9 Mar: rests 7.5 h, at least 11 h are needed" in answer["said"]
    assert "broken" in answer["rows"][str(amara.pk)]
    shift = draft.shifts.get(template=late)
    moved = client.post(
        url, {"act": "move", "shift": shift.pk, "user": ben.pk, "day": "2027-03-09", "seen": 3}
    ).json()
    assert set(moved["rows"]) == {str(amara.pk), str(ben.pk)}
    assert moved["said"] == "Saved"


def test_who_comes_second_is_shown_how_it_stands(client, desk, billing, cleo, amara, early):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    url = reverse("scheduling:draft_act", args=[draft.pk])
    said = {"act": "place", "template": early.pk, "user": amara.pk, "day": "2027-03-09", "seen": 0}
    answer = client.post(url, said)
    assert answer.status_code == 409
    assert answer.json()["edit"] == 1
    assert len(answer.json()["rows"]) == 4
    assert draft.shifts.count() == 1


def test_two_leads_see_each_others_steps_and_take_them_back_knowingly(
    client, desk, billing, cleo, mona, amara, ben, early
):
    client.force_login(mona)
    draft = RosterDraft.objects.get(state="open")
    url, since = (reverse(f"scheduling:{name}", args=[draft.pk]) for name in ("draft_act", "draft_since"))
    assert client.get(since, {"seen": 1}).status_code == 204
    move(draft, by=cleo, seen=1, shift=draft.shifts.get().pk, day=draft.starts_on, user=ben)
    told = client.get(since, {"seen": 1}).json()
    assert set(told["rows"]) == {str(amara.pk), str(ben.pk)}
    assert told["edit"] == 2
    assert "Mon 8 Mar 07:00–15:30 of Amara Kask given to Ben Lepik." in told["said"]
    assert told["said"].startswith("Cleo Mets, ")
    # A step that came too late is told the same.
    assert "given to Ben Lepik" in client.post(url, {"act": "undo", "seen": 1}).json()["said"]
    asked = client.post(url, {"act": "undo", "seen": 2})
    assert asked.status_code == 422
    assert asked.json()["ask"].startswith("Cleo Mets, ")
    assert draft.shifts.get().user == ben
    assert client.post(url, {"act": "undo", "seen": 2, "sure": "1"}).status_code == 200
    assert draft.shifts.get().user == amara
    # What was taken back is no step: everything is shown again.
    assert len(client.get(since, {"seen": 2}).json()["rows"]) == 4


def test_every_week_of_a_draft_is_held_against_what_is_needed(client, desk, billing, cleo, amara, early):
    client.force_login(lead(cleo, billing))
    monday = datetime.date(2027, 3, 15)
    draft = begin_draft(billing, by=cleo, starts_on=monday, weeks=2, zone=TALLINN)
    place(draft, by=cleo, seen=0, template=early, day=monday + datetime.timedelta(8), user=amara)
    for day in (15, 23):
        at = datetime.datetime(2027, 3, day, 6, tzinfo=datetime.UTC)
        for quarter in range(4):
            Need.objects.create(
                team=billing,
                starts_at=at + quarter * datetime.timedelta(minutes=15),
                activity="phone",
                heads=1,
            )
    url = reverse("scheduling:draft", args=[draft.pk])
    page = client.get(url).content.decode()
    assert "Mon 15 Mar: 0 h there, 1 h needed. Short 1 h, most at 08:00: 0 there, 1 needed." in page
    assert "Tue 23 Mar: 8 h there, 1 h needed." in page
    second = client.get(url, {"week": 2}).content.decode()
    assert "Mon 15 Mar: " not in second
    assert "Tue 23 Mar: 8 h there, 1 h needed." in second
    shift = draft.shifts.get()
    said = {"act": "remove", "shift": shift.pk, "seen": 1, "week": 2}
    answer = client.post(reverse("scheduling:draft_act", args=[draft.pk]), said).json()
    assert "Tue 23 Mar: 0 h there, 1 h needed. Short 1 h" in answer["cover"]["rows"]
    assert 'data-day="2027-03-15"' not in answer["rows"][str(amara.pk)]


@pytest.mark.parametrize(
    "said",
    [
        {"act": "place", "template": "99999"},
        {"act": "place", "day": "soon"},
        {"act": "place", "day": "2027-05-01"},
        {"act": "place", "user": "99999"},
        {"act": "move", "shift": "99999"},
        {"act": "remove", "shift": "x"},
        {"act": "fly"},
    ],
)
def test_a_step_that_cannot_be_says_so(client, desk, billing, cleo, amara, early, said):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    usual = {"template": early.pk, "user": amara.pk, "day": "2027-03-09", "seen": 1}
    answer = client.post(reverse("scheduling:draft_act", args=[draft.pk]), usual | said)
    assert answer.status_code == 422
    assert answer.json()["said"]
    assert draft.shifts.count() == 1


def test_before_a_move_is_made_it_is_said_what_it_would_break(client, desk, billing, cleo, amara):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    shift = place(
        draft, by=cleo, seen=1, template=template("Late", 15), day=MONDAY + datetime.timedelta(10), user=None
    )
    url = reverse("scheduling:draft_try", args=[draft.pk])
    near = client.get(url, {"shift": shift.pk, "user": amara.pk, "day": "2027-03-08"}).json()
    assert near["hard"]
    assert "two shifts at once" in " ".join(near["said"])
    assert client.get(url, {"shift": shift.pk, "user": amara.pk, "day": "2027-03-12"}).json() == {
        "said": [],
        "hard": False,
    }
    assert draft.shifts.get(pk=shift.pk).user is None


def test_a_shift_is_changed_in_its_form_by_the_clock_of_the_roster(client, desk, billing, cleo, ben):
    cleo.time_zone = "Europe/Madrid"
    cleo.save()
    client.force_login(lead(cleo, billing))
    url = reverse("scheduling:draft_shift", args=desk["scheduling:draft_shift"])
    assert 'value="2027-03-08T07:00"' in client.get(url).content.decode()
    said = {
        "user": ben.pk, "starts_at": "2027-03-08T09:00", "ends_at": "2027-03-08T13:00", "seen": 1,
        "parts": "10:00-10:30 break\n12:00–13:00 Training",
    }  # fmt: skip
    assert client.post(url, said).status_code == 302
    shift = DraftShift.objects.get(pk=desk["scheduling:draft_shift"][1])
    assert (shift.user, shift.starts_at.hour, shift.minutes) == (ben, 7, 240)
    assert shift.parts == [
        {"from": 60, "minutes": 30, "kind": "break"}, {"from": 180, "minutes": 60, "kind": "training"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ends_at": "2027-03-08T07:00"}, "ends after it starts"),
        ({"ends_at": "2027-03-09T08:00"}, "24 hours"),
        ({"starts_at": "2027-03-01T07:00"}, "24 hours|within the weeks"),
        ({"parts": "lunch"}, "is not like"),
        ({"parts": "14:00-16:00 break"}, "lie within it"),
        ({"seen": 0}, "changed the draft meanwhile"),
    ],
)
def test_what_is_no_shift_stays_in_the_form(client, desk, billing, cleo, amara, said, words):
    import re

    client.force_login(lead(cleo, billing))
    usual = {
        "user": amara.pk, "starts_at": "2027-03-08T07:00", "ends_at": "2027-03-08T15:30", "seen": 1,
        "parts": "",
    }  # fmt: skip
    page = client.post(reverse("scheduling:draft_shift", args=desk["scheduling:draft_shift"]), usual | said)
    assert page.status_code == 422
    assert re.search(words, page.content.decode())


def test_publishing_says_what_stands_in_the_way(client, desk, billing, cleo, amara, early):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    place(draft, by=cleo, seen=1, template=template("Late", 15), day=draft.starts_on, user=amara)
    url = reverse("scheduling:draft_publish", args=[draft.pk])
    assert client.post(url, {"seen": 1}).status_code == 409
    page = client.post(url, {"seen": 2})
    assert page.status_code == 422
    assert "two shifts at once" in page.content.decode()
    assert (
        client.post(reverse("scheduling:draft_act", args=[draft.pk]), {"act": "undo", "seen": 2}).status_code
        == 200
    )
    done = client.post(url, {"seen": 3, "note": "As agreed"})
    assert done.url == "/roster/of/billing/?from=2027-03-08"
    assert Shift.objects.count() == 2
    assert client.post(url, {"seen": 3}, follow=True).status_code == 200
    assert Publication.objects.count() == 2


def test_only_the_last_publication_is_taken_back(client, desk, billing, cleo):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    second = publish(draft, by=cleo, seen=1)
    client.post(reverse("scheduling:revert", args=desk["scheduling:revert"]))
    assert Shift.objects.count() == 2
    client.post(reverse("scheduling:revert", args=[second.pk]))
    assert Shift.objects.count() == 1


def test_templates_are_made_by_who_plans_and_those_of_all_by_managers(
    client, desk, billing, cleo, mona, amara, early
):
    said = {
        "name": "Night",
        "letter": "N",
        "starts": "22:00",
        "hours": "8",
        "colour": "3",
        "parts_said": "02:00–02:30 break",
    }
    client.force_login(amara)
    assert client.post(reverse("scheduling:templates"), said).status_code == 404
    client.force_login(lead(cleo, billing))
    assert client.post(reverse("scheduling:templates"), said).status_code == 422
    assert client.post(reverse("scheduling:templates"), said | {"team": billing.pk}).status_code == 302
    assert client.post(reverse("scheduling:template_drop", args=[early.pk])).status_code == 404
    night = ShiftTemplate.objects.get(name="Night")
    assert (night.team, night.minutes, night.parts) == (
        billing,
        480,
        [{"from": 240, "minutes": 30, "kind": "break"}],
    )
    client.force_login(mona)
    saved = client.post(reverse("scheduling:templates"), said, follow=True).content.decode()
    assert "as their contracts are: may not work at night (contract)" in saved
    endless = client.post(
        reverse("scheduling:templates"), said | {"name": "Endless", "letter": "X", "hours": "14"}
    )
    assert endless.status_code == 422
    assert "a shift of 14 h, at most 13 h (2003/88/EC art. 3)" in endless.content.decode()
    assert client.post(reverse("scheduling:templates"), said).status_code == 422
    assert client.post(reverse("scheduling:template_drop", args=[early.pk])).status_code == 302


def test_who_is_put_on_call_is_told(client, desk, billing, cleo, ben, network, nora):
    client.force_login(lead(cleo, billing))
    said = {"user": ben.pk, "starts_at": "2027-03-08T18:00", "ends_at": "2027-03-09T07:00", "order": 1}
    url = reverse("scheduling:on_call", args=[billing.slug])
    assert client.post(url, said | {"user": nora.pk}).status_code == 422
    assert client.post(url, said | {"ends_at": "2027-03-08T17:00"}).status_code == 422
    assert client.post(url, said).status_code == 302
    assert ben.notices.filter(words="You are on call for {team}").count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_grid_asks_as_often_for_three_as_for_one(
    client, desk, billing, cleo, early, people, django_assert_num_queries
):
    client.force_login(lead(cleo, billing))
    draft = RosterDraft.objects.get(state="open")
    for n in range(people):
        extra = hire(email=f"x{n}@desk.example", full_name=f"Extra {n}", role="agent", teams=(billing,))
        draft.refresh_from_db()
        place(draft, by=cleo, seen=draft.edit, template=early, day=draft.starts_on, user=extra)
    with django_assert_num_queries(15, exact=False):
        client.get(reverse("scheduling:draft", args=[draft.pk]))
    with django_assert_num_queries(15, exact=False):
        client.get(reverse("scheduling:roster_team", args=[billing.slug]), {"from": "2027-03-01", "weeks": 4})


@pytest.mark.parametrize(
    ("turns", "found"),
    [("e e E - - - -\n- - - E E E -", {0: 3, 1: 3}), ("E E", None), ("E E E E E X -", None), ("", None)],
)
def test_people_take_turns_by_a_pattern(client, desk, billing, cleo, turns, found):
    client.force_login(lead(cleo, billing))
    RosterDraft.objects.all().delete()
    said = {"starts_on": "2027-03-08", "weeks": 1, "begins_with": "pattern", "turns": turns}
    client.post(reverse("scheduling:draft_begin", args=[billing.slug]), said)
    draft = RosterDraft.objects.first()
    if found is None:
        assert draft is None
        return
    days = {}
    for one in draft.shifts.select_related("user"):
        days.setdefault(one.user.first_name, set()).add(one.starts_at.weekday())
    assert sorted(days.values(), key=min) == [{0, 1, 2}, {3, 4, 5}]


def test_turns_are_looked_at_kept_and_put_in_as_one_step(client, desk, billing, cleo, amara, ben, early):
    client.force_login(lead(cleo, billing))
    draft, late = RosterDraft.objects.get(state="open"), template("Late", 15)
    TimeOff.objects.create(
        user=ben, kind="holiday", state="approved", first_on="2027-03-09", last_on="2027-03-09", days=1,
        starts_at="2027-03-08T22:00Z", ends_at="2027-03-09T22:00Z", asked_at="2027-01-01T00:00Z",
        asked_by=ben,
    )  # fmt: skip
    url = reverse("scheduling:turns", args=[draft.pk])
    page = client.get(url).content.decode()
    assert 'aria-label="Week 2, Friday"' in page
    assert 'aria-label="Amara Kask begins with week"' in page
    said = {"seen": 1, "weeks": 2, "day_0_0": early.pk, "day_0_1": early.pk, "day_1_0": late.pk}
    assert "Choose at least one person" in client.post(url, said | {"look": 1}).content.decode()
    said |= {f"in_{amara.pk}": "on", f"at_{amara.pk}": 1, f"in_{ben.pk}": "on", f"at_{ben.pk}": 0}
    longer = client.post(url, said | {"weeks_by": "more"})
    assert 'aria-label="Week 3, Monday"' in longer.content.decode()
    seen = client.post(url, said | {"day_1_1": early.pk, "look": 1}).content.decode()
    assert "Amara Kask: Mon 8 Mar: rests 7.5 h" in seen
    assert "1 shift on a day off is left out." in seen
    assert draft.shifts.count() == 1
    assert "Give the pattern a name" in client.post(url, said | {"keep": 1}).content.decode()
    client.post(url, said | {"keep": 1, "name": "Early, late"})
    assert Rotation.objects.get(name="Early, late").weeks[1] == [late.pk, *[None] * 6]
    assert (
        "Early, late" in client.get(url, {"of": Rotation.objects.get(name="Early, late").pk}).content.decode()
    )
    assert client.post(url, said | {"put": 1, "seen": 0}).status_code == 409
    assert client.post(url, said | {"put": 1}).status_code == 302
    found = sorted((one.user.first_name, one.template.name) for one in draft.shifts.select_related("user"))
    assert found == [("Amara", "Late"), ("Ben", "Early")]
    act = reverse("scheduling:draft_act", args=[draft.pk])
    back = client.post(act, {"act": "undo", "seen": 2}).json()
    assert set(back["rows"]) == {str(amara.pk), str(ben.pk)}
    assert draft.shifts.get().template == early
    kept = Rotation.objects.get(name="Even weeks")
    client.post(reverse("scheduling:rotation_drop", args=[kept.pk]), {"draft": draft.pk})
    assert not Rotation.objects.filter(pk=kept.pk).exists()


def test_another_weeks_roster_is_copied(client, desk, billing, cleo, amara):
    client.force_login(lead(cleo, billing))
    said = {"starts_on": "2027-03-29", "weeks": 1, "begins_with": "week", "monday": "2027-03-01"}
    client.post(reverse("scheduling:draft_begin", args=[billing.slug]), said)
    copied = RosterDraft.objects.get(starts_on="2027-03-29").shifts.get()
    # By the wall clock, over the change of clocks in between.
    assert (copied.user, copied.starts_at.hour) == (amara, 4)


def test_the_reader_is_the_first_in_the_roster_of_their_team(client, desk, billing, ben):
    client.force_login(ben)
    page = client.get(reverse("scheduling:roster_team", args=[billing.slug]), {"from": "2027-03-01"})
    body = page.content.decode()
    assert 'class="who mine"' in body
    assert body.index(f'id="row-{ben.pk}"') < min(
        body.index(f'id="row-{one.pk}"') for one in billing.members.exclude(pk=ben.pk)
    )


def test_on_a_phone_ones_own_week_comes_first_and_time_off_is_shown(client, desk, billing, amara, ben):
    TimeOff.objects.create(
        user=ben, kind="sick", first_on="2027-03-02", last_on="2027-03-02", days=1, state="approved",
        starts_at="2027-03-01T22:00Z", ends_at="2027-03-02T22:00Z", asked_by=ben,
        asked_at="2027-03-01T08:00Z",
    )  # fmt: skip
    client.force_login(amara)
    url = reverse("scheduling:roster_team", args=[billing.slug])
    body = client.get(url, {"from": "2027-03-01"}).content.decode()
    assert "My week" in body
    assert body.count('class="away"') == 1
    client.force_login(ben)
    assert "My week" not in client.get(url, {"from": "2027-03-01"}).content.decode()


def test_a_publication_says_whom_it_changed(client, desk, billing, cleo, amara):
    client.force_login(lead(cleo, billing))
    page = client.get(reverse("scheduling:publications", args=[billing.slug])).content.decode()
    assert amara.full_name in page
    assert "07:00–15:30</ins>" in page
