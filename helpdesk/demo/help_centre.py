"""The demo company's help centre: what it says, in which language, and what its readers do with it."""

import datetime
import re

from helpdesk.demo.company import DOMAIN
from helpdesk.demo.help_articles import (
    ARTICLES,
    CHANGED,
    CHANGED_TOO,
    HELPED,
    MISSED,
    READ,
    SAID,
    SHELVES,
)
from knowledge.actions import (
    ask_review,
    missed,
    publish,
    report,
    save_category,
    start,
    translate,
    vote,
    write,
)
from knowledge.choices import Counted
from knowledge.models import Article, Category, DayCount
from staff.models import Team, User
from tickets.models import ArticleUse, Ticket

DAY = datetime.timedelta(days=1)
COUNTED_DAYS = 14
USED_IN = 4  # tickets of each article


def open_help_centre(
    people: dict[str, User], teams: dict[str, Team], now: datetime.datetime
) -> list[Article]:
    """Ten articles, most of them in two languages, one of those behind; a draft that waits for review."""
    manager = next(one for one in people.values() if one.role == "manager")
    translator = _called(people, "triin")
    shelves = _shelves(manager)
    made = [_write(one, shelves, manager, translator, now - (50 - n) * DAY) for n, one in enumerate(ARTICLES)]
    _change(made[CHANGED[0]], manager, now - 2 * DAY)
    _listen(made, people, now)
    said = {
        "title": "Ending a contract", "body": "By a letter, a month before.", "language": "en",
        "category": shelves["Your account"], "teams": [teams["billing"]],
    }  # fmt: skip
    draft = start(said, kind="public", by=_called(people, "maarja"), at=now - DAY)
    ask_review(draft, by=_called(people, "maarja"), seen=1, at=now - DAY)
    return made


def use_articles(articles: list[Article], tickets: list[Ticket], now: datetime.datetime) -> None:
    """In the last tickets that were answered; half of their customers have looked."""
    answered = [one for one in tickets if one.assignee_id and one.solved_at][-USED_IN * len(articles) :]
    uses = []
    for n, ticket in enumerate(answered):
        at = ticket.solved_at
        opened = at + datetime.timedelta(minutes=17) if n % 2 else None
        article, by = articles[n % len(articles)], ticket.assignee_id
        uses.append(
            ArticleUse(ticket=ticket, article=article, by_id=by, at=at, opened_at=opened, token=f"demo-{n}")
        )
    ArticleUse.objects.bulk_create(uses)


def _called(people: dict[str, User], login: str) -> User:
    return people[f"{login}@{DOMAIN}"]


def _shelves(manager: User) -> dict[str, Category]:
    last = Category.objects.count()
    return {
        name: save_category(
            Category.objects.filter(name=name).first(),
            {"name": name, "icon": icon, "names": names, "place": last + n},
            by=manager,
        )
        for n, (name, icon, names) in enumerate(SHELVES, start=1)
    }


def _write(
    one: tuple[str, ...], shelves: dict[str, Category], manager: User, translator: User, at: datetime.datetime
) -> Article:
    shelf, title, body, title_et, body_et = one
    said = {"title": title, "body": flowing(body), "category": shelves[shelf], "language": "en"}
    article = start(said, kind="public", by=manager, at=at)
    version = publish(article, by=manager, seen=1, at=at)
    if title_et:
        words = {"title": title_et, "body": flowing(body_et)}
        draft = translate(article, "et", words, by=translator, made_from=version, at=at + DAY)
        publish(draft.article, by=manager, seen=draft.edit, at=at + DAY)
    article.refresh_from_db()
    return article


def flowing(text: str) -> str:
    """Without the ends of lines within a paragraph, which Markdown would keep; lists and tables stay."""
    return re.sub(r"(?<=[^\n|])\n(?=[^\n|\-*\d])", " ", text)


def _change(article: Article, manager: User, at: datetime.datetime) -> None:
    _index, before, now, note = CHANGED
    body = article.current.body.replace(before, now).replace(*CHANGED_TOO)
    said = {"title": article.title, "body": body, "category": article.category, "change_note": note}
    draft = write(article, said, by=manager, at=at)
    publish(article, by=manager, seen=draft.edit, at=at)


def _listen(articles: list[Article], people: dict[str, User], now: datetime.datetime) -> None:
    for n, (index, helpful, words) in enumerate(SAID):
        vote(articles[index].current, helpful=helpful, words=words, at=now - n * DAY)
    for n, (words, language, place, often) in enumerate(MISSED):
        for again in range(often):
            missed(words, language=language, place=place, day=(now - (n + 3 * again) * DAY).date())
    counts = [
        DayCount(article=article, what=what, day=(now - day * DAY).date(), n=each[n])
        for n, article in enumerate(articles)
        for what, each in ((Counted.READ, READ), (Counted.HELPED, HELPED))
        for day in range(COUNTED_DAYS)
        if each[n]
    ]
    DayCount.objects.bulk_create(counts)
    report(
        articles[5].current, what="outdated", words="Bills come on the fifth working day since October.",
        by=_called(people, "maarja"), at=now - 3 * DAY,
    )  # fmt: skip
