"""What the draft of a guideline begins with, from the findings that propose it. Nobody's words or names."""

from typing import Any

from django.utils.translation import gettext as _

from qa.models import Loop


def begun_for(loop: Loop) -> dict[str, Any]:
    """Title and text in Markdown, in the language that is active."""
    one = criterion_of(loop)
    lines = [f"## {loop.name}", _("Write here how it is done, with an example.")]
    if one.get("hint"):
        lines.append(one["hint"])
    if one.get("high"):
        lines.append(_("Like this: %(words)s") % {"words": one["high"]})
    if one.get("low"):
        lines.append(_("Not like this: %(words)s") % {"words": one["low"]})
    if loop.kind:
        lines += [f"- {words}" for words in loop.told]
    elif loop.telling:
        lines.append(_("What reviews speak of: %(words)s.") % {"words": ", ".join(loop.telling)})
    return {"title": loop.name, "body": "\n\n".join(lines)}


def criterion_of(loop: Loop) -> dict[str, Any]:
    """As the newest version that has it describes it; nothing if none does, or if it is about tone."""
    if loop.scorecard is None:
        return {}
    for criteria in loop.scorecard.versions.order_by("-number").values_list("criteria", flat=True):
        for one in criteria:
            if one["key"] == loop.criterion:
                return one
    return {}
