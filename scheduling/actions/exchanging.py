"""Offers and swaps between colleagues, and gaps that somebody takes.

Whoever leads approves where the team wants it: always, never, or (as it is until somebody says otherwise)
when somebody's hours change. A gap is taken at once, unless the team wants approval always: then who leads
gives it.
"""

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lib import database_clock
from lib.deadlocks import again_after_deadlock
from scheduling.access import may_plan
from scheduling.actions.giving import ask_rules, exchange, fill_gap, give
from scheduling.actions.locking import lock
from scheduling.choices import ApprovalWhen, ExchangeKind, ExchangeState, MoveWhy
from scheduling.fitness import refused
from scheduling.leading import deciders, may_decide
from scheduling.models import Exchange, Gap, Shift, SwapTerms
from scheduling.telling import tell
from staff.models import Team, User
from staff.queries import colleagues

PERMISSION = "shift.have"
LIVE = (ExchangeState.OPEN, ExchangeState.ACCEPTED)


def approval_of(team: Team | int) -> str:
    row = SwapTerms.objects.filter(team=team).first()
    return row.approval if row else ApprovalWhen.HOURS


def approved_always(teams: Collection[int]) -> set[int]:
    """Of these teams, by number: in them a gap is given by whoever leads."""
    rows = SwapTerms.objects.filter(team__in=teams, approval=ApprovalWhen.ALWAYS)
    return set(rows.values_list("team", flat=True))


@transaction.atomic
def set_approval(team: Team, approval: str, *, by: User) -> None:
    if not may_plan(by, team):
        raise PermissionDenied("roster.plan")
    if approval not in ApprovalWhen.values:
        raise ValidationError(_("There is no such choice."))
    SwapTerms.objects.update_or_create(team=team, defaults={"approval": approval})


@transaction.atomic
def offer(shift: Shift, *, by: User, to: User | None = None, note: str = "") -> Exchange:
    """To one colleague or to the whole team, of whom those are told who may take it by now. The rules are
    asked again of whoever takes it.
    """
    row = _begin(shift, ExchangeKind.OFFER, by, note)
    if to:
        _colleague(shift.team, to, by)
        ask_rules({to: [shift]}, shift.team, by=by)
    row.to = to
    _save(row)
    tell(
        [to] if to else _may_take(shift, by), key=f"exchange-{row.pk}",
        words=gettext_noop("{name} offers a shift: {when}"), detail="{note}",
        when=(shift.starts_at, shift.ends_at), page="scheduling:exchanges",
        name=by.full_name, note=row.note,
    )  # fmt: skip
    return row


@transaction.atomic
def ask_swap(shift: Shift, *, wanted: Shift, by: User, note: str = "") -> Exchange:
    """Theirs for a colleague's of the same team; refused at once if a rule forbids it to either."""
    row = _begin(shift, ExchangeKind.SWAP, by, note)
    _colleague(shift.team, wanted.user, by)
    if wanted.team_id != shift.team_id or wanted.starts_at <= database_clock.now():
        raise ValidationError(_("Choose a shift of your team that is ahead."))
    ask_rules({by: [wanted], wanted.user: [shift]}, shift.team, by=by, instead_of=(shift.pk, wanted.pk))
    row.to, row.wanted = wanted.user, wanted
    _save(row)
    tell(
        [wanted.user], key=f"exchange-{row.pk}", detail="{note}",
        words=gettext_noop("{name} would swap for your shift: {when}"),
        when=(wanted.starts_at, wanted.ends_at), page="scheduling:exchanges", name=by.full_name,
        note=row.note,
    )  # fmt: skip
    return row


def _may_take(shift: Shift, by: User) -> list[User]:
    people = [one for one in colleagues(shift.team).exclude(pk=by.pk) if one.may(PERMISSION)]
    barred = refused({one: [shift] for one in people}, shift.team)
    return [one for one in people if not barred.get(one.pk)]


