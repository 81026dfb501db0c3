"""The models of a state of migrations, rendered only where somebody asks for them, and only those asked for.

To render all of a desk takes a third of a second; a migration that only makes tables has no use for them.
"""

from collections.abc import Iterable
from functools import cached_property

from django.apps.registry import Apps
from django.db import models
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.db.models import Field

Key = tuple[str, str]


class ModelsWhenAsked:
    """Stands in a state where its `apps` would; is them as soon as one of them is wanted."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state.__class__(
            {key: one.clone() for key, one in state.models.items()}, real_apps=state.real_apps
        )

    @cached_property
    def _rendered(self) -> Apps:
        return StateApps(self._state.real_apps, self._state.models)

    def clone(self):
        return self._rendered.clone() if "_rendered" in self.__dict__ else ModelsWhenAsked(self._state)

    def __getattr__(self, name: str):
        return getattr(self._rendered, name)


def part(state: ProjectState, keys: Iterable[Key]) -> ProjectState:
    """A state of some models whole; of those that they refer to there is what their columns need."""
    wanted = {key: state.models[key] for key in keys}
    ahead = [other for one in wanted.values() for other in _referred(one, one.fields.values())]
    while ahead:
        key = ahead.pop()
        if key not in wanted and key in state.models:
            wanted[key] = one = _without_relations(state.models[key])
            ahead += _referred(one, one.fields.values())
    return ProjectState(wanted, real_apps=state.real_apps)


def _referred(one: ModelState, fields: Iterable[Field]) -> list[Key]:
    named = [base for base in one.bases if isinstance(base, str)]
    for field in fields:
        if field.remote_field:
            named += [field.remote_field.model, getattr(field.remote_field, "through", None)]
    return [resolve_relation(name, one.app_label, one.name_lower) for name in named if name]


def _without_relations(one: ModelState) -> ModelState:
    """Its own columns, and its key where that is another's."""
    kept = {name: field for name, field in one.fields.items() if field.primary_key or not field.remote_field}
    options = {name: one.options[name] for name in ("db_table", "swappable") if name in one.options}
    return ModelState(one.app_label, one.name, kept, options, (models.Model,))
