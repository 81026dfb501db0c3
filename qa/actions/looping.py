"""What is done about a proposal: a guideline is written for it, or it is declined; then it is measured."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.access import may_write
from knowledge.actions import start, write
from knowledge.actions.training_of_change import question_kept
from knowledge.choices import ArticleKind
from knowledge.models import Article
from notices.actions import settle
from qa.actions.keeping import moment, said
from qa.actions.proposing import tell
from qa.choices import TAKING, LoopState
from qa.drafting import begun_for
from qa.looped import due_at, measure_now, written
from qa.models import Loop
from staff.models import User


@transaction.atomic
def take_up(
    loop: Loop, *, by: User, article: Article | None = None, at: datetime.datetime | None = None
) -> Loop:
    """With a guideline that there is, or with a new one: its draft begins with what the findings say.
    Whatever is being written in it already stays as it is.
    """
    fresh, at = _running(loop, by), moment(at)
    if fresh.article_id is not None:
        raise ValidationError(_("A guideline is being written for it already."))
    if article is None:
        teams = [*{one.team for one in fresh.findings.select_related("team")}]
        article = start({**begun_for(fresh), "teams": teams}, kind=ArticleKind.GUIDELINE, by=by, at=at)
    else:
        _go_on(fresh, article, by, at)
    fresh.article, fresh.taken_by, fresh.taken_at, fresh.state = article, by, at, LoopState.WRITING
    fresh.save(update_fields=["article", "taken_by", "taken_at", "state"])
    settle(("loop", fresh.pk))
    return fresh


def _go_on(loop: Loop, article: Article, by: User, at: datetime.datetime) -> None:
    if not article.is_guideline or article.source_id or article.archived_at or not may_write(by, article):
        raise ValidationError(_("Choose a guideline that you may write."))
    if article.versions.filter(published_at=None).exists():
        return
    begun, current = begun_for(loop), article.current
    words = {
        "title": current.title, "body": f"{current.body}\n\n{begun['body']}",
        "category": article.category, "teams": [*article.teams.all()], "review_on": article.review_on,
        "change_note": _("More about: %(title)s") % {"title": loop.name},
    }  # fmt: skip
    write(article, words, by=by, at=at)


@transaction.atomic
def ask_with(loop: Loop, *, by: User, text: str, lines: str, why: str = "") -> Loop:
    """One question after the lesson, as knowledge.quizzes reads it from lines; without any words none is
    asked, and to confirm that one has read it is enough.
    """
    fresh = _running(loop, by)
    fresh.question = question_kept({"text": text, "lines": lines, "why": why}) if said(text) else {}
    fresh.save(update_fields=["question"])
    return fresh


@transaction.atomic
def decline(loop: Loop, *, by: User, reason: str, at: datetime.datetime | None = None) -> Loop:
    """Its findings open nothing again; others that come later may."""
    fresh, at = _running(loop, by), moment(at)
    words = " ".join(said(reason, most=300).split())
    if not words:
        raise ValidationError(_("Say in a few words why nothing changes."))
    fresh.state, fresh.declined_by, fresh.declined_at, fresh.reason = LoopState.DECLINED, by, at, words
    fresh.save(update_fields=["state", "declined_by", "declined_at", "reason"])
    settle(("loop", fresh.pk))
    return fresh


def measure_due(*, at: datetime.datetime | None = None) -> int:
    """What is to be measured by now keeps its effect; how many there were. Safe to run twice."""
    at = moment(at)
    return sum(_measure(one, at) for one in Loop.objects.filter(state=LoopState.PUBLISHED))


@transaction.atomic
def _measure(loop: Loop, at: datetime.datetime) -> bool:
    fresh = _locked(loop)
    if fresh.state != LoopState.PUBLISHED or at < due_at(fresh):
        return False
    fresh.effect, fresh.measured_at, fresh.state = written(measure_now(fresh)), at, LoopState.MEASURED
    fresh.save(update_fields=["effect", "measured_at", "state"])
    tell(fresh, "measured", at=at)
    return True


def _locked(loop: Loop) -> Loop:
    return Loop.objects.select_for_update(of=("self",)).select_related("scorecard", "article").get(pk=loop.pk)


def _running(loop: Loop, by: User) -> Loop:
    """Locked. PermissionDenied for whoever does not look after reviews, ValidationError if it is over."""
    if not by.may("review.manage"):
        raise PermissionDenied("review.manage")
    fresh = _locked(loop)
    if fresh.state not in TAKING:
        raise ValidationError(_("This is decided already. Look at it once more."))
    return fresh
