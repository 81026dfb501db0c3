"""A forgotten password: one letter, one use, and nothing to learn for a stranger."""

import re

from django.conf import settings as django_settings
from django.urls import reverse

from outbox.models import Letter
from tests.conftest import PASSWORD

NEW = "seven purple lanterns"


def ask(client, email="amara@desk.example"):
    return client.post(reverse("staff:reset"), {"email": email}, follow=True)


def link() -> str:
    return re.search(rf"{re.escape(django_settings.BASE_URL)}(\S+)", Letter.objects.get().text)[1]


def choose(client, path, password=NEW):
    form = client.get(path, follow=True)
    return client.post(
        form.redirect_chain[-1][0] if form.redirect_chain else path,
        {"new_password1": password, "new_password2": password},
    )


def test_the_letter_sets_a_new_password_once(client, amara):
    ask(client, "AMARA@desk.example")
    letter = Letter.objects.get()
    assert letter.to == ['"Amara Kask" <amara@desk.example>']
    assert letter.kind == "password_reset"
    assert link() in letter.html
    path = link()
    assert choose(client, path).headers["Location"] == reverse("staff:sign_in")
    assert client.login(username="amara@desk.example", password=NEW)
    assert not client.login(username="amara@desk.example", password=PASSWORD)
    client.logout()
    assert "does not work any more" in client.get(path, follow=True).content.decode()


def test_the_answer_is_the_same_for_everybody(client, amara, ben):
    ben.is_active = False
    ben.save()
    pages = {ask(client, email).content for email in ("amara@desk.example", "nobody@desk.example", ben.email)}
    assert len({re.sub(rb'csrf[^>]*value="[^"]*"|x-csrftoken[^}]*', b"", page) for page in pages}) == 1
    assert Letter.objects.count() == 1


def test_the_letter_speaks_the_language_of_its_reader(client, amara):
    amara.language = "et"
    amara.save()
    ask(client)
    assert Letter.objects.count() == 1


def test_weak_and_forged(client, amara):
    ask(client)
    assert choose(client, link(), "short").status_code == 422
    assert "does not work any more" in client.get("/password/new/MQ/forged-token/").content.decode()


def test_asking_again_and_again_has_to_wait(client, amara):
    for i in range(5):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{i}"
        ask(client)
    client.defaults["REMOTE_ADDR"] = "192.0.2.9"
    assert ask(client).status_code == 429
    assert Letter.objects.count() == 5


def test_amara_changes_her_own(client, amara):
    client.force_login(amara)
    url = reverse("staff:password")
    answer = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post(url, answer).status_code == 422
    assert client.post(url, {**answer, "old_password": PASSWORD}).status_code == 302
    assert client.get(reverse("staff:profile")).status_code == 200
    assert client.login(username=amara.email, password=NEW)
