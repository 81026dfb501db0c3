"""Which step of an evaluation is open to whom: the one table. No Django.

opened → both write and hand in → shared → the person comments → commented → the evaluator signs → signed →
the person signs → done. Back goes only a manager, with a reason, or an evaluator before anybody signed.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

OPENED, SHARED, COMMENTED, SIGNED, DONE, WITHDRAWN = STATES = (
    "opened", "shared", "commented", "signed", "done", "withdrawn",
)  # fmt: skip
EVALUATOR, PERSON, MANAGER = SIDES = ("evaluator", "person", "manager")
RUNNING = frozenset({OPENED, SHARED, COMMENTED, SIGNED})


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    from_states: tuple[str, ...]
    to: str
    side: str
    words: bool = False


_STEPS = (
    Step("write", (OPENED,), OPENED, EVALUATOR),
    Step("reflect", (OPENED,), OPENED, PERSON),
    Step("share", (OPENED,), SHARED, EVALUATOR),
    Step("comment", (SHARED,), SHARED, PERSON),
    Step("send", (SHARED,), COMMENTED, PERSON),
    Step("take_back", (SHARED, COMMENTED), OPENED, EVALUATOR),
    Step("sign", (COMMENTED, SHARED), SIGNED, EVALUATOR),
    Step("countersign", (SIGNED,), DONE, PERSON),
    Step("reopen", (SIGNED, DONE), OPENED, MANAGER, words=True),
    Step("withdraw", (OPENED, SHARED, COMMENTED), WITHDRAWN, MANAGER, words=True),
    Step("hand_over", (OPENED, SHARED, COMMENTED), "", MANAGER),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _STEPS}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an evaluation is, and what was handed in."""

    state: str
    evaluator_ready: bool
    person_ready: bool
    write_by: datetime.date
    sign_by: datetime.date


def sides_of(user: int, *, person: int, evaluator: int, manages: bool) -> frozenset[str]:
    """Nobody is evaluator or manager of their own evaluation, whatever their role."""
    if user == person:
        return frozenset({PERSON})
    return frozenset(side for side, holds in ((EVALUATOR, user == evaluator), (MANAGER, manages)) if holds)


def refusal(name: str, standing: Standing, sides: frozenset[str], today: datetime.date) -> str:
    """Why not, in one word, or "" if the step is open."""
    step = STEPS[name]
    if step.side not in sides:
        return "side"
    if standing.state not in step.from_states:
        return "signed" if name in ("sign", "countersign") and standing.state in (SIGNED, DONE) else "state"
    if name == "share" and not standing.evaluator_ready:
        return "unwritten"
    if name == "share" and not standing.person_ready and today <= standing.write_by:
        return "waits_for_person"
    if name == "sign" and standing.state == SHARED and today <= standing.sign_by:
        return "waits_for_comments"
    return ""


def open_steps(standing: Standing, sides: frozenset[str], today: datetime.date) -> list[str]:
    return [step.name for step in _STEPS if not refusal(step.name, standing, sides, today)]


def waits_for(standing: Standing) -> frozenset[str]:
    """Whose turn it is."""
    if standing.state == OPENED:
        missing = {EVALUATOR: not standing.evaluator_ready, PERSON: not standing.person_ready}
        return frozenset(side for side, is_missing in missing.items() if is_missing) or frozenset({EVALUATOR})
    turn = {SHARED: PERSON, COMMENTED: EVALUATOR, SIGNED: PERSON}.get(standing.state)
    return frozenset({turn}) if turn else frozenset()


def due_on(standing: Standing) -> datetime.date | None:
    """The day by which it is that side's turn to be done; None when nothing is left to do."""
    if standing.state == OPENED:
        return standing.write_by
    return standing.sign_by if standing.state in RUNNING else None


def sees_words_of(side: str, reader: frozenset[str], state: str, *, ready: bool) -> bool:
    """Whether the reader sees what that side wrote: their own always; the other's from sharing on.

    A manager who is neither sees the evaluator's, as somebody may have to finish it, and the person's once
    it is handed in.
    """
    if side in reader or state not in (OPENED, WITHDRAWN):
        return True
    return MANAGER in reader and (side == EVALUATOR or ready)
