"""Telling people: each thing once, in their language and zone, by letter if they wish, in a storm by one."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from notices import letters
from notices.actions import forget_old, mark_all_read, mark_read, notify, settle, wish
from notices.models import Notice
from notices.queries import unread_count
from notices.ways import next_digest
from notices.words import say
from outbox.models import Letter

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 16, 12, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
HOUR = 60 * MINUTE


def tell(*people, key="k", at=NOON, **fields):
    given = {"words": "{metric} is late", "params": {"metric": {"word": "First response"}}} | fields
    return notify(people, key=key, kind="escalation", at=at, **given)


def test_the_same_thing_is_told_to_each_once(amara, ben):
    assert (tell(amara), tell(amara, ben), tell(amara, ben)) == (1, 1, 0)
    assert Notice.objects.count() == 2


def test_it_is_read_in_the_readers_language_and_zone(amara):
    tell(amara, words="Due at {due}", params={"due": {"at": "2026-11-16T12:00:00+00:00"}})
    with translation.override("en"), timezone.override("Europe/Tallinn"):
        (said,) = say(Notice.objects.all(), amara)
    assert said.title == "Due at 16 Nov 14:00"  # noon in Greenwich
    tell(amara, key="2", words="{day}!", params={"day": {"word": "Monday"}})
    with translation.override("et"):
        assert say(Notice.objects.filter(key="2"), amara)[0].title == "esmaspäev!"


def test_a_translation_with_a_slip_hides_nothing(amara):
    tell(amara, words="{metric} of {unknown}")
    with pytest.raises(KeyError):
        say(Notice.objects.all(), amara)
    Notice.objects.update(params={"metric": "x", "unknown": "y"})
    assert say(Notice.objects.all(), amara)[0].title == "x of y"


def test_what_comes_late_says_how_late(amara):
    tell(amara, due_at=NOON - 2 * HOUR)
    tell(amara, key="in time", due_at=NOON - datetime.timedelta(seconds=20))
    assert [said.late for said in say(Notice.objects.order_by("pk"), amara)] == [2 * HOUR, None]


def test_what_one_may_not_see_any_more_is_told_without_its_words(ticket, amara, nora):
    for who in (amara, nora):
        tell(
            who, words="Secret {x}", params={"x": "plans"}, detail="More", page="tickets:ticket",
            page_args=[ticket.pk], act_page="tickets:take", act_words="Take", about=("ticket", ticket.pk),
        )  # fmt: skip
    (hers,) = say(Notice.objects.filter(recipient=amara), amara)
    assert (hers.title, hers.act_words) == ("Secret plans", "Take")
    assert hers.url == f"/tickets/{ticket.pk}/"
    (strangers,) = say(Notice.objects.filter(recipient=nora), nora)
    assert "plans" not in strangers.title
    assert (strangers.detail, strangers.url, strangers.act_url) == ("", "", "")


def test_reading_marks_ones_own_only(amara, ben):
    tell(amara, ben)
    tell(amara, ben, key="2")
    mine, other = Notice.objects.filter(recipient=amara), Notice.objects.filter(recipient=ben)
    assert mark_read([*other], by=amara) == 0
    assert mark_read([mine[0]], by=amara) == 1
    assert (unread_count(amara), unread_count(ben)) == (1, 2)
    newest = other.order_by("-pk")[0].pk
    tell(ben, key="came meanwhile")
    assert mark_all_read(by=ben, up_to=newest) == 2
    assert unread_count(ben) == 1


def test_settled_it_asks_for_nothing_any_more(amara, ben, ticket):
    tell(amara, ben, about=("ticket", ticket.pk), act_page="tickets:take", act_words="Take",
         page_args=[ticket.pk])  # fmt: skip
    tell(amara, key="other", about=("ticket", ticket.pk + 1))
    assert settle(("ticket", ticket.pk), by=amara) == 2
    assert (unread_count(amara), unread_count(ben)) == (1, 1)
    assert [said.act_url for said in say(Notice.objects.filter(recipient=ben), ben)] == [""]


def test_a_letter_leaves_if_somebody_wishes_or_the_way_asks_for_it(amara, ben, cleo):
    wish(by=amara, wishes={("escalation", "letter"): True})
    wish(by=cleo, wishes={("escalation", "letter"): False})
    tell(amara, ben, cleo)
    tell(ben, cleo, key="2", way="letter")
    assert letters.send_due(NOON) == 3
    assert letters.send_due(NOON) == 0
    assert sorted(Letter.objects.values_list("to", "subject")) == [
        ([f'"{who.full_name}" <{who.email}>'], "First response is late") for who in (amara, ben, cleo)
    ]
    assert not Notice.objects.filter(letter_due_at__isnull=False, letter=None)


def test_nobody_chooses_a_way_that_is_always_used(amara):
    with pytest.raises(KeyError):
        wish(by=amara, wishes={("escalation", "tray"): False})


def test_a_storm_becomes_one_letter_and_the_rows_stay_single(amara, settings):
    settings.NOTICE_LETTERS = {"most": 3, "minutes": 15}
    for n in range(30):
        tell(amara, key=f"k{n}", way="letter", words="Nr {n}", params={"n": n}, page="staff:profile")
    now = timezone.now()
    assert letters.send_due(now) == 1
    digest = Letter.objects.get()
    assert digest.kind == "notice_digest"
    assert digest.subject == "30 notices · Nr 0"
    assert digest.text.count("Nr ") == digest.html.count("Nr ") == 30
    assert Notice.objects.filter(letter=digest).count() == 30
    # What comes after waits for the next digest, and does not wait for ever.
    for n in range(5):
        tell(amara, key=f"later{n}", way="letter", words="Later {n}", params={"n": n})
    assert letters.send_due(now + MINUTE) == 0
    assert letters.send_due(now + 14 * MINUTE) == 0
    Letter.objects.update(queued_at=now)
    assert letters.send_due(now + 16 * MINUTE) == 1
    assert Letter.objects.filter(kind="notice_digest").count() == 2


def test_few_at_a_time_are_single_letters_and_many_in_a_while_are_not(amara, settings):
    settings.NOTICE_LETTERS = {"most": 2, "minutes": 15}
    for n in range(3):
        tell(amara, key=f"k{n}", way="letter")
        letters.send_due(timezone.now())
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == [
        "notice", "notice", "notice_digest",
    ]  # fmt: skip


def test_killed_before_the_end_no_letter_is_lost_and_none_leaves_twice(amara, monkeypatch):
    tell(amara, way="letter")
    true_queue = letters.queue

    def dies(**fields):
        true_queue(**fields)
        raise KeyboardInterrupt

    monkeypatch.setattr(letters, "queue", dies)
    with pytest.raises(KeyboardInterrupt):
        letters.send_due(NOON)
    assert Letter.objects.count() == 0
    monkeypatch.setattr(letters, "queue", true_queue)
    assert (letters.send_due(NOON), letters.send_due(NOON)) == (1, 0)


def test_who_has_left_gets_no_letter(amara):
    tell(amara, way="letter")
    amara.is_active = False
    amara.save()
    assert letters.send_due(NOON) == 0
    assert Letter.objects.count() == 0
    assert unread_count(amara) == 0


def test_old_notices_are_forgotten(amara):
    tell(amara, at=NOON - 61 * 24 * HOUR)
    tell(amara, key="2", at=NOON - 59 * 24 * HOUR)
    assert forget_old(NOON, days=60) == 1
    assert Notice.objects.get().key == "2"


def test_who_wishes_so_is_told_once_a_day_of_what_they_have_not_read(amara):
    wish(by=amara, wishes={("escalation", "digest"): True})
    amara.time_zone = "Europe/Tallinn"
    amara.save(update_fields=["time_zone"])
    for key in ("a", "b", "c"):
        tell(amara, key=key)
    mark_read(Notice.objects.filter(key="c"), by=amara)
    morning = NOON.replace(day=17, hour=6)  # 8 in Tallinn
    assert letters.send_due(morning - MINUTE) == 0
    assert (letters.send_due(morning), letters.send_due(morning)) == (1, 0)
    assert Letter.objects.get().kind == "notice_digest"
    assert Notice.objects.filter(letter=None).get().key == "c"


def test_a_letter_that_was_asked_for_does_not_wait_for_the_digest(amara):
    wish(by=amara, wishes={("escalation", "digest"): True})
    tell(amara, way="letter")
    assert letters.send_due(NOON) == 1


def test_the_morning_is_the_readers():
    riga, lima = ZoneInfo("Europe/Riga"), ZoneInfo("America/Lima")
    assert next_digest(NOON, riga).isoformat() == "2026-11-17T08:00:00+02:00"
    assert next_digest(NOON, lima).isoformat() == "2026-11-16T08:00:00-05:00"
