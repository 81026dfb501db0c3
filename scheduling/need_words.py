"""Why so many people are needed, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scheduling.demand_words import amount, percent

PROBLEMS = {
    "forecast": lambda: _("There is no forecast: type what comes, or wait for more history."),
    "handling": lambda: _("Nobody measured how long one takes: say it in the settings."),
    "impossible": lambda: _("No number of people keeps this promise: give it more time in the settings."),
}


def problem_words(kind: str) -> str:
    return PROBLEMS[kind]()


def sentences(why: Mapping[str, Any], heads: float) -> list[str]:
    """The number, from what comes to what is asked."""
    kind = why.get("kind", "")
    if kind == "override":
        return _override(why)
    if kind == "typed":
        return [_("Typed by hand for every week.")]
    if kind == "closed":
        return [_("The team is closed then.")]
    if kind == "part":
        return [_asked_for(why)]
    lines = _letters(why) if "within_s" in why and "letters" in why else _calls(why)
    if kind == "fewest":
        lines.append(
            _("That would be %(n)s; the settings say never fewer than %(heads)s.")
            % {"n": number(why.get("computed") or 0), "heads": number(heads)}
        )
    return lines + _of_all(why)


def _asked_for(why: Mapping[str, Any]) -> str:
    return _("%(share)s of what comes asks for it, so many of the %(n)s people who are needed in all.") % {
        "share": percent(why["part"]), "n": number(why["of"]),
    }  # fmt: skip


def _of_all(why: Mapping[str, Any]) -> list[str]:
    if "part" in why and "all" in why:
        return [_asked_for({**why, "of": why["all"]})]
    if "all" in why:
        return [_("That makes %(n)s people; for what nothing is asked for anybody will do.") % {
            "n": number(why["all"])
        }]  # fmt: skip
    return []


def number(value: float) -> str:
    rounded = round(float(value), 1)
    return number_format(rounded, decimal_pos=0 if rounded.is_integer() else 1)


def duration(seconds: float) -> str:
    if seconds >= 5400:
        return _("%(n)s h") % {"n": number(seconds / 3600)}
    return (
        _("%(n)s min") % {"n": number(seconds / 60)}
        if seconds >= 90
        else _("%(n)s s") % {"n": round(seconds)}
    )


def _override(why: Mapping[str, Any]) -> list[str]:
    lines = [_("Set by hand by %(who)s: %(reason)s") % {"who": why["by"], "reason": why["reason"]}]
    if why.get("computed") is not None:
        lines.append(_("Computed it would be %(n)s.") % {"n": number(why["computed"])})
    return lines + _of_all(why)


def _calls(why: Mapping[str, Any]) -> list[str]:
    if not why.get("arrivals"):
        return [_("Nothing is expected then.")]
    lines = [
        _("%(n)s are expected in the half hour, each takes %(time)s: work for %(erlangs)s all the time.")
        % {"n": amount(why["arrivals"]), "time": duration(why["aht_s"]), "erlangs": number(why["erlangs"])},
        _("With %(heads)s at work %(answered)s are answered within %(time)s; %(share)s are promised.") % {
            "heads": number(why["heads"]), "answered": percent(why["answered"]),
            "time": duration(why["within_s"]), "share": percent(why["share"]),
        },
    ]  # fmt: skip
    lines += _one_less(why)
    return lines + _shrinkage(why)


def _one_less(why: Mapping[str, Any]) -> list[str]:
    if why["heads"] <= 1:
        return []
    if why["kind"] == "occupancy":
        return [_("With one less nobody would find a moment of rest; so they are busy %(n)s of the time.") % {
            "n": percent(why["occupancy"])
        }]  # fmt: skip
    return [_("With one less it would be %(n)s; people are busy %(busy)s of the time.") % {
        "n": percent(why["one_less"]), "busy": percent(why["occupancy"])
    }]  # fmt: skip


def _shrinkage(why: Mapping[str, Any]) -> list[str]:
    if not why.get("shrinkage"):
        return []
    return [_("%(n)s of the time on shift goes to breaks, meetings and the like: so more are on shift.") % {
        "n": percent(why["shrinkage"])
    }]  # fmt: skip


def _letters(why: Mapping[str, Any]) -> list[str]:
    lines = [
        _("%(n)s are expected in the half hour, each takes %(time)s.")
        % {"n": amount(why["arrivals"]), "time": duration(why["aht_s"])},
        _("They may wait %(time)s of open time; the work is spread as evenly as that allows.")
        % {"time": duration(why["within_s"])},
    ]
    if why.get("backlog"):
        lines.append(_("%(n)s wait already, %(late)s of them late.") % {
            "n": round(why["backlog"]), "late": round(why.get("late") or 0)
        })  # fmt: skip
    lines.append(
        _("So %(answered)s are answered in time; %(share)s are promised.")
        % {"answered": percent(why["answered"]), "share": percent(why["share"])}
    )
    if why.get("between"):
        lines.append(
            _("Whoever is there for calls has time for %(n)s of it.") % {"n": number(why["between"])}
        )
    return lines + _shrinkage(why)
