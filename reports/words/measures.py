"""docs/metrics.md, written from the registry of figures, so that it says what is counted."""

from django.utils.translation import override

from reports.choices import FactKind, Statistic
from reports.measures import GROUPS, MEASURES, WORKING, Measure

UNITS = {
    "count": "a number", "seconds": "seconds", "hours": "hours", "percent": "percent",
    "points": "points from 1 to 5",
}  # fmt: skip
BETTER = {"up": "more is better", "down": "less is better", "": "more is neither better nor worse"}
# From what each kind of fact comes; the words of reports.counted.facts, in which it is decided.
FACTS = {
    FactKind.ARRIVED: "the ticket began, at the time of the customer's words, as corrected",
    FactKind.SOLVED: "it went from open to solved or closed; as often as it did",
    FactKind.ONE_TOUCH: "it was solved exactly once, never opened again, and had one answer by then",
    FactKind.REOPENED: "it went from solved or closed to open again, by whatever way",
    FactKind.ANSWERED: "a public answer of a colleague that was not taken back",
    FactKind.FIRST_RESPONSE: "the first answer; seconds since the oldest words that nobody had answered",
    FactKind.NEXT_RESPONSE: "a later answer to open words; seconds since the oldest of them",
    FactKind.RESOLUTION: "a solving; seconds since the ticket began, or since it was opened again",
    FactKind.HANDLED: "the last solving of a ticket that is done; seconds that anybody worked on it up to "
    "now, as corrected, with what was merged into it; none where less than a second is known",
    FactKind.PROMISED_FIRST: "a customer's promise of a first response ended, kept or missed, as adjusted",
    FactKind.PROMISED_NEXT: "a customer's promise of a next response ended, kept or missed, as adjusted",
    FactKind.PROMISED_RESOLUTION: "a customer's promise of a resolution ended, kept or missed, as adjusted",
    FactKind.ASKED: "a survey was sent",
    FactKind.RATED: "a score came in; the last score of a survey, at the time of its first",
    FactKind.BACKLOG: "a spell in which one team had it to do: from its beginning until solved or moved on",
    FactKind.LEFT: "the end of such a spell; in day figures alone",
}
HEAD = """# What the figures count

Written by `manage.py metrics_docs` from `reports/measures.py`; a test holds the two together. Why it is
done so: [0022](decisions/0022-figures-from-events.md).

Facts come from the events of a ticket (`reports/counted/facts.py`), figures of days from facts
(`reports/counted/rollup.py`), numbers from figures of days (`reports/figures.py`). A number opens the list
of the facts it counts, and `manage.py metrics_verify` counts all of it anew.

Team and agent of a fact are those of its moment. Channel, priority, language, organisation, type, topics
and products are those that the ticket has now; which products it is about follows from its type and tags, by
what managers say of them now ([0025](decisions/0025-products-of-a-ticket.md)). How long colleagues worked on
it is not known by the day: all of that counts when it was solved last ([0028](decisions/0028-time-spent.md)).
A ticket that was merged has no facts: what was said in it counts where it stands now. A day is a day of the
reader's time zone. Medians and percentiles are read from sketches and are at most 1 % away from the exact
ones.
"""


def text() -> str:
    with override("en"):
        return "\n".join([HEAD, *_measures(), *_facts()])


def _measures() -> list[str]:
    lines = []
    for group, name in GROUPS.items():
        lines += [f"## {name}", ""]
        for measure in MEASURES.values():
            if measure.group == group:
                lines += _about(measure)
    return lines


def _about(measure: Measure) -> list[str]:
    hours = measure.kind in WORKING and measure.statistic in (Statistic.MEDIAN, Statistic.P90)
    kinds = [measure.kind, *([measure.of] if measure.of else [])]
    if measure.statistic in (Statistic.LEVEL, Statistic.AGE):
        kinds.append(FactKind.LEFT)
    better = {"up": "more is better", "down": "less is better"}.get(
        measure.better, "more is neither better nor worse"
    )
    return [
        f"### {measure.name} (`{measure.key}`)",
        "",
        str(measure.about),
        "",
        f"- Formula: {measure.formula}",
        f"- Unit: {UNITS[measure.unit]}; {better}",
        f"- Facts: {', '.join(f'`{kind}`' for kind in kinds)}",
        f"- By opening hours: {'yes, in those of the ticket' if hours else 'no'}",
        "",
    ]  # fmt: skip


def _facts() -> list[str]:
    rows = [f"| `{kind}` | {FACTS[kind]} |" for kind in FactKind]
    return ["## Facts", "", "| fact | what happened |", "|---|---|", *rows, ""]
