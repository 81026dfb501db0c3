"""What is found in an answer. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

CONDESCENDING, RUDE, CARELESS = "condescending", "rude", "careless"
KINDS = (CONDESCENDING, RUDE, CARELESS)


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` is what is meant; `confidence` is how likely a person would agree, 0 to 1."""

    kind: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """`polite_score` is 0 to 1, higher is politer. `layers` are those that had a say: where it is rules only,
    a text without findings was not found fine by a model.
    """

    polite_score: float
    findings: tuple[Finding, ...]
    layers: tuple[str, ...]

    @property
    def is_rules_only(self) -> bool:
        return self.layers == ("rules",)


def strongest(found: Iterable[Finding]) -> list[Finding]:
    """Of findings that overlap only the most certain is left, the longer one of two alike."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda it: (-it.confidence, it.start - it.end, it.start, it.rule)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda it: (it.start, it.end))
