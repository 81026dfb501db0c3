"""Courses begun, written, published, put away. What is published stays; another edition follows it."""

import datetime
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from files.actions import store
from knowledge.actions.stale import StaleDraft
from knowledge.choices import RuleKind
from knowledge.models import Article, Course, Edition, EnrolmentRule, Lesson, LessonFile
from knowledge.training_queries import not_begun
from lib import database_clock
from lib.html import MAX_MARKDOWN
from staff.models import User

MOST_LESSONS = 60
MOST_FILE = 25 * 1024 * 1024


@transaction.atomic
def start_course(said: Mapping[str, Any], *, by: User, at: datetime.datetime | None = None) -> Course:
    """A new course with the draft of its first edition. ValidationError says what is wrong."""
    _require(by)
    at = at or database_clock.now()
    course = Course(owner=by, made_at=at)
    _describe(course, said)
    Edition.objects.create(course=course, number=1, written_by=by, written_at=at, **_terms(said))
    return course


@transaction.atomic
def describe_course(course: Course, said: Mapping[str, Any], *, by: User) -> Course:
    """What holds at once for every edition; and in the draft, what its quiz asks for."""
    _require(by)
    fresh = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    _describe(fresh, said)
    draft = draft_of(fresh, by=by, begin=_terms_differ(fresh, said))
    if draft is not None:
        Edition.objects.filter(pk=draft.pk).update(**_terms(said))
    return fresh


def _terms_differ(course: Course, said: Mapping[str, Any]) -> bool:
    latest = course.editions.first()
    return latest is not None and any(getattr(latest, name) != value for name, value in _terms(said).items())


@transaction.atomic
def draft_of(
    course: Course, *, by: User, begin: bool = True, at: datetime.datetime | None = None
) -> Edition | None:
    """The edition being written, locked; begun as a copy of the one in force if there is none."""
    _require(by)
    Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    draft = course.editions.select_for_update(of=("self",)).filter(published_at=None).first()
    if draft is not None or not begin:
        return draft
    last = course.editions.first()
    draft = Edition.objects.create(
        course=course, number=last.number + 1, questions=last.questions, pass_mark=last.pass_mark,
        attempts=last.attempts, written_by=by, written_at=at or database_clock.now(),
    )  # fmt: skip
    for lesson in last.lessons.prefetch_related("files"):
        _copy(lesson, draft)
    return draft


def _copy(lesson: Lesson, draft: Edition) -> None:
    files = list(lesson.files.all())
    copy = Lesson.objects.create(
        edition=draft, key=lesson.key, position=lesson.position, title=lesson.title, body=lesson.body,
        article_id=lesson.article_id,
    )  # fmt: skip
    LessonFile.objects.bulk_create([LessonFile(lesson=copy, blob_id=f.blob_id, name=f.name) for f in files])


@transaction.atomic
def save_lesson(
    course: Course, key: str | None, said: Mapping[str, Any], *, by: User, seen: int | None = None
) -> Lesson:
    """A new lesson at the end without `key`. `seen` is the `edit` of the lesson that was changed: StaleDraft
    if it was saved since.
    """
    draft = draft_of(course, by=by)
    title, body, article = _lesson_words(said)
    if key is None:
        count = draft.lessons.count()
        if count >= MOST_LESSONS:
            raise ValidationError(_("A course has at most %(most)s lessons."), params={"most": MOST_LESSONS})
        last = draft.lessons.order_by("-position").values_list("position", flat=True).first() or 0
        lesson = Lesson(edition=draft, key=token_hex(5), position=last + 1)
    else:
        lesson = _lesson(draft, key)
        if seen is not None and seen != lesson.edit:
            raise StaleDraft
        lesson.edit += 1
    lesson.title, lesson.body, lesson.article = title, body, article
    lesson.save()
    touch(draft, by)
    return lesson


@transaction.atomic
def add_file(course: Course, key: str, *, by: User, name: str, content: bytes) -> LessonFile:
    if not content:
        raise ValidationError(_("The file is empty."))
    if len(content) > MOST_FILE:
        raise ValidationError(_("The file is larger than %(most)s MB."), params={"most": MOST_FILE >> 20})
    draft = draft_of(course, by=by)
    name = " ".join(name.replace("\x00", "").replace("/", " ").replace("\\", " ").split())[-200:] or "file"
    return LessonFile.objects.create(lesson=_lesson(draft, key), blob=store(content), name=name)


@transaction.atomic
def remove_file(course: Course, key: str, *, by: User, name: str) -> None:
    """From the draft; earlier editions keep it."""
    draft = draft_of(course, by=by)
    _lesson(draft, key).files.filter(name=name).delete()


@transaction.atomic
def move_lesson(course: Course, key: str, *, by: User, up: bool) -> None:
    """One place earlier or later; at the end of the row it stays where it is."""
    draft = draft_of(course, by=by)
    keys = [lesson.key for lesson in draft.lessons.all()]
    for place, moved in enumerate(moved_in(keys, key, up=up)):
        draft.lessons.filter(key=moved).update(position=place + 1)


