"""The lines of a policy's form: its conditions, and the steps of its ladder."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lib.conditions import MOST_CONDITIONS, VALUELESS, How, Kind, Vocabulary, Wrong
from sla import words, written
from sla.about import CALLED, Words
from sla.escalation import Level, Part, PolicyError, Since, read_ladder
from sla.matching import FIELDS
from sla.policy import Hours, Metric
from staff.models import User

SPARE = 1
MOST_LEVELS = 12
MOST_NAMED = 12  # names in a message

SAYS: Mapping[str, Any] = {
    "field": _("Choose what is looked at."),
    "how": _("%(field)s cannot be asked that. It can be asked: %(known)s."),
    "value": _("%(field)s: say with what it is compared."),
    "unknown": _("%(field)s: there is no “%(text)s”. There are: %(known)s."),
    "number": _("%(field)s: “%(text)s” is no number."),
    "many": _("These are too many conditions."),
    "deep": _("These are too many conditions."),
    "shape": _("These conditions cannot be read."),
    "contradiction": _("%(field)s: this contradicts “%(other)s”, so no ticket could ever fit."),
}
# A word of one kind of field means its neighbour's word in another.
MEANT = {
    Kind.WORDS: {How.IS: How.HAS_ANY, How.IS_NOT: How.HAS_NONE},
    Kind.CHOICE: {How.HAS_ANY: How.IS, How.HAS_NONE: How.IS_NOT},
    Kind.YES_NO: {How.PRESENT: How.YES, How.ABSENT: How.NO},
}


class ConditionLine(forms.Form):
    """One line; one that looks at nothing counts for nothing."""

    field = forms.ChoiceField(label=_("Look at"), required=False)
    how = forms.ChoiceField(
        label=_("Comparison"), required=False, choices=[(how.value, word) for how, word in words.HOWS.items()]
    )
    value = forms.CharField(
        label=_("With what"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "policy-values"}),
    )

    def __init__(self, *args: Any, known: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(_("Fields"), list(known[CALLED].items()))] if known.get(CALLED) else []
        self.fields["field"].choices = [("", "—"), *words.FIELDS.items(), *own]


class LevelLine(forms.Form):
    """One step of the ladder; one that goes to nobody counts for nothing."""

    to = forms.ChoiceField(label=_("Who is told"), required=False)
    after = forms.CharField(
        label=_("After"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "30m"}),
    )
    since = forms.CharField(
        label=pgettext_lazy("ladder", "Since"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "policy-since"}),
    )
    metric = forms.ChoiceField(label=_("Of which clock"), required=False)
    outside_hours = forms.ChoiceField(
        label=_("Outside opening hours"),
        required=False,
        choices=[(each.value, word) for each, word in words.OUTSIDE.items()],
    )
    channel = forms.ChoiceField(
        label=_("How"), required=False, choices=[(each.value, word) for each, word in words.CHANNELS.items()]
    )

    def __init__(self, *args: Any, people: Mapping[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [(part.value, word) for part, word in words.PARTS.items()]
        named = [(f"person-{pk}", name) for pk, name in (people or {}).items()]
        self.fields["to"].choices = [("", "—"), *parts, (_("By name"), named)]
        clocks = [(metric.value, word) for metric, word in words.METRICS.items()]
        several = self.initial.get("metric", "") if "," in self.initial.get("metric", "") else ""
        if self.is_bound and "," in self.data.get(self.add_prefix("metric"), ""):
            several = self.data[self.add_prefix("metric")]
        self.fields["metric"].choices = [
            ("", _("every clock")), *clocks, *([(several, several.replace(",", ", "))] if several else []),
        ]  # fmt: skip


def condition_lines(
    prefix: str, known: Words, data: Any = None, conditions: Any = (), spare: int = SPARE
) -> Any:
    return _lines(
        ConditionLine, MOST_CONDITIONS, prefix, data, conditions, spare, form_kwargs={"known": known}
    )


def level_lines(people: Mapping[int, str], data: Any = None, levels: Any = (), spare: int = SPARE) -> Any:
    return _lines(LevelLine, MOST_LEVELS, "level", data, levels, spare, form_kwargs={"people": people})


def _lines(line: type, most: int, prefix: str, data: Any, begun: Any, spare: int, **kwargs: Any) -> Any:
    """Those that are there and a few empty ones, within what there may be."""
    extra = max(0, min(most, len(begun) + spare) - len(begun))
    made = formset_factory(line, extra=extra, max_num=most, absolute_max=50)
    return made(data, initial=list(begun), prefix=prefix, **kwargs)


def people_by_name() -> dict[int, str]:
    return dict(User.objects.filter(is_active=True).order_by("full_name").values_list("pk", "full_name"))


# --- conditions, from what is typed and back


def typed_conditions(group: Any, known: Words) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The lines of which all must hold, and those of which one must, as stored conditions are typed."""
    every, some = [], []
    for member in (group or {}).get("all", []):
        if "any" in member:
            some += [_typed(one, known) for one in member["any"] if "field" in one]
        else:
            every.append(_typed(member, known))
    return every, some


def _typed(one: Mapping[str, Any], known: Words) -> dict[str, str]:
    named = known.get(one["field"], {})
    value = words.listed([named.get(each, each) for each in one.get("values", ())])
    return {"field": one["field"], "how": one["how"], "value": value}


