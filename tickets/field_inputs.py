"""Fields that a desk made for itself, in a form: of the public page, a new ticket, a ticket's details."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from tickets.actions.writing import Part
from tickets.field_words import say
from tickets.fields import Definition, Kind, Stage, Value, check
from tickets.fields.checking import LONGEST, is_required
from tickets.uploads import as_part, trouble_with

PREFIX = "cf-"


class Asked(forms.Field):
    """One field. What is typed goes to the validator as it is, and what that says is what the form says."""

    def __init__(self, about: Definition, *, stage: Stage, held: Value | None = None) -> None:
        super().__init__(
            label=about.name, help_text=about.help, required=is_required(about, stage), initial=held,
            widget=_WIDGETS[about.kind](about, held),
        )  # fmt: skip
        self.about, self.stage, self.held = about, stage, held

    def clean(self, raw: Any) -> Value | Part | None:
        if isinstance(raw, UploadedFile):
            if trouble := trouble_with(raw):
                raise ValidationError(trouble, code="file")
            return as_part(raw)
        value, problem = check(self.about, raw, stage=self.stage, held=self.held)
        if problem:
            raise ValidationError(say(problem, {self.about.key: self.about}), code=problem.code)
        return value


class AsksFields(forms.Form):
    """A form that asks besides for what tickets of a type have."""

    asked: tuple[Definition, ...] = ()

    def ask(
        self,
        fields: Iterable[Definition],
        *,
        type_id: int | None,
        stage: Stage,
        held: Mapping[str, Value] | None = None,
    ) -> None:
        self.ask_these([about for about in fields if about.belongs_to(type_id)], stage=stage, held=held)

    def ask_these(
        self, fields: Iterable[Definition], *, stage: Stage, held: Mapping[str, Value] | None = None
    ) -> None:
        self.asked = tuple(fields)
        for about in self.asked:
            self.fields[PREFIX + about.key] = Asked(
                about, stage=stage, held=(held or {}).get(about.key)
            )  # fmt: skip

    def take_over(self, data: Any) -> None:
        """What was typed so far stands in the fields, without a word about what is wrong with it."""
        for field in self.custom_fields:
            if field.field.about.kind is Kind.FILE:
                continue  # no page can give a file back
            several = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
            field.field.initial = data.getlist(field.html_name) if several else data.get(field.html_name, "")

    @property
    def had_files(self) -> bool:
        """They have to be chosen anew when the page comes back."""
        return bool(self.files)

    @property
    def custom_fields(self) -> list[BoundField]:
        return [self[PREFIX + about.key] for about in self.asked]

    def custom(self) -> dict[str, Value | Part | None]:
        """What was given, by the keys of the fields."""
        return {about.key: self.cleaned_data.get(PREFIX + about.key) for about in self.asked}


class OneFile(forms.FileInput):
    """A new file, else the one that is there, unless it is to be taken out."""

    def __init__(self, held: Value | None = None) -> None:
        super().__init__(attrs={"data-single": ""})
        self.held = held

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name) or (None if data.get(f"{name}-remove") else self.held)

    def use_required_attribute(self, initial: Any) -> bool:
        return False


def _choices(about: Definition, held: Value | None) -> list[tuple[str, str]]:
    kept = held if isinstance(held, list) else [held] if isinstance(held, str) else []
    return [(one.key, one.name) for one in about.open_options(kept)]


_WIDGETS: Mapping[Kind, Any] = {
    Kind.TEXT: lambda about, held: forms.TextInput(attrs={"maxlength": LONGEST, "autocomplete": "off"}),
    Kind.NUMBER: lambda about, held: forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    Kind.DATE: lambda about, held: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    Kind.CHOICE: lambda about, held: forms.Select(choices=[("", "—"), *_choices(about, held)]),
    Kind.MULTI: lambda about, held: forms.CheckboxSelectMultiple(choices=_choices(about, held)),
    Kind.CHECKBOX: lambda about, held: forms.CheckboxInput(),
    Kind.CONTACT: lambda about, held: forms.HiddenInput(),
    Kind.FILE: lambda about, held: OneFile(held),
}
