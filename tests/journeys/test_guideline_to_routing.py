"""A guideline changes: who reads it, passes its quiz and goes on; and who does not, until they do."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from knowledge.actions import acknowledge, training_questions, training_writing
from knowledge.models import Certificate, Course
from staff.models import HeldSkill, Skill
from tests.knowledge.test_guidelines import published
from tests.knowledge.test_training import passed
from tests.tickets.test_field_values import make_type
from tests.web.test_in_browser import faults
from tickets.actions import set_type
from tickets.actions.gating import save_gate
from tickets.actions.playing import offered_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
DAY = datetime.timedelta(days=1)
GRACE = 7


def offered(user, at):
    return [one.candidate.number for one in offered_to(user, at).ranked]


@pytest.fixture
def skill(mona):
    return Skill.objects.create(name="Money back", kind="craft")


@pytest.fixture
def guideline(cleo, billing):
    return published(cleo, teams=[billing], at=timezone.now() - 30 * DAY)


@pytest.fixture
def course(mona, guideline, skill):
    """The micro-lesson of the guideline, with a question; passing it gives the skill for a year."""
    made = training_writing.micro_lesson(guideline, by=mona)
    said = {"title": "Refunds: what changed", "skill": skill, "level": 2, "valid_months": 12, "attempts": 3}
    training_writing.describe_course(made, {**said, "teams": list(guideline.teams.all())}, by=mona)
    asked = {"kind": "single", "text": "In how many days does money go back?", "lines": "Three\n* Two"}
    training_questions.save_question(made, None, asked, by=mona)
    training_writing.publish_course(made, by=mona, seen=made.editions.get().edit)
    return Course.objects.get(pk=made.pk)


@pytest.fixture
def gated(mona, ticket, guideline, skill):
    """Refunds go to whoever has the skill and the guideline in force."""
    kind = make_type(mona)
    set_type(ticket, by=mona, to=kind)
    said = {"type": kind, "skill": skill, "level": 2, "guidelines": [guideline], "grace_days": GRACE}
    save_gate(None, said, by=mona)
    return ticket


@pytest.fixture
def page_of(client, chromium, live_server):
    """page_of(who): a browser in which they are signed in."""
    contexts = []

    def opened(who):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        client.force_login(who)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}],
        )
        client.cookies.clear()
        page = context.new_page()
        page.set_default_timeout(60_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_new_version_is_read_passed_and_routed_by(
    page_of, live_server, cleo, amara, ben, guideline, course, gated
):
    now = timezone.now()
    acknowledge(guideline.current, by=amara)
    page = page_of(cleo)
    page.goto(live_server.url + reverse("knowledge:edit", args=[guideline.pk]))
    page.fill("[name=body]", "Money goes back in two days.")
    page.fill("[name=change_note]", "Two days, not three.")
    page.click("button[value=publish]")
    page.wait_for_selector("text=Version 2 is in force")

    # Both still have their days of grace; after them neither would be offered it.
    for person in (amara, ben):
        assert offered(person, now + DAY) == [gated.number]
        assert offered(person, now + (GRACE + 1) * DAY) == []

    page = page_of(amara)
    page.goto(live_server.url + reverse("knowledge:training"))
    page.click("text=Refunds: what changed")
    page.click("a.btn.primary")
    page.wait_for_selector("button:has-text('I have read it and follow it')")
    assert page.locator(".news ins").all_text_contents() == ["two"]
    assert page.locator(".news del").all_text_contents() == ["three"]
    assert faults(page) == []
    page.click("button:has-text('I have read it and follow it')")
    page.click("button:has-text('Begin the quiz')")
    page.check("label:has-text('Two') input")
    page.click("button:has-text('Hand in')")
    page.wait_for_selector("text=Passed with 100 %")
    assert faults(page) == []
    certificate = Certificate.objects.get(person=amara)
    held = HeldSkill.objects.get(user=amara)
    assert (held.skill.name, held.level, held.source) == ("Money back", 2, f"certificate:{certificate.pk}")

    later = now + (GRACE + 1) * DAY
    assert offered(amara, later) == [gated.number]
    assert offered(ben, later) == []
    passed(course.enrolments.get(person=ben), ben, at=later)
    assert offered(ben, later + datetime.timedelta(seconds=1)) == [gated.number]
