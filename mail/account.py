"""The account of all mail: what came in is what became of it, and each became one thing."""

import datetime
import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from lib.together import added_up, together
from mail.choices import Outcome
from mail.models import RawEmail
from mail.queries import balanced, ledger_question

log = logging.getLogger(__name__)

KEY = "mail-account"
EVERY = datetime.timedelta(hours=1)
# So far back every mail is looked up whether it stands where it says.
LOOKED_BACK = datetime.timedelta(days=2)


def take_account(now: datetime.datetime) -> dict[str, Any]:
    """The counts; `lost`: mails that are on no ticket though they say so; `twice`: messages of several mails.

    What was erased since is not lost: only the mail of the last days is looked up.
    """
    return account_of(together(*questions(now)), now)


def questions(now: datetime.datetime) -> list[QuerySet[Any, dict[str, Any]]]:
    """What `account_of` is told."""
    placed = RawEmail.objects.filter(
        outcome__in=[Outcome.CREATED, Outcome.APPENDED], stored_at__gt=now - LOOKED_BACK
    )
    same = placed.filter(message=OuterRef("message")).exclude(pk=OuterRef("pk"))
    return [
        ledger_question(),
        added_up(placed.filter(ticket=None, message=None), lost=Count("pk")),
        added_up(placed.filter(Exists(same)), twice=Count("message", distinct=True)),
    ]


def account_of(found: Mapping[str, Any], now: datetime.datetime) -> dict[str, Any]:
    counts = {name: found[name] for name in ("raw", *Outcome.values)}
    lost, twice = found["lost"], found["twice"]
    return {
        "counts": counts,
        "lost": lost,
        "twice": twice,
        "ok": balanced(counts) and not lost and not twice,
        "at": now.timestamp(),
    }


def check_account(now: datetime.datetime) -> bool | None:
    """Once an hour, or until it is right again; what was found is remembered. None: it is not time yet."""
    before = last_account()
    if before and before["ok"] and now.timestamp() - before["at"] < EVERY.total_seconds():
        return None
    found = take_account(now)
    if not found["ok"]:
        log.error("the account of mail does not balance: %s", found)
    try:
        cache.set(KEY, found, timeout=None)
    except Exception as error:  # it is taken again with the next tick
        log.warning("the account of mail is not remembered: %s", error)
    return found["ok"]


def last_account() -> dict[str, Any] | None:
    try:
        return cache.get(KEY)
    except Exception as error:
        log.warning("no account of mail is known: %s", error)
        return None


def account_check() -> dict[str, Any]:
    """For /readyz: does the last account balance? One that was never taken is no fault yet."""
    found = last_account()
    if found is None:
        return {"ok": True, "seconds": None}
    age = timezone.now().timestamp() - found["at"]
    raw, rest = found["counts"]["raw"], sum(n for name, n in found["counts"].items() if name != "raw")
    return {
        "ok": found["ok"],
        "seconds": round(age, 1),
        "difference": raw - rest,
        "lost": found["lost"],
        "twice": found["twice"],
    }
