"""Thanks, praise and goals: who reads them, who is refused, and that nobody is counted."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notices.models import Notice
from staff.actions import hire
from suggestions import actions
from suggestions.access import thanked_in
from suggestions.actions.reaching import StaleGoal
from suggestions.evidence import thanks as evidence
from suggestions.models import Praise, TeamGoal, Thanked, Thanks
from suggestions.recognition import praise_seen, thanks_seen
from tests.suggestions.test_suggesting import MONDAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
THANKS = "suggestions:thanks"


def thanked(by, *to, **said):
    return actions.thank(by=by, to=to, **{"words": "You stayed late for me.", "shared": True, **said})


def goal_of(cleo, billing, **said):
    until = (MONDAY + 30 * DAY).date()
    return actions.set_goal(
        by=cleo,
        team=billing,
        **{"title": "No ticket older than a week", "until": until, "at": MONDAY, **said},
    )


def test_the_one_thanked_hears_and_the_team_reads_it_once_both_want_that(amara, ben, cleo, nora, mona):
    made = thanked(amara, ben)
    assert [notice.recipient for notice in Notice.objects.all()] == [ben]
    assert thanks_seen(ben, "mine").get() == thanks_seen(amara, "said").get() == made
    assert not thanks_seen(cleo).exists()
    assert actions.share(made.thanked.get(), by=ben, on=True)
    assert not actions.share(made.thanked.get(), by=ben, on=True)
    assert thanks_seen(cleo).get() == made
    assert thanks_seen(mona).get() == made
    assert not thanks_seen(nora).exists()
    actions.share(made.thanked.get(), by=ben, on=False)
    assert not thanks_seen(cleo).exists()


def test_said_to_one_alone_it_stays_between_two(amara, ben, cleo):
    made = thanked(amara, ben, shared=False)
    actions.share(made.thanked.get(), by=ben, on=True)
    assert not thanks_seen(cleo).exists()


def test_of_several_only_those_are_named_who_want_that(amara, ben, cleo, mona, nora, network):
    made = thanked(amara, ben, cleo)
    actions.share(made.thanked.get(colleague=ben), by=ben, on=True)
    assert [one.colleague for one in thanks_seen(mona).get().names] == [ben]
    assert [one.colleague for one in thanks_seen(cleo, "mine").get().names if one.colleague == cleo] == [cleo]


def test_nobody_shares_what_was_said_to_another(amara, ben, cleo):
    made = thanked(amara, ben)
    for person in (amara, cleo):
        with pytest.raises(PermissionDenied):
            actions.share(made.thanked.get(), by=person, on=True)


def test_nobody_thanks_themselves_nobody_or_somebody_who_left(amara, ben, billing):
    gone = hire(email="gone@desk.example", full_name="Gone", role="agent", teams=(billing,), is_active=False)
    for to in ((amara,), (amara, ben), (), (gone,)):
        with pytest.raises(ValidationError):
            thanked(amara, *to)
    with pytest.raises(ValidationError):
        thanked(amara, ben, words=" ")
    with pytest.raises(PermissionDenied):
        thanked(gone, ben)
    assert Thanks.objects.count() == 0


def test_about_a_ticket_only_if_one_may_see_it(amara, nora, ben, ticket):
    assert thanked(amara, ben, ticket=ticket.pk).ticket == ticket.pk
    with pytest.raises(ValidationError):
        thanked(nora, ben, ticket=ticket.pk)


def test_its_number_is_shown_to_those_who_may_see_the_ticket(client, amara, nora, ticket):
    thanked(amara, nora, ticket=ticket.pk)
    address = reverse("tickets:ticket", args=[ticket.pk])
    client.force_login(nora)
    page = client.get(reverse(THANKS), {"show": "mine"}).content.decode()
    assert address not in page
    assert f"#{ticket.pk}" not in page
    client.force_login(amara)
    assert address in client.get(reverse(THANKS), {"show": "said"}).content.decode()


def test_more_thanks_than_one_can_mean_wait_until_tomorrow(amara, ben, monkeypatch):
    monkeypatch.setattr("suggestions.actions.thanking.MOST_A_DAY", 2)
    thanked(amara, ben, at=MONDAY)
    thanked(amara, ben, at=MONDAY)
    with pytest.raises(ValidationError):
        thanked(amara, ben, at=MONDAY)
    thanked(amara, ben, at=MONDAY + 2 * DAY)


def praised(by, ticket, billing, colleague, message=7, words="Best support ever."):
    return actions.keep_praise(
        by=by, message=message, ticket=ticket.pk, team=billing, colleague=colleague, words=words
    )


def test_praise_is_kept_once_and_told_to_whom_it_is_about(amara, ben, ticket, billing):
    praised(ben, ticket, billing, amara)
    praised(amara, ticket, billing, amara, words="Something else.")
    assert Praise.objects.get().words == "Best support ever."
    assert [notice.recipient for notice in Notice.objects.all()] == [amara]
    with pytest.raises(ValidationError):
        praised(ben, ticket, billing, amara, message=8, words=" ")


def test_the_words_are_for_those_who_may_see_the_ticket(amara, nora, mona, ticket, billing):
    praised(amara, ticket, billing, nora)
    assert praise_seen(amara, None, 10).object_list[0].words == "Best support ever."
    assert praise_seen(mona, None, 10).object_list[0].words == "Best support ever."
    assert praise_seen(nora, None, 10).object_list[0].words is None
    Praise.objects.update(colleague=amara)
    assert list(praise_seen(nora, None, 10).object_list) == []


def test_an_evaluation_learns_what_both_would_have_read_and_no_words_of_customers(
    amara, ben, ticket, billing
):
    shared, secret = thanked(ben, amara, at=MONDAY), thanked(ben, amara, at=MONDAY, shared=False)
    for made in (shared, secret):
        actions.share(made.thanked.get(), by=amara, on=True)
    thanked(ben, amara, at=MONDAY, words="Not agreed.")
    praised(ben, ticket, billing, amara)
    Praise.objects.update(noted_at=MONDAY + DAY)
    rows = evidence(amara, MONDAY - DAY, MONDAY + 2 * DAY)
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("thanks", "Ben Lepik: You stayed late for me."), ("praise", "A customer praises the work"),
    ]  # fmt: skip
    assert (
        evidence(amara, MONDAY + 3 * DAY, MONDAY + 9 * DAY) == evidence(ben, MONDAY - DAY, MONDAY + DAY) == []
    )


def test_a_goal_is_followed_and_reached_and_the_team_hears_once(amara, ben, cleo, billing, nora):
    goal = goal_of(cleo, billing)
    goal = actions.tell_progress(goal, by=cleo, progress=60, note="Nearly.", seen=1)
    assert Notice.objects.count() == 0
    with pytest.raises(StaleGoal):
        actions.tell_progress(goal, by=cleo, progress=70, seen=1)
    actions.tell_progress(goal, by=cleo, progress=100, seen=2)
    assert {notice.recipient for notice in Notice.objects.all()} == {amara, ben, cleo}
    with pytest.raises(ValidationError):
        actions.tell_progress(goal, by=cleo, progress=10, seen=3)
    with pytest.raises(ValidationError):
        actions.drop_goal(goal, by=cleo, seen=3)


def test_goals_are_set_by_whoever_leads_the_team(amara, cleo, mona, billing, network):
    for person, team in ((amara, billing), (cleo, network)):
        with pytest.raises(PermissionDenied):
            goal_of(person, team)
    assert goal_of(mona, network).team == network
    for said in ({"title": " "}, {"until": (MONDAY - DAY).date()}):
        with pytest.raises(ValidationError):
            goal_of(cleo, billing, **said)
    goal = goal_of(cleo, billing)
    for progress in (-1, 101):
        with pytest.raises(ValidationError):
            actions.tell_progress(goal, by=cleo, progress=progress, seen=1)
    with pytest.raises(PermissionDenied):
        actions.tell_progress(goal, by=amara, progress=100, seen=1)


def test_on_the_page_one_thanks_shares_and_sees_goals(client, amara, ben, cleo, billing):
    goal = goal_of(cleo, billing, until=datetime.date(2099, 1, 1))
    client.force_login(amara)
    assert client.post(reverse(THANKS), {"to": [ben.pk], "words": ""}).status_code == 422
    assert client.post(reverse(THANKS), {"to": [amara.pk], "words": "x"}).status_code == 422
    page = client.post(reverse(THANKS), {"to": [ben.pk], "words": "<b>Well</b>", "shared": "on"}, follow=True)
    assert "They have been told." in page.content.decode()
    assert goal.title in page.content.decode()
    row = Thanked.objects.get()
    address = reverse("suggestions:share", args=[row.pk])
    assert client.post(address, {"on": "1"}).status_code == 404
    client.force_login(ben)
    assert client.post(address, {"on": "1"}).url == f"{reverse(THANKS)}?show=mine"
    for show in ("", "mine", "said", "praise", "\x00"):
        assert client.get(reverse(THANKS), {"show": show}).status_code == 200
    assert "&lt;b&gt;Well" in client.get(reverse(THANKS)).content.decode()


def test_a_goal_by_its_page(client, cleo, amara, nora, billing, network):
    client.force_login(cleo)
    sent = {"team": billing.pk, "title": "Calm Mondays", "until": "2099-01-01"}
    assert client.post(reverse("suggestions:new_goal"), {**sent, "until": "2001-01-01"}).status_code == 422
    client.post(reverse("suggestions:new_goal"), sent)
    goal = TeamGoal.objects.get()
    address = reverse("suggestions:goal", args=[goal.pk])
    assert client.post(address, {"progress": 300, "seen": 1}).status_code == 422
    client.post(address, {"progress": 40, "note": "So far.", "seen": 1})
    assert client.post(address, {"progress": 50, "seen": 1}).status_code == 422
    goal.refresh_from_db()
    assert (goal.progress, goal.note) == (40, "So far.")
    for person in (amara, nora):
        client.force_login(person)
        assert client.get(reverse("suggestions:new_goal")).status_code == 404
        for refused in (address, reverse("suggestions:drop_goal", args=[goal.pk])):
            assert client.post(refused, {"progress": 50, "seen": 2}).status_code == 404
    assert goal.title not in client.get(reverse(THANKS)).content.decode()
    client.force_login(cleo)
    client.post(reverse("suggestions:drop_goal", args=[goal.pk]), {"seen": 2})
    assert goal.title not in client.get(reverse(THANKS)).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, amara, ben, cleo, billing, ticket, many):
    for number in range(many):
        made = thanked(amara, ben, cleo, words=f"Thanks {number}")
        for row in made.thanked.all():
            actions.share(row, by=row.colleague, on=True)
        praised(ben, ticket, billing, amara, message=number + 1)
        goal_of(cleo, billing)
    client.force_login(ben)
    for show in ("", "mine", "praise"):
        client.get(reverse(THANKS), {"show": show})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(THANKS), {"show": show})
        assert len(asked) <= 16, [query["sql"][:120] for query in asked]


def test_who_may_not_say_thanks_reads_none(amara, billing):
    amara.is_active = False
    assert not thanked_in(amara).exists()
    assert list(praise_seen(amara, None, 10).object_list) == []
