"""Reviews of the demo company: a scorecard, a plan, reviews at each step, a coaching, two loops."""

import datetime

from helpdesk.demo.looped import close_a_loop
from qa import actions
from qa.choices import State
from qa.models import Review, ScorecardVersion
from staff.models import User

DAY = datetime.timedelta(days=1)
CRITERIA = (
    {
        "section": "Tone", "title": "Friendly and respectful", "points": 5, "weight": 2, "critical": True,
        "hint": "Also where the customer is not.", "low": "Talks down to the customer.",
        "between": {"3": "Polite, and could be to anybody.", "4": "Warm, but for a “simply”."},
        "high": "The customer feels taken seriously.",
    },
    {"section": "Tone", "title": "By name, in their language", "points": 2, "weight": 1},
    {
        "section": "Content", "title": "Every question answered", "points": 5, "weight": 3,
        "low": "They have to ask again.", "high": "Nothing is left to ask.",
    },
    {
        "section": "Content", "title": "Says what happens next, and when", "points": 3, "weight": 2,
        "low": "“We will look into it.”", "high": "A step and a day.",
    },
)  # fmt: skip
CAUSES = ("Haste", "No guideline", "Did not know", "Tool was slow")
# What was chosen, with the cause where a point was lost, and what the reviewer says.
GIVEN = (
    ((5, 2, 5, 3), {}, "A model of an answer. May we show it to the others?"),
    ((4, 2, 3, 1), {"c4": ["Haste"]}, "Warm and clear. Say by which day she hears of it: no day is named."),
    ((4, 1, 4, 1), {"c4": ["No guideline"]}, "Use her name. By which day does she hear? No day is named."),
    ((5, 2, 4, 1), {"c4": ["Haste"]}, "All of it right. Again no day is named by which she hears of it."),
    ((3, 2, None, 2), {}, ""),
)  # fmt: skip


def review(people: dict[str, User], now: datetime.datetime) -> None:
    by_name = {one.email.split("@")[0]: one for one in people.values()}
    mona, liis = by_name["mona"], by_name["liis"]
    card = actions.save_scorecard(
        None, name="Answers to customers", criteria=CRITERIA, causes=CAUSES, by=mona, at=now - 62 * DAY
    )
    close_a_loop(card, mona, now)
    plan = actions.save_plan(
        None, name="Every week", per_person=3, days=7, starts_on=(now - 14 * DAY).date(), by=mona,
        reviewers={mona: 40, liis: 40}, at=now - 15 * DAY,
    )  # fmt: skip
    actions.draw_next(plan, at=now - 6 * DAY, seed=20261)
    _give(now)
    _coach(card, now)
    _look_again(mona, now)
    actions.propose(at=now)


def _give(now: datetime.datetime) -> None:
    """All but the last of four people; one is disputed, some are read."""
    begun = [*Review.objects.filter(state=State.BEGUN).order_by("pk")]
    last = {one.person_id: one.pk for one in begun}
    left = {*[*last.values()][:4]}
    for number, one in enumerate(one for one in begun if one.pk not in left):
        chosen, causes, words = GIVEN[number % len(GIVEN)]
        at = now - 5 * DAY + number * datetime.timedelta(minutes=40)
        answers = {f"c{n}": choice for n, choice in enumerate(chosen, 1)}
        actions.write_review(
            one, answers=answers, causes=causes, words=words, seconds=240, by=one.reviewer, seen=0, at=at
        )
        actions.give_review(one, by=one.reviewer, at=at)
        if number % 3 == 0:
            actions.acknowledge(one, by=one.person, at=min(at + DAY, now))
        elif number == 1:
            said = "The day stands in the article that I linked. Is that not enough?"
            actions.dispute(one, criteria=["c4"], words=said, by=one.person, at=min(at + DAY, now))


def _coach(card: ScorecardVersion, now: datetime.datetime) -> None:
    """On whoever left out most often what happens next."""
    lost = Review.objects.filter(ratings__criterion="c4", ratings__value=0).select_related(
        "person", "reviewer"
    )
    first = lost.order_by("pk").first()
    if first is not None:
        actions.open_coaching(
            reviews=[first], criterion="c4", by=first.reviewer, wanted=3,
            follow_up_on=(now + 12 * DAY).date(),
            action="Before sending: does the last sentence say what happens next, and by which day?",
            at=now - 2 * DAY,
        )  # fmt: skip


def _look_again(manager: User, now: datetime.datetime) -> None:
    """The manager scores some of what others gave once more, a little stricter; one is left."""
    drawn = actions.draw_checks(each=4, by=manager, at=now - DAY, seed=20262)
    for one in drawn[1:]:
        answers = {key: chosen and max(1, chosen - one.pk % 2) for key, chosen in one.review.answers.items()}
        actions.give_check(one, answers=answers, by=manager, at=now - DAY)
