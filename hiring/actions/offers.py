"""Offers: written by one, approved by another, answered by the candidate."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hiring.actions.candidates import held_for, noted
from hiring.actions.dossiers import tell
from hiring.choices import OfferState, Part
from hiring.models import Candidate, Offer
from hiring.workflow import OFFER
from lib import database_clock
from lib.text import clean
from notices.actions import settle
from staff.models import User

MOST_TERMS = 10_000
RUNNING = (OfferState.DRAFTED, OfferState.APPROVED, OfferState.MADE, OfferState.ACCEPTED)


@transaction.atomic
def write_offer(
    candidate: Candidate, *, terms: str, second: User, by: User, starts_on: datetime.date | None = None,
    answer_by: datetime.date | None = None,
) -> Offer:  # fmt: skip
    """It waits for `second`, another manager who takes part in the position."""
    held = held_for(candidate, by)
    terms = clean(terms).strip()[:MOST_TERMS]
    if not terms:
        raise ValidationError(_("Write what we offer."))
    if second.pk == by.pk:
        raise ValidationError(_("Somebody else has to approve it."))
    if not may_approve(held, second):
        raise ValidationError(_("Only a manager who takes part in the position can approve it."))
    if held.closed_on is not None:
        raise ValidationError(_("It is decided already."))
    if held.offers.filter(state__in=RUNNING).exists():
        raise ValidationError(_("There is an offer already: withdraw it first."))
    now = database_clock.now()
    offer = Offer.objects.create(
        candidate=held, terms=terms, second=second, author=by, starts_on=starts_on, answer_by=answer_by,
        written_at=now, changed_at=now,
    )  # fmt: skip
    noted(held, by, "offer")
    _tell(offer, [second], gettext_noop("An offer waits for your approval"))
    return offer


def may_approve(candidate: Candidate, user: User) -> bool:
    parts = (Part.OWNER, Part.WORKS, Part.DECIDES)
    members = candidate.position.dossier.members.filter(user=user, part__in=parts)
    return user.may("hiring.work") and members.exists()


@transaction.atomic
def move_offer(offer: Offer, name: str, *, by: User, words: str = "") -> Offer:
    """One of hiring.workflow.OFFER. Nobody approves what they wrote."""
    candidate = held_for(offer.candidate, by)
    held = Offer.objects.select_for_update(of=("self",)).select_related("author", "second").get(pk=offer.pk)
    rule = OFFER.get(name)
    if rule is None or held.state not in rule.from_states:
        raise ValidationError(_("That is not open any more."))
    if rule.who == "second" and (by.pk != held.second_id or by.pk == held.author_id):
        raise PermissionDenied("somebody else approves it")
    words = clean(words).strip()[:500]
    if rule.words and not words:
        raise ValidationError(_("Say why."))
    held.state, held.changed_at, held.reason = rule.to, database_clock.now(), words or held.reason
    if name == "approve":
        held.approved_at = held.changed_at
    held.save(update_fields=["state", "changed_at", "reason", "approved_at"])
    noted(candidate, by, "offer")
    number = candidate.position_id
    settle(("hiring", number), keys=f"hiring-{number}-offer-{held.pk}-", by=by)
    _tell(held, [one for one in (held.author, held.second) if one.pk != by.pk], _SAID[rule.to])
    return held


_SAID = {
    OfferState.APPROVED: gettext_noop("An offer is approved"),
    OfferState.MADE: gettext_noop("An offer is made"),
    OfferState.ACCEPTED: gettext_noop("An offer is accepted"),
    OfferState.DECLINED: gettext_noop("An offer is declined"),
    OfferState.WITHDRAWN: gettext_noop("An offer is withdrawn"),
}


def _tell(offer: Offer, to: list[User], words: str) -> None:
    tell(to, offer.candidate.position.dossier, key=f"offer-{offer.pk}-{offer.state}", words=words,
         page="hiring:candidate", number=offer.candidate_id)  # fmt: skip