def _begin(shift: Shift, kind: str, by: User, note: str) -> Exchange:
    if not by.may(PERMISSION) or shift.user_id != by.pk:
        raise PermissionDenied(PERMISSION)
    now = database_clock.now()
    if shift.starts_at <= now:
        raise ValidationError(_("It has begun already."))
    return Exchange(
        kind=kind, team=shift.team, shift=shift, starts_at=shift.starts_at, ends_at=shift.ends_at, by=by,
        note=" ".join(note.split())[:200], made_at=now,
    )  # fmt: skip


def _colleague(team: Team, other: User, by: User) -> None:
    if other.pk == by.pk or not colleagues(team).filter(pk=other.pk).exists():
        raise ValidationError(_("Choose a colleague of this team."))


def _save(row: Exchange) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(_("This shift is offered already. Withdraw that first.")) from error


@again_after_deadlock
@transaction.atomic
def accept(row: Exchange, *, by: User) -> Exchange:
    """Done at once, or it waits for approval. Of two who accept at once the second is told."""
    held = _held(row)
    if not by.may(PERMISSION) or held.by_id == by.pk or (held.to_id and held.to_id != by.pk):
        raise PermissionDenied(PERMISSION)
    if held.state != ExchangeState.OPEN:
        raise ValidationError(_("Somebody was quicker: it is taken."))
    _still_ahead(held)
    held.taker, held.answered_at = by, database_clock.now()
    if needs_approval(held):
        lock(held.team_id, {held.by_id, by.pk})
        _ask(held, by)
        held.state = ExchangeState.ACCEPTED
        held.save()
        tell(
            deciders(held.by), key=f"exchange-{held.pk}-approve", page="scheduling:exchanges",
            words=gettext_noop("{name} and {other} agreed on a shift: {when}"), name=held.by.full_name,
            other=by.full_name, when=(held.starts_at, held.ends_at),
        )  # fmt: skip
        return held
    return _carry_out(held, by)


def needs_approval(row: Exchange) -> bool:
    when = approval_of(row.team_id)
    if when != ApprovalWhen.HOURS:
        return when == ApprovalWhen.ALWAYS
    return row.kind == ExchangeKind.OFFER or row.shift.minutes != row.wanted.minutes


def _ask(row: Exchange, by: User) -> None:
    if row.kind == ExchangeKind.SWAP:
        both = {row.by: [row.wanted], row.taker: [row.shift]}
        ask_rules(both, row.team, by=by, instead_of=(row.shift_id, row.wanted_id))
    else:
        ask_rules({row.taker: [row.shift]}, row.team, by=by)


def _carry_out(row: Exchange, by: User) -> Exchange:
    if row.kind == ExchangeKind.SWAP:
        exchange(row.shift, row.wanted, by=by)
    else:
        give(row.shift, to=row.taker, by=by, why=MoveWhy.OFFER)
    row.state = ExchangeState.DONE
    row.save()
    # What was open about the other shift has another owner now.
    Exchange.objects.filter(shift=row.wanted_id, state__in=LIVE).exclude(shift=None).update(
        state=ExchangeState.EXPIRED
    )
    tell(
        [row.by, row.taker, *deciders(row.by)], key=f"exchange-{row.pk}-done",
        words=gettext_noop("{other} works the shift of {name}: {when}"), name=row.by.full_name,
        other=row.taker.full_name, when=(row.starts_at, row.ends_at),
    )  # fmt: skip
    return row


@transaction.atomic
def decline(row: Exchange, *, by: User) -> Exchange:
    """Whoever was asked alone would rather not."""
    held = _held(row)
    if held.to_id != by.pk:
        raise PermissionDenied(PERMISSION)
    return _close(held, ExchangeState.DECLINED, by, "", gettext_noop("{who} would rather not: {when}"))


@transaction.atomic
def withdraw(row: Exchange, *, by: User) -> Exchange:
    held = _held(row)
    if held.by_id != by.pk:
        raise PermissionDenied(PERMISSION)
    return _close(held, ExchangeState.WITHDRAWN, by, "", gettext_noop("{who} withdrew the offer: {when}"))


