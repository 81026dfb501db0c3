"""Pages of loops: what each reader finds, decides, and is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from qa import actions
from qa.choices import LoopState
from qa.models import Loop
from staff.actions import hire
from tests.pure.said_alike import BY_NAME
from tests.qa.ground import DAY, NOW
from tests.qa.loops import a_guideline, findings, in_force, publish

pytestmark = pytest.mark.django_db
SOON = NOW + 2 * DAY


def at(name, *args):
    return reverse(f"qa:{name}", args=args)


@pytest.fixture
def opened(ticket, card, amara, ben, cleo) -> Loop:
    findings(ticket, card, [amara, ben], cleo, 8)
    actions.propose(at=SOON)
    return Loop.objects.get()


def page(client, who, address, **query):
    client.force_login(who)
    return client.get(address, query).content.decode()


def test_from_the_proposal_to_the_lesson_by_its_pages(client, opened, amara, mona):
    assert "Nothing repeats itself" not in page(client, mona, at("loops"))
    text = page(client, mona, at("loop", opened.pk))
    assert at("review", opened.findings.first().review_id) in text
    bad = client.post(at("loop_question", opened.pk), {"text": "By when?", "lines": "Soon\nFriday"})
    assert bad.status_code == 422
    assert "By when?" in bad.content.decode()
    client.post(at("loop_question", opened.pk), {"text": "By when?", "lines": "Soon\n* Friday"})
    assert "* Friday" in page(client, mona, at("loop", opened.pk))
    assert client.post(at("loop_take_up", opened.pk), {"article": "999"}).status_code == 422
    guideline = a_guideline(mona)
    edit = client.post(at("loop_take_up", opened.pk), {"article": guideline.pk}).url
    assert edit == reverse("knowledge:edit", args=[guideline.pk])
    assert client.post(at("loop_take_up", opened.pk)).status_code == 422
    one = publish(opened, mona, SOON)
    text = page(client, mona, at("loop", opened.pk))
    assert "0 of 2" in text
    assert "Too few to tell" in text
    assert client.post(at("loop_decline", opened.pk), {"reason": "No."}).status_code == 422
    assert "New: What happens next" in page(client, amara, reverse("knowledge:training"))
    assert one.state == LoopState.PUBLISHED


def test_declined_with_its_reason(client, opened, mona):
    client.force_login(mona)
    assert client.post(at("loop_decline", opened.pk), {"reason": " "}).status_code == 422
    client.post(at("loop_decline", opened.pk), {"reason": "The form asks for it."})
    assert "The form asks for it." in page(client, mona, at("loops"), show="declined")
    assert "None in this state" in page(client, mona, at("loops"), show="open")


def test_who_finds_what(client, ticket, card, opened, billing, network, amara, nora, cleo, mona):
    """A lead sees findings and people of their teams alone, and decides nothing; agents see nothing."""
    stranger = hire(email="lee@desk.example", full_name="Lee Orav", role="lead", teams=(network,))
    nora.memberships.create(team=billing)
    findings(ticket, card, [nora], mona, 2, at=NOW + 9 * DAY / 24)
    nora.memberships.filter(team=billing).delete()
    actions.propose(at=SOON)
    in_force(opened, mona, SOON)
    text = page(client, cleo, at("loop", opened.pk))
    assert "Amara Kask" in text
    assert "Nora Ilves" not in text
    assert "and 1 colleague of other teams" in text
    assert "Take it up" not in text
    assert "Nora Ilves" in page(client, stranger, at("loop", opened.pk))
    assert "Amara Kask" not in page(client, stranger, at("loop", opened.pk))
    args = {name: [opened.pk] for name in ("loop", "loop_take_up", "loop_question", "loop_decline")}
    args["loops"] = []
    assert set(args) == {one.name for one in get_resolver("qa.urls").url_patterns if "loop" in one.name}
    other = hire(email="ott@desk.example", full_name="Ott Saar", role="lead")
    for who, finds in ((amara, set()), (nora, set()), (cleo, {"loops", "loop"}), (other, {"loops"})):
        client.force_login(who)
        for name in set(args) - finds:
            call = client.get if name in ("loops", "loop") else client.post
            assert call(at(name, *args[name])).status_code == 404, (who.full_name, name)
    assert "Every question answered" not in page(client, other, at("loops"))
    assert at("loops") not in page(client, amara, at("reviews"))


def test_as_many_queries_for_three_loops_as_for_one(client, ticket, card, opened, amara, ben, cleo, mona):
    in_force(opened, mona, SOON)
    client.force_login(mona)
    client.get(at("loops"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(at("loops"))
    findings(ticket, card, [amara, ben], cleo, 8, words=BY_NAME)
    findings(ticket, card, [amara, ben], cleo, 8, key="c1")
    actions.propose(at=SOON)
    assert Loop.objects.count() == 3
    for each in Loop.objects.filter(state=LoopState.OPEN):
        in_force(each, mona, SOON)
    with CaptureQueriesContext(connection) as three:
        client.get(at("loops"))
    assert len(three) == len(one)
    assert len(one) <= 15
