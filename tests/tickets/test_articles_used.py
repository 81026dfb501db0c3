"""Articles at work: put into an answer or a note, opened by the customer, written from a ticket."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from knowledge.actions import publish, translate, write
from knowledge.models import Article, Missed
from tests.knowledge.test_guidelines import DAY, published, said
from tickets.actions import reply, use_article
from tickets.article_uses import origin_for, uses_of
from tickets.models import ArticleUse

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at(name, *args, **query):
    return reverse(f"tickets:{name}", args=args, query=query or None)


@pytest.fixture
def public(mona):
    return published(mona, kind="public", title="Refund not received", body="Wait **three** days.")


def put_in(client, ticket, article, how="link"):
    return client.post(at("use_article", ticket.pk), {"article": article.pk, "how": how}, headers=HTMX)


def test_a_link_is_the_customers_own_and_counts_once(client, ticket, public, amara, ben):
    client.force_login(amara)
    text = put_in(client, ticket, public).content.decode()
    use = ArticleUse.objects.get()
    assert f"/help/a/{use.token}/" in text
    assert 'data-kind="reply"' in text
    use_article(ticket, public, by=ben)
    assert ArticleUse.objects.get() == use
    client.logout()
    assert "three" in client.get(reverse("portal:followed", args=[use.token]), follow=True).content.decode()
    client.get(reverse("portal:followed", args=[use.token]))
    assert uses_of(public.pk) == {"used": 1, "opened": 1}
    client.force_login(amara)
    page = client.get(reverse("knowledge:article", args=[public.pk])).content.decode()
    assert "Opened by their customers" in page


def test_the_text_is_in_the_customers_language(client, ticket, public, amara, mona):
    draft = translate(public, "et", {"title": "Raha", "body": "Oota."}, by=mona, made_from=public.current)
    publish(draft.article, by=mona, seen=1)
    ticket.language = "et"
    ticket.save(update_fields=["language"])
    client.force_login(amara)
    assert "Oota." in put_in(client, ticket, public, "text").content.decode()
    assert put_in(client, ticket, public, "burn").status_code == 404


def test_what_is_ours_alone_goes_into_notes(client, ticket, amara, cleo, billing):
    inside = published(cleo, kind="article", title="Refund secrets", teams=[billing])
    client.force_login(amara)
    text = put_in(client, ticket, inside).content.decode()
    assert 'data-kind="note"' in text
    assert "/help/" not in text


def test_another_teams_article_or_ticket_is_not_there(client, ticket, public, amara, nora, mona, network):
    theirs = published(mona, kind="article", title="Refund of Network", teams=[network])
    draft = Article.objects.get(pk=write(public, said(body="x"), by=mona).article_id)
    client.force_login(amara)
    assert put_in(client, ticket, theirs).status_code == 404
    assert "of Network" not in client.get(at("articles_offered", ticket.pk, q="refund")).content.decode()
    with pytest.raises(PermissionDenied):
        use_article(ticket, theirs, by=amara)
    client.force_login(nora)
    assert put_in(client, ticket, draft).status_code == 404
    assert client.get(at("articles_offered", ticket.pk)).status_code == 404
    assert client.post(at("write_from", ticket.pk)).status_code == 404
    assert not ArticleUse.objects.exists()


def test_what_waits_to_be_looked_through_is_offered_to_nobody(client, ticket, public, amara):
    client.force_login(amara)
    searched, beside = at("articles_offered", ticket.pk, q="refund"), at("similar", ticket.pk)
    for address in (at("articles_offered", ticket.pk), searched, beside):
        assert public.title in client.get(address, headers=HTMX).content.decode()
    Article.objects.update(review_on=public.made_at.date() - DAY)
    for address in (searched, beside):
        assert "Insert" not in client.get(address, headers=HTMX).content.decode()
    assert Missed.objects.get().place == "ticket"


def test_an_article_begins_with_what_was_asked_and_answered_and_without_whose(
    client, ticket, dana, amara, nora, mona
):
    reply(ticket, by=amara, text="Hello Dana,\n\nIt is paid to EE38 2200 2210 2014 5685. Wait three days.")
    client.force_login(amara)
    answer = client.post(at("write_from", ticket.pk))
    article = Article.objects.get()
    assert answer.url == reverse("knowledge:edit", args=[article.pk])
    body = article.versions.get().body
    assert "Wait three days." in body
    for secret in ("Dana", "2210", ticket.reference, dana.email, "Amara"):
        assert secret not in body
    assert (article.kind, article.owner) == ("public", amara)
    page = client.get(reverse("knowledge:article", args=[article.pk])).content.decode()
    assert f"#{ticket.pk}</a>" in page
    assert origin_for(nora, article.pk) is None
    publish(article, by=mona, seen=1)
    client.force_login(nora)
    page = client.get(reverse("knowledge:article", args=[article.pk])).content.decode()
    assert "Written from" not in page
