"""The form of a policy: its targets as a table of what is typed, and how it behaves."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sla import words, written
from sla.choices import ADOPTION, Audience
from sla.models import PolicyVersion
from sla.policy import Category, Metric, OnChange, Reopen

# The promises most policies are made of; the rest is folded away until it is used.
USUAL = (Metric.FIRST_RESPONSE, Metric.NEXT_RESPONSE, Metric.RESOLUTION)
PAUSES = [(pause.value, label) for pause, label in words.PAUSES.items()]

SAYS: Mapping[str, Any] = {
    "time": _("“%(text)s” is no time. Write it as 4h, 30m or 1h 30m."),
    "days": _(
        "“%(text)s”: a day of open hours has no fixed length. Write hours, or add 24/7 to count them all."
    ),
    "long": _("“%(text)s” is more than ten years."),
    "warn": _("“%(text)s” is no warning. Write 75%%, 30m left or real 15m, several with commas."),
    "warn_long": _("“%(text)s”: a warning by time left must leave less than the time itself."),
    "pause": _(
        "“%(text)s” is no pause here. Write pause waiting, pause hold or pause none, for a resolution."
    ),
    "reopen": _("“%(text)s”: after reopen stands new or same."),
    "nothing": _("This promises nothing. Give one priority at least one time."),
}


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attrs})


class PolicyForm(forms.Form):
    """A cell is `first_response-normal`; a row has `warn-first_response` and maybe `pause-resolution`."""

    name = forms.CharField(label=_("Name"), max_length=80)
    audience = forms.ChoiceField(label=_("Promised to"), choices=Audience.choices, initial="customer")
    reopen = forms.ChoiceField(
        label=_("A solved ticket that is opened again"),
        choices=[(each.value, label) for each, label in words.REOPENS.items()],
        required=False,
    )
    on_change = forms.ChoiceField(
        label=_("When a ticket comes under this policy later, or its priority changes"),
        choices=[(each.value, label) for each, label in words.ON_CHANGE.items()],
        required=False,
    )
    agent_opened_waits = forms.BooleanField(
        label=_("If a colleague opens the ticket, the first response waits for the customer's first message"),
        required=False,
    )
    bounce = forms.CharField(
        label=_("An answer that bounces within this time is none"),
        max_length=40,
        required=False,
        widget=_text(placeholder="1d"),
    )
    adopt = forms.ChoiceField(
        label=_("Who goes by what changed"),
        choices=ADOPTION,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "From now on: time that was counted stays counted. As if it had always held: what is open is"
            " counted anew, and what was late may turn out not to have been."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, priorities: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.priorities = priorities
        for metric in Metric:
            self._row(metric)

    def _row(self, metric: Metric) -> None:
        name = words.METRICS[metric]
        for priority, label in self.priorities.items():
            self.fields[f"{metric.value}-{priority}"] = forms.CharField(
                label=f"{name}, {label}", max_length=written.MAX_CELL, required=False, widget=_text()
            )
        self.fields[f"warn-{metric.value}"] = forms.CharField(
            label=_("%(metric)s: warnings") % {"metric": name},
            max_length=written.MAX_CELL,
            required=False,
            widget=_text(),
        )
        if metric in written.MAY_PAUSE:
            self.fields[f"pause-{metric.value}"] = forms.MultipleChoiceField(
                label=_("%(metric)s stands still") % {"metric": name},
                choices=PAUSES,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        for metric in Metric:
            pause = f"pause-{metric.value}"
            yield {
                "name": words.METRICS[metric],
                "means": words.MEANS[metric],
                "cells": [self[f"{metric.value}-{priority}"] for priority in self.priorities],
                "warn": self[f"warn-{metric.value}"],
                "pause": self[pause] if pause in self.fields else None,
                "usual": metric in USUAL or self._is_used(metric),
            }

    def _is_used(self, metric: Metric) -> bool:
        cells = (self[f"{metric.value}-{priority}"] for priority in self.priorities)
        return any(cell.value() or cell.errors for cell in cells)

    def table(self) -> written.Table:
        said = self.cleaned_data
        cells = {
            (metric, priority): said[f"{metric.value}-{priority}"]
            for metric in Metric
            for priority in self.priorities
        }
        warn = {metric: said[f"warn-{metric.value}"] for metric in Metric}
        pauses = {
            metric: frozenset(Category(each) for each in said[f"pause-{metric.value}"])
            for metric in written.MAY_PAUSE
        }
        return written.Table(cells, warn, pauses, Reopen(said["reopen"] or Reopen.RESUME))

    def terms(self) -> dict[str, Any]:
        """The written form, without the ladder. Raises written.Wrong."""
        said = self.cleaned_data
        window = written.read_span(said["bounce"], field="bounce") if said["bounce"] else None
        return {
            "priorities": written.build(self.table()),
            "on_change": said["on_change"] or OnChange.PROSPECTIVE.value,
            "agent_opened_waits": said["agent_opened_waits"],
            "bounce_window_minutes": window / written.MINUTE if window else 0,
        }

    def refuse(self, error: written.Wrong) -> None:
        """Put what the terms were refused for beside the field it is about."""
        self.add_error(
            None if error.field == "table" else error.field, SAYS[error.code] % {"text": error.text}
        )


def form_of(version: PolicyVersion) -> dict[str, Any]:
    """What the fields hold for a policy that exists."""
    return {
        "name": version.policy.name,
        "audience": version.policy.audience,
        "seen": version.number,
        "adopt": "",
        **fields_of(version.terms),
    }


def fields_of(terms: Mapping[str, Any]) -> dict[str, Any]:
    table = written.as_table(terms)
    promise = next(iter(version_promises(terms)), None)
    window = promise.bounce_window if promise else written.UNITS["d"]
    return {
        **{f"{metric.value}-{priority}": text for (metric, priority), text in table.cells.items()},
        **{f"warn-{metric.value}": text for metric, text in table.warn.items()},
        **{f"pause-{m.value}": [pause.value for pause in pauses] for m, pauses in table.pauses.items()},
        "reopen": table.reopen.value,
        "on_change": promise.on_change.value if promise else OnChange.PROSPECTIVE.value,
        "agent_opened_waits": promise.agent_opened_waits if promise else True,
        "bounce": written.write_span(window),
    }


def version_promises(terms: Mapping[str, Any]) -> list[Any]:
    return list(written.read_terms(terms).promises.values())


# What a new policy starts from.
FRESH = {
    "priorities": {
        "normal": {
            "first_response": {"minutes": 240, "warn": [0.75]},
            "resolution": {"minutes": 1440, "warn": [0.75]},
        }
    }
}
