"""What somebody types about a promise: a reason, a due time, a stretch, a corrected time."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from tickets.actions.promising import LONGEST_REASON
from tickets.choices import Metric
from tickets.models import Message

TYPED = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
WORDS_OF_MESSAGE = 60
Span = tuple[datetime.datetime, datetime.datetime]


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    """A time to the second, in the reader's zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format=TYPED[0])
    return forms.DateTimeField(label=label, widget=widget, input_formats=TYPED, **options)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, error_messages={"required": _("Say why.")}
    )


class DueForm(ReasonForm):
    metric = forms.ChoiceField(choices=Metric.choices, widget=forms.HiddenInput)
    due = moment(_("Due"))
    field_order = ["metric", "due", "reason"]


class FreeForm(ReasonForm):
    metric = forms.ChoiceField(choices=Metric.choices, widget=forms.HiddenInput)


class StretchForm(ReasonForm):
    """A stretch that is offered, or one typed from and to, which counts if both are there."""

    metric = forms.ChoiceField(choices=Metric.choices, widget=forms.HiddenInput)
    cycle = forms.IntegerField(min_value=1, max_value=32_000, widget=forms.HiddenInput)
    stretch = forms.CharField(label=_("Stretch"), required=False, widget=forms.Select)
    since = moment(_("Or from"), required=False)
    until = moment(_("Until"), required=False)
    field_order = ["metric", "cycle", "stretch", "since", "until", "reason"]

    def __init__(self, *args: Any, offered: Sequence[Span] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stretch"].widget.choices = [(key_of(span), words_of(span)) for span in offered]

    def clean_stretch(self) -> Span | None:
        text = self.cleaned_data["stretch"]
        if not text:
            return None
        try:
            since, until = (datetime.datetime.fromisoformat(part) for part in text.split("/"))
        except ValueError as error:
            raise ValidationError(_("Choose a stretch from the list.")) from error
        if since.tzinfo is None or until.tzinfo is None:
            raise ValidationError(_("Choose a stretch from the list."))
        return since, until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("stretch") and not (said.get("since") or said.get("until")):
            said["since"], said["until"] = said["stretch"]
        elif not {"since", "until", "stretch"} & set(self.errors):
            for name in ("since", "until"):
                if not said.get(name):
                    self.add_error(name, _("Choose a stretch, or type from when to when."))
        return said


def key_of(span: Span) -> str:
    return "/".join(at.isoformat() for at in span)


def words_of(span: Span) -> str:
    """16 Nov 10:00:00 – 12:30:00"""
    start, end = (timezone.localtime(at) for at in span)
    until = f"{end:%H:%M:%S}" if start.date() == end.date() else f"{date_format(end, 'j M')} {end:%H:%M:%S}"
    return f"{date_format(start, 'j M')} {start:%H:%M:%S} – {until}"


class RetimeForm(ReasonForm):
    """Which of the customer's messages came when."""

    message = forms.ModelChoiceField(
        Message.objects.none(), label=_("Message"), empty_label=None,
        error_messages={"invalid_choice": _("Choose one of the customer’s messages.")},
    )  # fmt: skip
    to = moment(_("Really received"))
    field_order = ["message", "to", "reason"]

    def __init__(self, *args: Any, messages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].queryset = messages
        self.fields["message"].label_from_instance = message_words


def message_words(message: Message) -> str:
    local = timezone.localtime(message.at)
    words = " ".join(message.words.split())
    cut = words if len(words) <= WORDS_OF_MESSAGE else f"{words[:WORDS_OF_MESSAGE]}…"
    return f"{date_format(local, 'j M')} {local:%H:%M:%S} · {cut or '—'}"
