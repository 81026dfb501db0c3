"""Notices in the browser: sealed for it alone, once, with what its reader may see when it is sent."""

import datetime
from email.utils import format_datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from lib import outside
from lib.sealed import unseal
from notices import devices, keys, pushing
from notices.actions import forget_old, mark_all_read, notify, wish
from notices.models import Device, Notice, Push, PushKey
from notices.sealing import Address
from tests.servers.push import vouched
from tickets.actions import change_team

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
HOUR = 3600 * SECOND


def tell(*people, key="k", at=None, **fields):
    given = {"words": "{metric} is late", "params": {"metric": {"word": "First response"}}, "page": "home"}
    return notify(people, key=key, kind="escalation", at=at, **given | fields)


@pytest.fixture
def turned_on(push_service):
    """turned_on(amara, "phone") → the browser and our row of it."""

    def turn_on(user, name="one"):
        browser = push_service.browser(name)
        return browser, devices.turn_on(Address(**browser.form()), by=user, name="Firefox · Linux")

    return turn_on


def said(push_service, browser, number=-1):
    return browser.opened(push_service.came[number][2])


def test_a_notice_comes_sealed_for_the_browser_and_signed_by_the_desk(
    amara, turned_on, push_service, settings
):
    settings.PUSH_CONTACT = "mailto:desk@desk.example"
    browser, device = turned_on(amara)
    tell(amara, detail="You lead Billing.")
    now = timezone.now()
    assert pushing.send_due(now) == 1
    (path, headers, body), notice = push_service.came[0], Notice.objects.get()
    assert (path, headers["Content-Encoding"]) == ("/push/one", "aes128gcm")
    assert b"late" not in body
    assert browser.opened(body) == {
        "title": "First response is late", "body": "You lead Billing.", "url": f"/notices/{notice.pk}/",
        "tag": f"notice-{notice.pk}", "lang": "en",
    }  # fmt: skip
    claims, key = vouched(headers["Authorization"])
    assert (claims["aud"], claims["sub"]) == (
        f"https://localhost:{push_service.port}",
        "mailto:desk@desk.example",
    )
    assert key == keys.public_key()
    assert 0 < claims["exp"] - now.timestamp() <= 24 * 3600
    device.refresh_from_db()
    assert device.reached_at == now


def test_it_comes_once_and_to_each_of_ones_browsers(amara, ben, turned_on, push_service):
    for name in ("phone", "desktop"):
        turned_on(amara, name)
    tell(amara, ben)
    now = timezone.now()
    assert (pushing.send_due(now), pushing.send_due(now), pushing.send_due(now + HOUR)) == (2, 0, 0)
    assert sorted(path for path, *_ in push_service.came) == ["/push/desktop", "/push/phone"]
    assert not Notice.objects.exclude(push_due_at=None)


def test_it_is_in_the_readers_language_and_short_in_any_alphabet(amara, turned_on, push_service):
    amara.language = "et"
    amara.save()
    browser, _device = turned_on(amara)
    tell(amara, words="{x}", params={"x": "Ж" * 900}, detail="{x}")
    pushing.send_due(timezone.now())
    assert said(push_service, browser)["lang"] == "et"
    assert len(push_service.came[0][2]) < 4096


def test_what_is_lost_before_it_leaves_is_not_told(amara, cleo, ticket, network, turned_on, push_service):
    """Asked when it is sent, not when it was written down."""
    turned_on(amara)
    tell(amara, words="{x}", params={"x": "zanzibar"}, about=("ticket", ticket.pk))
    pushing.write_down(timezone.now())
    change_team(ticket, by=cleo, to=network)
    assert pushing.send_due(timezone.now()) == 0
    assert push_service.came == []
    assert not Push.objects.exclude(due_at=None)


def test_what_was_read_meanwhile_and_whom_left_are_left_alone(amara, ben, turned_on, push_service):
    turned_on(amara, "a")
    turned_on(ben, "b")
    tell(amara, ben)
    mark_all_read(by=amara)
    pushing.write_down(timezone.now())
    ben.is_active = False
    ben.save()
    assert pushing.send_due(timezone.now()) == 0
    assert push_service.came == []
    assert not Push.objects.exclude(due_at=None)


def test_many_at_once_become_one(amara, turned_on, push_service):
    browser, _device = turned_on(amara)
    for n in range(7):
        tell(amara, key=f"k{n}", words="Nr {n}", params={"n": n})
    assert pushing.send_due(timezone.now()) == 1
    assert said(push_service, browser)["title"] == "7 new notices"
    assert said(push_service, browser)["url"] == "/notices/"
    assert Push.objects.filter(sent_at__isnull=False).count() == 7


def test_who_does_not_wish_it_is_not_told_so(amara, turned_on, push_service):
    turned_on(amara)
    wish(by=amara, wishes={("escalation", "push"): False})
    tell(amara)
    assert pushing.send_due(timezone.now()) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_took_it_back_is_forgotten(amara, turned_on, push_service, status):
    turned_on(amara)
    push_service.answers["/push/one"] = [(status, {})]
    for n in range(3):
        tell(amara, key=f"k{n}")
    assert pushing.send_due(timezone.now()) == 0
    assert not Device.objects.exists()
    assert len(push_service.came) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_service_is_asked_again_later_and_in_the_end_no_more(amara, turned_on, push_service, status):
    turned_on(amara)
    push_service.answers["/push/one"] = [(status, {})] * 20
    tell(amara)
    now, waits = timezone.now(), []
    for _try in range(20):
        pushing.send_due(now)
        due = Push.objects.get().due_at
        if due is None:
            break
        waits.append((due - now).total_seconds())
        assert pushing.send_due(due - SECOND) == 0
        now = due
    assert waits == [30, 120, 600, 1800, 7200]
    assert len(push_service.came) == 6
    assert Device.objects.get().problem == str(status)