@again_after_deadlock
@transaction.atomic
def answer_exchange(row: Exchange, *, by: User, approve: bool, reason: str = "") -> Exchange:
    """Whoever leads both of them; never about a shift of one's own."""
    held = _held(row)
    if by.pk in (held.by_id, held.taker_id) or not may_plan(by, held.team):
        raise PermissionDenied("roster.plan")
    if held.state != ExchangeState.ACCEPTED:
        raise ValidationError(_("It was answered already."))
    held.decided_by, held.decided_at = by, database_clock.now()
    if approve:
        _still_ahead(held)
        return _carry_out(held, by)
    if not reason.strip():
        raise ValidationError(_("Say why, in a few words."))
    return _close(
        held, ExchangeState.DECLINED, by, " ".join(reason.split())[:200],
        gettext_noop("{who} did not approve: {when}"),
    )  # fmt: skip


def _close(row: Exchange, state: str, by: User, reason: str, words: str) -> Exchange:
    if row.state not in LIVE:
        raise ValidationError(_("It was answered already."))
    row.state, row.reason = state, reason
    row.save()
    told = [one for one in (row.by, row.taker or row.to) if one and one.pk != by.pk]
    tell(
        told, key=f"exchange-{row.pk}-{state}", words=words, detail="{reason}", who=by.full_name,
        reason=reason, when=(row.starts_at, row.ends_at), page="scheduling:exchanges",
    )  # fmt: skip
    return row


def expire(now: datetime.datetime | None = None) -> int:
    """What began without being taken."""
    now = now or database_clock.now()
    rows = Exchange.objects.filter(state__in=LIVE, starts_at__lte=now)
    return rows.update(state=ExchangeState.EXPIRED)


@transaction.atomic
def claim(gap: Gap, *, by: User) -> Shift:
    """An agent takes a gap of their team."""
    if not by.may(PERMISSION):
        raise PermissionDenied(PERMISSION)
    if approval_of(gap.team_id) == ApprovalWhen.ALWAYS and not may_plan(by, gap.team):
        raise ValidationError(_("In this team whoever leads gives these. Tell them that you would."))
    return _filled(gap, by, by)


@transaction.atomic
def hand_gap(gap: Gap, *, to: User, by: User) -> Shift:
    """Whoever leads gives it to somebody, who is told."""
    if not may_plan(by, gap.team) or not may_decide(by, to):
        raise PermissionDenied("roster.plan")
    return _filled(gap, to, by)


def _filled(gap: Gap, user: User, by: User) -> Shift:
    shift = fill_gap(gap, user=user, by=by)
    words, other = gettext_noop("{name} takes what was open: {when}"), ""
    if gap.was_of:
        words, other = gettext_noop("{name} works in place of {other}: {when}"), gap.was_of.full_name
    tell(
        [user, *(one for one in deciders(user) if one.pk != by.pk)], key=f"gap-{gap.number}-{shift.sequence}",
        words=words, name=user.full_name, other=other, when=(shift.starts_at, shift.ends_at),
    )  # fmt: skip
    return shift


def _held(row: Exchange) -> Exchange:
    rows = Exchange.objects.select_for_update(of=("self",))
    return rows.select_related("shift__user", "wanted__user", "by", "to", "taker", "team").get(pk=row.pk)


def _still_ahead(row: Exchange) -> None:
    gone = row.shift is None or (row.kind == ExchangeKind.SWAP and row.wanted is None)
    if gone or row.shift.user_id != row.by_id:
        raise ValidationError(_("The roster changed: this shift is not theirs any more."))
    if row.kind == ExchangeKind.SWAP and row.wanted.user_id != row.to_id:
        raise ValidationError(_("The roster changed: this shift is not theirs any more."))
    begins = min(one.starts_at for one in (row.shift, row.wanted) if one)
    if begins <= database_clock.now():
        raise ValidationError(_("It has begun already."))
