"""The letter that asks a customer how it was. It leaves in the transaction that says so, or not at all."""

import logging
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from lib import database_clock
from mail import courtesy, replies
from mail.own import own_addresses
from outbox.actions import queue
from outbox.letters import render
from outbox.models import Letter
from tickets.access import survey_token
from tickets.actions import thread_name
from tickets.actions.surveying import ask, leave_out, take_survey
from tickets.models import Survey
from tickets.queries import zone_of
from tickets.survey_choices import BEST_FIRST, FACES, LeftOut
from tickets.surveys import due, objection

log = logging.getLogger(__name__)


def ask_due() -> int:
    """Ask whoever is to be asked by now; how many were. Killed anywhere, run twice or beside itself it asks
    each once.
    """
    return sum(_asked(number) for number in due(database_clock.now()))


def _asked(number: int) -> bool:
    """One that cannot be asked must not hold up the others."""
    try:
        with transaction.atomic():
            return _ask(number)
    except Exception:
        log.exception("survey %s could not be sent", number)
        return False


def _ask(number: int) -> bool:
    survey = take_survey(number)
    if survey is None:
        return False
    now = database_clock.now()
    if why := objection(survey, survey.ticket, now) or _unreadable(survey):
        leave_out(survey, why)
        return False
    ask(survey, at=now)
    send_survey(survey)
    return True


def _unreadable(survey: Survey) -> str:
    """What the mail that began it says against a letter."""
    address = survey.contact.email
    if not courtesy.writable(address) or courtesy.own(address, own_addresses()):
        return LeftOut.NOBODY
    mail = survey.ticket.mails.defer("content").order_by("pk").first()
    return LeftOut.AUTOMATIC if mail and not mail.verdict.get("answerable", True) else ""


def send_survey(survey: Survey) -> Letter:
    """Five links and a word by when. Each opens a page with that answer chosen; none of them answers by
    itself, since mail programs open links before people do.
    """
    ticket, contact = survey.ticket, survey.contact
    way = replies.envelope(ticket, name=ticket.team.name)
    url = settings.BASE_URL + reverse("portal:survey", args=[survey_token(survey)])
    subject, text, html = render(
        "survey",
        {
            "name": contact.first_name,
            "subject": ticket.subject,
            "reference": ticket.reference,
            "team": ticket.team.name,
            "answers": [
                {"score": int(one), "face": FACES[one], "word": one.label, "url": f"{url}?score={int(one)}"}
                for one in BEST_FIRST
            ],
            **_until(survey),
        },
        survey.language,
    )
    return queue(
        key=f"survey-{survey.pk}",
        kind="survey",
        sender=way.sender,
        to=[replies.full_address(contact.name, contact.email)],
        reply_to=way.reply_to,
        subject=subject,
        text=text,
        html=html,
        headers={"Auto-Submitted": "auto-generated", **way.headers},
        message_id=way.message_id,
        automatic=True,
        thread=thread_name(ticket),
        envelope=way.bounces,
    )


def _until(survey: Survey) -> dict[str, str]:
    """By when, by the customer's own clock and in their language."""
    zone = zone_of(survey.ticket, survey.contact)
    with translation.override(survey.language):
        local = timezone.localtime(survey.ends_at, ZoneInfo(zone))
        return {"until": date_format(local, "l j F Y, H:i"), "zone": zone}
