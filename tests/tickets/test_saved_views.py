"""Views that are kept, shared, put in order and counted."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from tests.factories import make_ticket
from tickets import saved_views
from tickets.actions import move, snooze, take
from tickets.actions.keeping import change_view, forget_view, place_view, save_view
from tickets.models import SavedView
from tickets.saved_views import counts_of, saved_views_of

INBOX = "/inbox/"


def keep(user, name="View", query=None, **circle) -> SavedView:
    return save_view(by=user, name=name, query=query or {"view": "all"}, **circle)


def names(user) -> list[str]:
    return [view.name for view in saved_views_of(user)]


def test_own_come_first_then_the_teams_then_everybodys(amara, cleo, mona, billing):
    keep(mona, "For all", shared=True)
    keep(cleo, "For Billing", team=billing)
    keep(amara, "Mine")
    assert names(amara) == ["Mine", "For Billing", "For all"]


def test_a_view_of_another_team_is_not_there(cleo, nora, billing):
    keep(cleo, "For Billing", team=billing)
    keep(cleo, "Cleo's own")
    assert names(nora) == []


@pytest.mark.parametrize(
    ("who", "circle", "may"),
    [
        ("amara", "team", False),
        ("amara", "all", False),
        ("cleo", "team", True),
        ("cleo", "all", False),
        ("mona", "team", True),
        ("mona", "all", True),
    ],
)
def test_who_may_share_with_whom(request, billing, who, circle, may):
    user = request.getfixturevalue(who)
    given = {"team": billing} if circle == "team" else {"shared": True}
    if may:
        assert keep(user, **given).pk
        return
    with pytest.raises(PermissionDenied):
        keep(user, **given)
    view = keep(user)
    with pytest.raises(PermissionDenied):
        change_view(view, by=user, circle=(given.get("team"), given.get("shared", False)))


def test_a_lead_shares_with_no_team_but_their_own(cleo, network):
    with pytest.raises(PermissionDenied):
        keep(cleo, team=network)


def test_a_view_of_a_team_outlives_the_eagerness_of_its_maker(cleo, mona, amara, nora, billing):
    view = keep(cleo, "Old", team=billing)
    for stranger in (amara, nora):
        for act in (forget_view, lambda view, by: change_view(view, by=by, name="Mine now")):
            with pytest.raises(PermissionDenied):
                act(view, by=stranger)
    change_view(view, by=mona, name="New", query={"view": "late"})
    view.refresh_from_db()
    assert (view.name, view.query, view.owner) == ("New", {"view": "late"}, cleo)


def test_the_order_of_ones_own(amara):
    one, two, three = (keep(amara, name) for name in ("One", "Two", "Three"))
    place_view(three, by=amara, earlier=True)
    assert names(amara) == ["One", "Three", "Two"]
    place_view(one, by=amara, earlier=True)
    place_view(one, by=amara, earlier=False)
    assert names(amara) == ["Three", "One", "Two"]
    place_view(two, by=amara, earlier=False)
    assert names(amara) == ["Three", "One", "Two"]


def test_a_name_is_taken_once(amara):
    keep(amara, "Fees")
    other = keep(amara, "Other")
    with pytest.raises(ValidationError):
        change_view(other, by=amara, name="Fees")
    with pytest.raises(ValidationError):
        change_view(other, by=amara, name="  ")


def test_the_database_holds_that_it_is_for_one_circle(amara, billing):
    with pytest.raises(IntegrityError):
        SavedView.objects.create(owner=amara, team=billing, shared=True, name="Both")


# --- the numbers


@pytest.fixture
def many(billing, network, dana, eve, amara, nora, promises):
    """Tickets of two teams in several states."""
    now = timezone.now()
    for n in range(14):
        team, contact = (network, eve) if n % 5 == 0 else (billing, dana)
        one = make_ticket(
            requester=contact, team=team, at=now - n * datetime.timedelta(hours=7),
            tags=["refund"] if n % 2 else [],
            subject="The router is broken" if n % 3 else "The invoice is wrong",
        )  # fmt: skip
        if team == billing and n % 3 == 1:
            take(one, by=amara)
        if n % 4 == 1:
            move(one, "wait", by=amara if team == billing else nora)
        if n % 6 == 2:
            snooze(one, by=amara if team == billing else nora, until=now + datetime.timedelta(days=9))


QUERIES = [
    {"view": "mine"}, {"view": "unassigned"}, {"view": "late"}, {"view": "all"}, {"view": "snoozed"},
    {"view": "all", "q": "router"}, {"view": "all", "q": "tag:refund status:waiting"}, {"team": "billing"},
    {"view": "all", "q": "assignee:me OR is:snoozed"},
]  # fmt: skip


def test_each_number_is_the_length_of_its_list(client, amara, nora, mona, many):
    for user in (amara, nora, mona):
        client.force_login(user)
        for n, query in enumerate(QUERIES):
            keep(user, f"View {n}", query)
        views = client.get(INBOX).context["listing"].saved_views
        assert len(views) == len(QUERIES)
        for view in views:
            listed = client.get(view["url"]).context["listing"].page.rows
            assert view["count"] == str(len(listed)), (user.full_name, view)


def test_a_view_of_everybody_counts_what_its_reader_may_see(mona, amara, nora, many):
    view = keep(mona, "Everything", {"view": "all"}, shared=True)
    now = timezone.now()
    counts = {user.full_name: int(counts_of(user, [view], now)[view.pk]) for user in (mona, amara, nora)}
    assert counts["Mona Rand"] == counts["Amara Kask"] + counts["Nora Ilves"]


def test_all_numbers_are_one_statement_and_none_while_nothing_happens(amara, many, django_assert_num_queries):
    views = [keep(amara, f"View {n}", {"view": view}) for n, view in enumerate(["mine", "late", "all"])]
    now = timezone.now()
    with django_assert_num_queries(1):
        first = counts_of(amara, views, now, "stamp")
    with django_assert_num_queries(0):
        assert counts_of(amara, views, now, "stamp") == first
    with django_assert_num_queries(1):
        counts_of(amara, views, now, "another stamp")


def test_what_would_have_to_be_walked_is_not_counted(amara, many, monkeypatch):
    view = keep(amara, "Common", {"view": "all", "q": "router"})
    monkeypatch.setattr("tickets.searching.RARE", -1)
    assert counts_of(amara, [view], timezone.now()) == {}


def test_more_than_the_most_is_said_to_be_more(amara, many, monkeypatch):
    view = keep(amara, "All", {"view": "all"})
    monkeypatch.setattr(saved_views, "MOST", 3)
    assert counts_of(amara, [view], timezone.now()) == {view.pk: "3+"}


def test_the_pulse_brings_fresh_numbers(client, amara, billing, dana):
    view = keep(amara, "All", {"view": "all"})
    client.force_login(amara)
    known = client.get(INBOX).context["listing"].mark
    make_ticket(requester=dana, team=billing)
    fresh = client.get(f"{INBOX}pulse/", {"known": known, "view": "all"}).content.decode()
    assert f"[data-count='saved-{view.pk}']\">1<" in fresh


# --- the pages


@pytest.mark.parametrize("views", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(client, amara, views, django_assert_num_queries):
    for n in range(views):
        keep(amara, f"View {n}")
    client.force_login(amara)
    client.get("/inbox/views/all/")
    with django_assert_num_queries(7):
        page = client.get("/inbox/views/all/").content.decode()
    assert page.count('class="saved-view"') == views


def test_changing_one_on_its_page(client, cleo, billing):
    view = keep(cleo, "Old")
    client.force_login(cleo)
    client.post(f"/inbox/views/{view.pk}/", {"name": "New", "share": "billing"})
    view.refresh_from_db()
    assert (view.name, view.team) == ("New", billing)
    client.post(f"/inbox/views/{view.pk}/", {"name": "New", "share": ""})
    view.refresh_from_db()
    assert view.team is None


def test_a_list_that_was_narrowed_further_takes_the_place_of_its_view(client, amara):
    view = keep(amara, "Late", {"view": "late"})
    client.force_login(amara)
    page = client.get(INBOX, {"saved": view.pk, "q": "router"})
    assert page.context["listing"].is_changed
    assert "Change “Late” to this" in page.content.decode()
    form = {f"list_{name}": value for name, value in page.context["listing"].hidden}
    client.post(f"/inbox/views/{view.pk}/", {"keep": "query", **form})
    view.refresh_from_db()
    assert view.query == {"view": "late", "q": "router"}
    assert not client.get(INBOX, {"saved": view.pk}).context["listing"].is_changed


@pytest.mark.parametrize("act", ["", "place/", "forget/"])
def test_another_persons_view_is_not_found(client, amara, ben, nora, cleo, billing, act):
    own, teams = keep(amara, "Own"), keep(cleo, "Team", team=billing)
    for user, view in ((ben, own), (nora, own), (ben, teams), (nora, teams)):
        client.force_login(user)
        asked = {"name": "Stolen", "keep": "query", "to": "earlier"}
        assert client.post(f"/inbox/views/{view.pk}/{act}", asked).status_code == 404
    assert set(SavedView.objects.values_list("name", flat=True)) == {"Own", "Team"}
