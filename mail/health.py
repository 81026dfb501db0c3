"""Is the mail well? The same questions for the page of the managers and, as numbers, for /readyz."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Min
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lib.marks import span
from lib.remembering import remembered
from lib.together import added_up, together
from mail import account, oauth
from mail.choices import Outcome
from mail.models import RawEmail
from mail.queries import LATE
from mail.standing import Standing, State, standings
from outbox import queries as outbox
from staff.models import User

LATELY = 15  # seconds
PENDING = RawEmail.objects.filter(outcome=Outcome.PENDING)
HELD = RawEmail.objects.filter(outcome=Outcome.QUARANTINED, decision="")


@dataclass(frozen=True)
class Finding:
    """One question and its answer. `look` is good, warn or bad; `advice` says what to do about it."""

    name: str
    look: str
    title: str
    figure: str
    text: str = ""
    advice: str = ""
    url: str = ""


def findings(now: datetime.datetime, boxes: list[Standing] | None = None) -> list[Finding]:
    """Every question, whatever the answers are; in two statements."""
    boxes = standings(now, today=False) if boxes is None else boxes
    known = account.last_account()
    found = together(
        added_up(PENDING.all(), unhandled=Count("pk"), unhandled_at=Min("stored_at")),
        added_up(HELD.all(), held=Count("pk"), held_at=Min("stored_at")),
        *outbox.questions(now),
        *([] if known else account.questions(now)),
    )
    return [
        _account(known or account.account_of(found, now), now),
        _pending(found, now),
        _mailboxes(boxes),
        _grants(boxes, now),
        _strangers(boxes),
        _held(found, now),
        *_letters(outbox.standing_of(found, now)),
    ]


def alarms(now: datetime.datetime) -> list[Finding]:
    """What is red."""
    return [one for one in findings(now) if one.look == "bad"]


def findings_lately(now: datetime.datetime) -> list[Finding]:
    """All for the board, which asks all day: looked at every quarter of a minute for all readers."""
    return remembered(f"mail-findings-{get_language()}", LATELY, lambda: findings(now))


def for_reader(user: User, found: list[Finding]) -> list[Finding]:
    """Without a link to what this reader may not open."""
    shut = "" if user.may("mailbox.manage") else _url("mail:mailboxes")
    return [replace(one, url="") if shut and one.url == shut else one for one in found]


def grants_check() -> dict[str, Any]:
    """For /readyz: how many mailboxes lose their OAuth grant, or have lost it. Only lost ones are down."""
    found = [why for _grant, why in oauth.alarms(timezone.now())]
    return {"ok": "refused" not in found, "in_danger": len(found), "refused": found.count("refused")}


def _account(found: Mapping[str, Any], now: datetime.datetime) -> Finding:
    raw = found["counts"]["raw"]
    title, figure = _("Account of all mail"), f"{raw:,}".replace(",", "\u202f")
    at = datetime.datetime.fromtimestamp(found["at"], datetime.UTC)
    age = span((now - at).total_seconds())
    if found["ok"]:
        text = _("Every mail that came in became one thing. Looked at %(age)s ago.") % {"age": age}
        return Finding("account", "good", title, figure, text)
    text = _("%(lost)s lost, %(twice)s twice, difference %(difference)s.") % {
        "lost": found["lost"],
        "twice": found["twice"],
        "difference": raw - sum(n for name, n in found["counts"].items() if name != "raw"),
    }
    advice = _("Run “manage.py mail_ledger --by-mailbox”: it says which mailbox it is.")
    return Finding("account", "bad", title, figure, text, advice)


def _pending(found: Mapping[str, Any], now: datetime.datetime) -> Finding:
    title, figure = _("Not handled yet"), str(found["unhandled"])
    url = _url("mail:log", outcome=Outcome.PENDING)
    if not found["unhandled_at"]:
        text = _("Everything that came in has been looked at.")
        return Finding("pending", "good", title, figure, text, "", url)
    age = (now - found["unhandled_at"]).total_seconds()
    text = _("The oldest has waited for %(age)s.") % {"age": span(age)}
    if age < LATE:
        return Finding("pending", "good", title, figure, text, "", url)
    advice = _("The workers are away or overrun: look at their log, or start more of them.")
    return Finding("pending", "bad", title, figure, text, advice, url)


def _mailboxes(boxes: list[Standing]) -> Finding:
    title, url = _("Mailboxes"), _url("mail:mailboxes")
    red = [box for box in boxes if box.is_red]
    if not red:
        fetched = sum(box.state in {State.GOOD, State.NEW} for box in boxes)
        text = ngettext("%(n)s is fetched.", "%(n)s are fetched.", fetched) % {"n": fetched}
        text = text if fetched else _("None is fetched: mail is handed in, or they only send.")
        return Finding("mailboxes", "good", title, str(len(boxes)), text, "", url)
    names = ", ".join(box.box.name for box in red[:5])
    text = _("Something is wrong with: %(names)s.") % {"names": names}
    behind = max((box.behind for box in red), default=datetime.timedelta())
    if behind:
        text += " " + _("The newest mail there is %(age)s newer than what is ours.") % {
            "age": span(behind.total_seconds())
        }
    advice = red[0].advice or _("Fetch it now, or try the connection step by step.")
    return Finding("mailboxes", "bad", title, f"{len(red)}/{len(boxes)}", text, advice, url)


def _why(code: str) -> str:
    return {
        "refused": _("the provider refuses us"),
        "never_connected": _("nobody has connected it yet"),
        "refresh_ends": _("the permission ends within a week"),
        "unused": _("the permission was not used for two months"),
    }[code]


def _grants(boxes: list[Standing], now: datetime.datetime) -> Finding:
    used = [one.box for one in boxes if one.box.active and one.box.sign_in == "xoauth2"]
    found = oauth.in_danger((box.grant for box in used if hasattr(box, "grant")), now)
    title = _("Permissions of providers (OAuth)")
    if not found:
        return Finding("grants", "good", title, "0", _("None is about to end."))
    text = "; ".join(f"{grant.mailbox.name}: {_why(why)}" for grant, why in found[:5]) + "."
    look = "bad" if any(why == "refused" for _grant, why in found) else "warn"
    advice = _("Open the mailbox and connect it with the provider once more.")
    return Finding("grants", look, title, str(len(found)), text, advice, _url("mail:mailboxes"))


def _strangers(boxes: list[Standing]) -> Finding:
    found = sorted((one for one in boxes if one.withheld), key=lambda one: -one.withheld)
    title, figure = _("Strangers at once"), str(sum(one.withheld for one in found))
    if not found:
        return Finding("strangers", "good", title, figure, _("Whoever writes for the first time is told so."))
    names = ", ".join(one.box.name for one in found[:5])
    text = _("So many wrote for the first time at once that none of them gets a confirmation: %(names)s.") % {
        "names": names
    }
    advice = _(
        "Their mails are tickets all the same. Look at the newest: people in an outage, or a machine that"
        " keeps changing its name? It falls silent when no letter of ours answers it; a rule can set its"
        " mails aside."
    )
    return Finding("strangers", "bad", title, figure, text, advice, _url("mail:log"))


def _held(found: Mapping[str, Any], now: datetime.datetime) -> Finding:
    text, n = "", found["held"]
    if found["held_at"]:
        waits = span((now - found["held_at"]).total_seconds())
        text = _("The oldest has waited for %(age)s.") % {"age": waits}
    look = "warn" if n else "good"
    advice = _("Look at each: let it in, or reject it.") if n else ""
    title = _("Held mail that waits for a person")
    return Finding(
        "held", look, title, str(n), text or _("Nothing is held."), advice, _url("mail:quarantine")
    )


def _letters(found: outbox.Standing) -> list[Finding]:
    late = found.late >= outbox.LATE
    text = _("The oldest is due for %(age)s.") % {"age": span(found.late.total_seconds())} if late else ""
    advice = _("Does the mail server that sends for us answer? Its address is EMAIL_URL.") if late else ""
    gone = _("Given up within a day")
    return [
        Finding(
            "waiting", "bad" if late else "good", _("Letters on their way out"), str(found.waiting),
            text or _("None waits longer than it should."), advice,
        ),
        Finding(
            "failed", "warn" if found.failed else "good", gone, str(found.failed),
            _("They are shown on their tickets.") if found.failed else _("Every letter was taken."),
        ),
        Finding(
            "undecided", "warn" if found.undecided else "good", _("Undecided letters"), str(found.undecided),
            _("The mail server took them but did not say so. Whoever wrote them decides on the ticket.")
            if found.undecided
            else _("We know of every letter whether it left."),
            _("Decide about those that are no answers.") if found.undecided else "", _url("mail:undecided"),
        ),
        Finding(
            "suppressed", "good", _("Addresses we no longer write to"), str(found.suppressed),
            _("They came back for good, or asked us to stop."), "", _url("mail:unwritten"),
        ),
    ]  # fmt: skip


def _url(name: str, **asked: str) -> str:
    try:
        return reverse(name, query=asked or None)
    except NoReverseMatch:
        return ""
