"""Lists in groups, whose rows show what was chosen; and views as a form."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.factories import make_ticket
from tickets import finding, searching
from tickets.actions import assign, move, prioritise, tag
from tickets.actions.keeping import save_view
from tickets.arranging import GROUPS, SHOWN, columns_from
from tickets.models import SavedView, Ticket

INBOX = "/inbox/"


@pytest.fixture
def as_amara(client, amara):
    client.force_login(amara)
    return client


@pytest.fixture
def many(billing, network, dana, amara, ben, cleo, mona):
    """Seven of two teams, of every group somebody."""
    found = [
        make_ticket(requester=dana, team=network if n == 6 else billing, subject=f"Router {n}")
        for n in range(7)
    ]
    for one, to in zip(found, ("urgent", "low", "high", "low"), strict=False):
        prioritise(one, by=mona, to=to)
    for one, who in zip(found[1:], (ben, cleo, ben), strict=False):
        assign(one, by=mona, to=who)
    move(found[0], "hold", by=mona)
    tag(found[3], by=mona, tags=["refund"])
    now = timezone.now()
    for one, hours in zip(found, (-1, 1, 30, 24 * 5, 24 * 60), strict=False):
        Ticket.objects.filter(pk=one.pk).update(queue_at=now + datetime.timedelta(hours=hours))
    return found


def groups(page) -> list[str]:
    return re.findall(r'<h2 class="group">([^<]+)</h2>', page.content.decode())


def listed(client, **query):
    return client.get(INBOX, {"view": "all", **query})


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("team", ["Billing", "Network"]),
        ("assignee", ["Nobody", "Ben Lepik", "Cleo Mets"]),
        ("priority", ["Urgent", "High", "Normal", "Low"]),
        ("state", ["New", "Open", "On hold"]),
    ],
)
def test_the_groups_of_a_list_are_named_and_in_order(client, mona, many, group, names):
    client.force_login(mona)
    page = listed(client, group=group)
    assert groups(page) == names
    assert len(page.context["listing"].page.rows) == len(many)


def test_by_when_they_are_due(client, mona, many):
    client.force_login(mona)
    names = groups(listed(client, group="due"))
    assert (names[0], names[-2], names[-1]) == ("Late", "Due later", "Nothing is promised")
    assert set(names) <= {
        *("Late", "Due today", "Due tomorrow", "Due within a week", "Due later", "Nothing is promised")
    }


@pytest.mark.parametrize("words", ["", "router"])
@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
@pytest.mark.parametrize("group", GROUPS)
def test_pages_of_groups_are_complete_there_and_back(client, mona, many, monkeypatch, group, sort, words):
    monkeypatch.setattr(finding, "ROWS", 2)
    monkeypatch.setattr(finding.page_of, "__defaults__", (2,))
    monkeypatch.setattr(finding.page_of_view, "__defaults__", (2,))
    monkeypatch.setattr(searching.search, "__defaults__", (2,))
    client.force_login(mona)
    asked = {"group": group, "sort": sort, "q": words}
    page, there, urls = listed(client, **asked), [], []
    while True:
        listing = page.context["listing"]
        there.append([row.number for row in listing.page.rows])
        if not listing.next_url:
            break
        urls.append(listing.next_url)
        page = client.get(listing.next_url)
    assert sorted(number for rows in there for number in rows) == [one.pk for one in many]
    back = [there[-1]]
    while page.context["listing"].previous_url:
        page = client.get(page.context["listing"].previous_url)
        back.append([row.number for row in page.context["listing"].page.rows])
    assert back[::-1] == there
    parts = [row.part for row in page.context["listing"].page.rows]
    assert parts == sorted(parts)


@pytest.mark.parametrize("after", ["1-2", "1-2-", "1-2-\x00", "1-2-é-9", "x-y-z", "9" * 30, "1-2-3-4"])
def test_a_strange_key_of_a_page_breaks_nothing(as_amara, many, after):
    assert listed(as_amara, group="team", after=after).status_code == 200
    assert listed(as_amara, after=after).status_code == 200


def test_what_is_closed_is_not_grouped_nor_what_is_walked(as_amara, many, monkeypatch):
    assert groups(listed(as_amara, group="team", state="closed")) == []
    monkeypatch.setattr("tickets.searching.RARE", -1)
    monkeypatch.setattr("tickets.searching.FEW", -1)
    page = listed(as_amara, group="team", q="router")
    assert groups(page) == []
    assert page.context["listing"].page.rows


def test_no_group_tells_an_agent_of_another_team_anything(client, nora, many):
    client.force_login(nora)
    for group in GROUPS:
        page = listed(client, group=group)
        assert [row.number for row in page.context["listing"].page.rows] == [many[6].pk]
        assert b"Billing" not in page.content


def test_rows_show_what_was_chosen(as_amara, many):
    row = listed(as_amara).content.decode().split("<ol>")[1]
    assert "Okafor Design" in row
    assert "refund" in row
    chosen = listed(as_amara, cols="-", col_number="1", col_tags="1")
    assert chosen.context["listing"].choice.query["cols"] == "number.tags"
    row = chosen.content.decode().split("<ol>")[1].split("</ol>")[0]
    assert "Okafor Design" not in row
    assert 'class="team' not in row
    assert f'<span class="mono">#{many[3].pk}</span>' in row
    assert "refund" in row
    assert listed(as_amara, cols="-").context["listing"].choice.columns == ()


def test_columns_are_read_as_they_are_written():
    assert columns_from({}) is None
    assert columns_from({"cols": ".".join(SHOWN[1:])}) is None
    assert columns_from({"cols": "tags.number.nonsense"}) == ("number", "tags")
    assert columns_from({"cols": "-"}) == ()


@pytest.mark.parametrize("tickets", [1, 3])
def test_groups_cost_no_statement_more(as_amara, billing, dana, tickets, django_assert_num_queries):
    for _ in range(tickets):
        make_ticket(requester=dana, team=billing)
    listed(as_amara, group="team")
    with django_assert_num_queries(8):
        listed(as_amara, group="team")


# --- a view as a form


def edited(client, row, **asked):
    url = f"{INBOX}views/{row.pk}/edit/"
    given = {"name": row.name, "view": "all", "columns": ["team", "tags"], **asked}
    return client.post(url, given)


def test_a_view_is_changed_in_one_form(as_amara, amara, many):
    view = save_view(by=amara, name="Old", query={"view": "due", "within": "4"})
    form = as_amara.get(f"{INBOX}views/{view.pk}/edit/").context["form"]
    assert (form.initial["view"], "share" in form.fields) == ("due", False)
    answer = edited(as_amara, view, name="Refunds", q="tag:refund  router", group="priority", sort="oldest")
    assert answer.url == f"{INBOX}?saved={view.pk}"
    view.refresh_from_db()
    assert view.name == "Refunds"
    assert view.query == {
        "view": "all", "q": "tag:refund router", "sort": "oldest", "group": "priority", "cols": "team.tags",
    }  # fmt: skip
    page = as_amara.get(answer.url)
    assert groups(page) == ["Low"]
    assert not page.context["listing"].is_changed
    # What is asked for in full is all that is asked for: the groups can be given up again.
    query = next(query for query, word, _ in page.context["listing"].group_choices if word == "No groups")
    assert groups(as_amara.get(f"{INBOX}?{query}")) == []


def test_what_links_ask_for_stays_with_its_view(as_amara, amara):
    view = save_view(by=amara, name="Soon", query={"view": "due", "within": "4"})
    edited(as_amara, view, view="due")
    view.refresh_from_db()
    assert view.query["within"] == "4"


@pytest.mark.parametrize("words", ["staus:new", "status:", "team:Nowhere", '"open', "(a"])
def test_conditions_that_are_not_understood_are_pointed_at(as_amara, amara, words):
    view = save_view(by=amara, name="View", query={"view": "late"})
    answer = edited(as_amara, view, q=words)
    assert answer.status_code == 422
    assert b"<mark>" in answer.content
    view.refresh_from_db()
    assert view.query == {"view": "late"}


def test_a_name_that_is_taken_is_said_beside_it(as_amara, amara):
    save_view(by=amara, name="Taken", query={"view": "all"})
    view = save_view(by=amara, name="View", query={"view": "all"})
    assert "name" in edited(as_amara, view, name="Taken").context["form"].errors


def test_who_sees_it_is_changed_by_who_may(client, cleo, amara, ben, nora, billing):
    view = save_view(by=cleo, name="View", query={"view": "all"})
    client.force_login(cleo)
    edited(client, view, share="billing")
    view.refresh_from_db()
    assert view.team == billing
    assert "share" in edited(client, view, share="network").context["form"].errors
    for stranger in (amara, ben, nora):
        client.force_login(stranger)
        assert client.get(f"{INBOX}views/{view.pk}/edit/").status_code == 404
        assert edited(client, view, name="Stolen").status_code == 404
    assert SavedView.objects.get().name == "View"
