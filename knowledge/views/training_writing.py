"""The editor of courses: what a course is, its lessons, its questions, and bringing them into use."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from knowledge import quizzes
from knowledge.access import article_for
from knowledge.actions import training_questions as questions
from knowledge.actions import training_writing as writing
from knowledge.actions.stale import StaleDraft
from knowledge.choices import QuestionKind
from knowledge.models import Course
from knowledge.training_access import writable_course
from knowledge.training_forms import (
    CourseForm,
    FileForm,
    LessonForm,
    QuestionForm,
    course_as_form,
    lesson_as_form,
    question_as_form,
)
from knowledge.views.training_shell import put_on, said_of, shell
from lib.html import from_markdown


def _stale() -> str:
    return _("Somebody saved this draft meanwhile. Open it again in another tab to see how it reads.")


@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    if not request.user.may("training.manage"):
        raise Http404("not for this reader")
    if request.method != "POST":
        initial = {"owner": request.user.pk, "pass_mark": 80, "attempts": 3}
        return _details(request, CourseForm(initial=initial), None)
    form = CourseForm(request.POST)
    if not form.is_valid():
        return _details(request, form, None, 422)
    made = writing.start_course(form.cleaned_data, by=request.user)
    messages.success(request, _("The draft is saved. Now write its lessons."))
    return redirect("knowledge:course_edit", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def course_details(request: HttpRequest, course_id: int) -> HttpResponse:
    course = writable_course(request.user, course_id)
    if request.method != "POST":
        return _details(request, CourseForm(initial=course_as_form(course, course.editions.first())), course)
    form = CourseForm(request.POST)
    if not form.is_valid():
        return _details(request, form, course, 422)
    try:
        writing.describe_course(course, form.cleaned_data, by=request.user)
    except ValidationError as error:
        put_on(form, error)
        return _details(request, form, course, 422)
    messages.success(request, _("Saved."))
    return redirect("knowledge:course_edit", course.pk)


def _details(
    request: HttpRequest, form: CourseForm, course: Course | None, status: int = 200
) -> HttpResponse:
    context = {**shell(request.user, "courses"), "form": form, "course": course}
    return render(request, "knowledge/training/course_details.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
def course_edit(request: HttpRequest, course_id: int) -> HttpResponse:
    """The edition being written, or the one in use if none is: its lessons and questions in order."""
    course = writable_course(request.user, course_id)
    edition = course.editions.select_related("written_by").first()
    kinds = dict(QuestionKind.choices)
    context = {
        **shell(request.user, "courses"),
        "course": course,
        "edition": edition,
        "is_draft": edition.published_at is None,
        "lessons": edition.lessons.select_related("article").prefetch_related("files"),
        "questions": [
            {"question": one, "kind": kinds[one.kind], "right": quizzes.right_in_words(one)}
            for one in edition.quiz
        ],
    }
    return render(request, "knowledge/training/course_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_edit(request: HttpRequest, course_id: int, key: str = "") -> HttpResponse:
    """A new one without `key`."""
    course = writable_course(request.user, course_id)
    lesson = course.editions.first().lessons.filter(key=key).first() if key else None
    if key and lesson is None:
        raise Http404("no such lesson")
    if request.method != "POST":
        form = LessonForm(request.user, initial=lesson_as_form(lesson) if lesson else {})
        return _lesson(request, course, lesson, form)
    form = LessonForm(request.user, request.POST)
    if not form.is_valid():
        return _lesson(request, course, lesson, form, 422)
    seen = (form.cleaned_data["seen"] or 0) if lesson and lesson.edition.published_at is None else None
    try:
        saved = writing.save_lesson(course, key or None, form.cleaned_data, by=request.user, seen=seen)
    except ValidationError as error:
        put_on(form, error)
        return _lesson(request, course, lesson, form, 422)
    except StaleDraft:
        form.add_error(None, _stale())
        return _lesson(request, course, lesson, form, 409)
    if request.POST.get("do") == "stay":
        return redirect("knowledge:lesson_edit", course.pk, saved.key)
    return redirect("knowledge:course_edit", course.pk)


def _lesson(
    request: HttpRequest, course: Course, lesson, form: LessonForm, status: int = 200
) -> HttpResponse:
    body = form["body"].value() or ""
    context = {
        **shell(request.user, "courses"),
        "course": course,
        "lesson": lesson,
        "files": lesson.files.all() if lesson else [],
        "form": form,
        "file_form": FileForm(),
        "preview": SafeString(from_markdown(body)) if body else "",
    }
    return render(request, "knowledge/training/lesson_edit.html", context, status=status)


@require_POST
def lesson_act(request: HttpRequest, course_id: int, key: str) -> HttpResponse:
    """`do` is up, down, remove, file (with one) or unfile (with its name)."""
    course = writable_course(request.user, course_id)
    do, back = request.POST.get("do"), redirect("knowledge:course_edit", course.pk)
    try:
        if do in ("up", "down"):
            writing.move_lesson(course, key, by=request.user, up=do == "up")
        elif do == "remove":
            writing.remove_lesson(course, key, by=request.user)
        else:
            back = redirect("knowledge:lesson_edit", course.pk, key)
            _file(request, course, key, do)
    except ValidationError as error:
        messages.error(request, said_of(error))
    return back


def _file(request: HttpRequest, course: Course, key: str, do: str | None) -> None:
    if do == "unfile":
        writing.remove_file(course, key, by=request.user, name=request.POST.get("name", ""))
        return
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise ValidationError(form.errors["file"].as_data())
    file = form.cleaned_data["file"]
    if file.size > writing.MOST_FILE:
        raise ValidationError(
            _("The file is larger than %(most)s MB."), params={"most": writing.MOST_FILE >> 20}
        )
    writing.add_file(course, key, by=request.user, name=file.name, content=file.read())


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, course_id: int, key: str = "") -> HttpResponse:
    """A new one without `key`."""
    course = writable_course(request.user, course_id)
    asked = {one.key: one for one in course.editions.first().quiz}
    if key and key not in asked:
        raise Http404("no such question")
    if request.method != "POST":
        initial = question_as_form(asked[key]) if key else {"kind": QuestionKind.SINGLE}
        return _question(request, course, key, QuestionForm(initial=initial))
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _question(request, course, key, form, 422)
    try:
        seen = form.cleaned_data["seen"] if key else None
        questions.save_question(course, key or None, form.cleaned_data, by=request.user, seen=seen)
    except ValidationError as error:
        form.add_error("lines", error)
        return _question(request, course, key, form, 422)
    except StaleDraft:
        form.add_error(None, _stale())
        return _question(request, course, key, form, 409)
    if request.POST.get("do") == "next":
        return redirect("knowledge:question_new", course.pk)
    return redirect("knowledge:course_edit", course.pk)


def _question(
    request: HttpRequest, course: Course, key: str, form: QuestionForm, status: int = 200
) -> HttpResponse:
    context = {**shell(request.user, "courses"), "course": course, "key": key, "form": form}
    return render(request, "knowledge/training/question_edit.html", context, status=status)


@require_POST
def question_act(request: HttpRequest, course_id: int, key: str) -> HttpResponse:
    """`do` is up, down or remove."""
    course = writable_course(request.user, course_id)
    do = request.POST.get("do")
    if do == "remove":
        questions.remove_question(course, key, by=request.user)
    elif do in ("up", "down"):
        questions.move_question(course, key, by=request.user, up=do == "up")
    return redirect("knowledge:course_edit", course.pk)


@require_POST
def course_act(request: HttpRequest, course_id: int) -> HttpResponse:
    """`do` is publish, drop, archive or restore; `seen` the draft that was on the screen."""
    course = writable_course(request.user, course_id)
    do, sent = request.POST.get("do"), request.POST.get("seen", "")
    seen = int(sent) if sent.isdecimal() and len(sent) < 9 else -1
    try:
        if do == "publish":
            edition = writing.publish_course(course, by=request.user, seen=seen)
            messages.success(request, _("Edition %(n)s is in use.") % {"n": edition.number})
            return redirect("knowledge:course", course.pk)
        if do == "drop":
            all_gone = writing.drop_course_draft(course, by=request.user, seen=seen)
            messages.success(request, _("The draft is gone."))
            return redirect("knowledge:courses") if all_gone else redirect("knowledge:course_edit", course.pk)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:course_edit", course.pk)
    except StaleDraft:
        messages.error(request, _("The draft changed since you opened it. Look at it once more."))
        return redirect("knowledge:course_edit", course.pk)
    if do not in ("archive", "restore"):
        raise Http404("no such thing to do")
    writing.archive_course(course, by=request.user, away=do == "archive")
    said = _("It is archived; nobody begins it any more.") if do == "archive" else _("It is in use again.")
    messages.success(request, said)
    return redirect("knowledge:course_edit", course.pk)


@require_POST
def micro_lesson(request: HttpRequest, article_id: int) -> HttpResponse:
    """A course on a guideline: begun with one lesson, to be given questions."""
    article = article_for(request.user, article_id)
    if not request.user.may("training.manage"):
        raise Http404("not for this reader")
    try:
        made = writing.micro_lesson(article, by=request.user)
    except ValidationError as error:
        messages.error(request, said_of(error))
        return redirect("knowledge:article", article.pk)
    messages.success(request, _("The micro-lesson is begun. Give it a question or two, then publish it."))
    return redirect("knowledge:course_edit", made.pk)
