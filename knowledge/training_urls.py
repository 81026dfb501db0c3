"""Addresses of training."""

from django.urls import path

from knowledge.views import training as own
from knowledge.views import training_leading as leading
from knowledge.views import training_sessions as sessions
from knowledge.views import training_taking as taking
from knowledge.views import training_writing as writing

urlpatterns = [
    path("training/", own.training, name="training"),
    path("training/courses/", own.courses, name="courses"),
    path("training/courses/new/", writing.course_new, name="course_new"),
    path("training/courses/<int:course_id>/", own.course, name="course"),
    path("training/courses/<int:course_id>/take/", own.take, name="take"),
    path("training/courses/<int:course_id>/people/", leading.course_people, name="course_people"),
    path("training/courses/<int:course_id>/enrol/", leading.enrol_people, name="enrol"),
    path("training/courses/<int:course_id>/edit/", writing.course_edit, name="course_edit"),
    path("training/courses/<int:course_id>/details/", writing.course_details, name="course_details"),
    path("training/courses/<int:course_id>/act/", writing.course_act, name="course_act"),
    path("training/courses/<int:course_id>/lessons/new/", writing.lesson_edit, name="lesson_new"),
    path("training/courses/<int:course_id>/lessons/<slug:key>/", writing.lesson_edit, name="lesson_edit"),
    path("training/courses/<int:course_id>/lessons/<slug:key>/act/", writing.lesson_act, name="lesson_act"),
    path("training/courses/<int:course_id>/questions/new/", writing.question_edit, name="question_new"),
    path(
        "training/courses/<int:course_id>/questions/<slug:key>/", writing.question_edit, name="question_edit"
    ),
    path(
        "training/courses/<int:course_id>/questions/<slug:key>/act/",
        writing.question_act,
        name="question_act",
    ),
    path("training/files/<int:file_id>/", own.lesson_file, name="lesson_file"),
    path("training/ways/<int:enrolment_id>/", taking.enrolment, name="enrolment"),
    path("training/ways/<int:enrolment_id>/leave/", own.leave, name="leave"),
    path("training/ways/<int:enrolment_id>/act/", leading.enrolment_act, name="enrolment_act"),
    path("training/ways/<int:enrolment_id>/lessons/<int:lesson_id>/", taking.lesson, name="lesson"),
    path(
        "training/ways/<int:enrolment_id>/lessons/<int:lesson_id>/done/",
        taking.lesson_done,
        name="lesson_done",
    ),
    path("training/ways/<int:enrolment_id>/quiz/", taking.quiz, name="quiz"),
    path("training/attempts/<int:attempt_id>/", taking.attempt, name="attempt"),
    path("training/certificates/<int:certificate_id>/", own.certificate, name="certificate"),
    path("training/certificates/<int:certificate_id>/renew/", leading.renew_it, name="renew"),
    path("training/people/", leading.trainees, name="trainees"),
    path("training/people/<int:user_id>/", leading.trainee, name="trainee"),
    path("training/people/<int:user_id>/record/", leading.record, name="record_certificate"),
    path("training/rules/<int:rule_id>/end/", leading.rule_end, name="rule_end"),
    path("training/ending/", leading.ending, name="ending"),
    path("training/sessions/", sessions.sessions, name="sessions"),
    path("training/sessions/new/", sessions.session_new, name="session_new"),
    path("training/sessions/<int:session_id>/", sessions.session, name="session"),
    path("training/sessions/<int:session_id>/edit/", sessions.session_edit, name="session_edit"),
    path("training/sessions/<int:session_id>/cancel/", sessions.session_cancel, name="session_cancel"),
    path("training/sessions/<int:session_id>/seat/", sessions.seat, name="seat"),
    path("training/sessions/<int:session_id>/attendance/", sessions.attendance, name="attendance"),
    path("<int:article_id>/micro-lesson/", writing.micro_lesson, name="micro_lesson"),
]
