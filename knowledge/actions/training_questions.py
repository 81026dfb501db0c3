"""The questions of a course, in the draft of its next edition."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge import quizzes
from knowledge.actions.stale import StaleDraft
from knowledge.actions.training_writing import draft_of, moved_in, touch
from knowledge.models import Course, Edition
from knowledge.training_queries import mark_of
from staff.models import User

MOST_QUESTIONS = 60
MOST_WORDS = 2000
PROBLEMS = {
    "kind": gettext_lazy("There is no such choice."),
    "text": gettext_lazy("Write what is asked."),
    "too_few": gettext_lazy("Give at least two answers to choose from, one a line."),
    "too_many": gettext_lazy("Give at most 12 answers to choose from."),
    "empty_option": gettext_lazy("One of the answers is empty."),
    "twice": gettext_lazy("Two of the answers are the same."),
    "no_right": gettext_lazy("No answer is right: begin the right one with a star."),
    "several_right": gettext_lazy(
        "Several answers are right, but one only may be chosen. Take a star away, or ask for several."
    ),
    "nothing_accepted": gettext_lazy("No answer is right: write at least one that is accepted."),
}


@transaction.atomic
def save_question(
    course: Course, key: str | None, said: Mapping[str, Any], *, by: User, seen: str | None = None
) -> quizzes.Question:
    """A new one at the end without `key`. ValidationError if nobody could answer it rightly. `seen` is the
    `mark_of` the question that was changed: StaleDraft if it was saved since.
    """
    draft = draft_of(course, by=by)
    asked = draft.quiz
    question = question_from(key or token_hex(5), said)
    if key is None:
        if len(asked) >= MOST_QUESTIONS:
            raise ValidationError(
                _("A quiz has at most %(most)s questions."), params={"most": MOST_QUESTIONS}
            )
        asked.append(question)
    else:
        place = _place(asked, key)
        if seen is not None and seen != mark_of(asked[place]):
            raise StaleDraft
        asked[place] = question
    _keep(draft, asked, by)
    return question


@transaction.atomic
def move_question(course: Course, key: str, *, by: User, up: bool) -> None:
    draft = draft_of(course, by=by)
    by_key = {one.key: one for one in draft.quiz}
    _keep(draft, [by_key[each] for each in moved_in(list(by_key), key, up=up)], by)


@transaction.atomic
def remove_question(course: Course, key: str, *, by: User) -> None:
    draft = draft_of(course, by=by)
    _keep(draft, [one for one in draft.quiz if one.key != key], by)


def _keep(draft: Edition, asked: list[quizzes.Question], by: User) -> None:
    Edition.objects.filter(pk=draft.pk).update(questions=[quizzes.written(one) for one in asked])
    touch(draft, by)


def _place(asked: list[quizzes.Question], key: str) -> int:
    for place, one in enumerate(asked):
        if one.key == key:
            return place
    raise ValidationError(_("There is no such question any more."))


def question_from(key: str, said: Mapping[str, Any]) -> quizzes.Question:
    texts = {name: str(said.get(name, "")).replace("\x00", "") for name in ("text", "lines", "why")}
    if any(len(text) > MOST_WORDS for text in texts.values()):
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": MOST_WORDS})
    question = quizzes.from_lines(key, str(said.get("kind", "")), **texts)
    if wrong := quizzes.problem(question):
        raise ValidationError(PROBLEMS[wrong])
    return question