def read_lines(every: Any, some: Any, known: Words, custom: Vocabulary) -> dict[str, Any]:
    """The written form of conditions; `line_at` finds the line of an error's path."""
    fields = {**FIELDS, **custom}
    members = [_read(line, known, fields) for line in _used(every)]
    if any_of := [_read(line, known, fields) for line in _used(some)]:
        members.append({"any": any_of})
    return {"all": members}


def _used(lines: Any) -> list[Any]:
    return [line for line in lines if line.cleaned_data.get("field")]


def _read(line: Any, known: Words, fields: Vocabulary) -> dict[str, Any]:
    said = line.cleaned_data
    field = fields[said["field"]]
    how = MEANT.get(field.kind, {}).get(How(said["how"]), How(said["how"]))
    read = {"field": said["field"], "how": how.value}
    if how in VALUELESS:
        return read
    return {**read, "values": _values(said["value"], known.get(said["field"], {}))}


def _values(text: str, named: Mapping[str, str]) -> list[str]:
    """Names become the words they stand for; what nobody knows stays, to be refused."""
    by_name = {name.casefold(): value for value, name in named.items()}
    if (whole := by_name.get(text.strip().casefold())) is not None:
        return [whole]
    pieces = [piece.strip() for piece in text.split(";" if ";" in text else ",")]
    return [by_name.get(piece.casefold(), piece) for piece in pieces if piece]


def refuse(error: Wrong, every: Any, some: Any, known: Words, custom: Vocabulary) -> str:
    """Put what the conditions were refused for beside their line; if there is none, it is returned."""
    line, other = line_at(error.path, every, some), line_at(error.other, every, some)
    text = SAYS[error.code if error.code in SAYS else "shape"] % {
        "field": words.field(error.field, known),
        "text": error.text,
        "known": _known(error, known, custom),
        "other": _as_said(other, known) if other else "",
    }
    if line is None:
        return text
    line.add_error("value" if error.code in ("value", "unknown", "number") else None, text)
    return ""


def _known(error: Wrong, known: Words, custom: Vocabulary) -> str:
    if error.code == "how" and (field := {**FIELDS, **custom}.get(error.field)):
        return ", ".join(str(words.HOWS[how]) for how in field.operators)
    names = list(known.get(error.field, {}).values())
    more = ", …" if len(names) > MOST_NAMED else ""
    return (", ".join(names[:MOST_NAMED]) or "–") + more


def _as_said(line: Any, known: Words) -> str:
    said = line.cleaned_data
    return f"{words.field(said['field'], known)} {words.HOWS[How(said['how'])]} {said['value']}".strip()


def line_at(path: tuple[str | int, ...], every: Any, some: Any) -> Any:
    match path:
        case ("all", int(at)) if at < len(_used(every)):
            return _used(every)[at]
        case ("all", int(), "any", int(at)) if at < len(_used(some)):
            return _used(some)[at]
    return None


# --- the ladder, from what is typed and back


def typed_level(one: Level) -> dict[str, str]:
    around = one.hours is Hours.CALENDAR
    after = written.write_span(one.after, days=around)
    return {
        "to": f"person-{one.person}" if one.to is Part.PERSON else one.to.value,
        "after": f"{after} {written.ROUND_THE_CLOCK}" if around and after else after,
        "since": one.threshold or str(words.SINCE[one.since]),
        "metric": ",".join(metric.value for metric in Metric if metric in one.metrics),
        "outside_hours": one.outside_hours.value,
        "channel": one.channel.value,
    }


def read_levels(lines: Any) -> list[dict[str, Any]]:
    """The written form of the ladder. What cannot be read is said beside its line; then it is no use."""
    levels: list[dict[str, Any]] = []
    for line in lines:
        if not line.cleaned_data.get("to"):
            continue
        try:
            levels.append(_level(line.cleaned_data))
            read_ladder(levels)
        except written.Wrong as error:
            line.add_error(
                "after",
                gettext("“%(text)s” is no time. Write it as 4h, 30m or 1h 30m.") % {"text": error.text},
            )
        except PolicyError as error:
            line.add_error(None, _ladder_error(levels, error))
    return levels


def _level(said: Mapping[str, str]) -> dict[str, Any]:
    person = said["to"].removeprefix("person-")
    level: dict[str, Any] = {"to": {"person": int(person)} if person != said["to"] else said["to"]}
    since = said["since"].strip().lower()
    if since in ("", str(words.SINCE[Since.BREACH]).lower(), Since.BREACH.value):
        level["since"] = Since.BREACH.value
    else:
        level["since"] = Since.WARNING.value
        if since not in (str(words.SINCE[Since.WARNING]).lower(), Since.WARNING.value):
            level["threshold"] = said["since"].strip()
    if after := said["after"].strip():
        if written.ROUND_THE_CLOCK in after:
            level["hours"] = Hours.CALENDAR.value
        elif "d" in after.lower():
            raise written.Wrong("after", "days", after)
        span = written.read_span(after.replace(written.ROUND_THE_CLOCK, " "), field="after")
        level["minutes"] = span / written.MINUTE
    if said["metric"]:
        level["metrics"] = said["metric"].split(",")
    return {**level, "outside_hours": said["outside_hours"] or "hold", "channel": said["channel"] or "tray"}


def _ladder_error(levels: list[dict[str, Any]], error: PolicyError) -> str:
    alone = levels[-1:]
    try:
        read_ladder(alone)
    except PolicyError:
        return str(error)
    return gettext("It is due before one that stands above it. Put the earlier one first.")
