"""The page with one's keys."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from api.actions import MOST_KEYS, make_key, revoke_key
from api.models import Key

pytestmark = pytest.mark.django_db


def test_a_key_is_shown_once_and_works(client, amara, ticket):
    client.force_login(amara)
    url = reverse("api:keys")
    page = client.post(url, {"name": "The shop", "days": "30", "scope": ["read"]})
    secret = re.search(r'id="secret">(desk_[^<]+)<', page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(url).content.decode()
    assert secret not in str(list(Key.objects.values()))
    answer = client.get("/api/v1/tickets/", headers={"Authorization": f"Bearer {secret}"})
    assert [one["number"] for one in answer.json()["tickets"]] == [ticket.pk]
    assert Key.objects.get().used_at
    client.post(reverse("api:revoke", args=[Key.objects.get().pk]))
    assert client.get("/api/v1/tickets/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    client.get(url)  # says that it was revoked
    assert "The shop" not in client.get(url).content.decode()


@pytest.mark.parametrize(
    "said", [{"name": ""}, {"scope": []}, {"scope": ["everything"]}, {"days": "9999"}, {"days": "x"}]
)
def test_what_is_no_key_is_not_made(client, amara, said):
    client.force_login(amara)
    answer = client.post(reverse("api:keys"), {"name": "x", "days": "30", "scope": ["read"]} | said)
    assert answer.status_code == 422
    assert not Key.objects.exists()


def test_nobody_revokes_anothers_but_who_manages_staff(client, amara, ben, mona):
    key, _secret = make_key(by=amara, name="Hers", scopes=["read"])
    client.force_login(ben)
    assert client.post(reverse("api:revoke", args=[key.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        revoke_key(key, by=ben)
    key.refresh_from_db()
    assert key.revoked_at is None
    revoke_key(key, by=mona)
    key.refresh_from_db()
    assert key.revoked_at


def test_there_is_an_end_of_keys(amara):
    for n in range(MOST_KEYS):
        make_key(by=amara, name=f"{n}", scopes=["read"])
    with pytest.raises(ValidationError, match="Revoke one"):
        make_key(by=amara, name="One more", scopes=["read"])
