"""Granting and withdrawing what somebody can do."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from staff.access import may_grant
from staff.choices import Level, SkillChangeKind
from staff.models import HeldSkill, Skill, SkillChange, User

TOLD = ("level", "expires_on", "evidence", "source")


@transaction.atomic
def grant_skill(
    user: User,
    *,
    skill: Skill,
    level: int,
    by: User | None,
    expires_on: datetime.date | None = None,
    evidence: str = "",
    source: str = "",
    at: datetime.datetime | None = None,
) -> HeldSkill:
    """They hold it from now on, on this level. `by` nobody: a certificate gives it, named in `source`; it
    never lowers what still holds. Granted twice alike is granted once.

    PermissionDenied where it is not theirs to grant; ValidationError for a day that is past.
    """
    at = at or timezone.now()
    if by is not None and not may_grant(by, user):
        raise PermissionDenied("skill.grant")
    _check(user, skill, level, expires_on, at)
    _lock(user)
    held = HeldSkill.objects.filter(user=user, skill=skill).first()
    if held is not None and by is None and _holds_more(held, level, expires_on, at):
        return held
    said = {
        "level": int(level),
        "expires_on": expires_on,
        "evidence": evidence.strip(),
        "source": source.strip(),
    }
    if held is None:
        held = HeldSkill.objects.create(user=user, skill=skill, granted_by=by, granted_at=at, **said)
        _record(SkillChangeKind.GRANTED, held, by, at)
    elif any(getattr(held, name) != value for name, value in said.items()):
        for name, value in {**said, "granted_by": by, "granted_at": at}.items():
            setattr(held, name, value)
        held.save(update_fields=[*said, "granted_by", "granted_at"])
        _record(SkillChangeKind.CHANGED, held, by, at)
    return held


@transaction.atomic
def withdraw_skill(
    user: User,
    *,
    skill: Skill,
    by: User | None,
    why: str = "",
    source: str | None = None,
    at: datetime.datetime | None = None,
) -> bool:
    """They hold it no longer; whether that is news. With a `source`, only what that source gave is taken."""
    if by is not None and not may_grant(by, user):
        raise PermissionDenied("skill.grant")
    _lock(user)
    held = HeldSkill.objects.filter(user=user, skill=skill).first()
    if held is None or (source is not None and held.source != source):
        return False
    held.delete()
    held.evidence = why.strip()
    _record(SkillChangeKind.WITHDRAWN, held, by, at or timezone.now())
    return True


def _check(
    user: User, skill: Skill, level: int, expires_on: datetime.date | None, at: datetime.datetime
) -> None:
    if level not in Level.values:
        raise ValidationError({"level": _("Choose one of the three levels.")})
    if expires_on is not None and expires_on < timezone.localdate(at):
        raise ValidationError({"expires_on": _("It would end before it begins.")})
    if not skill.active or not user.is_active:
        raise ValidationError(_("Neither the skill nor the colleague may be retired."))


def _lock(user: User) -> None:
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)


def _holds_more(held: HeldSkill, level: int, expires_on: datetime.date | None, at: datetime.datetime) -> bool:
    """Whether what they hold is better: higher, or as high and for longer."""
    if held.expires_on is not None and held.expires_on < timezone.localdate(at):
        return False
    longer = held.expires_on is None or (expires_on is not None and held.expires_on > expires_on)
    return held.level > level or (held.level == level and longer)


def _record(kind: str, held: HeldSkill, by: User | None, at: datetime.datetime) -> None:
    SkillChange.objects.create(
        user_id=held.user_id, skill_id=held.skill_id, kind=kind, by=by, at=at,
        **{name: getattr(held, name) for name in TOLD},
    )  # fmt: skip
