"""Notices turned on and off in a browser: one's own only, with what a browser gives, gone with a sign-out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notices import devices, pushing
from notices.models import Device
from notices.sealing import Address
from tests.servers.push import Browser

pytestmark = pytest.mark.django_db
ADD, WISHES = "/notices/devices/", "/notices/settings/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def browser(name="one"):
    return Browser(f"https://push.example.net/{name}")


def give(user, name="one"):
    return devices.turn_on(Address(**browser(name).form()), by=user, name=f"{name} of {user.first_name}")


def add(client, **fields):
    return client.post(ADD, browser().form() | fields, headers={"User-Agent": FIREFOX}, follow=True)


def test_amara_turns_it_on_sees_it_tries_it_and_turns_it_off(client, amara, push_service):
    client.force_login(amara)
    there = push_service.browser()
    page = client.post(ADD, there.form(), headers={"User-Agent": FIREFOX}, follow=True).content.decode()
    assert "Notices come to this browser now." in page
    assert "Firefox · Linux" in page
    device = Device.objects.get()
    assert (device.user, device.endpoint) == (amara, there.endpoint)
    assert device.endpoint not in page
    assert client.post(reverse("notices:device_try", args=[device.pk])).url == WISHES
    assert pushing.send_to(device.pk, timezone.now()) == 1
    assert there.opened(push_service.came[0][2])["title"] == "This is how a notice looks here"
    assert client.post(reverse("notices:device_remove", args=[device.pk])).url == WISHES
    assert not Device.objects.exists()
    assert "It is on in none of your browsers." in client.get(WISHES).content.decode()


@pytest.mark.parametrize("name", ["notices:device_remove", "notices:device_try"])
def test_bens_is_not_found_and_a_stranger_signs_in_first(client, amara, ben, name):
    device, url = give(ben), reverse(name, args=[1])
    assert client.post(url).status_code == 302
    client.force_login(amara)
    assert client.post(reverse(name, args=[device.pk])).status_code == 404
    assert "one of Ben" not in client.get(WISHES).content.decode()
    assert Device.objects.get().pushes.count() == 0


def test_a_stranger_turns_nothing_on(client):
    assert client.post(ADD, browser().form()).status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"endpoint": "http://push.example.net/x"}, {"endpoint": "https://"}, {"endpoint": "ftp://x/y"},
        {"endpoint": "https://user:x@push.example.net/"}, {"endpoint": "https://push.example.net:99999/"},
        {"endpoint": "https://pušš.example.net/"}, {"endpoint": "https://x/" + "x" * 1000}, {"endpoint": ""},
        {"auth": "short"}, {"auth": "!"}, {"p256dh": "A" * 87}, {"p256dh": ""}, {"p256dh": "é"},
    ],
)  # fmt: skip
def test_what_no_browser_gives_is_refused_with_a_sentence(client, amara, fields):
    client.force_login(amara)
    assert "Nothing was turned on." in add(client, **fields).content.decode()
    assert not Device.objects.exists()


def test_turned_on_again_it_stays_one_also_with_another_address(client, amara):
    client.force_login(amara)
    add(client)
    add(client)
    assert Device.objects.count() == 1
    add(client, endpoint="https://push.example.net/anew")
    assert Device.objects.get().endpoint == "https://push.example.net/anew"


def test_ten_are_enough(client, amara, ben):
    for n in range(devices.MOST):
        give(amara, str(n))
    give(ben, "another")
    client.force_login(amara)
    assert "You have 10 browsers already." in add(client).content.decode()
    assert Device.objects.filter(user=amara).count() == 10


def test_signing_out_leaves_nothing_of_hers_in_this_browser(client, amara):
    give(amara, "at home")
    client.force_login(amara)
    add(client)
    client.post(reverse("staff:sign_out"))
    assert Device.objects.get().name == "at home of Amara"


def test_signing_out_takes_nothing_of_anybody_else(client, amara, ben):
    client.force_login(amara)
    add(client)
    client.force_login(ben)  # her session was over, and he came
    client.post(reverse("staff:sign_out"))
    assert Device.objects.get().user == amara
    client.cookies["browser"] = "forged"
    client.force_login(amara)
    assert client.post(reverse("staff:sign_out")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_statements_do_not_grow_with_the_browsers(client, amara, count, django_assert_max_num_queries):
    for n in range(count):
        give(amara, str(n))
    client.force_login(amara)
    client.get(WISHES)
    with django_assert_max_num_queries(7):  # session, user, wishes, browsers, key, two for the sidebar
        client.get(WISHES)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("503", "It is tried again."),
        ("403", "refused the last notice (403)"),
        ("address", "that of a push"),
    ],
)
def test_what_is_wrong_stands_beside_it(client, amara, problem, said):
    give(amara)
    Device.objects.update(problem=problem)
    client.force_login(amara)
    assert said in client.get(WISHES).content.decode()


def test_the_worker_is_at_the_root_for_everybody_and_not_kept(client):
    answer = client.get("/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"showNotification" in answer.content
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert client.post("/worker.js").status_code == 405
