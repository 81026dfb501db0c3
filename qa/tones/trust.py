"""How far a rule is believed in a language, after people have judged what it said. Pure.

The mean of a Beta distribution: the confidence that a rule ships with counts as STRENGTH judgements that came
before, and each judgement of a person as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qa.tones.findings import Result
from qa.tones.nudging import CERTAIN_ENOUGH

STRENGTH = 8.0
# What falls below is said to nobody before sending, and comes last where people judge.
FLOOR = CERTAIN_ENOUGH


@dataclass(frozen=True, slots=True)
class Judged:
    confirmed: int = 0
    dismissed: int = 0


UNJUDGED = Judged()


def weight(shipped: float, judged: Judged) -> float:
    """How likely the next person would agree, 0 to 1."""
    return (STRENGTH * shipped + judged.confirmed) / (STRENGTH + judged.confirmed + judged.dismissed)


def weighed(result: Result, judged: Mapping[str, Judged]) -> Result:
    """The same findings, as certain as what people said of their rules leaves them. Rules by name."""
    findings = (
        replace(one, confidence=round(weight(one.confidence, judged.get(one.rule, UNJUDGED)), 4))
        for one in result.findings
    )
    return replace(result, findings=tuple(findings))
