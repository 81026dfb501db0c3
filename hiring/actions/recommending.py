"""Recommendations: written on evidence, proposed, approved by another, carried out. Each version stays."""

import datetime
import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hiring.actions.dossiers import begin, tell
from hiring.actions.looking import note_look
from hiring.actions.positions import StaleEdit
from hiring.choices import Act, DossierKind, Part, RecommendationKind, RecommendationState
from hiring.models import Candidate, Dossier, Member, Recommendation, Step, Wording
from hiring.retention import months_after
from hiring.workflow import OVER, RECOMMENDATION, faults_of
from lib import database_clock
from lib.canonical import canonical, digest
from lib.evidence import plain
from lib.text import clean
from notices.actions import settle
from staff.models import User

log = logging.getLogger(__name__)
MOST_TEXT = 20_000
DAYS = ("evidence_from", "evidence_to")
WORDS = ("reason", "findings", "alternatives", *DAYS)


@transaction.atomic
def recommend(
    said: Mapping[str, Any], *, kind: str, by: User, second: User | None, subject: User | None = None,
    candidate: Candidate | None = None, at: datetime.datetime | None = None,
) -> Recommendation:  # fmt: skip
    """A draft for its author's eyes; once it is proposed, for those of `second` too. ValidationError else."""
    if not by.may("hiring.work"):
        raise PermissionDenied("hiring.work")
    if kind not in RecommendationKind.values or (subject is None) == (candidate is None):
        raise ValidationError(_("There is no such choice."))
    _check_people(by, second, subject, candidate)
    at = at or database_clock.now()
    dossier = begin(DossierKind.RECOMMENDATION, by=by, at=at)
    made = Recommendation.objects.create(
        dossier=dossier, kind=kind, subject=subject, candidate=candidate, author=by, second=second
    )
    Wording.objects.create(recommendation=made, number=1, written_at=at, **_words(said))
    note_look(dossier, by=by, act=Act.WRITTEN, page="recommendation", at=at)
    return made


@transaction.atomic
def write(
    recommendation: Recommendation, said: Mapping[str, Any], *, by: User, seen: int,
    second: User | None = None, at: datetime.datetime | None = None,
) -> Wording:  # fmt: skip
    """The draft as it shall be. StaleEdit if it was saved elsewhere since."""
    held = _held(recommendation, by)
    draft = held.wordings.filter(proposed_at=None).first()
    if by.pk != held.author_id:
        raise PermissionDenied("not the author")
    if draft is None or held.state != RecommendationState.DRAFTED:
        raise ValidationError(_("It is proposed: take it back to change it."))
    if draft.edit != seen:
        raise StaleEdit
    _check_people(by, second, held.subject, held.candidate)
    Recommendation.objects.filter(pk=held.pk).update(second=second)
    changed = {**_words(said), "written_at": at or database_clock.now(), "edit": draft.edit + 1}
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*changed])
    note_look(held.dossier, by=by, act=Act.WRITTEN, page="recommendation", at=at)
    return draft


@transaction.atomic
def move(
    recommendation: Recommendation, name: str, *, by: User, words: str = "",
    at: datetime.datetime | None = None,
) -> Recommendation:  # fmt: skip
    """One of hiring.workflow.RECOMMENDATION. Nobody approves what they wrote, or what is about them."""
    held = _held(recommendation, by)
    rule, at = RECOMMENDATION.get(name), at or database_clock.now()
    if rule is None or held.state not in rule.from_states:
        raise ValidationError(_("That is not open any more."))
    if by.pk != (held.second_id if rule.who == "second" else held.author_id):
        raise PermissionDenied("somebody else decides that")
    words = clean(words).strip()[:MOST_TEXT]
    if rule.words and not words:
        raise ValidationError(_("Say why."))
    newest = held.wordings.first()
    _ACTS.get(name, _nothing)(held, newest, at)
    Recommendation.objects.filter(pk=held.pk).update(state=rule.to)
    held.state = rule.to
    Step.objects.create(recommendation=held, number=newest.number, state=rule.to, who=by, words=words, at=at)
    _wind(held, at.date())
    note_look(held.dossier, by=by, act=Act.WRITTEN, page=name, at=at)
    settle(("hiring", held.pk), keys=f"hiring-{held.pk}-v{newest.number}-", by=by)
    _tell(held, by, newest.number)
    return held


def _propose(held: Recommendation, newest: Wording, at: datetime.datetime) -> None:
    """The second comes into the file now, and what it rests on is frozen."""
    faults = faults_of(
        author=held.author_id, second=held.second_id, subject=held.subject_id, kind=held.kind,
        alternatives=newest.alternatives,
    )  # fmt: skip
    if faults:
        raise ValidationError([_FAULTS[fault]() for fault in faults])
    _check_people(held.author, held.second, held.subject, held.candidate)
    newest.evidence = evidence_of(held.subject, newest.evidence_from, newest.evidence_to)
    newest.proposed_at, newest.sha256 = at, digest_of(newest)
    newest.save(update_fields=["evidence", "proposed_at", "sha256"])
    Member.objects.update_or_create(
        dossier=held.dossier,
        user=held.second,
        defaults={"part": Part.DECIDES, "since": at, "named_by": held.author, "until": None},
    )


