"""Suggestions as a table to take away: what the page shows of them, in the reader's language."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from suggestions.models import Suggestion

AT_ONCE = 500
HEADS = [
    gettext_lazy("Title"), gettext_lazy("State"), gettext_lazy("Suggested by"),
    pgettext_lazy("suggestion", "On"), gettext_lazy("Team"), gettext_lazy("Answered by"),
    gettext_lazy("Answer by"), gettext_lazy("Answered on"), gettext_lazy("Text"), gettext_lazy("It changed"),
]  # fmt: skip


def table_of(found: QuerySet[Suggestion]) -> Iterator[list[Any]]:
    nobody = _("Without a name")
    for one in found.select_related("author", "owner", "team").iterator(AT_ONCE):
        yield [
            one.title, one.get_state_display(), one.author.full_name if one.author else nobody, one.posted_on,
            one.team.name if one.team else "", one.owner.full_name if one.owner else "", one.answer_by,
            one.answered_on, one.body, one.changed,
        ]  # fmt: skip
