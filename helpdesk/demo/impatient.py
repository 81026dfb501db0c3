"""A loop of the demo company that came from tone: eight weeks ago many of its answers sounded impatient."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from helpdesk.demo.case import Case
from knowledge.actions import acknowledge, publish, write
from knowledge.actions.training_taking import complete_lesson
from knowledge.queries import audience
from qa import actions
from qa.access import tone_findings_to_judge
from qa.choices import Heard
from qa.models import Loop
from staff.models import User
from tickets.choices import MessageKind
from tickets.models import Message

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
# Days ago: those answers, from when to when, the proposal, the guideline, and what came of it.
SINCE, UNTIL, OPENED, PUBLISHED, MEASURED = 50, 46, 44, 43, 1
MOST = 16
RULE = "said-before"
SAID = {
    "en": "As I have already explained, we take them one after another.",
    "et": "Nagu ma juba ütlesin, võtame need järjest ette.",
    "pl": "Jak już mówiłem, bierzemy je po kolei.",
    "es": "Como ya le dije, los atendemos por orden.",
    "ru": "Как я вам уже говорил, мы берём их по очереди.",
}
TEXT = """Whoever asks again has not understood, or was not told. Say it as if for the first time.

- **Not:** “As I said before, the number is on the sticker.”
- **But:** “The number is on the sticker below: it begins with PV.”
- **They ask for the third time:** call them."""


def sound_impatient(cases: Sequence[Case], now: datetime.datetime) -> None:
    """Some of the answers of those days begin with words that nobody likes to read."""
    left = MOST
    for case in cases:
        for place, step in enumerate(case.steps):
            if step.verb == "reply" and left and now - SINCE * DAY < step.at < now - UNTIL * DAY:
                hello, _blank, rest = step.text.partition("\n\n")
                text = f"{hello}\n\n{SAID[case.contact.language]} {rest}"
                case.steps[place] = replace(step, text=text)
                left -= 1


def learn_patience(manager: User, now: datetime.datetime) -> None:
    """Heard, confirmed, taken up by the manager, learned by whom it is about, and measured."""
    days = (now - SINCE * DAY, now - UNTIL * DAY)
    heard = Message.objects.filter(kind=MessageKind.PUBLIC, author__isnull=False, at__range=days)
    for number, at in heard.values_list("pk", "at").order_by("at", "pk"):
        actions.note_tone(number, at=at + HOUR)
    for one in tone_findings_to_judge(manager).filter(rule__name=RULE, found_at__lt=now - OPENED * DAY):
        actions.judge(one, verdict=Heard.CONFIRMED, by=manager, at=now - (OPENED + 1) * DAY)
    actions.propose(at=now - OPENED * DAY)
    loop = Loop.objects.exclude(kind="").first()
    if loop is not None:  # else a company too small for it
        _teach(loop, manager, now - PUBLISHED * DAY)
        actions.measure_due(at=now - MEASURED * DAY)


def _teach(loop: Loop, manager: User, at: datetime.datetime) -> None:
    article = actions.take_up(loop, by=manager, at=at - HOUR).article
    said = {"title": "When somebody asks again", "body": TEXT, "teams": [*article.teams.all()]}
    draft = write(article, said, by=manager, at=at - HOUR)
    version = publish(article, by=manager, seen=draft.edit, at=at)
    course = Loop.objects.get(pk=loop.pk).course
    for place, way in enumerate(course.enrolments.select_related("person").order_by("pk"), 1):
        done = at + place * 2 * HOUR
        complete_lesson(way, course.current.lessons.get(), by=way.person, version=version.number, at=done)
    for reader in audience(article):
        acknowledge(version, by=reader, at=at + 3 * DAY)
