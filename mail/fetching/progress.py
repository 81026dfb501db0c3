"""How far a fetch is, for whoever looks at the mailbox just now. Kept in the cache: nothing depends on it."""

import logging
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.utils import timezone

log = logging.getLogger(__name__)

KEY = "mail-progress-{}"
KEPT = 15 * 60  # seconds


@dataclass(frozen=True)
class Progress:
    """`state` is queued, connecting, fetching, done or failed; `at` is seconds since 1970."""

    state: str
    folder: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""
    at: float = 0.0

    @property
    def running(self) -> bool:
        return self.state in {"queued", "connecting", "fetching"}


def note(
    box_id: int, state: str, *, folder: str = "", done: int = 0, total: int = 0, problem: str = ""
) -> None:
    progress = Progress(state, folder, done, total, problem, timezone.now().timestamp())
    try:
        cache.set(KEY.format(box_id), asdict(progress), KEPT)
    except Exception as error:  # the mail matters, not who watches it come in
        log.debug("no progress noted: %s", error)


def progress_of(box_id: int) -> Progress | None:
    """The last that was said about this mailbox in the last quarter of an hour; None when nothing was."""
    try:
        said = cache.get(KEY.format(box_id))
    except Exception as error:
        log.debug("no progress known: %s", error)
        return None
    return Progress(**said) if said else None
