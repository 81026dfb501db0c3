"""What is typed about a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.access import articles_for
from knowledge.choices import ArticleKind
from knowledge.models import Article
from qa.models import Loop
from staff.models import User


class TakeUpForm(forms.Form):
    article = forms.ModelChoiceField(
        Article.objects.none(), label=_("Guideline"), required=False, empty_label=_("A new one"),
        help_text=_("A draft of it begins with what the findings say."),
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guidelines = articles_for(user).filter(kind=ArticleKind.GUIDELINE, source=None)
        self.fields["article"].queryset = guidelines.exclude(current=None).order_by("title", "pk")


class QuestionForm(forms.Form):
    text = forms.CharField(label=_("Question"), required=False, max_length=500)
    lines = forms.CharField(
        label=_("Answers to choose from"), required=False, max_length=2000, strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, a star before the right ones. Without a question, to confirm it is enough."),
    )  # fmt: skip

    @staticmethod
    def begun(loop: Loop) -> dict[str, str]:
        kept = loop.question
        if not kept:
            return {}
        right = {*kept["right"]}
        lines = [f"* {one}" if place in right else one for place, one in enumerate(kept["options"])]
        return {"text": kept["text"], "lines": "\n".join(lines)}
