"""Two who want the same at once: exactly one has it, and the other is told why not."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from scheduling.actions import exchanging, time_off
from scheduling.actions.planning import begin_draft
from scheduling.actions.publishing import last_of, publish
from scheduling.models import DraftShift, Gap, Publication, Shift, ShiftMove, SwapTerms
from staff.models import Contract, User
from tests.factories import make_shift

UTC = datetime.UTC
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
MONDAY = datetime.date(2027, 3, 1)
START = datetime.datetime(2027, 3, 1, 8, tzinfo=UTC)


def at_once(*acts):
    """What each of them came to: a result, or the reason why not."""
    ready, found = threading.Barrier(len(acts)), {}

    def run(number, act):
        try:
            ready.wait(timeout=30)
            found[number] = act()
        except ValidationError as error:
            found[number] = " ".join(error.messages)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(found) == len(acts)
    return list(found.values())


def _draft(team, by, *shifts):
    draft = begin_draft(team, by=by, starts_on=MONDAY, weeks=1, zone="UTC")
    DraftShift.objects.bulk_create(
        DraftShift(draft=draft, user=user, starts_at=start, ends_at=start + 8 * HOUR)
        for user, start in shifts
    )
    return draft


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_it_and_the_other_reads_why(
    billing, network, amara, ben, nora, cleo, mona, django_assert_num_queries
):
    for one in (amara, ben, nora, cleo):
        Contract.objects.create(user=one, from_on=datetime.date(2026, 1, 1), weekly_hours=40)
    nora.memberships.create(team=billing)
    amara.memberships.create(team=network)
    billing.memberships.filter(user=cleo).update(leads=True)
    SwapTerms.objects.create(team=billing, approval="never")

    # One offer, two who accept.
    shift = make_shift(amara, billing, START)
    row = exchanging.offer(shift, by=amara)
    said = at_once(lambda: exchanging.accept(row, by=ben), lambda: exchanging.accept(row, by=nora))
    assert [one for one in said if isinstance(one, str)] == ["Somebody was quicker: it is taken."]
    assert ShiftMove.objects.count() == 1

    # A swap, accepted twice by the same person.
    mine, theirs = make_shift(amara, billing, START + 2 * DAY), make_shift(ben, billing, START + 2 * DAY)
    row = exchanging.ask_swap(mine, wanted=theirs, by=amara)
    said = at_once(*[lambda: exchanging.accept(row, by=ben)] * 2)
    assert [one for one in said if isinstance(one, str)] == ["Somebody was quicker: it is taken."]
    assert {one.pk: one.user for one in Shift.objects.filter(starts_at=mine.starts_at)} == {
        mine.pk: ben, theirs.pk: amara,
    }  # fmt: skip

    # A gap, claimed by two.
    lost = make_shift(cleo, billing, START + 4 * DAY)
    time_off.ask_time_off(cleo, by=mona, kind="sick", first_on=MONDAY + 4 * DAY, last_on=MONDAY + 4 * DAY)
    gap = Gap.objects.get()
    said = at_once(lambda: exchanging.claim(gap, by=ben), lambda: exchanging.claim(gap, by=nora))
    assert [one for one in said if isinstance(one, str)] == ["Somebody was quicker: it is taken."]
    assert Shift.objects.get(pk=lost.pk).user in (ben, nora)
    Shift.objects.all().delete()

    # The same weeks, published by two from two drafts; and then one draft by two.
    last = last_of(billing)
    drafts = [_draft(billing, by, (user, START)) for by, user in ((cleo, ben), (mona, nora))]
    said = at_once(
        lambda: publish(drafts[0], by=cleo, seen=0, last=last),
        lambda: publish(drafts[1], by=mona, seen=0, last=last),
    )
    (reason,) = [one for one in said if isinstance(one, str)]
    assert "published these weeks meanwhile" in reason
    assert (Publication.objects.count(), Shift.objects.count()) == (1, 1)
    draft, last = _draft(billing, cleo, (ben, START)), last_of(billing)
    said = at_once(*[lambda: publish(draft, by=cleo, seen=0, last=last)] * 2)
    assert sum(isinstance(one, str) for one in said) == 1

    # Two teams, each giving her what the other's would not let her rest after.
    Shift.objects.all().delete()
    late, early = (
        _draft(billing, cleo, (amara, START + 6 * HOUR)),
        _draft(network, mona, (amara, START + DAY)),
    )
    DraftShift.objects.filter(draft=early).update(starts_at=START + 22 * HOUR, ends_at=START + 27 * HOUR)
    Contract.objects.update(night_work=True)
    said = at_once(lambda: publish(late, by=cleo, seen=0), lambda: publish(early, by=mona, seen=0))
    (reason,) = [one for one in said if isinstance(one, str)]
    assert "rests 8 h" in reason
    assert Shift.objects.count() == 1

    # A roster and time off.
    Shift.objects.all().delete()
    draft, row = _draft(billing, cleo, (ben, START)), _asked(ben)
    at_once(
        lambda: publish(draft, by=cleo, seen=0), lambda: time_off.answer_time_off(row, by=mona, approve=True)
    )
    row.refresh_from_db()
    assert row.state == "approved"
    assert not Shift.objects.filter(user=ben).exists(), "a gap, or refused"
    assert User.objects.get(pk=ben.pk).time_off.count() == 1


def _asked(user):
    return time_off.ask_time_off(user, by=user, kind="holiday", first_on=MONDAY, last_on=MONDAY)
