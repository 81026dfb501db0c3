"""What is typed about training."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge import quizzes
from knowledge.access import articles_for
from knowledge.choices import ArticleKind, QuestionKind, RuleKind
from knowledge.models import Article, Course, Edition, Lesson, Session
from knowledge.training_access import led_by, teams_led_by
from knowledge.training_queries import mark_of
from lib.html import MAX_MARKDOWN
from staff.choices import Level
from staff.models import Skill, Team, User

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CourseForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    about = forms.CharField(label=_("What one learns, in a sentence"), max_length=300, required=False)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.none(), label=pgettext_lazy("article", "For whom"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nobody ticked: for everybody."),
    )  # fmt: skip
    skill = forms.ModelChoiceField(
        Skill.objects.none(), label=_("Skill it gives"), required=False, empty_label=_("None")
    )
    level = forms.TypedChoiceField(
        label=_("Level"), choices=[("", "–"), *Level.choices], coerce=int, empty_value=None, required=False
    )
    valid_months = forms.IntegerField(
        label=_("It holds for so many months"), min_value=1, max_value=120, required=False,
        help_text=_("Empty: for good."),
    )  # fmt: skip
    pass_mark = forms.IntegerField(label=_("Passing mark in percent"), min_value=1, max_value=100, initial=80)
    attempts = forms.IntegerField(
        label=_("Attempts"), min_value=1, max_value=99, required=False, initial=3,
        help_text=_("Empty: as many as one likes."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Looked after by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.filter(active=True).order_by("name")
        self.fields["skill"].queryset = Skill.objects.filter(active=True).order_by("name")
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("full_name")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("skill") and not said.get("level"):
            self.add_error("level", _("Say which level of the skill the course gives."))
        return said


def course_as_form(course: Course, edition: Edition) -> dict[str, Any]:
    return {
        "title": course.title, "about": course.about, "teams": list(course.teams.all()),
        "skill": course.skill_id, "level": course.level, "valid_months": course.valid_months,
        "pass_mark": edition.pass_mark, "attempts": edition.attempts, "owner": course.owner_id,
    }  # fmt: skip


class LessonForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    body = forms.CharField(
        label=_("Text"), max_length=MAX_MARKDOWN, strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown: # heading, **bold**, - list, [words](address)."),
    )  # fmt: skip
    article = forms.ModelChoiceField(
        Article.objects.none(), label=_("Guideline to read and confirm"), required=False,
        empty_label=_("None"),
        help_text=_("The lesson is done once the version in force is confirmed."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guidelines = articles_for(user).published().sources().filter(kind=ArticleKind.GUIDELINE)
        self.fields["article"].queryset = guidelines.order_by("title")


def lesson_as_form(lesson: Lesson) -> dict[str, Any]:
    return {"title": lesson.title, "body": lesson.body, "article": lesson.article_id, "seen": lesson.edit}


class FileForm(forms.Form):
    file = forms.FileField(label=_("Add a file"))


class QuestionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(label=_("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    lines = forms.CharField(
        label=_("Answers"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "One a line. Begin the right ones with a star: * like this. To put in order: write them in the "
            "right order. A short answer: every line is accepted; capitals, accents and spaces do not matter."
        ),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why it is so"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown with the result."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def question_as_form(question: quizzes.Question) -> dict[str, Any]:
    return {
        "kind": question.kind, "text": question.text, "lines": quizzes.to_lines(question),
        "why": question.why, "seen": mark_of(question),
    }  # fmt: skip


class EnrolForm(forms.Form):
    """Colleagues one by one, or a team, or those in it who lack the skill."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("A whole team"), required=False, empty_label=_("None")
    )
    only_lacking = forms.BooleanField(label=_("Of the team only those who lack the skill"), required=False)
    due_on = forms.DateField(label=_("Due on"), required=False, widget=_DAY)

    def __init__(self, user: User, course: Course, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = course.enrolments.open().values("person")
        self.fields["people"].queryset = led_by(user).exclude(pk__in=inside).order_by("full_name")
        self.fields["team"].queryset = teams_led_by(user).order_by("name")
        if course.skill_id is None:
            del self.fields["only_lacking"]

    def clean_due_on(self) -> datetime.date | None:
        day = self.cleaned_data["due_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("The day by which it is due has passed."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("people") and not said.get("team") and not self.errors:
            raise forms.ValidationError(_("Choose at least one colleague, or a team."))
        return said


class RuleForm(forms.Form):
    kind = forms.ChoiceField(label=_("For whom it is by itself"), choices=RuleKind.choices)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("None"))
    article = forms.ModelChoiceField(
        Article.objects.none(), label=_("Guideline"), required=False, empty_label=_("None")
    )
    due_days = forms.IntegerField(label=_("Due within so many days"), min_value=1, max_value=366, initial=14)

    def __init__(self, user: User, course: Course, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [RuleKind.TEAM] + [RuleKind.GAP] * bool(course.skill_id)
        if user.may("training.manage"):
            kinds.append(RuleKind.GUIDELINE)
            guidelines = articles_for(user).published().sources().filter(kind=ArticleKind.GUIDELINE)
            self.fields["article"].queryset = guidelines.order_by("title")
        else:
            del self.fields["article"]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["team"].queryset = teams_led_by(user).order_by("name")


class DueForm(forms.Form):
    due_on = forms.DateField(label=_("Due on"), required=False, widget=_DAY)


class RecordForm(forms.Form):
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"), empty_label=_("Choose…"))
    issued_on = forms.DateField(label=_("Issued on"), widget=_DAY)
    expires_on = forms.DateField(
        label=_("Ends on"), widget=_DAY, required=False, help_text=_("Empty: for good.")
    )
    evidence = forms.CharField(
        label=_("Where it comes from"), max_length=300, help_text=_("Who gave it, and its number.")
    )

    def __init__(self, courses: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses.exclude(current=None).order_by("title")


class SessionForm(forms.Form):
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"), empty_label=_("Choose…"))
    lesson_key = forms.ChoiceField(label=_("Being there is this lesson"), required=False)
    trainer = forms.ModelChoiceField(User.objects.none(), label=_("Trainer"), empty_label=_("Choose…"))
    starts_at = forms.DateTimeField(label=_("Begins"), widget=_TIME)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=_TIME)
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("A room, or a link."))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, initial=8)
    about = forms.CharField(label=_("What to bring or prepare"), max_length=300, required=False)

    def __init__(self, courses: Any, session: Session | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = courses.exclude(current=None).order_by("title")
        self.fields["course"].queryset = courses
        self.fields["trainer"].queryset = User.objects.filter(is_active=True).order_by("full_name")
        if session is not None:
            courses = courses.filter(pk=session.course_id)
            del self.fields["course"]
        self.fields["lesson_key"].choices = [("", _("None")), *_lessons(courses)]

    def clean(self) -> dict[str, Any]:
        """A lesson of another course is no lesson of this one."""
        said = super().clean()
        course, key = said.get("course"), said.get("lesson_key")
        if course and key and not course.current.lessons.filter(key=key).exists():
            self.add_error("lesson_key", _("There is no such choice."))
        return said


def _lessons(courses: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    by_course: dict[str, list[tuple[str, str]]] = {}
    for lesson in Lesson.objects.filter(edition__current_of__in=courses).select_related("edition__course"):
        by_course.setdefault(lesson.edition.course.title, []).append((lesson.key, lesson.title))
    return sorted(by_course.items())


def session_as_form(session: Session) -> dict[str, Any]:
    return {name: getattr(session, name) for name in ("lesson_key", "starts_at", "ends_at", "place")} | {
        "trainer": session.trainer_id, "places": session.places, "about": session.about,
    }  # fmt: skip
