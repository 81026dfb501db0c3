"""Courses to test with."""

from knowledge.actions import training_questions, training_writing
from knowledge.models import Course
from staff.models import Skill

RIGHT = {"first": ["0"], "number": ["112"]}


def make_skill(name="Refunds"):
    return Skill.objects.get_or_create(name=name)[0]


def make_course(by, *, title="Refunds", lessons=("Read this", "Then that"), article=None, quiz=True, **said):
    """Published, with two questions: which is first, and a number."""
    course = training_writing.start_course({"title": title, **said}, by=by)
    for text in lessons:
        training_writing.save_lesson(course, None, {"title": text, "body": f"{text}."}, by=by)
    if article is not None:
        training_writing.save_lesson(course, None, {"title": article.title, "article": article}, by=by)
    if quiz:
        for said in (
            {"kind": "single", "text": "What first?", "lines": "* Tell them\nLook"},
            {"kind": "text", "text": "Whom do you call?", "lines": "112\nthe line 112"},
        ):
            training_questions.save_question(course, None, said, by=by)
    draft = course.editions.get()
    training_writing.publish_course(course, by=by, seen=draft.edit)
    return Course.objects.get(pk=course.pk)


def right_answers(attempt):
    return {
        one.key: [one.accepted[0]] if one.kind == "text" else [str(place) for place in one.right]
        for one in attempt.edition.quiz
    }
