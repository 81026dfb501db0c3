"""From a plan to an effect, in the browser: what is drawn, a blind review by keyboard, a dispute, a
calibration of three, coaching and its follow-up, and what none of them sees. And a draft in two windows.
"""

import datetime
import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

import qa.tasks
from qa import actions
from qa.choices import State, Why
from qa.models import Calibration, Coaching, Plan, Review
from staff.actions import hire
from tests.factories import make_ticket
from tests.qa.ground import ALL, a_scorecard, an_answer, begun
from tests.web.test_in_browser import faults
from tests.web.test_promise_journey import Time
from tickets.actions import reply

pytestmark = pytest.mark.journey
HASTY = {"c1": 5, "c2": 2, "c3": 1}
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def time(monkeypatch):
    return Time(monkeypatch)


@pytest.fixture
def others(billing):
    people = (("lee", "Lee Orav"), ("nele", "Nele Org"))
    return [
        hire(email=f"{name}@desk.example", full_name=full, role="lead", teams=(billing,))
        for name, full in people
    ]


@pytest.fixture
def visit(open_page, live_server, client):
    """visit("/address", amara) → the page, as she sees it. One browser for all: it has the scripts."""
    page = open_page("/sign-in/")

    def go_there(address, reader):
        client.force_login(reader)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page.goto(live_server.url + address)
        page.wait_for_selector("html[data-ready]")
        return page

    return go_there


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def go(page, *keys):
    with page.expect_navigation():
        press(page, *keys)
    page.wait_for_selector("html[data-ready]")


def on(page, name):
    """The button or the link of that name, by the keyboard."""
    buttons, links = page.get_by_role("button", name=name), page.get_by_role("link", name=name)
    buttons.or_(links).first.focus()
    go(page, "Enter")


def answered(dana, billing, amara, at, number):
    """So many tickets of Dana's with an answer of Amara's."""
    for n in range(number):
        ticket = make_ticket(
            requester=dana, team=billing, subject=f"Refund {n}", text="When, and how much?", at=at
        )
        reply(ticket, by=amara, text=f"Dear Dana, refund {n} is simple: it comes.", at=at + (n + 1) * MINUTE)


def given_at_once(reviews, answers):
    for one in reviews:
        actions.write_review(one, answers=answers, by=one.reviewer, seen=0)
        actions.give_review(one, by=one.reviewer)


def test_from_a_plan_to_the_effect_of_coaching(
    visit, live_server, time, billing, amara, ben, cleo, mona, dana, others
):
    a_scorecard(mona)
    planned(visit, mona, cleo)
    answered(dana, billing, amara, time.at(2, "10:00"), 8)
    time.go(8, "06:00")
    assert qa.tasks.draw() == 1
    first = blindly_reviewed(visit, amara, cleo)
    given_at_once(Review.objects.filter(state=State.BEGUN), HASTY)
    disputed = read_and_disputed(visit, amara, ben, first)
    settled(visit, amara, cleo, disputed)
    calibrated(visit, live_server.url, mona, [cleo, *others])
    one = coached(visit, amara, cleo, disputed)
    answered(dana, billing, amara, time.at(10, "10:00"), 7)
    time.go(21, "06:00")
    assert qa.tasks.follow_up() == 0
    time.go(22, "06:00")
    assert qa.tasks.follow_up() == 1
    followed_up(visit, amara, cleo, one)


def planned(visit, mona, cleo):
    page = visit("/reviews/plans/", mona)
    go(page, "n")
    for name, value in (("name", "Every week"), ("per_person", "6"), ("starts_on", "2026-12-01")):
        page.locator(f"[name={name}]").fill(value)
    page.get_by_label("Cleo Mets").fill("20")
    go(page, "Control+Enter")
    expect(page.locator("main")).to_contain_text("Nothing is drawn yet")
    assert Plan.objects.get().blind


