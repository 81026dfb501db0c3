"""Whoever counts what came: the modules that settings.DEMAND_SOURCES names, as scheduling.arriving says."""

from importlib import import_module
from types import ModuleType

from django.conf import settings

from staff.models import Team


def sources() -> dict[str, ModuleType]:
    return {name: import_module(path) for name, path in settings.DEMAND_SOURCES.items()}


def levels_of(team: Team | int) -> dict[int, int]:
    """By skill that the team's work asks for, at which level it does."""
    number = team if isinstance(team, int) else team.pk
    found: dict[int, int] = {}
    for source in sources().values():
        for skill, level in source.levels(number).items():
            found[skill] = max(found.get(skill, 0), level)
    return found
