"""Tickets that belong together: related, duplicates, children, incidents; and what looks like the same."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from staff.models import User
from tests.factories import make_ticket
from tickets import actions, undoing
from tickets.candidates import alike
from tickets.models import Ticket, TicketLink
from tickets.workflow import HeldOpen


@pytest.fixture
def three(billing, dana) -> list[Ticket]:
    return [make_ticket(requester=dana, team=billing, subject=f"Ticket {n}") for n in range(3)]


@pytest.fixture
def desk(client, amara):
    client.force_login(amara)
    return client


def test_related_is_one_link_whichever_way_round(three, amara):
    one, other, _third = three
    assert actions.link(one, by=amara, kind="related", to=other) == actions.link(
        other, by=amara, kind="related", to=one
    )
    assert [t.events.filter(kind="linked").count() for t in (one, other)] == [1, 1]


def test_one_parent_and_no_circles(three, amara):
    child, parent, grandparent = three
    actions.link(child, by=amara, kind="child", to=parent)
    actions.link(parent, by=amara, kind="child", to=grandparent)
    with pytest.raises(ValidationError, match="circle"):
        actions.link(grandparent, by=amara, kind="child", to=child)
    with pytest.raises(ValidationError, match=f"already belongs to #{parent.pk}"):
        actions.link(child, by=amara, kind="child", to=grandparent)
    with pytest.raises(ValidationError, match="itself"):
        actions.link(child, by=amara, kind="child", to=child)
    with pytest.raises(ValidationError, match="no such link"):
        actions.link(child, by=amara, kind="split", to=grandparent)
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketLink.objects.create(
            kind="child", one=child, other=grandparent, made_by=amara, made_at=timezone.now()
        )


def test_only_who_may_sort_links(three):
    stranger = User(role="visitor")
    with pytest.raises(PermissionDenied):
        actions.link(three[0], by=stranger, kind="related", to=three[1])
    with pytest.raises(PermissionDenied):
        actions.wait_for_children(three[0], by=stranger, waits=True)


@pytest.fixture
def family(three, amara) -> tuple[Ticket, Ticket]:
    """A parent that waits, and its open child."""
    parent, child, _third = three
    actions.link(child, by=amara, kind="child", to=parent)
    actions.wait_for_children(parent, by=amara, waits=True)
    return parent, child


def test_a_parent_is_not_solved_while_a_child_is_open(family, amara, desk):
    parent, child = family
    with pytest.raises(HeldOpen) as held:
        actions.move(parent, "solve", by=amara)
    assert held.value.children == (child.pk,)
    with pytest.raises(HeldOpen):
        actions.reply(parent, by=amara, text="Done.", then="solve")
    assert not parent.messages.filter(author=amara).exists()
    url = reverse("tickets:move", args=[parent.pk, "solve"])
    assert f"Still open: #{child.pk}" in desk.post(url).content.decode()
    bulk = desk.post(reverse("tickets:bulk"), {"do": "move:solve", "ticket": [parent.pk]}, follow=True)
    assert f"Still open: #{child.pk}" in bulk.content.decode()
    write = {"kind": "reply", "text": "Done", "to": "dana@okafor.example", "then": "solve", "key": "a" * 32}
    answer = desk.post(reverse("tickets:write", args=[parent.pk]), write)
    assert answer.status_code == 422
    assert f"Still open: #{child.pk}" in answer.content.decode()
    actions.move(child, "solve", by=amara)
    actions.move(parent, "solve", by=amara)
    assert parent.state == "solved"


def test_taking_back_does_not_solve_it_either(family, amara):
    parent, _child = family
    actions.wait_for_children(parent, by=amara, waits=False)
    actions.move(parent, "solve", by=amara)
    before = undoing.kept(parent)
    actions.move(parent, "reopen", by=amara)
    actions.wait_for_children(parent, by=amara, waits=True)
    assert undoing.undo(undoing.token(amara, [(parent, before)]), by=amara) == (0, 1)


def test_a_parent_that_does_not_wait_is_solved(three, amara):
    parent, child, _third = three
    actions.link(child, by=amara, kind="child", to=parent)
    actions.move(parent, "solve", by=amara)
    assert parent.state == "solved"


# --- the pages


def test_the_panel_shows_what_may_be_seen(desk, three, network, mona, dana, django_assert_max_num_queries):
    one, other, third = three
    hidden = make_ticket(requester=dana, team=network, subject="Behind the curtain")
    url = reverse("tickets:linked", args=[one.pk])
    actions.link(one, by=mona, kind="child", to=other)
    actions.link(one, by=mona, kind="related", to=third)
    actions.link(one, by=mona, kind="duplicate", to=hidden)
    with django_assert_max_num_queries(14):
        page = desk.get(url, headers={"HX-Request": "true"}).content.decode()
    assert page.startswith('<section class="card" id="linked"')
    for said in ("Parent", other.subject, "Related", third.subject, "And one ticket of another team."):
        assert said in page
    assert "curtain" not in page
    link = TicketLink.objects.get(kind="duplicate")
    assert desk.post(reverse("tickets:unlink", args=[one.pk, link.pk])).status_code == 404
    mine = TicketLink.objects.get(kind="child")
    assert desk.post(reverse("tickets:unlink", args=[third.pk, mine.pk])).status_code == 404
    desk.post(reverse("tickets:unlink", args=[one.pk, mine.pk]))
    assert not TicketLink.objects.filter(pk=mine.pk).exists()
    assert other.events.filter(kind="unlinked").exists()


@pytest.mark.parametrize(
    ("way", "kind", "is_one"),
    [("child", "child", True), ("parent", "child", False), ("problem", "incident", False)],
)
def test_linking_by_hand(desk, three, way, kind, is_one):
    one, other, _third = three
    url = reverse("tickets:link", args=[one.pk])
    answer = desk.post(url, {"way": way, "q": f"#{other.pk} and words"}, follow=True)
    assert f"#{other.pk}." in answer.content.decode()
    row = TicketLink.objects.get()
    assert (row.kind, row.one if is_one else row.other) == (kind, one)
    history = desk.get(reverse("tickets:history", args=[one.pk])).content.decode()
    assert reverse("tickets:ticket", args=[other.pk]) in history


def test_what_is_not_theirs_is_not_linked(desk, three, network, dana):
    hidden = make_ticket(requester=dana, team=network, subject="Behind the curtain")
    url = reverse("tickets:link", args=[three[0].pk])
    for other in (hidden.pk, 999_999, "x", ""):
        page = desk.post(url, {"way": "related", "other": other}, follow=True).content.decode()
        assert "There is no such ticket." in page
        assert "curtain" not in page
    assert desk.post(url, {"way": "explode", "other": three[1].pk}).status_code == 404
    assert not TicketLink.objects.exists()


# --- asked twice?


def test_the_same_customer_under_a_similar_subject_within_a_week(amara, billing, network, dana, eve):
    now = timezone.now()

    def asked(subject, *, who=dana, team=billing, days=1):
        at = now - datetime.timedelta(days=days)
        return make_ticket(requester=who, team=team, subject=subject, at=at)

    same = asked("Refund not received")
    asked("The router blinks red")
    asked("Refund not received", who=eve)
    asked("Refund not received", team=network)
    asked("Refund not received", days=9)
    assert alike(amara, dana, "Re: RE: refund not recieved!") == [same]
    assert alike(amara, dana, "Fwd: ") == []
    assert alike(amara, dana, same.subject, but=same.pk) == []


def test_a_ticket_says_that_it_was_asked_twice(desk, ticket, billing, dana):
    again = make_ticket(requester=dana, team=billing, subject="refund not received yet")
    page = desk.get(reverse("tickets:linked", args=[again.pk])).content.decode()
    assert "Asked twice?" in page
    assert reverse("tickets:merge", args=[again.pk]) + f"?into={ticket.pk}" in page