def blindly_reviewed(visit, amara, cleo):
    """By keyboard alone: rated, marked, in words that are saved as she types; the author sees nothing."""
    page = visit("/reviews/", amara)
    expect(page.locator("main")).to_contain_text("No answer of yours was reviewed yet")
    page = visit("/reviews/", cleo)
    rows = page.locator(".rules li")
    expect(rows).to_have_count(6)
    expect(page.locator("main")).not_to_contain_text(amara.full_name)
    rows.first.get_by_role("link").focus()
    go(page, "Enter")
    expect(page.locator("body")).not_to_contain_text(amara.full_name)
    press(page, "j", "5", "j", "2", "j", "1", "q")
    page.keyboard.type("is simple")
    press(page, "Enter")
    expect(page.locator(".review-text mark")).to_have_text("is simple")
    press(page, "k")
    expect(page.locator("fieldset.reached legend")).to_contain_text("By name")
    page.get_by_label("For the colleague").focus()
    page.keyboard.type("Say when it comes.")
    page.get_by_label("Private note").focus()
    page.keyboard.type("Third time this month.")
    expect(page.locator("#review-saved")).to_have_text(re.compile(r"^Saved \d"))
    one = Review.objects.get(edit__gt=0)
    page.reload()
    expect(page.get_by_label("For the colleague")).to_have_value("Say when it comes.")
    go(page, "Control+Enter")
    expect(page.locator("body")).to_contain_text("Given. Amara Kask reads it now.")
    assert page.url.endswith("/write/")
    assert f"/{one.pk}/" not in page.url
    assert one.marks.get().criterion == "c3"
    return one


