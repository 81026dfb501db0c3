"""What the history says of what a customer was asked, and said."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.choices import EventKind
from tickets.models import TicketEvent
from tickets.phrases import Names, Say, in_whole, line
from tickets.survey_choices import Score


def _rated(event: TicketEvent, names: Names) -> SafeString:
    score, was = _word(event.data.get("score")), event.data.get("was")
    if was:
        return line(_("{who} says now that it was: {score}, not {was}"), event, score=score, was=_word(was))
    return line(_("{who} says that it was: {score}"), event, score=score)


def _word(score: object) -> str:
    if score not in Score.values:
        return str(score)
    return _("%(word)s (%(score)s of 5)") % {"word": Score(score).label, "score": score}


SAY: Mapping[str, Say] = {
    EventKind.SURVEYED: in_whole(lambda: _("The customer was asked how it was")),
    EventKind.RATED: _rated,
    EventKind.SCORE_SETTLED: lambda event, names: line(_("Low score followed up by {who}"), event),
}
