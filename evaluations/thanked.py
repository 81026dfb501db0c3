"""Thanks and praise as evidence: what was said, never how often. Silence says nothing about anybody."""

import datetime

from django.utils.translation import gettext_noop

from lib.evidence import Evidence
from staff.models import User
from suggestions.evidence import thanks


def thanked(user: User, since: datetime.datetime, until: datetime.datetime) -> Evidence:
    """What both sides let others read, and what customers praised."""
    return Evidence(
        "thanks",
        gettext_noop("Thanks and praise"),
        about=gettext_noop("What colleagues and customers said, where both let others read it."),
        quotes=tuple(
            (row["at"].date().isoformat(), str(row["text"]))
            for row in thanks(user, since, until - datetime.timedelta(microseconds=1))
        ),
    )
