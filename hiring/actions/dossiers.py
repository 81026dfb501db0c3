"""Who is in a file: opened by its owner, others named by them, or let in for a reason that everybody sees."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hiring.access import closed_doors
from hiring.actions.looking import note_look
from hiring.choices import Act, DossierKind, Part
from hiring.models import Dossier, Member
from lib import database_clock
from lib.text import one_line
from notices.actions import notify
from notices.choices import Kind
from staff.models import User

LET_IN_FOR = datetime.timedelta(hours=8)
SHORTEST_REASON = 10


def begin(kind: str, *, by: User, at: datetime.datetime) -> Dossier:
    """A new one with its owner; the caller says what is in it and writes the first line of its log."""
    dossier = Dossier.objects.create(kind=kind, owner=by, opened_at=at)
    Member.objects.create(dossier=dossier, user=by, part=Part.OWNER, since=at, named_by=by)
    return dossier


def require_writer(dossier: Dossier, by: User) -> None:
    found = dossier.members.filter(user=by, part__in=(Part.OWNER, Part.WORKS)).exists()
    if not found or not by.may("hiring.work"):
        raise PermissionDenied("not in this file")


def require_owner(dossier: Dossier, by: User) -> None:
    if dossier.owner_id != by.pk or not by.may("hiring.work"):
        raise PermissionDenied("not the owner of this file")


@transaction.atomic
def name_member(dossier: Dossier, *, user: User, by: User, part: str = Part.WORKS,
                at: datetime.datetime | None = None) -> Member:  # fmt: skip
    """The owner names somebody, and they hear of it. ValidationError about whom it cannot be."""
    require_owner(dossier, by)
    if not user.is_active:
        raise ValidationError(_("They no longer work here."))
    if _is_about(dossier, user):
        raise ValidationError(_("The file is about them."))
    if not user.may("hiring.work"):
        raise ValidationError(_("Only who works on hiring can be named: an administrator gives them that."))
    at = at or database_clock.now()
    member, made = Member.objects.get_or_create(
        dossier=dossier, user=user, defaults={"part": part, "since": at, "named_by": by}
    )
    if not made and member.part == Part.LET_IN:
        Member.objects.filter(pk=member.pk).update(part=part, until=None, named_by=by)
        made = True
    if made:
        note_look(dossier, by=by, act=Act.NAMED, at=at)
        tell(
            [user],
            dossier,
            key=f"named-{member.pk}",
            words=gettext_noop("You take part in a restricted file"),
        )
    return member


@transaction.atomic
def take_off(dossier: Dossier, *, member: Member, by: User) -> None:
    """The owner stays, and so does who has to approve."""
    require_owner(dossier, by)
    if member.part in (Part.OWNER, Part.DECIDES):
        raise ValidationError(_("They are needed in this file."))
    member.delete()
    note_look(dossier, by=by, act=Act.REMOVED)


@transaction.atomic
def hand_over(dossier: Dossier, *, to: User, by: User) -> None:
    """Somebody who is in it becomes the owner; the one before stays in it."""
    require_owner(dossier, by)
    if dossier.kind == DossierKind.RECOMMENDATION:
        raise ValidationError(_("A recommendation stays with whoever wrote it."))
    if not to.may("hiring.work") or not dossier.members.filter(user=to, part=Part.WORKS).exists():
        raise ValidationError(_("Only a manager who takes part can become the owner."))
    dossier.members.filter(user=by).update(part=Part.WORKS)
    dossier.members.filter(user=to).update(part=Part.OWNER)
    Dossier.objects.filter(pk=dossier.pk).update(owner=to)
    note_look(dossier, by=by, act=Act.NAMED)
    tell([to], dossier, key=f"owner-{to.pk}", words=gettext_noop("A restricted file is yours now"))


@transaction.atomic
def let_in(dossier: Dossier, *, by: User, reason: str, at: datetime.datetime | None = None) -> Member:
    """An administrator who has to read it, for eight hours: the owner is told at once, the log says why."""
    if not closed_doors(by).filter(pk=dossier.pk).exists():
        raise PermissionDenied("hiring.let_in")
    reason = one_line(reason, 300)
    if len(reason) < SHORTEST_REASON:
        raise ValidationError(_("Say why, in a sentence: the owner reads it."))
    at = at or database_clock.now()
    member, _made = Member.objects.update_or_create(
        dossier=dossier,
        user=by,
        defaults={"part": Part.LET_IN, "since": at, "until": at + LET_IN_FOR, "named_by": by},
    )
    line = note_look(dossier, by=by, act=Act.LET_IN, reason=reason, at=at)
    words = gettext_noop("{name} let themselves into a file of yours")
    tell([dossier.owner], dossier, key=f"let-in-{line.pk}", words=words, params={"name": by.full_name})
    return member


def _is_about(dossier: Dossier, user: User) -> bool:
    found = getattr(dossier, "recommendation", None)
    return found is not None and found.subject_id == user.pk


def tell(to: list[User], dossier: Dossier, *, key: str, words: str, params: dict | None = None,
         page: str = "", number: int | None = None) -> int:  # fmt: skip
    """Words without the name of whom it is about: a notice may become a letter, and stays longer."""
    pages = {DossierKind.POSITION: "hiring:position", DossierKind.RECOMMENDATION: "hiring:recommendation"}
    return notify(
        [user for user in to if user.is_active],
        key=f"hiring-{dossier.pk}-{key}",
        kind=Kind.HIRING,
        words=words,
        params=params or {},
        page=page or pages[dossier.kind],
        page_args=[number or dossier.pk],
        about=("hiring", dossier.pk),
    )
