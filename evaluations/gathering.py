"""Everything that belongs to an evaluation, as one piece of plain data: live, or as it was signed.

Pages, the PDF and the snapshot are all made of it, so that what is shown, printed and signed is the same.
"""

import datetime
import json
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.module_loading import import_string

from evaluations.choices import GoalState, Voice
from evaluations.models import CheckIn, Edition, Evaluation, Goal, Proposal, Writing
from lib.evidence import Evidence, plain
from staff.models import User

SHAPE = 1  # of the data; grows when what is signed is written differently


def gather(person: User, since: datetime.datetime, until: datetime.datetime) -> list[Evidence]:
    """What every provider knows, now, in the order of the settings."""
    return [import_string(path)(person, since, until) for path in settings.EVIDENCE_PROVIDERS]


def evidence_of(evaluation: Evaluation) -> list[dict[str, Any]]:
    """As plain data; `since` and `until` of the providers are those of the period."""
    return [plain(one) for one in gather(evaluation.person, *evaluation.period)]


def said_in(edition: Edition) -> dict[str, Writing]:
    """The newest writing of each voice; those that said nothing are missing."""
    newest: dict[str, Writing] = {}
    for writing in edition.writings.order_by("voice", "-number").select_related("by"):
        newest.setdefault(writing.voice, writing)
    return newest


def live(
    evaluation: Evaluation, edition: Edition, *, frozen_at: datetime.datetime | None = None
) -> dict[str, Any]:
    """As it is now."""
    said = said_in(edition)
    since, until = evaluation.period
    cycle = evaluation.cycle
    return {
        "shape": SHAPE,
        "cycle": {"name": cycle.name, "since": cycle.since.isoformat(), "until": cycle.until.isoformat()},
        "period": {"since": since.isoformat(), "until": until.isoformat()},
        "edition": {"number": edition.number, "reason": edition.reason},
        "form": {"name": cycle.form.form.name, "version": cycle.form.number},
        "person": {"number": evaluation.person_id, "name": evaluation.person.full_name},
        "evaluator": {"number": evaluation.evaluator_id, "name": evaluation.evaluator.full_name},
        "evidence": evidence_of(evaluation),
        "sections": [_section(section, said) for section in cycle.form.sections],
        "proposals": _proposals(evaluation, said),
        "goals": [_goal(goal) for goal in goals_in(evaluation)],
        "frozen_at": frozen_at.isoformat() if frozen_at else "",
    }


def file_of(evaluation: Evaluation, edition: Edition) -> dict[str, Any]:
    """As it was signed; live as long as nobody has."""
    return json.loads(edition.snapshot) if edition.sha256 else live(evaluation, edition)


def _section(section: dict[str, str], said: dict[str, Writing]) -> dict[str, str]:
    words = {voice: said[voice].words["sections"].get(section["key"], "") for voice in said}
    return {**section, **{voice: words.get(voice, "") for voice in Voice.values}}


def _proposals(evaluation: Evaluation, said: dict[str, Writing]) -> list[dict[str, Any]]:
    """As they stand in the comment, with the numbers of the suggestions that came of them."""
    comment = said.get(Voice.COMMENT)
    if comment is None:
        return []
    made = Proposal.objects.filter(edition__evaluation=evaluation)
    numbers = dict(made.values_list("title", "suggestion"))
    return [{**one, "suggestion": numbers.get(one["title"])} for one in comment.words.get("proposals", [])]


def goals_in(evaluation: Evaluation) -> QuerySet[Goal]:
    """Those that are open, and those that ended since the period began; how far they are as `percent`."""
    since, _until = evaluation.period
    told = CheckIn.objects.filter(goal=OuterRef("pk"), percent__isnull=False)
    return (
        evaluation.person.goals.filter(Q(state=GoalState.OPEN) | Q(ended_at__gte=since))
        .annotate(percent=Subquery(told.values("percent")[:1]))
        .order_by("due_on", "pk")
    )


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "number": goal.pk, "title": goal.title, "measure": goal.measure, "due_on": goal.due_on.isoformat(),
        "state": goal.state, "ended_for": goal.ended_for, "percent": goal.percent,
    }  # fmt: skip
