"""What promises must be told by the floors above: which words tickets know, and how many are under a policy.

The table of dotted paths is PROMISES_ABOUT in the settings.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from lib.conditions import Vocabulary

Words = Mapping[str, Mapping[str, str]]
# Under this name the words hold what a desk's own fields are called.
CALLED = "cf"


def words() -> Words:
    """For each field that is chosen from a list, the words there are and their names; under CALLED the names
    of the desk's own fields.
    """
    return import_string(settings.PROMISES_ABOUT["words"])()


def known() -> dict[str, list[str]]:
    return {field: list(named) for field, named in words().items() if field not in ("tags", CALLED)}


def fields() -> Vocabulary:
    """What a desk's own fields can be asked."""
    return import_string(settings.PROMISES_ABOUT["fields"])()


def open_under() -> dict[int, int]:
    """How many open tickets live under each version of a policy."""
    return import_string(settings.PROMISES_ABOUT["open"])()
