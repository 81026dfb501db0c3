"""Guidelines: written, published, read, confirmed, followed up; whose they are, and who is refused."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from knowledge import actions
from knowledge.access import articles_for, may_write
from knowledge.models import Article, Reading
from knowledge.queries import fitting, has_confirmed, in_words, last_confirmed, receipts, stale, to_read
from lib import database_clock
from notices.models import Notice
from tickets.actions import change_team

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def said(**given):
    return {"title": "Refunds", "body": "Money goes back in three days.", **given}


def written(by, kind="guideline", **given):
    return actions.start(said(**given), kind=kind, by=by)


def published(by, kind="guideline", at=None, **given):
    article = written(by, kind=kind, **given)
    actions.publish(article, by=by, seen=1, at=at)
    article.refresh_from_db()
    return article


def changed(article, by, body="Money goes back in two days.", note="Two days, not three.", at=None):
    current = said(title=article.title, teams=list(article.teams.all()))
    draft = actions.write(article, {**current, "body": body, "change_note": note}, by=by)
    actions.publish(article, by=by, seen=draft.edit, at=at)
    article.refresh_from_db()
    return article


def told(user):
    return list(Notice.objects.filter(recipient=user, kind="guideline").order_by("pk"))


# --- writing


def test_nobody_is_told_of_a_draft_and_everybody_it_is_for_of_what_is_published(
    cleo, amara, ben, nora, billing
):
    article = written(cleo, teams=[billing])
    assert not told(amara)
    assert not articles_for(amara).exists()
    actions.publish(article, by=cleo, seen=1)
    assert [notice.params["title"] for notice in told(amara)] == ["Refunds"]
    assert len(told(ben)) == 1
    assert not told(nora)
    assert not told(cleo)
    assert list(to_read(amara)) == [article]
    assert not to_read(nora).exists()
    assert not to_read(cleo).exists()


def test_a_published_version_stays_as_it_was(cleo, billing):
    article = published(cleo, teams=[billing])
    changed(article, cleo)
    assert list(article.versions.values_list("number", "body")) == [
        (2, "Money goes back in two days."),
        (1, "Money goes back in three days."),
    ]
    assert article.current.number == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": "  "}, "A title has"),
        ({"title": "x" * 161}, "A title has"),
        ({"body": " \n "}, "Write what it says"),
        ({"body": "x" * 300_000}, "longer than"),
        ({"change_note": "x" * 301}, "longer than"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(cleo, billing, given, words):
    with pytest.raises(ValidationError, match=words):
        written(cleo, teams=[billing], **given)
    assert not Article.objects.exists()


def test_a_change_is_published_with_a_word_on_what_changed_and_only_if_something_did(cleo, billing):
    article = published(cleo, teams=[billing])
    draft = actions.write(article, said(teams=[billing], body="Other words here."), by=cleo)
    with pytest.raises(ValidationError, match="what changed"):
        actions.publish(article, by=cleo, seen=draft.edit)
    draft = actions.write(article, said(teams=[billing], change_note="Nothing"), by=cleo)
    with pytest.raises(ValidationError, match="Nothing changed"):
        actions.publish(article, by=cleo, seen=draft.edit)


def test_two_writers_do_not_overwrite_each_other(cleo, mona, billing):
    article = published(cleo, teams=[billing])
    draft = actions.write(article, said(teams=[billing], body="Mine."), by=cleo, seen=0)
    with pytest.raises(actions.StaleDraft):
        actions.write(article, said(teams=[billing], body="Theirs."), by=mona, seen=0)
    actions.write(article, said(teams=[billing], body="Both."), by=mona, seen=draft.edit)
    with pytest.raises(actions.StaleDraft):
        actions.publish(article, by=cleo, seen=draft.edit)
    assert article.versions.first().body == "Both."


def test_a_draft_is_thrown_away_alone_or_with_what_was_never_published(cleo, billing):
    article = published(cleo, teams=[billing])
    draft = actions.write(article, said(teams=[billing], body="Other."), by=cleo)
    assert actions.drop_draft(article, by=cleo, seen=draft.edit) is False
    assert article.versions.count() == 1
    never = written(cleo, teams=[billing])
    assert actions.drop_draft(never, by=cleo, seen=1) is True
    assert not Article.objects.filter(pk=never.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_published_twice_at_once_it_is_published_once(cleo, amara, billing):
    article = written(cleo, teams=[billing])

    def one(_turn):
        try:
            actions.publish(article, by=cleo, seen=1)
            return "yes"
        except actions.StaleDraft:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crowd:
        assert sorted(crowd.map(one, range(2))) == ["stale", "yes"]
    assert len(told(amara)) == 1


# --- whose


def test_an_agent_writes_nothing_and_a_lead_only_for_their_own_teams(amara, cleo, mona, billing, network):
    for by, teams in [(amara, [billing]), (cleo, [network]), (cleo, [billing, network]), (cleo, [])]:
        with pytest.raises(PermissionDenied):
            written(by, teams=teams)
    assert not Article.objects.exists()
    everybodys = published(mona)
    assert may_write(mona, everybodys)
    assert not may_write(cleo, everybodys)
    assert not may_write(amara, everybodys)
    for act in (actions.archive, actions.restore):
        with pytest.raises(PermissionDenied):
            act(everybodys, by=cleo)


def test_a_lead_cannot_take_an_article_from_another_team(cleo, mona, billing, network):
    theirs = published(mona, teams=[network])
    with pytest.raises(PermissionDenied):
        actions.write(theirs, said(teams=[billing]), by=cleo)
    own = published(cleo, teams=[billing])
    with pytest.raises(PermissionDenied):
        actions.write(own, said(teams=[network]), by=cleo)
    assert list(own.teams.all()) == [billing]


def test_another_teams_article_is_nobody_elses(cleo, amara, nora, mona, billing):
    article = published(cleo, teams=[billing])
    assert article in articles_for(amara)
    assert article in articles_for(mona)
    assert not articles_for(nora).exists()
    with pytest.raises(PermissionDenied):
        actions.acknowledge(article.current, by=nora)


def test_who_left_the_team_is_told_nothing_of_it_any_more(cleo, amara, billing, client):
    published(cleo, title="Refunds in cash", teams=[billing])
    client.force_login(amara)
    assert "Refunds in cash" in client.get("/notices/").content.decode()
    amara.memberships.all().delete()
    assert "Refunds in cash" not in client.get("/notices/").content.decode()


# --- reading


def test_confirming_is_for_this_version_and_for_oneself(cleo, amara, ben, billing):
    article = published(cleo, teams=[billing])
    actions.acknowledge(article.current, by=amara)
    assert not to_read(amara).exists()
    assert to_read(ben).exists()
    assert told(amara)[0].settled_at
    assert told(amara)[0].read_at
    assert not told(ben)[0].settled_at
    first = article.current
    changed(article, cleo)
    assert list(to_read(amara)) == [article]
    assert last_confirmed(article, amara) == first
    with pytest.raises(ValidationError, match="not the version in force"):
        actions.acknowledge(first, by=ben)


def test_only_the_version_in_force_counts_as_confirmed(cleo, amara, ben, billing):
    refunds, outages = published(cleo, teams=[billing]), published(cleo, title="Outages", teams=[billing])
    for article in (refunds, outages):
        actions.acknowledge(article.current, by=amara)
    changed(refunds, cleo)
    both = [refunds.pk, outages.pk]
    assert has_confirmed([amara.pk, ben.pk], both) == {(amara.pk, outages.pk)}
    actions.acknowledge(refunds.current, by=ben)
    assert has_confirmed([amara.pk, ben.pk], [refunds.pk]) == {(ben.pk, refunds.pk)}


def test_confirmed_twice_it_keeps_the_first_time(cleo, amara, billing):
    article = published(cleo, teams=[billing])
    first = actions.acknowledge(article.current, by=amara).acknowledged_at
    assert actions.acknowledge(article.current, by=amara).acknowledged_at == first
    assert Reading.objects.filter(reader=amara).count() == 1


def test_an_article_is_not_confirmed_and_a_draft_not_read(cleo, amara, billing):
    plain = published(cleo, kind="article", teams=[billing])
    assert not told(amara)
    assert not to_read(amara).exists()
    with pytest.raises(ValidationError):
        actions.acknowledge(plain.current, by=amara)
    with pytest.raises(PermissionDenied):
        actions.open_version(written(cleo, teams=[billing]).versions.get(), by=amara)


def test_a_new_version_settles_what_was_told_of_the_old(cleo, amara, billing):
    article = changed(published(cleo, teams=[billing]), cleo)
    old, new = told(amara)
    assert old.settled_at
    assert not new.settled_at
    assert new.params["note"] == "Two days, not three."
    assert article.current.number == 2


def test_archived_it_need_not_be_read_and_back_in_use_it_must(cleo, amara, billing):
    article = published(cleo, teams=[billing])
    actions.archive(article, by=cleo)
    assert not to_read(amara).exists()
    assert not articles_for(amara).exists()
    assert told(amara)[0].settled_at
    actions.restore(article, by=cleo)
    assert list(to_read(amara)) == [article]


def test_a_manager_has_to_read_what_is_everybodys_not_what_is_a_teams(cleo, mona, amara, billing):
    published(cleo, teams=[billing])
    assert not to_read(mona).exists()
    everybodys = published(mona, title="Outages")
    assert everybodys in to_read(amara)


def test_receipts_name_all_it_is_for_the_open_ones_first(cleo, amara, ben, billing):
    article = published(cleo, teams=[billing])
    actions.acknowledge(article.current, by=amara)
    changed(article, cleo)
    actions.acknowledge(article.current, by=ben)
    rows = {one.pk: one for one in receipts(article)}
    assert set(rows) == {amara.pk, ben.pk, cleo.pk}
    assert rows[amara.pk].acknowledged_at is None
    assert rows[amara.pk].last_read == 1
    assert rows[ben.pk].last_read == 2
    assert receipts(article).first().pk == amara.pk


def test_it_is_found_by_words_and_by_its_day_of_review(cleo, amara, billing):
    today = datetime.date(2026, 11, 28)
    article = published(cleo, teams=[billing], category="Money", review_on=today)
    assert list(in_words(articles_for(amara), "refund THREE money")) == [article]
    assert not in_words(articles_for(amara), "refund nowhere").exists()
    assert list(stale(articles_for(amara), today)) == [article]
    assert not stale(articles_for(amara), today - DAY).exists()


def test_what_is_written_down_about_it_comes_the_title_first(cleo, nora, amara, mona, billing):
    in_text = published(cleo, title="Money", body="Refunds take three days.", teams=[billing])
    in_title = published(cleo, kind="article", title="Refunded twice", teams=[billing])
    published(mona, title="Outages", body="Something else.")
    actions.start(said(title="Refund draft", teams=[billing]), kind="article", by=cleo)
    assert fitting(amara, "Refund not received", 3) == [in_title, in_text]
    assert fitting(amara, "Refund not received", 1) == [in_title]
    assert fitting(nora, "Refund not received", 3) == []
    assert fitting(amara, "№ 12 %_ !", 3) == []


def test_beside_a_ticket_and_in_the_palette_it_is_found_by_its_readers_alone(
    client, cleo, mona, amara, nora, billing, ticket, network
):
    article = published(cleo, title="Refunds in cash", teams=[billing])
    client.force_login(amara)
    card = client.get(f"/tickets/{ticket.pk}/similar/", headers={"HX-Request": "true"})
    assert "Refunds in cash" in card.content.decode()
    assert f"/knowledge/{article.pk}/" in client.get("/palette/?q=cash").content.decode()
    client.force_login(nora)
    assert "Refunds in cash" not in client.get("/palette/?q=cash").content.decode()
    change_team(ticket, by=mona, to=network)
    card = client.get(f"/tickets/{ticket.pk}/similar/", headers={"HX-Request": "true"})
    assert card.status_code == 200
    assert "Refunds in cash" not in card.content.decode()


# --- reminding


def test_who_has_not_confirmed_is_told_again_and_after_a_week_their_lead(cleo, amara, ben, mona, billing):
    now = database_clock.now()
    article = published(mona, teams=[billing], at=now - 2 * DAY)
    actions.acknowledge(article.current, by=ben)
    assert actions.remind(now) == 0
    assert actions.remind(now + DAY) == 2  # Amara, and Cleo for herself
    assert actions.remind(now + DAY) == 0  # told twice, given once
    assert len(told(amara)) == 2
    assert len(told(ben)) == 1
    actions.remind(now + 5 * DAY)
    assert [notice.params for notice in told(cleo)][-1] == {"title": "Refunds", "n": 1}
    assert len(told(amara)) == 3
    before = Notice.objects.count()
    actions.remind(now + 6 * DAY)
    actions.remind(now + 40 * DAY)
    assert Notice.objects.count() == before


def test_nobody_is_reminded_of_what_was_archived(cleo, amara, billing):
    now = database_clock.now()
    article = published(cleo, teams=[billing], at=now - 4 * DAY)
    actions.archive(article, by=cleo)
    assert actions.remind(now) == 0


def test_whoever_looks_after_it_hears_once_that_its_day_of_review_has_come(cleo, mona, billing):
    now = database_clock.now()
    article = published(mona, kind="article", teams=[billing], owner=cleo, review_on=now.date())
    assert actions.remind(now - DAY) == 0
    assert (actions.remind(now), actions.remind(now)) == (1, 0)
    assert [notice.page_args for notice in told(cleo)] == [[article.pk]]
    assert not told(mona)
