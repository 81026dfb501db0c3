"""A mailbox that is being tried: its connection by a thread, step by step, while the page asks how far it is.

Kept in the cache under a name that only whoever started it knows; with the cache away it is tried at once.
"""

import logging
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from lib.text import one_line
from mail.fetching import Step, test_connection
from mail.models import Mailbox
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from outbox.writing import full_address
from staff.models import User

log = logging.getLogger(__name__)

KEY = "mail-trial-{}"
KEPT = 300  # seconds
# What a server says about itself is nobody's business but a few words of it.
MOST_WORDS = 120


@dataclass(frozen=True)
class Trial:
    """`key` is empty when it is over before it could be watched."""

    key: str
    steps: list[Step]
    over: bool

    @property
    def went_well(self) -> bool:
        return self.over and bool(self.steps) and all(step.ok for step in self.steps)


def begin(box: Mailbox, *, folders: Sequence[str], owner: int) -> Trial:
    """Try it in a thread of its own; `owner` is who may look at it."""
    key = secrets.token_urlsafe(16)
    try:
        cache.set(KEY.format(key), {"owner": owner, "steps": [], "over": False}, KEPT)
        if cache.get(KEY.format(key)) is None:
            raise OSError("the cache forgets")
    except Exception as error:
        log.warning("the trial cannot be watched: %s", error)
        return Trial("", _short(test_connection(box, folders=folders)), True)
    language = translation.get_language()
    threading.Thread(target=_run, args=(key, box, list(folders), owner, language), daemon=True).start()
    return Trial(key, [], False)


def look(key: str, *, owner: int) -> Trial | None:
    """How far it is; None for a trial that is not theirs or is long over."""
    said = cache.get(KEY.format(key))
    if not said or said["owner"] != owner:
        return None
    return Trial(key, [Step(**step) for step in said["steps"]], said["over"])


def _run(key: str, box: Mailbox, folders: list[str], owner: int, language: str | None) -> None:
    steps: list[Step] = []

    def tell(step: Step) -> None:
        steps.append(step)
        keep(over=False)

    def keep(*, over: bool) -> None:
        told = {"owner": owner, "steps": [asdict(step) for step in _short(steps)], "over": over}
        cache.set(KEY.format(key), told, KEPT)

    try:
        with translation.override(language):
            test_connection(box, folders=folders, tell=tell)
    except Exception as error:  # whatever a server can make us stumble over: it is said, and written down
        log.exception("a connection could not be tried")
        with translation.override(language):
            steps.append(Step(_("Try the connection"), False, type(error).__name__))
    finally:
        try:
            keep(over=True)
        except Exception as error:
            log.warning("the end of a trial is not noted: %s", error)
        connection.close()


def send_letter(box: Mailbox, *, to: User) -> Letter:
    """A letter from this mailbox to a colleague: does what we send arrive?"""
    context = {"name": to.first_name, "address": box.address, "team": box.team.name}
    subject, text, html = render("trial", context, to.language)
    return queue(
        key=f"trial-{box.pk}-{secrets.token_hex(8)}",
        kind="trial",
        sender=full_address(box.name, box.address),
        to=[full_address(to.full_name, to.email)],
        subject=subject,
        text=text,
        html=html,
    )


def _short(steps: Sequence[Step]) -> list[Step]:
    return [Step(step.name, step.ok, one_line(step.said, MOST_WORDS), step.advice) for step in steps]
