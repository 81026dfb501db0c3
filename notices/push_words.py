"""What a message to a browser says: what its reader may know at this moment, in their language and zone."""

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext

from notices.models import Push
from notices.words import Said, say
from staff.models import User

SINGLE = 3  # more for one browser at once become one message
TITLE, BODY = 160, 300  # letters: short enough in any alphabet
ADDRESS = "address"  # a problem: it leads to no public server
Message = dict[str, str]


def messages_for(reader: User, pushes: Collection[Push]) -> list[tuple[Message, list[Push]]]:
    """Each with the rows it is for. What is not theirs to see any more is in none of them."""
    with translation.override(reader.language), timezone.override(ZoneInfo(reader.time_zone)):
        told = {push.notice_id: push for push in pushes if push.notice is not None}
        said = [one for one in say([push.notice for push in told.values()], reader) if not one.hidden]
        trials = [(_trial(push), [push]) for push in pushes if push.notice is None]
        if len(said) > SINGLE:
            return [*trials, (_many(said), [told[one.pk] for one in said])]
        return trials + [(_one(one), [told[one.pk]]) for one in said]


def _one(said: Said) -> Message:
    return _message(said.title, said.detail, reverse("notices:follow", args=[said.pk]), f"notice-{said.pk}")


def _many(said: Sequence[Said]) -> Message:
    title = ngettext("%(n)s new notice", "%(n)s new notices", len(said)) % {"n": len(said)}
    return _message(title, said[-1].title, reverse("notices:tray"), f"notices-{said[-1].pk}")


def _trial(push: Push) -> Message:
    title = gettext("This is how a notice looks here")
    return _message(title, settings.DESK_NAME, reverse("notices:wishes"), f"trial-{push.pk}")


def _message(title: str, body: str, url: str, tag: str) -> Message:
    """`tag`: a message of the same name takes the place of the one before, at the push service and here."""
    return {
        "title": Truncator(title).chars(TITLE),
        "body": Truncator(body).chars(BODY),
        "url": url,
        "tag": tag,
        "lang": translation.get_language() or settings.LANGUAGE_CODE,
    }


def trouble(problem: str) -> str:
    """What keeps messages from a browser (`Device.problem`), in words."""
    if problem == ADDRESS:
        return gettext("Its address is not that of a push service. Remove it and turn it on again.")
    if problem.isdigit() and (problem == "429" or int(problem) >= 500):
        return gettext("Its push service did not take the last notice. It is tried again.")
    if problem:
        said = gettext(
            "Its push service refused the last notice (%(status)s). Remove it and turn it on again."
        )
        return said % {"status": problem}
    return ""