def read_and_disputed(visit, amara, ben, first):
    """One is acknowledged, another disputed; a colleague finds neither."""
    disputed = Review.objects.filter(person=amara).exclude(pk=first.pk).first()
    page = visit(f"/reviews/{first.pk}/", amara)
    main = page.locator("main")
    for words in ("Say when it comes.", "is simple", "reviewed by Cleo Mets"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("Third time this month")
    go(page, "e")
    expect(page.locator(".rules li")).to_have_count(6)
    page.locator(f'.rules a[href$="/{disputed.pk}/"]').focus()
    go(page, "Enter")
    page.get_by_text("I disagree").click()
    page.get_by_label("Every question answered").check()
    page.locator("[name=words]").fill("The day was not known yet.")
    on(page, "Dispute it")
    expect(main).to_contain_text("Waits for an answer")
    page = visit("/reviews/", ben)
    expect(page.locator("main")).not_to_contain_text("Amara")
    assert [Review.objects.get(pk=one.pk).state for one in (first, disputed)] == [State.READ, State.DISPUTED]
    return disputed


def settled(visit, amara, cleo, disputed):
    page = visit("/reviews/?show=settle", cleo)
    page.locator(".rules a").focus()
    go(page, "Enter")
    decide = page.locator("form", has=page.get_by_role("heading", name="Decide"))
    decide.get_by_label("3", exact=True).focus()
    press(page, "Space")
    page.get_by_label("How it was decided, and why").fill("You are right.")
    on(page, "Accept")
    page = visit(f"/reviews/{disputed.pk}/", amara)
    expect(page.locator("main")).to_contain_text("You are right.")
    expect(page.locator(".review-card .big")).to_contain_text("100 %")
    expect(page.locator("main")).to_contain_text("score before: 50 %")


def calibrated(visit, base, mona, people):
    """Three score three answers; what the others said is hidden until everybody is done."""
    numbers = Review.objects.order_by("pk").values_list("message__ticket", flat=True)[:3]
    page = visit("/reviews/calibrations/new/", mona)
    page.locator("[name=name]").fill("Questions")
    page.locator("[name=tickets]").fill(", ".join(f"#{one}" for one in numbers))
    for one in people:
        page.get_by_label(one.full_name).check()
    page.locator("[name=due_on]").fill("2026-12-09")
    go(page, "Control+Enter")
    one = Calibration.objects.get()
    scores = iter(((3, 3, 1), (3, 3, 2), (3, 2, 1)))
    for number, who in enumerate(people, 1):
        page = visit(f"/reviews/calibrations/{one.pk}/1/", who)
        for place, choice in enumerate(next(scores), 1):
            expect(page.locator("main")).not_to_contain_text("Amara Kask")
            press(page, "j", "5", "j", "2", "j", str(choice))
            page.get_by_label("What you would say of it").fill(f"{who.first_name} on {place}.")
            go(page, "Control+Enter")
        if number < len(people):
            expect(page.locator("main")).to_contain_text("Nobody sees the others' sheets")
            expect(page.locator("main")).not_to_contain_text("Alpha")
            page.goto(f"{base}/reviews/calibrations/{one.pk}/1/")
            for other in people[: number - 1]:
                assert f"{other.first_name} on 1." not in page.content()
        else:
            row = page.locator("tr", has_text="Every question answered")
            expect(row).to_contain_text(re.compile(r"0\.\d\d \(-?\d\.\d\d – \d\.\d\d\)"))
            page.goto(f"{base}/reviews/calibrations/{one.pk}/1/")
            expect(page.locator("main")).to_contain_text(f"{people[0].first_name} on 1.")
            assert faults(page) == []
    assert Review.objects.filter(score__isnull=False).count() == 6


def coached(visit, amara, cleo, disputed):
    """From a review, with the others of the same criterion as findings."""
    page = visit(f"/reviews/{disputed.pk}/", cleo)
    on(page, "Coach on this")
    page.locator("[name=criterion]").select_option("c3")
    for box in page.locator("[name=reviews]").all():
        box.check()
    page.locator("[name=action]").fill("Read the letter once more: is each question answered?")
    page.locator("[name=follow_up_on]").fill("2026-12-22")
    page.locator("[name=wanted]").fill("5")
    go(page, "Control+Enter")
    expect(page.locator("main")).to_contain_text("Too few to tell")
    one = Coaching.objects.get()
    assert one.findings.count() == 6
    page = visit(f"/reviews/coaching/{one.pk}/", amara)
    expect(page.locator("main")).to_contain_text("is each question answered?")
    expect(page.get_by_role("button", name="Draw now")).to_have_count(0)
    return one


def followed_up(visit, amara, cleo, one):
    """It cannot be closed before what was drawn is reviewed; then it says what it did."""
    page = visit(f"/reviews/coaching/{one.pk}/", cleo)
    expect(page.locator("main")).to_contain_text("It can be closed when the follow-up sample is reviewed")
    drawn = Review.objects.filter(why=Why.FOLLOW_UP)
    assert drawn.count() == 5
    assert {each.message.at.day for each in drawn} == {10}
    page.locator(f'a[href$="/{drawn[0].pk}/"]').focus()
    go(page, "Enter")
    press(page, "j", "5", "j", "2", "j", "3")
    go(page, "Control+Enter")
    given_at_once(drawn.filter(state=State.BEGUN), ALL)
    page = visit(f"/reviews/coaching/{one.pk}/", cleo)
    page.get_by_label("What came of it").fill("Every question has its answer now.")
    on(page, "Close it")
    expect(page.locator("main")).to_contain_text("It became better.")
    page = visit(f"/reviews/coaching/{one.pk}/", amara)
    expect(page.locator("main")).to_contain_text(re.compile(r"83 \(\d+ – \d+\) percentage points"))
    expect(page.locator("main")).to_contain_text("6 before, 5 after")
    assert faults(page) == []


def test_two_windows_and_no_word_lost(open_page, ticket, amara, cleo, mona):
    one = begun(an_answer(ticket, amara), a_scorecard(mona), cleo)
    first, second = (open_page(f"/reviews/{one.pk}/write/", reader=cleo) for _ in range(2))
    first.get_by_label("For the colleague").fill("From the first.")
    expect(first.locator("#review-saved")).to_have_text(re.compile(r"^Saved \d"))
    second.get_by_label("For the colleague").fill("From the second.")
    expect(second.locator("#review-saved")).to_contain_text("Saved in another window meanwhile")
    one.refresh_from_db()
    assert one.words == "From the first."
    on(second, "Keep what is here")
    one.refresh_from_db()
    assert one.words == "From the second."
    # Pressed while a draft is on its way: it waits for it, and is not taken for another window.
    press(second, "j", "5", "j", "2", "j", "3")
    second.get_by_label("For the colleague").fill("Thank you.")
    second.evaluate("""() => {
        const form = document.querySelector("form[data-scorecard]");
        htmx.trigger(form, "save");
        form.querySelector("[value=give]").click();
    }""")
    second.wait_for_url(f"**/reviews/{one.pk}/")
    one.refresh_from_db()
    assert (one.state, one.words) == (State.GIVEN, "Thank you.")
    open_page.troubles[:] = [said for said in open_page.troubles if "422" not in said]
