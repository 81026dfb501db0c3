"""What the two write. Each time it is saved there is a row more, and nothing is overwritten."""

import datetime
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from evaluations.actions.keeping import StaleDraft, go, locked, moment, require, stamp, tell
from evaluations.choices import State, Voice
from evaluations.gathering import said_in
from evaluations.models import Edition, Evaluation, Proposal, Writing
from lib.html import MAX_MARKDOWN
from staff.models import Membership, Team, User
from suggestions.actions import suggest

MOST_PROPOSALS = 5
STEP_OF = {Voice.EVALUATOR: "write", Voice.PERSON: "reflect", Voice.COMMENT: "comment"}


@transaction.atomic
def write(
    evaluation: Evaluation, *, voice: str, sections: Mapping[str, str], by: User, seen: int,
    proposals: Sequence[Mapping[str, object]] = (), at: datetime.datetime | None = None,
) -> Writing:  # fmt: skip
    """What that voice says, section by section. `seen` is the number of the writing that was changed, 0 if
    there was none: StaleDraft if there is a newer one. `proposals` go with comments only.
    """
    fresh, at = locked(evaluation), moment(at)
    require(fresh, STEP_OF[Voice(voice)], by=by, at=at)
    words: dict[str, object] = {"sections": _words(sections, fresh.cycle.form.keys)}
    if voice == Voice.COMMENT:
        words["proposals"] = _proposals(proposals)
    last = said_in(fresh.current).get(voice)
    if seen != (last.number if last else 0):
        raise StaleDraft
    if last is not None and last.words == words:
        return last
    number = last.number + 1 if last else 1
    return Writing.objects.create(
        edition=fresh.current, voice=voice, number=number, words=words, by=by, at=at
    )


@transaction.atomic
def hand_in(evaluation: Evaluation, *, by: User, at: datetime.datetime | None = None) -> Evaluation:
    """What they wrote is ready to be shared. Written on it can be as long as it is not shared."""
    fresh, at = locked(evaluation), moment(at)
    is_person = by.pk == fresh.person_id
    voice = Voice.PERSON if is_person else Voice.EVALUATOR
    require(fresh, STEP_OF[voice], by=by, at=at)
    _require_words(fresh, voice)
    field = "person_ready_at" if is_person else "evaluator_ready_at"
    if getattr(fresh.current, field) is None:
        _mark(fresh.current, **{field: at})
        if is_person:
            tell(
                [fresh.evaluator], fresh, key=f"ready-{stamp(at)}", at=at,
                words=gettext_noop("{name} has written for the evaluation: {cycle}"),
            )  # fmt: skip
    return fresh


@transaction.atomic
def share(evaluation: Evaluation, *, by: User, at: datetime.datetime | None = None) -> Evaluation:
    """Both see what both wrote."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "share", by=by, at=at)
    _mark(fresh.current, shared_at=at)
    go(fresh, State.SHARED)
    tell(
        [fresh.person], fresh, key=f"shared-{stamp(at)}", at=at, day=fresh.cycle.sign_by.isoformat(),
        words=gettext_noop("Your evaluation is shared with you: {cycle}"),
        detail=gettext_noop("Comment on each section and say what you would change, by {day}."),
    )  # fmt: skip
    return fresh


@transaction.atomic
def take_back(evaluation: Evaluation, *, by: User, at: datetime.datetime | None = None) -> Evaluation:
    """The evaluator writes on; what the person said stays with it."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "take_back", by=by, at=at)
    _mark(fresh.current, evaluator_ready_at=None, shared_at=None, commented_at=None)
    go(fresh, State.OPENED)
    tell(
        [fresh.person], fresh, key=f"back-{stamp(at)}", at=at,
        words=gettext_noop("Your evaluation is being written on: {cycle}"),
    )  # fmt: skip
    return fresh


@transaction.atomic
def send_comments(evaluation: Evaluation, *, by: User, at: datetime.datetime | None = None) -> Evaluation:
    """The comments are with the evaluator, and each proposal is a suggestion with a day for its answer."""
    fresh, at = locked(evaluation), moment(at)
    require(fresh, "send", by=by, at=at)
    _require_words(fresh, Voice.COMMENT)
    for one in said_in(fresh.current)[Voice.COMMENT].words["proposals"]:
        _suggest(fresh, one, by=by, at=at)
    _mark(fresh.current, commented_at=at)
    go(fresh, State.COMMENTED)
    tell(
        [fresh.evaluator], fresh, key=f"commented-{stamp(at)}", at=at,
        words=gettext_noop("{name} has commented on the evaluation: {cycle}"),
    )  # fmt: skip
    return fresh


def _suggest(evaluation: Evaluation, said: Mapping[str, object], *, by: User, at: datetime.datetime) -> None:
    """Once, however often the comments are sent."""
    title = str(said["title"])
    if Proposal.objects.filter(edition__evaluation=evaluation, title=title).exists():
        return
    made = suggest(
        by=by, title=title, body=str(said["body"]), source="evaluation", source_ref=str(evaluation.pk),
        team=_team_of(evaluation), shared=bool(said["shared"]), at=at,
    )  # fmt: skip
    Proposal.objects.create(
        edition=evaluation.current, title=title, body=made.body, shared=made.shared, suggestion=made
    )


def _team_of(evaluation: Evaluation) -> Team | None:
    """The team of the person that the evaluator leads: then it is the evaluator who answers."""
    led = Membership.objects.filter(user=evaluation.evaluator_id, leads=True).values("team")
    return Team.objects.filter(active=True, pk__in=led, memberships__user=evaluation.person_id).first()


def _mark(edition: Edition, **fields: datetime.datetime | None) -> None:
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.save(update_fields=[*fields])


def _require_words(evaluation: Evaluation, voice: str) -> None:
    """Every section has to be said something to."""
    said = said_in(evaluation.current).get(voice)
    empty = [
        section["title"]
        for section in evaluation.cycle.form.sections
        if said is None or not said.words["sections"].get(section["key"])
    ]
    if empty:
        raise ValidationError(
            _("Say something to each section first. Still empty: %(titles)s."),
            params={"titles": ", ".join(empty)},
            code="empty",
        )


def _words(given: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    said = {key: given.get(key, "").replace("\r\n", "\n").replace("\x00", "").strip() for key in keys}
    if any(len(text) > MAX_MARKDOWN for text in said.values()):
        raise ValidationError(
            _("The text is longer than %(most)s characters."), params={"most": MAX_MARKDOWN}
        )
    return said


def _proposals(given: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    said: list[dict[str, object]] = []
    for one in given:
        title = " ".join(str(one.get("title", "")).replace("\x00", "").split())
        body = str(one.get("body", "")).replace("\r\n", "\n").replace("\x00", "").strip()
        if not title and not body:
            continue
        if not title or not body or len(title) > 160 or len(body) > 10_000:
            raise ValidationError(_("A proposal has a title and says what you would change."))
        if title in {before["title"] for before in said}:
            raise ValidationError(_("Two proposals have the same title."))
        said.append({"title": title, "body": body, "shared": bool(one.get("shared"))})
    if len(said) > MOST_PROPOSALS:
        raise ValidationError(_("At most %(most)s proposals."), params={"most": MOST_PROPOSALS})
    return said
