"""Suggestions that somebody who leaves was to answer, and who answers them then."""

from django.db import transaction
from django.utils.translation import ngettext

from staff.models import User
from suggestions.access import who_may_answer
from suggestions.actions.answerers import answerer_for
from suggestions.actions.answering import ASKED
from suggestions.actions.writing_down import tell, today, write_step
from suggestions.choices import StepKind
from suggestions.models import Suggestion


def left_behind(user: User) -> list[tuple[str, int]]:
    """What hand_over will deal with, in words, with how many there are."""
    number = Suggestion.objects.waiting().filter(owner=user).count()
    words = ngettext(
        "suggestion is answered by somebody else", "suggestions are answered by somebody else", number
    )
    return [(words, number)] if number else []


@transaction.atomic
def hand_over(user: User, *, by: User, to: User | None) -> None:
    """To `to` where they may answer it, else to whom it would go now."""
    rows = Suggestion.objects.select_for_update(of=("self",)).waiting().filter(owner=user)
    for one in rows.select_related("team"):
        fits = to is not None and who_may_answer(one).filter(pk=to.pk).exists()
        new = to if fits else answerer_for(one.team, but=user)
        Suggestion.objects.filter(pk=one.pk).update(owner=new)
        step = write_step(one, StepKind.HANDED_OVER, who=by, on=today(), text=new.full_name if new else "")
        heard = [new] if new and new.pk != by.pk else []
        tell(heard, one, key=f"step-{step.place}", words=ASKED, params={"name": by.full_name})
