"""A policy as somebody types it: one form and three lists of lines, read together."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from lib.conditions import Condition, Group, Wrong
from sla import about, line_forms, written
from sla.about import CALLED, Words
from sla.forms import FRESH, PolicyForm, fields_of, form_of
from sla.matching import read_conditions
from sla.models import PolicyVersion
from sla.terms import Terms, read_terms

MORE = 3


class Typed:
    """`terms` and `conditions` are the written forms: of what it began with, or once sent, when it is valid.

    Conditions that a command nested deeper than two lists can show are kept as they are: `fixed`.
    """

    def __init__(self, known: Words, version: PolicyVersion | None, data: QueryDict | None = None) -> None:
        self.known, self.people = known, line_forms.people_by_name()
        self.terms: dict[str, Any] = version.terms if version else FRESH
        self.conditions: dict[str, Any] = version.conditions if version else {}
        self.fixed = not can_be_lines(read_conditions(self.conditions))
        every, some = line_forms.typed_conditions({} if self.fixed else self.conditions, known)
        levels = [line_forms.typed_level(each) for each in read_terms(self.terms).ladder.levels]
        start = form_of(version) if version else fields_of(FRESH)
        self.form = PolicyForm(known["priority"], data, initial=start)
        self.custom = about.fields()
        self.every = line_forms.condition_lines("every", known, data, every)
        self.some = line_forms.condition_lines("some", known, data, some)
        self.levels = line_forms.level_lines(self.people, data, levels)
        self._valid: bool | None = None if data is not None else True

    def is_valid(self) -> bool:
        if self._valid is None:
            parts = [each.is_valid() for each in (self.form, self.every, self.some, self.levels)]
            self._valid = all(parts) and all([self._read_terms(), self._read_conditions()])
        return self._valid

    def _read_terms(self) -> bool:
        ladder = line_forms.read_levels(self.levels)
        try:
            terms = self.form.terms()
        except written.Wrong as error:
            self.form.refuse(error)
            return False
        self.terms = {**terms, "ladder": ladder} if ladder else terms
        return not any(line.errors for line in self.levels)

    def _read_conditions(self) -> bool:
        if self.fixed:
            return True
        read = line_forms.read_lines(self.every, self.some, self.known, self.custom)
        try:
            read_conditions(read, closed(self.known), self.custom)
        except Wrong as error:
            if said := line_forms.refuse(error, self.every, self.some, self.known, self.custom):
                self.form.add_error(None, said)
            return False
        self.conditions = read
        return True

    @property
    def trouble(self) -> list[str]:
        """What is wrong with the lines, for the top of the page, beside the form's own errors."""
        lists = (self.every, self.some, self.levels)
        return [text for lines in lists for line in lines for said in line.errors.values() for text in said]

    def refuse(self, error: ValidationError) -> None:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, texts in told.items():
            self.form.add_error("name" if field == "name" else None, texts)

    def read(self) -> tuple[Terms, Group]:
        return read_terms(self.terms), read_conditions(self.conditions)


def closed(known: Words) -> Words:
    """Without the names of the fields themselves, which are no list that a value is chosen from."""
    return {field: named for field, named in known.items() if field != CALLED}


def with_more(data: QueryDict) -> QueryDict:
    """What was sent, with a few more lines in the list that was asked for."""
    data = data.copy()
    name = f"{data.get('more')}-TOTAL_FORMS"
    if data.get(name, "").isdecimal():
        data[name] = str(min(int(data[name]) + MORE, 40))
    return data


def can_be_lines(group: Group) -> bool:
    """Whether nothing is lost when these are shown as two lists: all of these, and any of those."""
    nested = [member for member in group.members if isinstance(member, Group)]
    flat = all(not each.every and all(isinstance(one, Condition) for one in each.members) for each in nested)
    return group.every and len(nested) <= 1 and flat
