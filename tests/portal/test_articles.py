"""The help centre: what anybody reads, in which language, and what is nowhere for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions
from knowledge.models import DayCount, Missed, Vote
from tests.knowledge.test_guidelines import published
from tickets.models import ArticleUse

pytestmark = pytest.mark.django_db
ROUTER = "Hold the button until the light turns orange."


def at(name, *args, **query):
    return reverse(f"portal:{name}", args=args, query=query or None)


def page(client, *where, **query):
    return client.get(at(*where, **query), follow=True).content.decode()


@pytest.fixture
def router(mona):
    return published(
        mona, kind="public", title="Restart the router", body=f"# How\n\n{ROUTER} <script>alert(1)</script>",
        category="Devices",
    )  # fmt: skip


def test_anybody_reads_it_without_signing_in(client, router):
    assert "Restart the router" in page(client, "articles")
    text = page(client, "article", router.pk)
    assert ROUTER in text
    assert "<script>alert" not in text
    assert "Restart the router" in page(client, "category", router.category_id, "devices")
    assert DayCount.objects.get(article=router, what="read").n == 1


def test_what_is_not_public_is_nowhere(client, mona, router):
    """Not in a list, a search, by its number, by a form, nor by a link in an answer."""
    inside = published(
        mona, kind="article", title="Router passwords", body="Router secrets.", category="Safe"
    )
    guideline = published(mona, title="Router rules", body="Router, only ours.")
    draft = actions.start({"title": "Router of tomorrow", "body": "Soon"}, kind="public", by=mona)
    gone = published(mona, kind="public", title="Router of old", body="Long ago.")
    actions.archive(gone, by=mona)
    for one in (inside, guideline, draft, gone):
        assert client.get(at("article", one.pk)).status_code == 404
        assert client.get(at("article", one.pk, "router-passwords")).status_code == 404
        assert client.post(at("vote", one.pk), {"helpful": "yes"}).status_code == 404
        assert client.post(at("helped", one.pk)).status_code == 404
        for text in (page(client, "articles"), page(client, "articles", q="router")):
            assert one.title not in text
        typed = client.post(at("fitting"), {"subject": "router passwords rules tomorrow", "text": ""})
        assert one.title not in typed.content.decode()
    assert client.get(at("category", inside.category_id, "safe")).status_code == 404
    assert client.get(at("followed", "nothing")).status_code == 404


def test_a_link_in_an_answer_leads_to_the_article_and_counts_once(client, mona, router, ticket, dana):
    use = ArticleUse.objects.create(ticket=ticket, article=router, by=mona)
    client.head(at("followed", use.token))
    use.refresh_from_db()
    assert use.opened_at is None
    assert ROUTER in page(client, "followed", use.token)
    use.refresh_from_db()
    first = use.opened_at
    client.get(at("followed", use.token))
    use.refresh_from_db()
    assert use.opened_at == first is not None
    actions.archive(router, by=mona)
    assert client.get(at("followed", use.token)).status_code == 404


def test_a_link_to_what_is_ours_alone_opens_nothing(client, mona, ticket):
    inside = published(mona, kind="article", title="Router passwords", body="Router secrets.")
    use = ArticleUse.objects.create(ticket=ticket, article=inside, by=mona)
    assert client.get(at("followed", use.token)).status_code == 404
    use.refresh_from_db()
    assert use.opened_at is None


def test_found_by_the_forms_of_a_word_with_the_place_marked(client, router):
    text = page(client, "articles", q="buttons lights")
    assert "<mark>button</mark>" in text
    assert Missed.objects.count() == 0


def test_what_nothing_is_found_for_is_counted_by_day_without_who_asked(client, router):
    for _ in range(2):
        page(client, "articles", q="Refund for liis@saar.example 4921 now")
    row = Missed.objects.get()
    assert (row.words, row.n, row.place) == ("refund for now", 2, "portal")


def test_the_browser_keeps_it_until_it_changes(client, mona, router):
    address = client.get(at("article", router.pk)).url
    client.get(address)
    first = client.get(address)
    assert "no-cache" in first["Cache-Control"]
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    note = {"title": router.title, "body": "Other", "change_note": "Other"}
    actions.publish(router, by=mona, seen=actions.write(router, note, by=mona).edit)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_search_engines_are_told(client, router, settings):
    address = client.get(at("article", router.pk)).url
    assert "X-Robots-Tag" not in client.get(address)
    assert client.get(at("articles", q="router"))["X-Robots-Tag"] == "noindex"
    settings.HELP_CENTRE_INDEXED = False
    assert client.get(address)["X-Robots-Tag"] == "noindex"


def test_a_customer_says_whether_it_helped_once(client, router):
    said = {
        "helpful": "no",
        "words": "Which button? Call +372 5555 1234, dana@acme.example",
        "language": "en",
    }
    answer = client.post(at("vote", router.pk), said, follow=True)
    assert "Thank you" in answer.content.decode()
    client.post(at("vote", router.pk), said)
    vote = Vote.objects.get()
    assert (vote.helpful, vote.version) == (False, router.current)
    assert "dana" not in vote.words
    assert "5555" not in vote.words
    assert client.post(at("vote", router.pk), {"helpful": "perhaps"}).status_code == 404


def test_beside_the_form_it_is_offered_and_may_be_enough(client, router, billing):
    text = client.post(at("fitting"), {"subject": "Restarting my router", "text": ""}).content.decode()
    assert "Restart the router" in text
    answer = client.post(at("helped", router.pk), headers={"hx-request": "true"})
    assert "need not write" in answer.content.decode()
    assert DayCount.objects.get(article=router, what="helped").n == 1
    assert "Restart" not in client.post(at("fitting"), {"subject": "Router"}).content.decode()
    assert "Restart" not in client.post(at("fitting"), {"subject": "Where is my invoice"}).content.decode()


def test_queries_do_not_grow_with_the_articles(client, mona, router):
    for where in (("articles", {}), ("articles", {"q": "router"}), ("category", {})):
        name, query = where
        args = [router.category_id, "devices"] if name == "category" else []
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(at(name, *args, **query))
        for n in range(2):
            published(
                mona, kind="public", title=f"Router {n} {name} {query}", body=ROUTER, category="Devices"
            )
        with CaptureQueriesContext(connection) as three:
            client.get(at(name, *args, **query))
        assert len(three) == len(one) <= 3
