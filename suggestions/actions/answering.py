"""A suggestion is considered, accepted or declined, done; given to somebody else; tied to what it changed."""

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from knowledge.access import mine
from knowledge.models import Version
from notices.actions import settle
from staff.models import User
from suggestions.access import may_answer, who_may_answer
from suggestions.actions.suggesting import clean
from suggestions.actions.writing_down import authors_of, locked, tell, today, write_step
from suggestions.answering import working_days_after
from suggestions.choices import OPEN, StepKind
from suggestions.models import Suggestion
from suggestions.workflow import MOVES, is_open

MOST_ANSWER, MOST_CHANGED = 4000, 200
ASKED = gettext_noop("{name} asks you to answer a suggestion: “{title}”")
NEWS = {
    "consider": gettext_noop("“{title}” is being considered"),
    "accept": gettext_noop("“{title}” is accepted"),
    "decline": gettext_noop("“{title}” is declined"),
    "finish": gettext_noop("“{title}” is done"),
    "reopen": gettext_noop("“{title}” is taken up again"),
}


@transaction.atomic
def move(
    suggestion: Suggestion, name: str, *, by: User, words: str = "", at: datetime.datetime | None = None
) -> Suggestion:
    """One of suggestions.workflow. ValidationError if it is not open now, or says nothing where it must."""
    fresh = _answered_by(suggestion, by)
    if not is_open(fresh.state, name) or fresh.merged_into_id:
        raise ValidationError(_("Somebody was quicker: this cannot be done any more. Look at it once more."))
    text = clean(words, most=MOST_ANSWER) if words.strip() or MOVES[name].words else ""
    on = today(at)
    step = write_step(fresh, name, who=by, on=on, text=text)
    fresh.state = MOVES[name].to
    fresh.answered_on = None if fresh.state in OPEN else fresh.answered_on or on
    fresh.owner = fresh.owner if fresh.owner_id else by
    if name == "reopen":
        fresh.answer_by = working_days_after(on, settings.SUGGESTION_ANSWER_WORKING_DAYS)
    fresh.save(update_fields=["state", "answered_on", "owner", "answer_by"])
    if fresh.state not in OPEN:
        settle(("suggestion", fresh.pk), by=by)
    to = [one for one in authors_of(fresh) if one.pk != by.pk]
    tell(
        to,
        fresh,
        key=f"step-{step.place}",
        words=NEWS[name],
        detail="{words}",
        params={"words": text[:300]},
        at=at,
    )
    return fresh


@transaction.atomic
def hand_over(
    suggestion: Suggestion, *, by: User, to: User, at: datetime.datetime | None = None
) -> Suggestion:
    """Somebody else answers it. ValidationError if they may not."""
    fresh = _answered_by(suggestion, by)
    if not who_may_answer(fresh).filter(pk=to.pk).exists():
        raise ValidationError(_("%(name)s may not answer this."), params={"name": to.full_name})
    if fresh.owner_id == to.pk:
        return fresh
    fresh.owner = to
    fresh.save(update_fields=["owner"])
    step = write_step(fresh, StepKind.HANDED_OVER, who=by, on=today(at), text=to.full_name)
    settle(("suggestion", fresh.pk), by=by)
    heard = [to] if to.pk != by.pk else []
    tell(heard, fresh, key=f"step-{step.place}", words=ASKED, params={"name": by.full_name}, at=at)
    return fresh


@transaction.atomic
def link(
    suggestion: Suggestion, *, by: User, version: Version | None, changed: str = "",
    at: datetime.datetime | None = None,
) -> Suggestion:  # fmt: skip
    """Which version of a guideline, or what else, it changed. ValidationError if they may not read that."""
    fresh = _answered_by(suggestion, by)
    changed = " ".join(changed.replace("\x00", "").split())
    if len(changed) > MOST_CHANGED:
        raise ValidationError(
            _("The text is longer than %(most)s characters."), params={"most": MOST_CHANGED}
        )
    if version and not (version.published_at and mine(by).filter(pk=version.article_id).exists()):
        raise ValidationError(_("There is no such choice."))
    if (fresh.version_id, fresh.changed) == (version.pk if version else None, changed):
        return fresh
    fresh.version, fresh.changed = version, changed
    fresh.save(update_fields=["version", "changed"])
    said = "; ".join(one for one in (str(version) if version else "", changed) if one)
    write_step(fresh, StepKind.LINKED, who=by, on=today(at), text=said)
    return fresh


def _answered_by(suggestion: Suggestion, by: User) -> Suggestion:
    fresh = locked(suggestion)
    if not may_answer(by, fresh):
        raise PermissionDenied("suggestion.answer")
    return fresh
