"""Something is suggested, with a name or without one."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from staff.models import Team, User
from suggestions import receipts
from suggestions.actions.answerers import answerer_for
from suggestions.actions.writing_down import answerers_of, tell, today, write_step
from suggestions.answering import working_days_after
from suggestions.choices import Source, StepKind
from suggestions.models import Suggestion

MOST_TITLE, MOST_BODY = 160, 10_000
MOST_A_DAY = 20  # of one colleague
MOST_ANONYMOUS_A_DAY = 50  # of the whole desk: whose they are is what we must not count


@transaction.atomic
def suggest(
    *, by: User, title: str, body: str, source: str = Source.BOX, source_ref: str = "",
    anonymous: bool = False, receipt: str = "", team: Team | None = None, shared: bool = True,
    at: datetime.datetime | None = None,
) -> Suggestion:  # fmt: skip
    """A new suggestion with the day by which it is answered. ValidationError says what is wrong.

    Anonymous, nothing of `by` is kept, nor where it came from; `receipt` is the code by which its author
    finds it, drawn if it is none (the result carries it as `receipt`, this once). Sent twice with the same
    code it is one. Whoever answers is told of it only on another day.
    """
    if not by.may("suggestion.make"):
        raise PermissionDenied("suggestion.make")
    words = _words(title, body)
    at = at or database_clock.now()
    if anonymous:
        return _without_a_name(words, receipt, team, shared, today(at))
    return _with_a_name(by, words, _from(source, source_ref), team, shared, at)


def _with_a_name(
    by: User, words: Mapping[str, str], whence: Mapping[str, str], team: Team | None, shared: bool,
    at: datetime.datetime,
) -> Suggestion:  # fmt: skip
    on = today(at)
    if Suggestion.objects.filter(author=by, posted_on=on).count() >= MOST_A_DAY:
        raise ValidationError(_("That is a lot for one day. Please go on tomorrow."))
    made = Suggestion.objects.create(
        author=by,
        team=team,
        shared=shared,
        owner=answerer_for(team, but=by),
        told=True,
        **_days(on),
        **words,
        **whence,
    )
    write_step(made, StepKind.POSTED, who=by, on=on)
    to = [one for one in answerers_of(made) if one.pk != by.pk]
    tell(
        to,
        made,
        key="new",
        words=gettext_noop("{name} suggests: “{title}”"),
        params={"name": by.full_name},
        at=at,
    )
    return made


def _without_a_name(
    words: Mapping[str, str], receipt: str, team: Team | None, shared: bool, on: datetime.date
) -> Suggestion:
    """The owner is found without a look at the author: to pass over an author who leads the team would say
    who it is.
    """
    if Suggestion.objects.filter(author=None, posted_on=on).count() >= MOST_ANONYMOUS_A_DAY:
        raise ValidationError(_("The desk has taken in many suggestions today. Please try again tomorrow."))
    said = {"team": team, "shared": shared, "owner": answerer_for(team, but=None), **_days(on), **words}
    code = receipt if receipts.hash_of(receipt) else receipts.draw()
    made, is_new = Suggestion.objects.get_or_create(receipt_hash=receipts.hash_of(code), defaults=said)
    if not is_new and (made.title, made.body) != (words["title"], words["body"]):
        code, is_new = receipts.draw(), True
        made = Suggestion.objects.create(receipt_hash=receipts.hash_of(code), **said)
    if is_new:
        write_step(made, StepKind.POSTED, who=None, on=on)
    made.receipt = code
    return made


def _days(on: datetime.date) -> dict[str, datetime.date]:
    return {
        "posted_on": on,
        "answer_by": working_days_after(on, settings.SUGGESTION_ANSWER_WORKING_DAYS),
    }


def _words(title: str, body: str) -> dict[str, str]:
    title = " ".join(title.replace("\x00", "").split())
    if not 1 <= len(title) <= MOST_TITLE:
        raise ValidationError(_("A title has 1 to %(most)s characters."), params={"most": MOST_TITLE})
    return {"title": title, "body": clean(body, most=MOST_BODY)}


def clean(text: str, *, most: int) -> str:
    """ValidationError if nothing is left, or too much."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise ValidationError(_("Write what it says."))
    if len(text) > most:
        raise ValidationError(_("The text is longer than %(most)s characters."), params={"most": most})
    return text


def _from(source: str, ref: str) -> dict[str, str]:
    if source not in Source.values:
        raise ValidationError(_("There is no such choice."))
    return {"source": source, "source_ref": ref.replace("\x00", "").strip()[:60]}
