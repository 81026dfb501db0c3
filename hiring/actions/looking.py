"""Every look at a file and every change of it leaves a line that stays."""

import datetime

from hiring.choices import Act
from hiring.models import Candidate, Dossier, Look
from lib import database_clock
from staff.models import User


def note_look(
    dossier: Dossier, *, by: User | None, act: str = Act.SEEN, page: str = "",
    candidate: Candidate | None = None, reason: str = "", by_program: bool = False,
    at: datetime.datetime | None = None,
) -> Look:  # fmt: skip
    """Numbers and no names: it outlives what it is about."""
    return Look.objects.create(
        dossier=dossier.pk,
        candidate=candidate.pk if candidate else None,
        about_id=_about(dossier, candidate),
        who=by,
        act=act,
        page=page[:40],
        reason=reason[:300],
        by_program=by_program,
        at=at or database_clock.now(),
    )


def _about(dossier: Dossier, candidate: Candidate | None) -> int | None:
    if candidate is not None:
        return candidate.hired_as_id
    found = getattr(dossier, "recommendation", None)
    return found.subject_id if found else None
