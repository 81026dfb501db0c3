"""Tables made by one step: models are rendered where they are wanted, as far as they are wanted."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState

from lib.models_when_asked import ModelsWhenAsked, part
from lib.tables_at_once import TablesAtOnce

KEY = ("id", models.BigAutoField(primary_key=True))


def to(model, kind=models.ForeignKey):
    return kind(model, on_delete=models.CASCADE, related_name="+")


@pytest.fixture
def state():
    found = ProjectState()
    found.add_model(ModelState("desk", "House", [KEY]))
    found.add_model(ModelState("desk", "Room", [KEY, ("house", to("desk.house"))]))
    key = models.OneToOneField("desk.room", models.CASCADE, primary_key=True)
    found.add_model(ModelState("desk", "Door", [("room", key)]))
    return found


def test_what_is_made_is_whole_and_what_it_refers_to_has_its_key(state):
    state.add_model(ModelState("desk", "Lock", [KEY, ("door", to("desk.door"))]))
    found = part(state, [("desk", "lock")])
    assert set(found.models) == {("desk", "lock"), ("desk", "door"), ("desk", "room")}
    door = found.apps.get_model("desk", "lock")._meta.get_field("door")
    assert door.target_field.column == "room_id"
    assert [one.name for one in found.apps.get_model("desk", "room")._meta.fields] == ["id"]


def test_models_are_rendered_when_one_is_wanted(state):
    before = state.apps
    step = TablesAtOnce([migrations.CreateModel("Lock", [KEY, ("door", to("desk.door"))])])
    step.state_forwards("desk", state)
    assert isinstance(state.apps, ModelsWhenAsked)
    assert "_rendered" not in vars(state.apps)
    assert state.apps.get_model("desk", "lock")._meta.get_field("door").related_model.__name__ == "Door"
    with pytest.raises(LookupError):
        before.get_model("desk", "lock")


def test_each_copy_of_a_state_goes_its_own_way(state):
    _ = state.apps
    TablesAtOnce([migrations.CreateModel("Lock", [KEY])]).state_forwards("desk", state)
    old = state.clone()
    migrations.AddField("lock", "words", models.TextField()).state_forwards("desk", state)
    names = [[one.name for one in each.apps.get_model("desk", "lock")._meta.fields] for each in (old, state)]
    assert names == [["id"], ["id", "words"]]
