"""Going through a course: the way, a lesson, the quiz and its result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from knowledge import quizzes
from knowledge.access import mine
from knowledge.actions.training_taking import begin_attempt, complete_lesson, finish_attempt
from knowledge.models import Attempt, Enrolment, Lesson
from knowledge.queries import last_confirmed
from knowledge.training_access import attempt_for, enrolment_for, lesson_for
from knowledge.training_queries import attempts_left, lessons_left, my_lessons, next_lesson
from knowledge.views.news import news
from knowledge.views.training_shell import said_of, shell
from lib.html import from_markdown


@require_safe
def enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """The lessons, which are done, and what comes next."""
    way = enrolment_for(request.user, enrolment_id)
    attempts = list(way.attempts.exclude(finished_at=None))
    context = {
        **shell(request.user, "mine" if way.is_open else "done"),
        "way": way,
        "lessons": my_lessons(way),
        "left": lessons_left(way),
        "next": next_lesson(way),
        "attempts": attempts,
        "open_attempt": way.attempts.filter(finished_at=None).first(),
        "passed": any(one.passed for one in attempts),
        "attempts_left": attempts_left(way),
        "sessions": _sessions(way),
        "certificate": getattr(way, "certificate", None),
    }
    return render(request, "knowledge/training/way.html", context)


def _sessions(way: Enrolment) -> dict[str, object]:
    """By the lesson they stand for, the next one of each."""
    found = way.course.sessions.filter(cancelled_at=None, ends_at__gt=timezone.now()).exclude(lesson_key="")
    return {one.lesson_key: one for one in reversed(found)}


@require_safe
def lesson(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    way = enrolment_for(request.user, enrolment_id)
    found = lesson_for(way, lesson_id)
    lessons = my_lessons(way)
    context = {
        **shell(request.user, "mine" if way.is_open else "done"),
        "way": way,
        "lesson": found,
        "lessons": lessons,
        "done": next((one.done_at for one in lessons if one.pk == found.pk), None),
        "html": SafeString(from_markdown(found.body)),
        "files": found.files.all(),
        **_guideline(request, found),
    }
    return render(request, "knowledge/training/lesson.html", context)


def _guideline(request: HttpRequest, found: Lesson) -> dict[str, object]:
    """Its guideline as it reads now, and what changed since this reader confirmed it."""
    article = found.article
    if article is None or article.current is None or article.archived_at:
        return {}
    if not mine(request.user).published().filter(pk=article.pk).exists():
        return {"elsewhere": True}
    before = last_confirmed(article, request.user)
    is_new = before is not None and before.pk != article.current_id
    return {
        "article": article,
        "version": article.current,
        "before": before,
        "confirmed": before is not None and not is_new,
        "guideline_html": SafeString(from_markdown(article.current.body)),
        "news": news(before.body, article.current.body) if is_new else [],
    }


@require_POST
def lesson_done(request: HttpRequest, enrolment_id: int, lesson_id: int) -> HttpResponse:
    """`version` is the number of the guideline that was on the screen."""
    way = enrolment_for(request.user, enrolment_id)
    found = lesson_for(way, lesson_id)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 9 else None
    try:
        way = complete_lesson(way, found, by=request.user, version=version)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:lesson", way.pk, found.pk)
    following = next_lesson(way)
    if following is not None:
        return redirect("knowledge:lesson", way.pk, following.pk)
    if way.finished_at:
        messages.success(request, _("Done: you have been through the whole course."))
    return redirect("knowledge:enrolment", way.pk)


@require_POST
def quiz(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Begun, or gone on with."""
    way = enrolment_for(request.user, enrolment_id)
    try:
        attempt = begin_attempt(way, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:enrolment", way.pk)
    return redirect("knowledge:attempt", attempt.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The questions while it is open; the result once it is handed in, however often that is sent."""
    row = attempt_for(request.user, attempt_id)
    if row.finished_at is not None:
        return _result(request, row) if request.method != "POST" else redirect("knowledge:attempt", row.pk)
    if request.method != "POST":
        return _ask(request, row, QueryDict())
    answers, wrong = answers_in(request.POST, quizzes.asked(row.edition.quiz, row.pk))
    if wrong:
        return _ask(request, row, request.POST, wrong)
    try:
        finish_attempt(row, answers, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:enrolment", row.enrolment_id)
    return redirect("knowledge:attempt", row.pk)


def answers_in(
    sent: QueryDict, asked: list[tuple[quizzes.Question, list[int]]]
) -> tuple[dict[str, list[str]], set[str]]:
    """What was chosen for each question, and the keys of those whose order is none. The lines to be put in
    order are sent by where they stood on the page: their own places would tell the answer.
    """
    answers, wrong = {}, set()
    for question, places in asked:
        if question.kind != quizzes.ORDER:
            answers[question.key] = [one.replace("\x00", "") for one in sent.getlist(question.key)]
            continue
        given = [sent.get(f"{question.key}-{shown}", "") for shown in range(len(places))]
        numbers = [int(one) if one.isdecimal() and len(one) < 4 else 0 for one in given]
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            wrong.add(question.key)
        answers[question.key] = [str(place) for _number, place in sorted(zip(numbers, places, strict=True))]
    return answers, wrong


def _ask(request: HttpRequest, row: Attempt, sent: QueryDict, wrong: set[str] = frozenset()) -> HttpResponse:
    asked = []
    for question, places in quizzes.asked(row.edition.quiz, row.pk):
        options = [
            {
                "place": place,
                "text": question.options[place],
                "chosen": str(place) in sent.getlist(question.key),
                "shown": shown,
                "number": sent.get(f"{question.key}-{shown}", ""),
            }
            for shown, place in enumerate(places)
        ]
        numbers = [str(n + 1) for n in range(len(options))]
        asked.append(
            {
                "question": question, "options": options, "numbers": numbers,
                "typed": sent.get(question.key, ""), "wrong": question.key in wrong,
            }
        )  # fmt: skip
    context = {
        **shell(request.user, "mine"),
        "attempt": row,
        "way": row.enrolment,
        "asked": asked,
        "wrong": wrong,
    }
    return render(request, "knowledge/training/quiz.html", context, status=422 if wrong else 200)


def _result(request: HttpRequest, row: Attempt) -> HttpResponse:
    """What was asked and answered, in the order it was asked in. What is right is told once nothing hangs on
    it any more: it was passed, or no attempt is left.
    """
    questions = [question for question, _places in quizzes.asked(row.edition.quiz, row.pk)]
    result = quizzes.judged(questions, row.answers)
    left = attempts_left(row.enrolment)
    told = bool(row.passed) or not row.enrolment.is_open or left == 0
    marks = [
        {
            "mark": mark,
            "given": quizzes.in_words(mark.question, mark.given),
            "right": quizzes.right_in_words(mark.question) if told and not mark.is_right else [],
            "why": mark.question.why if told else "",
        }
        for mark in result.marks
    ]
    context = {
        **shell(request.user, "mine" if row.enrolment.is_open else "done"),
        "attempt": row, "way": row.enrolment, "result": result, "marks": marks, "told": told,
        "attempts_left": left, "certificate": getattr(row.enrolment, "certificate", None),
    }  # fmt: skip
    return render(request, "knowledge/training/result.html", context)