def test_it_says_itself_when_to_ask_again_within_reason(amara, turned_on, push_service):
    turned_on(amara)
    now = timezone.now().replace(microsecond=0)
    in_ten = format_datetime(now + 600 * SECOND, usegmt=True)
    for said, wait in (("90", 90), (in_ten, 600), ("999999999", 7200), ("soon", 30), ("-5", 30)):
        Push.objects.all().delete()
        Notice.objects.all().delete()
        push_service.answers["/push/one"] = [(429, {"Retry-After": said})]
        tell(amara, at=now)
        pushing.send_due(now)
        assert Push.objects.get().due_at == now + wait * SECOND, said
    push_service.answers.clear()
    assert pushing.send_due(now + 31 * SECOND) == 1
    assert Device.objects.get().problem == ""


def test_what_is_refused_is_given_up_and_said(amara, turned_on, push_service):
    turned_on(amara)
    push_service.answers["/push/one"] = [(403, {})]
    tell(amara)
    assert pushing.send_due(timezone.now()) == 0
    assert (Push.objects.get().due_at, Device.objects.get().problem) == (None, "403")


def test_a_service_that_is_away_holds_nobody_up(amara, ben, turned_on, push_service, monkeypatch):
    for user, name in ((amara, "a"), (amara, "b"), (ben, "c")):
        turned_on(user, name)
    tell(amara, ben)
    asked = []

    def away(*address, **more):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(outside.socket, "create_connection", away)
    now = timezone.now()
    assert pushing.send_due(now) == 0
    assert len(asked) == 1
    assert {push.due_at - now for push in Push.objects.all()} == {30 * SECOND}


def test_a_redirect_is_not_followed(amara, turned_on, push_service):
    turned_on(amara)
    push_service.answers["/push/one"] = [(307, {"Location": f"https://localhost:{push_service.port}/inward"})]
    tell(amara)
    assert pushing.send_due(timezone.now()) == 0
    assert [path for path, *_ in push_service.came] == ["/push/one"]


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/x",
        "http://8.8.8.8/x",
        "https://[::1]/x",
    ],
)
def test_our_own_network_is_never_asked(amara, turned_on, address, monkeypatch):
    monkeypatch.undo()  # nothing counts as public that is not
    monkeypatch.setattr(outside.socket, "create_connection", lambda *args, **more: pytest.fail("asked"))
    Device.objects.create(
        user=amara, endpoint=address, created_at=timezone.now(),
        **{name: value for name, value in turned_on(amara)[0].form().items() if name != "endpoint"},
    )  # fmt: skip
    Device.objects.exclude(endpoint=address).delete()
    tell(amara)
    assert pushing.send_due(timezone.now()) == 0
    assert (Device.objects.get().problem, Push.objects.get().due_at) == ("address", None)


def test_killed_while_sending_it_leaves_again_under_the_same_name(
    amara, turned_on, push_service, monkeypatch
):
    turned_on(amara)
    tell(amara)
    true_settled, now = pushing._settled_by, timezone.now()
    monkeypatch.setattr(pushing, "_settled_by", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        pushing.send_due(now)
    monkeypatch.setattr(pushing, "_settled_by", true_settled)
    assert pushing.send_due(now + SECOND) == 0  # it is held
    assert pushing.send_due(now + pushing.HELD) == 1
    assert len({headers["Topic"] for _path, headers, _body in push_service.came}) == 1
    assert Push.objects.get().tries == 2


def test_what_is_hours_old_is_not_news(amara, turned_on, push_service):
    turned_on(amara)
    tell(amara)
    pushing.write_down(timezone.now())
    assert pushing.send_due(timezone.now() + 13 * HOUR) == 0
    assert push_service.came == []


def test_with_old_notices_go_what_was_sent_of_them(amara, turned_on, push_service):
    turned_on(amara)
    tell(amara, at=timezone.now() - 61 * 24 * HOUR)
    pushing.write_down(timezone.now())
    assert Push.objects.count() == 1
    forget_old(timezone.now(), days=60)
    assert not Push.objects.exists()


def test_a_browser_is_one_persons_at_a_time(amara, ben, turned_on, push_service):
    _browser, first = turned_on(amara)
    tell(amara)
    pushing.write_down(timezone.now())
    browser = push_service.browser()
    devices.turn_on(Address(**browser.form()), by=ben, name="")
    assert Device.objects.get().user == ben
    assert pushing.send_due(timezone.now()) == 0
    assert first.pk != Device.objects.get().pk


def test_the_key_is_made_once_kept_sealed_and_sealed_anew(settings, db):
    public = keys.public_key()
    row = PushKey.objects.get()
    assert keys.private_key() == unseal(row.secret)
    assert keys.private_key() not in row.secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9
    call_command("mail_reseal")
    settings.SECRET_KEY_FALLBACKS = []
    assert (keys.public_key(), keys.private_key() != "") == (public, True)


def test_without_what_opens_the_key_nothing_leaves_and_nothing_is_lost(
    amara, turned_on, push_service, settings
):
    turned_on(amara)
    tell(amara)
    keys.public_key()
    settings.SECRET_KEY = "lost" * 12
    assert pushing.send_due(timezone.now()) == 0
    call_command("push_key", "--new")
    assert not Device.objects.exists()
    assert keys.private_key()


def test_a_key_of_ones_own(settings, db):
    settings.PUSH_KEY = "x" * 10 + "A" * 33
    assert keys.private_key() == settings.PUSH_KEY
    assert len(keys.public_key()) == 87
    assert not PushKey.objects.exists()
