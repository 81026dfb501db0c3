"""What answers of the demo company sound like: some that nobody likes to read, found and partly judged."""

import datetime

from qa import actions as reviewing
from qa.access import tone_findings_to_judge
from qa.choices import Heard
from qa.models import ToneFinding
from staff.models import User
from staff.queries import is_supervised
from tickets import actions
from tickets.events import as_history
from tickets.models import Ticket

# Reminders to customers who have not answered yet, written in a hurry.
REMINDERS = {
    "en": (
        "As I said before, please send us the number. It is on the sticker below.",
        "Did you even read my last letter? Obviously it has to be switched on first.",
        "PLEASE ANSWER!!! We will look into it then.",
    ),
    "et": ("Nagu ma juba ütlesin, palun saatke meile see number.",),
    "pl": ("To chyba oczywiste, że musi być włączony. Proszę czytać uważnie.",),
    "es": ("Como ya le dije, envíenos el número de serie.",),
    "ru": ("Вы вообще читали моё письмо? Как я уже писал, пришлите номер.",),
}
# What a manager made of them: of each rule the first is judged, the others wait.
VERDICTS = {
    "said-before": Heard.CONFIRMED,
    "not-read": Heard.CONFIRMED,
    "shouting": Heard.CONFIRMED,
    "undated-promise": Heard.DISMISSED,
    "just-do": Heard.DISMISSED,
    "placeholder": Heard.DISMISSED,
}


def listen(people: dict[str, User], now: datetime.datetime) -> None:
    with as_history():
        _remind(now)
    while reviewing.note_missed(at=now):
        pass
    manager = next(one for one in people.values() if one.role == "manager")
    for rule, verdict in VERDICTS.items():
        found = tone_findings_to_judge(manager).filter(rule__name=rule).order_by("pk").first()
        if found is not None:
            reviewing.judge(found, verdict=verdict, by=manager, at=now)
    _object(now)


def _object(now: datetime.datetime) -> None:
    """One of the authors sees it otherwise."""
    one = ToneFinding.objects.confirmed().filter(rule__name="said-before").order_by("pk").first()
    if one is not None:
        said = "I had asked for the number twice and wanted to say that it is no new request. Is that so bad?"
        reviewing.dispute_tone(one, words=said, by=one.message.author, at=now)


def _remind(now: datetime.datetime) -> None:
    """One to each of the tickets that wait longest for their customer, in their language."""
    left = {language: [*texts] for language, texts in REMINDERS.items()}
    waiting = Ticket.objects.filter(state="waiting", assignee__isnull=False).select_related("assignee")
    for ticket in waiting.order_by("active_at", "pk"):
        texts = left.get(ticket.language)
        if texts and not is_supervised(ticket.assignee, ticket.team_id):
            actions.reply(ticket, by=ticket.assignee, text=texts.pop(0), at=now)