@transaction.atomic
def remove_lesson(course: Course, key: str, *, by: User) -> None:
    draft = draft_of(course, by=by)
    draft.lessons.filter(key=key).delete()
    touch(draft, by)


@transaction.atomic
def publish_course(course: Course, *, by: User, seen: int, at: datetime.datetime | None = None) -> Edition:
    """The draft is what is taken from now on; whoever has not begun yet takes it too. `seen` is the draft's
    `edit`: StaleDraft if it was saved since. ValidationError if there is nothing to learn in it.
    """
    draft = draft_of(course, by=by, begin=False)
    if draft is None or draft.edit != seen:
        raise StaleDraft
    if not draft.lessons.exists():
        raise ValidationError(_("A course has at least one lesson. Write it first."))
    draft.published_at, draft.published_by = at or database_clock.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    Course.objects.filter(pk=course.pk).update(current=draft)
    not_begun(course).update(edition=draft)
    return draft


@transaction.atomic
def drop_course_draft(course: Course, *, by: User, seen: int) -> bool:
    """The draft is thrown away, and with it the course if nothing was ever published; whether that is so."""
    draft = draft_of(course, by=by, begin=False)
    if draft is None or draft.edit != seen:
        raise StaleDraft
    if draft.number == 1:
        course.delete()
        return True
    draft.delete()
    return False


@transaction.atomic
def archive_course(course: Course, *, by: User, away: bool = True) -> None:
    """Nobody begins it any more, and nobody is enrolled; who is in it may end it."""
    _require(by)
    found = Course.objects.filter(pk=course.pk)
    if away:
        found.filter(archived_at=None).update(archived_at=database_clock.now())
    else:
        found.update(archived_at=None)


@transaction.atomic
def micro_lesson(article: Article, *, by: User) -> Course:
    """A course of one lesson, which is to read this guideline and confirm it, for whom the guideline is. Each
    new version brings it back to them. Its questions are still to be written.
    """
    if not article.is_guideline or article.source_id or article.current is None:
        raise ValidationError(_("Only a guideline in force is confirmed by everybody it is for."))
    course = start_course(
        {"title": article.title, "teams": list(article.teams.all()), "attempts": None}, by=by
    )
    save_lesson(course, None, {"title": article.title, "body": "", "article": article}, by=by)
    EnrolmentRule.objects.create(
        course=course, kind=RuleKind.GUIDELINE, article=article, made_by=by, made_at=database_clock.now(),
        due_days=7,
    )  # fmt: skip
    return course


def moved_in(keys: list[str], key: str, *, up: bool) -> list[str]:
    """The same keys with this one a place earlier or later."""
    if key not in keys:
        return keys
    at = keys.index(key)
    to = min(max(at + (-1 if up else 1), 0), len(keys) - 1)
    keys.insert(to, keys.pop(at))
    return keys


def touch(draft: Edition, by: User) -> None:
    """That the draft is another than it was."""
    Edition.objects.filter(pk=draft.pk).update(
        edit=draft.edit + 1, written_by=by, written_at=database_clock.now()
    )


def _require(by: User) -> None:
    if not by.may("training.manage"):
        raise PermissionDenied("training.manage")


def _lesson(draft: Edition, key: str) -> Lesson:
    lesson = draft.lessons.filter(key=key).first()
    if lesson is None:
        raise ValidationError(_("There is no such lesson any more."))
    return lesson


def _lesson_words(said: Mapping[str, Any]) -> tuple[str, str, Article | None]:
    title = " ".join(str(said.get("title", "")).split())
    if not 1 <= len(title) <= 160:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": 160})
    body = str(said.get("body", "")).replace("\r\n", "\n").replace("\x00", "").strip()
    if len(body) > MAX_MARKDOWN:
        raise ValidationError(
            _("The text is longer than %(most)s characters."), params={"most": MAX_MARKDOWN}
        )
    article = said.get("article")
    if not body and article is None:
        raise ValidationError(_("Write what it says."))
    if article is not None and (not article.is_guideline or article.source_id):
        raise ValidationError(_("Only a guideline is confirmed by everybody it is for."))
    return title, body, article


def _describe(course: Course, said: Mapping[str, Any]) -> None:
    title = " ".join(str(said.get("title", "")).split())
    if not 1 <= len(title) <= 160:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": 160})
    skill, level = said.get("skill"), said.get("level")
    if skill is not None and level not in (1, 2, 3):
        raise ValidationError(_("Say which level of the skill the course gives."))
    course.title, course.about = title, " ".join(str(said.get("about", "")).split())[:300]
    course.skill, course.level = skill, level if skill is not None else None
    course.valid_months = said.get("valid_months") or None
    course.owner = said.get("owner") or course.owner
    course.save()
    course.teams.set(said.get("teams", ()))


def _terms(said: Mapping[str, Any]) -> dict[str, Any]:
    mark, attempts = said.get("pass_mark") or 80, said.get("attempts", 3)
    if not 1 <= mark <= 100:
        raise ValidationError(_("The passing mark is between 1 and 100 percent."))
    return {"pass_mark": mark, "attempts": attempts or None}
