"""Fields that a desk makes for itself: what each may hold, and whether a ticket has what it needs. Pure.

It offers Definition (what a manager defined), check and check_all (what somebody typed, to a value or a
problem) and lacking (what keeps a ticket from being solved). Forms, the desk, mail and whoever else brings
values ask these, and nobody else decides.
"""

from tickets.fields.checking import Stage, check, check_all, is_empty, lacking
from tickets.fields.definition import (
    KEY,
    MOST_OPTIONS,
    Definition,
    Kind,
    Option,
    Required,
    Shown,
    Value,
    key_from,
    read_options,
)
from tickets.fields.problems import Problem

__all__ = [
    "KEY", "MOST_OPTIONS", "Definition", "Kind", "Option", "Problem", "Required", "Shown", "Stage", "Value",
    "check", "check_all", "is_empty", "key_from", "lacking", "read_options",
]  # fmt: skip
