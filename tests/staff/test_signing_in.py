"""Signing in: who may, how often, and what a stranger learns from it (nothing)."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.conftest import PASSWORD


def sign_in(client, email="amara@desk.example", password=PASSWORD, **more):
    return client.post(reverse("staff:sign_in"), {"username": email, "password": password, **more})


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_amara_signs_in_and_gets_a_new_session_key(client, amara):
    client.get(reverse("staff:sign_in"))
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    response = sign_in(client, " Amara@Desk.example ")
    assert response.status_code == 302
    assert signed_in(client)
    assert client.session.session_key != before


def test_a_stranger_learns_nothing_from_the_answer(client, amara):
    """Unknown, wrong and gone read the same."""
    amara.is_active = False
    amara.save()
    answers = set()
    for email, password in [
        ("amara@desk.example", PASSWORD),
        ("amara@desk.example", "wrong password"),
        ("nobody@desk.example", PASSWORD),
    ]:
        response = sign_in(client, email, password)
        assert response.status_code == 422
        assert not signed_in(client)
        answers.add(str(response.context["form"].non_field_errors()))
    assert len(answers) == 1


def test_somebody_who_left_is_out_at_once(client, amara):
    client.force_login(amara)
    assert client.get(reverse("staff:profile")).status_code == 200
    amara.is_active = False
    amara.save()
    assert client.get(reverse("staff:profile")).status_code == 302


@pytest.mark.parametrize("name", ["staff:profile", "staff:password"])
def test_own_pages_ask_strangers_to_sign_in(client, db, name):
    response = client.get(reverse(name))
    assert response.headers["Location"].startswith(reverse("staff:sign_in"))


def test_a_customer_in_the_portal_is_not_signed_in_here(client, dana):
    session = client.session
    session["portal_contact"] = {"id": dana.pk}
    session.save()
    assert client.get(reverse("staff:profile")).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/profile/", "/profile/"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("javascript:alert(1)", None),
        ("/\\evil.example", None),
    ],
)
def test_next_leads_only_to_our_own_pages(client, amara, wanted, reached):
    response = sign_in(client, next=wanted)
    assert response.headers["Location"] == (reached or reverse("home"))


def test_too_many_guesses_at_one_account_have_to_wait(client, amara):
    for i in range(10):
        client.defaults["REMOTE_ADDR"] = f"192.0.2.{i}"
        assert sign_in(client, password="wrong").status_code == 422
    client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    response = sign_in(client)
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert "Too many attempts" in response.content.decode()
    assert not signed_in(client)


def test_too_many_guesses_from_one_machine_have_to_wait(client, amara):
    for i in range(10):
        sign_in(client, f"somebody{i}@desk.example", "wrong")
    assert sign_in(client).status_code == 429
    client.defaults["REMOTE_ADDR"] = "192.0.2.99"
    assert sign_in(client).status_code == 302


def test_a_whole_office_signs_in_from_one_machine(client, amara):
    for _ in range(12):
        assert sign_in(client).status_code == 302
        client.post(reverse("staff:sign_out"))


def test_with_the_cache_away_people_still_sign_in(client, amara, settings, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert sign_in(client).status_code == 302
    assert "not counted" in caplog.text
    settings.CACHES = settings._wrapped.default_settings.CACHES
    cache.clear()


def test_signing_out_needs_a_post(client, amara):
    client.force_login(amara)
    assert client.get(reverse("staff:sign_out")).status_code == 405
    client.post(reverse("staff:sign_out"))
    assert not signed_in(client)


def test_nul_and_nonsense_are_just_wrong(client, db):
    assert sign_in(client, "a\x00b@desk.example", "x\x00").status_code == 422
    assert sign_in(client, "x" * 100_000, "y" * 5000).status_code == 422
    assert client.post(reverse("staff:sign_in"), {}).status_code == 422


def test_signing_in_costs_few_statements(client, amara, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        sign_in(client)