def _redraft(held: Recommendation, newest: Wording, at: datetime.datetime) -> None:
    """The next version begins as the last one was."""
    words = {name: getattr(newest, name) for name in WORDS}
    Wording.objects.create(recommendation=held, number=newest.number + 1, written_at=at, **words)


def _nothing(held: Recommendation, newest: Wording, at: datetime.datetime) -> None:
    pass


_ACTS = {"propose": _propose, "redraft": _redraft}
_FAULTS = {
    "second": lambda: _("Name who is to approve it."),
    "self": lambda: _("Somebody else has to approve it."),
    "about_second": lambda: _("Nobody approves what is about themselves."),
    "about_author": lambda: _("Nobody recommends anything about themselves."),
    "alternatives": lambda: _(
        "Say what was considered instead: training, and a plan. Nobody is let go without it."
    ),
}


def evidence_of(subject: User | None, since: datetime.date, until: datetime.date) -> str:
    """What the desk can count of their work in the period, as canonical JSON. What one provider cannot say
    is written down as missing: it must not look like a zero.
    """
    found: dict[str, Any] = {"from": since.isoformat(), "to": until.isoformat(), "parts": []}
    for path in settings.EVIDENCE_PROVIDERS if subject else ():
        found["parts"].append(_part(path, subject, since, until))
    return canonical(found)


def _part(path: str, subject: User | None, since: datetime.date, until: datetime.date) -> dict[str, Any]:
    midnight = datetime.time(tzinfo=datetime.UTC)
    end = until + datetime.timedelta(days=1)
    try:
        with transaction.atomic():
            said = import_string(path)(
                subject, datetime.datetime.combine(since, midnight), datetime.datetime.combine(end, midnight)
            )
            return plain(said)
    except Exception:
        log.exception("evidence of %s could not be gathered", path)
        return {"key": path, "title": path, "rows": [], "missing": True}


def digest_of(wording: Wording) -> str:
    """Of everything that was proposed, evidence and all: whoever has the file can compute it again."""
    days = {name: getattr(wording, name).isoformat() for name in DAYS}
    words = {name: getattr(wording, name) for name in (*WORDS, "number", "evidence")}
    return digest(canonical({**words, **days}))


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    reason = clean(said.get("reason", "")).strip()[:MOST_TEXT]
    if not reason:
        raise ValidationError(_("Write what it says."))
    if said["evidence_from"] > said["evidence_to"]:
        raise ValidationError(_("The period ends before it begins."))
    findings = [
        {"criterion": clean(row["criterion"])[:200], "finding": clean(row["finding"])[:2000]}
        for row in said.get("findings", [])
        if row.get("criterion", "").strip()
    ]
    if not findings:
        raise ValidationError(_("At least one criterion, with what you found."))
    given = said.get("alternatives", {})
    alternatives = {name: clean(given.get(name, "")).strip()[:2000] for name in ("training", "plan", "other")}
    return {
        "reason": reason, "findings": findings, "alternatives": alternatives,
        "evidence_from": said["evidence_from"], "evidence_to": said["evidence_to"],
    }  # fmt: skip


def _check_people(by: User, second: User | None, subject: User | None, candidate: Candidate | None) -> None:
    if second is not None and second.pk == by.pk:
        raise ValidationError(_("Somebody else has to approve it."))
    if second is not None and not second.may("hiring.work"):
        raise ValidationError(_("Only a manager can approve it."))
    if subject is not None and subject.pk == by.pk:
        raise ValidationError(_("Nobody recommends anything about themselves."))
    if subject is not None and second is not None and subject.pk == second.pk:
        raise ValidationError(_("Nobody approves what is about themselves."))


def _held(recommendation: Recommendation, by: User) -> Recommendation:
    rows = Recommendation.objects.select_for_update(of=("self",))
    held = rows.select_related("dossier", "author", "second", "subject", "candidate").get(
        pk=recommendation.pk
    )
    if not by.may("hiring.work") or by.pk not in (held.author_id, held.second_id):
        raise PermissionDenied("not in this file")
    return held


def _wind(held: Recommendation, today: datetime.date) -> None:
    """A file that is over is kept for so many months more, and so is one that leads nowhere: who it is about
    left, or who wrote it may not work on hiring any more.
    """
    stuck = not held.author.may("hiring.work") or (held.subject is not None and not held.subject.is_active)
    over = stuck or held.state in OVER
    until = months_after(today, settings.RECOMMENDATION_KEEP_MONTHS) if over else None
    Dossier.objects.filter(pk=held.dossier_id).update(closed_on=today if over else None, keep_until=until)


_SAID = {
    RecommendationState.PROPOSED: gettext_noop("A recommendation waits for your approval"),
    RecommendationState.APPROVED: gettext_noop("Your recommendation is approved"),
    RecommendationState.DECLINED: gettext_noop("Your recommendation is declined"),
}


def _tell(held: Recommendation, by: User, number: int) -> None:
    words = _SAID.get(held.state)
    to = held.second if held.state == RecommendationState.PROPOSED else held.author
    if words and to is not None and to.pk != by.pk:
        tell([to], held.dossier, key=f"v{number}-{held.state}", words=words)
