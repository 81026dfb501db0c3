"""The micro-lesson on a change of a guideline, for people whom somebody else has named."""

import datetime
from collections.abc import Collection, Mapping
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from knowledge import quizzes
from knowledge.actions.training_enrolling import MICRO_LESSON_WITHIN, enrol_anew
from knowledge.actions.training_questions import question_from
from knowledge.changes import changes
from knowledge.choices import QuestionKind, Reason
from knowledge.models import Course, Edition, Lesson, Version
from lib.html import MAX_MARKDOWN
from staff.models import User


@transaction.atomic
def teach_change(
    version: Version, *, people: Collection[User], about: str, question: Mapping[str, Any],
    at: datetime.datetime,
) -> Course:  # fmt: skip
    """A course of one lesson, which shows what is new in this version and has it read and confirmed, with a
    question if there is one; these people are enrolled, and nobody else may begin it. The desk does it, in
    the name of whoever brought the version into force: what they may write besides does not matter.
    """
    by, title = version.published_by, version.title
    course = Course.objects.create(
        title=(_("New: %(title)s") % {"title": title})[:160], about=about[:300], owner=by, made_at=at,
        invited=True,
    )  # fmt: skip
    edition = Edition.objects.create(
        course=course, number=1, questions=[dict(question)] if question else [], attempts=None, written_by=by,
        written_at=at, published_by=by, published_at=at,
    )  # fmt: skip
    Lesson.objects.create(
        edition=edition, key=token_hex(5), position=1, title=title, body=_body(version, about),
        article_id=version.article_id,
    )  # fmt: skip
    course.current = edition
    course.save(update_fields=["current"])
    begins = max(at.date(), version.in_force_on or at.date())
    enrol_anew(
        course, people, by=None, due_on=begins + MICRO_LESSON_WITHIN, reason=Reason.GUIDELINE,
        version=version, at=at,
    )  # fmt: skip
    return course


def question_kept(said: Mapping[str, Any]) -> dict[str, Any]:
    """A question with one right answer or several, each begun with a star, as an edition keeps it.
    ValidationError if nobody could answer it rightly.
    """
    starred = sum(line.lstrip().startswith("*") for line in str(said.get("lines", "")).splitlines())
    kind = QuestionKind.MULTI if starred > 1 else QuestionKind.SINGLE
    return quizzes.written(question_from(token_hex(5), {**said, "kind": kind}))


def _body(version: Version, about: str) -> str:
    """What changed, in a sentence and as it reads now, where there was a version before."""
    before = version.article.versions.filter(number__lt=version.number).exclude(published_at=None).first()
    parts = [about]
    if version.change_note:
        parts.append(f"**{version.change_note}**")
    if before is not None:
        fresh = ["".join(piece.text for piece in one.pieces if piece.how != "gone")
                 for one in changes(before.body, version.body) if one.how in ("come", "changed")]  # fmt: skip
        if fresh:
            parts += ["### " + _("What is new"), *fresh]
    return "\n\n".join(parts)[:MAX_MARKDOWN]
