"""What keeps articles good: review, reports, what is looked for in vain, categories, days, older versions."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knowledge import actions
from knowledge.actions.counting import asked, near
from knowledge.missing import dressed, gaps
from knowledge.models import Article, Category, Missed, Report
from knowledge.queries import fitting, to_read
from knowledge.searching import search
from lib import database_clock
from notices.models import Notice
from tests.knowledge.test_guidelines import DAY, changed, published, said, told, written

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def at(name, *args, **query):
    return reverse(f"knowledge:{name}", args=args, query=query or None)


# --- review


def test_an_agent_writes_for_customers_and_another_publishes(client, amara, ben, cleo, mona, nora, billing):
    article = written(amara, kind="public", teams=[billing])
    with pytest.raises(PermissionDenied):
        actions.publish(article, by=amara, seen=1)
    actions.ask_review(article, by=amara, seen=1)
    assert told(cleo)
    assert told(mona)
    assert not told(ben)
    for stranger in (ben, nora):
        client.force_login(stranger)
        assert client.get(at("article", article.pk)).status_code == 404
        assert client.post(at("review", article.pk), {"do": "ask", "seen": 1}).status_code == 404
        assert client.post(at("edit", article.pk), {}).status_code == 404
    client.force_login(cleo)
    assert article.title in client.get(at("articles", show="review")).content.decode()
    client.post(at("review", article.pk), {"do": "return", "seen": 1, "words": "Which account?"})
    assert "Which account?" in told(amara)[-1].params["said"]
    draft = actions.write(article, said(body="The same account.", teams=[billing]), by=amara)
    assert draft.asked_at is None
    actions.publish(article, by=cleo, seen=draft.edit)


def test_where_two_people_are_wanted_the_writer_does_not_publish(settings, cleo, mona, billing):
    settings.ARTICLES_TWO_PEOPLE = True
    article = written(cleo, kind="public", teams=[billing])
    with pytest.raises(PermissionDenied):
        actions.publish(article, by=cleo, seen=1)
    assert actions.publish(article, by=mona, seen=1).published_by == mona
    published(cleo, kind="article", teams=[billing])


# --- what colleagues say


def test_a_report_reaches_the_owner_and_is_seen_to(client, amara, cleo, nora, billing):
    article = published(cleo, kind="article", teams=[billing])
    client.force_login(amara)
    client.post(at("report", article.pk), {"what": "wrong", "words": "It takes five days."})
    report = Report.objects.get()
    assert (report.version, report.by) == (article.current, amara)
    assert Notice.objects.get(recipient=cleo).params["said"] == "It takes five days."
    client.post(at("report", article.pk), {"what": "wrong", "words": " "})
    assert client.post(at("settle", article.pk), {"report": report.pk}).status_code == 404
    client.force_login(nora)
    assert client.post(at("report", article.pk), {"what": "wrong", "words": "x"}).status_code == 404
    client.force_login(cleo)
    assert article.title in client.get(at("articles", show="reported")).content.decode()
    assert "five days" in client.get(at("article", article.pk)).content.decode()
    client.post(at("settle", article.pk), {"report": report.pk})
    report.refresh_from_db()
    assert report.settled_by == cleo
    assert client.post(at("settle", article.pk), {"report": report.pk}).status_code == 404
    assert Report.objects.count() == 1


# --- looked for in vain


def look(words, place="portal", language="en", times=1):
    for _ in range(times):
        actions.missed(words, language=language, place=place)


def found():
    return dressed(list(gaps(TODAY())))


def test_near_forms_stand_together_the_most_missed_first(db):
    look("return a router")
    look("Returning routers", place="desk", times=2)
    look("static address", times=2)
    look("router", language="et")
    first, *_others = found()
    assert (first.n, first.words[0], first.places[0]) == (3, "returning routers", "desk")
    assert len(found()) == 3


def test_linked_the_article_is_found_by_these_words(client, cleo, mona, amara, billing):
    article = published(mona, kind="public", title="Sending devices back", body="Use the box.")
    look("returning routers", times=3)
    gap = found()[0]
    client.force_login(cleo)
    sent = {"near": gap.near, "language": "en", "do": "link", "article": article.pk}
    assert client.post(at("answer_missed"), sent).status_code == 404, "a manager's article"
    client.force_login(mona)
    assert client.post(at("answer_missed"), {**sent, "article": ""}).status_code == 302
    assert found()
    client.post(at("answer_missed"), sent)
    assert not found()
    assert search(Article.objects.public(), "return router", "en").get() == article
    assert fitting(amara, "returning my routers", 3) == [article]
    Missed.objects.create(near=gap.near, words="x", language="en", place="desk", day=TODAY() + DAY, n=1)
    assert found(), "missed in spite of it"


def test_it_becomes_a_draft_or_is_dismissed(client, amara, cleo, mona):
    look("opening bakeries")
    look("static address", language="et")
    client.force_login(amara)
    assert client.get(at("missed")).status_code == 404
    assert client.post(at("answer_missed"), {"do": "dismiss"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.dismiss_missed(found()[0].near, "en", by=amara)
    client.force_login(mona)
    by_words = {one.words[0]: one for one in found()}
    sent = {"near": by_words["static address"].near, "language": "et", "do": "draft"}
    answer = client.post(at("answer_missed"), sent)
    draft = Article.objects.get()
    assert answer.url == at("edit", draft.pk)
    assert (draft.kind, draft.language, draft.title) == ("public", "et", "Static address")
    client.post(
        at("answer_missed"), {"near": by_words["opening bakeries"].near, "language": "en", "do": "dismiss"}
    )
    assert not found()
    look("opening bakeries")
    assert not found()
    assert client.post(at("answer_missed"), {"do": "burn"}).status_code == 404


def test_who_asked_is_in_nothing_that_is_kept(db):
    actions.missed(
        "Dana Okafor cannot reach +372 5555 1234 dana@okafor.example", language="en", place="ticket",
        without="Dana Okafor",
    )  # fmt: skip
    assert Missed.objects.get().words == "cannot reach"
    assert not actions.missed("4711", language="en", place="portal")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("eSIM on my watch", "esims for watches"),
        ("lepingu lõpetamine", "lõpetan lepingu"),
        ("how to return the router", "Returning routers"),
        ("смена владельца договора", "сменить владельца договора"),
    ],
)
def test_near_forms(one, other):
    assert near(asked(one)) == near(asked(other)) != ""
    assert near(asked(one)) != near(asked("parental control"))


# --- categories


def test_a_manager_orders_and_names_categories(client, cleo, mona):
    client.force_login(cleo)
    for name in ("categories", "new_category"):
        assert client.get(at(name)).status_code == 404
    client.force_login(mona)
    sent = {"name": "Devices", "place": 2, "icon": "router", "name_et": "Seadmed"}
    assert client.post(at("new_category"), sent).status_code == 302
    row = Category.objects.get()
    assert (row.name_in("et"), row.name_in("pl")) == ("Seadmed", "Devices")
    assert client.post(at("new_category"), {**sent, "name": "devices"}).status_code == 422
    assert client.post(at("category", row.pk), {**sent, "icon": "no-such"}).status_code == 422
    inner = actions.save_category(None, {"name": "Phones", "parent": row}, by=mona)
    for wrong in ((row, inner), (inner, inner)):
        with pytest.raises(ValidationError):
            actions.save_category(wrong[0], {"name": wrong[0].name, "parent": wrong[1]}, by=mona)
    article = published(mona, category="devices")
    article.refresh_from_db()
    assert Category.objects.count() == 3, "a name is taken as it is written"
    client.post(at("drop_category", article.category_id))
    article.refresh_from_db()
    assert article.category is None


# --- days and versions


def test_a_guideline_has_to_be_read_from_its_day(client, mona, amara):
    later = TODAY() + 5 * DAY
    article = published(mona, in_force_on=later)
    assert not to_read(amara).exists()
    assert "{day}" in told(amara)[0].detail
    client.force_login(amara)
    assert "In force from" in client.get(at("article", article.pk)).content.decode()
    article.versions.update(in_force_on=TODAY())
    assert to_read(amara).get() == article


def test_reminders_count_from_its_day(mona, amara):
    now = database_clock.now()
    article = published(mona, at=now - 10 * DAY, in_force_on=(now - 1 * DAY).date())
    actions.remind(now)
    assert len(told(amara)) == 1
    article.versions.update(in_force_on=(now - 3 * DAY).date())
    actions.remind(now)
    assert len(told(amara)) == 2


def test_an_earlier_version_comes_back_as_a_draft(client, cleo, amara, billing):
    article = changed(published(cleo, teams=[billing]), cleo)
    client.force_login(amara)
    assert client.post(at("bring_back", article.pk, 1)).status_code == 404
    client.force_login(cleo)
    answer = client.post(at("bring_back", article.pk, 1))
    assert answer.url == at("edit", article.pk)
    draft = article.versions.get(published_at=None)
    assert (draft.number, "three" in draft.body) == (3, True)
    client.post(at("bring_back", article.pk, 2))
    draft.refresh_from_db()
    assert "three" in draft.body, "a draft that is there is not written over"


# --- lists


@pytest.mark.parametrize("many", [1, 3])
def test_as_many_questions_for_one_as_for_three(client, mona, many):
    for n in range(many):
        article = published(mona, kind="public", title=f"Router {n}", category="Devices")
        actions.report(article.current, what="wrong", words="x", by=mona)
        actions.translate(article, "et", said(), by=mona, made_from=article.current)
        look(f"nothing{'x' * n} there")
    client.force_login(mona)
    pages = {
        at("articles"): 14, at("articles", q="router"): 14, at("articles", show="reported"): 14,
        at("missed"): 9, at("categories"): 7, at("article", article.pk): 23,
    }  # fmt: skip
    for address, most in pages.items():
        client.get(address)
        with CaptureQueriesContext(connection) as put:
            client.get(address)
        assert len(put) <= most, address
