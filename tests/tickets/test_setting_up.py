"""Types and fields are made by managers, each time with a trace, and never lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tickets.actions.setting_up import Overtaken, archive, move_in_order, restore, save_field, save_type
from tickets.models import SetupChange, TicketField

pytestmark = pytest.mark.django_db
CHOICES = [{"name": "Late delivery"}, {"name": "Broken"}]


@pytest.fixture
def why(mona):
    return save_field(None, {"name": "Why?", "kind": "choice", "options": CHOICES}, by=mona)


def names() -> list[str]:
    return [one.name for one in TicketField.objects.in_use()]


def test_only_managers_set_up(amara, cleo, mona, why):
    for colleague in (amara, cleo):
        with pytest.raises(PermissionDenied):
            save_field(None, {"name": "Order", "kind": "text"}, by=colleague)
        with pytest.raises(PermissionDenied):
            save_type(None, {"name": "Refund"}, by=colleague)
        for do in (archive, restore):
            with pytest.raises(PermissionDenied):
                do(why, by=colleague)
        with pytest.raises(PermissionDenied):
            move_in_order(why, up=True, by=colleague)
    assert SetupChange.objects.count() == 1


def test_keys_stay_when_names_change_and_no_choice_is_lost(mona, why):
    late, broken = why.options
    said = {"name": "Reason", "options": [{**late, "name": "Too late"}, {"name": "Lost"}]}
    why = save_field(why, said, by=mona, seen=1)
    assert why.key == "why"
    assert why.options == [
        {"key": "late_delivery", "name": "Too late", "archived": False},
        {"key": "lost", "name": "Lost", "archived": False},
        {**broken, "archived": True},
    ]
    change = SetupChange.objects.first()
    assert (change.by, change.noun, change.about) == (mona, "field", why.pk)
    assert (change.was["name"], change.to["name"]) == ("Why?", "Reason")
    assert set(change.was) == {"name", "options"}


def test_who_was_overtaken_is_told(mona, why):
    save_field(why, {"name": "Reason", "options": why.options}, by=mona, seen=1)
    with pytest.raises(Overtaken):
        save_field(why, {"name": "Cause", "options": why.options}, by=mona, seen=1)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"name": " ", "kind": "text"}, "1 to 80"),
        ({"name": "why?", "kind": "text"}, "one of this name"),
        ({"name": "X", "kind": "nonsense"}, "no such choice"),
        ({"name": "X", "kind": "text", "required": "sometimes"}, "no such choice"),
        ({"name": "X", "kind": "choice"}, "at least one"),
        ({"name": "X", "kind": "multi", "options": [{"name": "a"}, {"name": "A"}]}, "same name"),
        ({"name": "X", "kind": "multi", "options": [{"name": str(n)} for n in range(101)]}, "at most 100"),
        ({"name": "X", "kind": "contact", "shown": "write"}, "cannot choose"),
    ],
)
def test_what_cannot_be_is_refused(mona, why, said, problem):
    with pytest.raises(ValidationError, match=problem):
        save_field(None, said, by=mona)
    assert names() == ["Why?"]


def test_the_order_is_changed_step_by_step(mona, why):
    for name in ("B", "C"):
        save_field(None, {"name": name, "kind": "text"}, by=mona)
    last = TicketField.objects.get(name="C")
    assert move_in_order(last, up=True, by=mona)
    assert names() == ["Why?", "C", "B"]
    assert move_in_order(last, up=True, by=mona)
    assert not move_in_order(last, up=True, by=mona)
    assert names() == ["C", "Why?", "B"]


def test_an_archived_name_is_free_and_comes_back_only_if_it_still_is(mona, why):
    archive(why, by=mona)
    archive(why, by=mona)
    new = save_field(None, {"name": "Why?", "kind": "text"}, by=mona)
    assert new.key == "why_2"
    with pytest.raises(ValidationError, match="one of this name"):
        restore(why, by=mona)
    archive(new, by=mona)
    restore(why, by=mona)
    assert names() == ["Why?"]
    assert SetupChange.objects.filter(about=why.pk).count() == 3


def test_a_type_says_how_a_ticket_begins(mona, billing):
    said = {"name": "Refund", "team": billing, "priority": "high", "tags": ["Refund money"], "offered": True}
    refund = save_type(None, said, by=mona)
    assert (refund.team, refund.priority, refund.tags, refund.offered) == (
        billing, "high", ["refund-money"], True,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="one of this name"):
        save_type(None, {"name": "refund"}, by=mona)
    with pytest.raises(ValidationError, match="no such choice"):
        save_type(None, {"name": "X", "priority": "soon"}, by=mona)
    save_type(refund, {**said, "priority": ""}, by=mona, seen=1)
    assert SetupChange.objects.first().to == {"priority": ""}
