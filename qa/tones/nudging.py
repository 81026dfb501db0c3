"""What an agent is told before sending: little, and what is most certain first. Pure."""

from qa.tones.findings import Finding, Result

# More than this nobody reads before sending; what is less certain is for a person to judge later.
MOST = 3
CERTAIN_ENOUGH = 0.6


def nudges(result: Result, *, most: int = MOST) -> list[Finding]:
    """One for each rule, the most certain first; in the order of the text where they are alike."""
    first: dict[str, Finding] = {}
    for found in sorted(result.findings, key=lambda one: (-one.confidence, one.start)):
        if found.confidence >= CERTAIN_ENOUGH:
            first.setdefault(found.rule, found)
    return list(first.values())[:most]
