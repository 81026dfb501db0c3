"""An article in several languages: made from a version, behind when another follows, read in one's own."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from knowledge import actions
from knowledge.languages import outdated, read_in
from knowledge.models import Article
from knowledge.queries import fitting_for_customers, to_read
from tests.knowledge.test_guidelines import changed, published, said

pytestmark = pytest.mark.django_db
WORDS = {"title": "Ruuteri taaskäivitus", "body": "Hoia nuppu all, kuni tuli on oranž."}


def at(name, *args, **query):
    return reverse(f"knowledge:{name}", args=args, query=query or None)


@pytest.fixture
def router(mona):
    return published(mona, kind="public", title="Restart the router", body="Hold the button. Wait.")


def translated(source, by, publisher, **given):
    draft = actions.translate(source, "et", {**WORDS, **given}, by=by, made_from=source.current)
    actions.publish(draft.article, by=publisher, seen=draft.edit)
    return Article.objects.get(pk=draft.article_id)


def test_it_is_outdated_when_its_source_has_a_newer_version(router, mona, amara):
    estonian = translated(router, amara, mona)
    assert (estonian.owner, estonian.kind, estonian.source) == (amara, "public", router)
    assert not outdated(Article.objects.all()).exists()
    changed(router, mona, body="Hold the button for ten seconds. Wait.")
    assert outdated(Article.objects.all()).get() == estonian
    router.refresh_from_db()
    again = actions.translate(
        router, "et", {**WORDS, "change_note": "Sama"}, by=amara, made_from=router.current, seen=0
    )
    assert again.number == 2
    actions.publish(estonian, by=mona, seen=again.edit)  # the same words hold for the new version
    assert not outdated(Article.objects.all()).exists()


def test_each_is_read_once_in_ones_own_language(router, mona, amara):
    other = published(mona, kind="public", title="Bills", body="When they come.")
    estonian = translated(router, amara, mona)
    assert set(read_in(Article.objects.public(), "et")) == {estonian, other}
    assert set(read_in(Article.objects.public(), "ru")) == {router, other}


def test_a_customer_reads_it_in_theirs_or_is_told_that_it_is_not_there(client, router, mona, amara):
    translated(router, amara, mona)
    where = reverse("portal:article", args=[router.pk])
    client.cookies["language"] = "et"
    assert "Hoia nuppu" in client.get(where, follow=True).content.decode()
    assert "Ruuteri" in client.get(reverse("portal:articles"), {"q": "ruuter"}).content.decode()
    client.cookies["language"] = "es"
    text = client.get(where, follow=True).content.decode()
    assert "Hold the button" in text
    assert "English" in text
    assert "Hoia nuppu" in client.get(where, {"language": "et"}, follow=True).content.decode()
    actions.archive(router, by=mona)
    assert client.get(where).status_code == 404
    assert not Article.objects.public().exists()


def test_what_changed_since_is_beside_the_translation(client, router, mona, amara):
    estonian = translated(router, amara, mona)
    changed(router, mona, body="Hold the button for ten seconds. Wait.", note="Ten seconds")
    client.force_login(amara)
    text = client.get(at("translate", router.pk, "et")).content.decode()
    assert "<ins>" in text
    assert "Hoia nuppu" in text
    assert "Ten seconds" in text
    queue = client.get(at("articles", show="outdated")).content.decode()
    assert estonian.title in queue
    sent = {**WORDS, "body": "Kümme sekundit.", "made_from": router.versions.first().pk, "seen": 0}
    answer = client.post(at("translate", router.pk, "et"), {**sent, "change_note": "x", "do": "publish"})
    assert answer.url == at("article", estonian.pk)
    estonian.refresh_from_db()
    assert estonian.current.number == 1, "an agent leaves publishing to others"
    assert client.post(at("translate", router.pk, "et"), {**sent, "change_note": "x"}).status_code == 409


def test_a_translation_that_is_behind_is_offered_to_nobody(router, mona, amara):
    translated(router, amara, mona)
    words = "Kuidas ruuteri taaskäivitus käib"
    assert fitting_for_customers(words, "et", 3)
    changed(router, mona)
    assert not fitting_for_customers(words, "et", 3)


def test_a_guideline_in_another_language_is_read_once_all_the_same(mona, amara):
    guideline = published(mona, title="Refunds")
    draft = actions.translate(guideline, "et", WORDS, by=mona, made_from=guideline.current)
    actions.publish(draft.article, by=mona, seen=draft.edit)
    assert [one.pk for one in to_read(amara)] == [guideline.pk]


def test_who_may_translate(client, router, mona, amara, nora, cleo, billing):
    inside = published(cleo, kind="article", title="Ours", teams=[billing])
    with pytest.raises(PermissionDenied):
        actions.translate(inside, "et", WORDS, by=amara, made_from=inside.current)
    with pytest.raises(ValidationError):
        actions.translate(router, "en", WORDS, by=mona, made_from=router.current)
    with pytest.raises(ValidationError):
        actions.translate(router, "et", WORDS, by=mona, made_from=inside.current)
    client.force_login(nora)
    assert client.get(at("translate", inside.pk, "et")).status_code == 404
    assert client.get(at("translate", router.pk, "xx")).status_code == 404
    assert client.get(at("translate", router.pk, "et")).status_code == 200
    draft = actions.translate(router, "et", WORDS, by=amara, made_from=router.current)
    assert client.get(at("article", draft.article_id)).status_code == 404
    assert WORDS["title"] not in client.get(at("articles", show="drafts")).content.decode()
    with pytest.raises(PermissionDenied):
        actions.publish(draft.article, by=amara, seen=1)


def test_what_holds_for_all_languages_is_said_once(router, mona, amara, billing):
    estonian = translated(router, amara, mona)
    actions.write(router, said(title="Restart", teams=[billing], category="Devices"), by=mona)
    estonian.refresh_from_db()
    assert (estonian.category.name, list(estonian.teams.all())) == ("Devices", [billing])
