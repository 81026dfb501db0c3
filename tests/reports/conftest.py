"""The ground of the figures: a little of all that can happen, counted."""

import datetime

import pytest
from django.utils import timezone

from reports.counted import counting
from staff.choices import SkillKind
from staff.models import Skill
from tests.factories import make_ticket
from tickets import actions, handling
from tickets.actions.product_signs import add_sign

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def lived(billing, network, amara, ben, nora, mona, dana, eve, promises):
    """Tickets of two teams with all that can happen to them; then everything is counted."""
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) - 9 * DAY

    def begin(n, team=billing, who=dana, **more):
        return make_ticket(requester=who, team=team, subject=f"No {n}", at=start + n * DAY, **more)

    one = begin(0, tags=["refund"])
    actions.reply(one, by=amara, text="Yes.", at=one.opened_at + 2 * HOUR)
    actions.move(one, "solve", by=amara, at=one.opened_at + 3 * HOUR)
    again = begin(1, channel="web", tags=["refund", "invoice"])
    actions.reply(again, by=ben, text="Done.", at=again.opened_at + HOUR)
    actions.move(again, "solve", by=ben, at=again.opened_at + HOUR)
    actions.move(again, "reopen", by=ben, at=again.opened_at + 20 * HOUR)
    actions.reply(again, by=ben, text="Now.", at=again.opened_at + 30 * HOUR)
    actions.move(again, "solve", by=ben, at=again.opened_at + 31 * HOUR)
    moved = begin(2)
    actions.change_team(moved, by=mona, to=network, at=moved.opened_at + 5 * HOUR)
    actions.reply(moved, by=nora, text="Ours.", at=moved.opened_at + 6 * HOUR)
    into, source = begin(3), begin(4)
    actions.reply(source, by=amara, text="Here.", at=source.opened_at + HOUR)
    actions.merge(source, by=amara, into=into)
    begin(5, channel="phone", team=network, who=eve)
    cards, lines = (Skill.objects.create(name=name, kind=SkillKind.PRODUCT) for name in ("Cards", "Lines"))
    add_sign(cards, {"tag": "refund"}, by=mona)
    add_sign(lines, {"tag": "refund"}, by=mona)
    add_sign(lines, {"tag": "invoice"}, by=mona)
    for ticket, who, minutes in ((one, amara, 10), (again, ben, 20), (again, amara, 10), (moved, nora, 5)):
        handling.add(who, ticket.pk, datetime.timedelta(minutes=minutes))
    counting.bring_up_to_date()
    return start.date()
