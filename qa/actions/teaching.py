"""A guideline came into force that a loop waited for: who it is about learns what changed."""

import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from knowledge.actions.training_of_change import teach_change
from knowledge.models import Course, Version
from qa.choices import LoopState
from qa.found import standing
from qa.models import Loop
from staff.models import User


@transaction.atomic
def follow_guideline(version: Version, *, at: datetime.datetime) -> int:
    """Every loop that waited for this guideline goes on, with a lesson for exactly the people of its findings
    as they stand now, if they still work here; how many there were. Safe to run twice.
    """
    waiting = Loop.objects.select_for_update(of=("self",)).filter(
        state=LoopState.WRITING, article=version.article_id
    )
    return sum(_go_on(one, version, at) for one in waiting.select_related("article").order_by("pk"))


def _go_on(loop: Loop, version: Version, at: datetime.datetime) -> bool:
    stand = standing(loop.findings.all())
    loop.findings.exclude(pk__in=[*stand.values_list("pk", flat=True)]).update(stood=False)
    loop.course = _lesson(loop, version, at)
    loop.version, loop.published_at, loop.state = version, at, LoopState.PUBLISHED
    loop.save(update_fields=["course", "version", "published_at", "state"])
    return True


def affected(loop: Loop) -> list[User]:
    """Who wrote the answers of the findings that stand, and works here."""
    rows = loop.findings if loop.is_in_force else standing(loop.findings.all())
    people = rows.filter(stood=True).values("person")
    return [*User.objects.filter(pk__in=people, is_active=True).order_by("full_name", "pk")]


def _lesson(loop: Loop, version: Version, at: datetime.datetime) -> Course | None:
    people = affected(loop)
    if not people:
        return None
    with translation.override(loop.article.language):
        about = _about(loop)
        return teach_change(version, people=people, about=about, question=loop.question, at=at)


def _about(loop: Loop) -> str:
    if loop.kind:
        return _("Answers were confirmed several times to sound the same. %(title)s.") % {"title": loop.name}
    return _("Reviews of answers found the same several times: %(title)s.") % {"title": loop.title}
