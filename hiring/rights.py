"""What becomes of files when their owner may not work on hiring any more, or leaves.

A position goes to somebody else who may: without such a colleague the owner has to stay. A recommendation
stays with whoever wrote it; if it is not over, it leads nowhere any more and its clock runs from that day.
Who waits for an approval of theirs is told.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hiring.actions.dossiers import tell
from hiring.actions.looking import note_look
from hiring.choices import Act, DossierKind, OfferState, Part, RecommendationState
from hiring.models import Dossier, Member, Offer, Recommendation
from hiring.retention import months_after
from lib import database_clock
from notices.actions import notify
from notices.choices import Kind
from staff.models import User


def given(user: User, *, by: User) -> None:
    """They hear of it, and so do those who work on hiring already: nobody comes in unseen."""
    key = f"hiring-given-{user.pk}-{database_clock.now():%Y%m%d%H%M%S}"
    if user.pk != by.pk:
        words = gettext_noop("You may work on hiring now")
        notify([user], key=key, kind=Kind.HIRING, words=words, page="hiring:positions")
    others = User.objects.who_may("hiring.work").exclude(pk__in=[user.pk, by.pk])
    notify(
        list(others), key=key, kind=Kind.HIRING, words=gettext_noop("{name} may work on hiring now"),
        params={"name": user.full_name}, page="staff:person", page_args=[user.pk],
    )  # fmt: skip


def taken(user: User, *, by: User, to: User | None) -> None:
    pass_on(user, by=by, to=to)


@transaction.atomic
def pass_on(user: User, *, by: User, to: User | None) -> None:
    """Nobody is left an owner who cannot open the file. ValidationError with the numbers of those that nobody
    takes over: whoever takes the right away need not be in them, so it says no more.
    """
    owned = list(Dossier.objects.select_for_update().filter(owner=user, kind=DossierKind.POSITION))
    heirs = {dossier: heir_of(dossier, user, to) for dossier in owned}
    if bare := sorted(dossier.pk for dossier, heir in heirs.items() if heir is None):
        numbers = ", ".join(str(number) for number in bare)
        words = _("Files of hiring are theirs: %s. Choose who takes them over, of those who work on hiring.")
        raise ValidationError({"hiring_to": words % numbers})
    for dossier, heir in heirs.items():
        _give(dossier, user, heir, by)
    for member in Member.objects.filter(user=user, part=Part.WORKS).select_related("dossier"):
        member.delete()
        note_look(member.dossier, by=by, act=Act.REMOVED)
    _let_lie(user, database_clock.now().date())
    _tell_waiting(user)


def heir_of(dossier: Dossier, user: User, to: User | None) -> User | None:
    """Whoever was chosen, if they may; else who works on it for longest."""
    if to is not None and to.pk != user.pk and to.may("hiring.work"):
        return to
    works = dossier.members.filter(part=Part.WORKS).exclude(user=user).order_by("since", "pk")
    return next((one.user for one in works.select_related("user") if one.user.may("hiring.work")), None)


def _give(dossier: Dossier, user: User, heir: User, by: User) -> None:
    now = database_clock.now()
    dossier.members.filter(user=user).delete()
    given = {"part": Part.OWNER, "since": now, "until": None, "named_by": by}
    Member.objects.update_or_create(dossier=dossier, user=heir, defaults=given)
    Dossier.objects.filter(pk=dossier.pk).update(owner=heir)
    note_look(dossier, by=by, act=Act.NAMED, at=now)
    words = gettext_noop("A restricted file is yours now")
    tell([heir], dossier, key=f"owner-{heir.pk}-{now:%Y%m%d%H%M%S}", words=words)


def _let_lie(user: User, today: datetime.date) -> None:
    running = Dossier.objects.filter(owner=user, kind=DossierKind.RECOMMENDATION, closed_on=None)
    until = months_after(today, settings.RECOMMENDATION_KEEP_MONTHS)
    running.update(closed_on=today, keep_until=until)


def _tell_waiting(user: User) -> None:
    waits = gettext_noop("Who was to approve something of yours may not any more: name somebody else")
    asked = Recommendation.objects.filter(second=user, state=RecommendationState.PROPOSED)
    for one in asked.select_related("author", "dossier"):
        tell([one.author], one.dossier, key=f"no-second-{user.pk}", words=waits)
    offers = Offer.objects.filter(second=user, state=OfferState.DRAFTED)
    for offer in offers.select_related("author", "candidate__position__dossier"):
        tell([offer.author], offer.candidate.position.dossier, key=f"no-second-{user.pk}-{offer.pk}",
             words=waits, page="hiring:candidate", number=offer.candidate_id)  # fmt: skip
