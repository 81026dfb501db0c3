"""One's own choices."""

import pytest
from django.urls import reverse

CHOICES = {
    "full_name": "Amara  Kask",
    "language": "pl",
    "time_zone": "Europe/Warsaw",
    "theme": "dark",
    "density": "compact",
    "undo_seconds": "20",
    "signature": "Amara, <script>alert(1)</script>",
}


def test_amara_chooses(client, amara):
    client.force_login(amara)
    response = client.post(reverse("staff:profile"), CHOICES)
    assert response.status_code == 302
    amara.refresh_from_db()
    assert (amara.full_name, amara.language, amara.time_zone) == ("Amara Kask", "pl", "Europe/Warsaw")
    assert (amara.theme, amara.density, amara.single_keys) == ("dark", "compact", False)
    assert amara.undo_seconds == 20
    html = client.get(reverse("staff:profile")).content.decode()
    assert 'lang="pl"' in html
    assert 'data-theme="dark" data-density="compact" data-time-zone="Europe/Warsaw"' in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "bad",
    [{"language": "xx"}, {"time_zone": "Mars/Olympus"}, {"full_name": "  "}, {"theme": "pink"},
     {"undo_seconds": "3600"},
     {"full_name": "x" * 500}, {"signature": "x" * 2001}, {"full_name": "a\x00b"}],
)  # fmt: skip
def test_what_is_no_choice_comes_back(client, amara, bad):
    client.force_login(amara)
    response = client.post(reverse("staff:profile"), {**CHOICES, **bad})
    assert response.status_code == 422
    assert response.context["form"].errors
    assert 'data-theme="auto"' in response.content.decode()
    amara.refresh_from_db()
    assert amara.language == "en"


def test_an_older_name_of_a_zone_stays(client, amara):
    amara.time_zone = "US/Eastern"
    amara.save()
    client.force_login(amara)
    assert '<option value="US/Eastern" selected>' in client.get(reverse("staff:profile")).content.decode()
    assert client.post(reverse("staff:profile"), {**CHOICES, "time_zone": "US/Eastern"}).status_code == 302


def test_nobody_makes_themselves_manager(client, amara):
    client.force_login(amara)
    client.post(reverse("staff:profile"), {**CHOICES, "role": "manager", "email": "x@x.example"})
    amara.refresh_from_db()
    assert (amara.role, amara.email) == ("agent", "amara@desk.example")


def test_theme_and_density_from_the_menu(client, amara):
    client.force_login(amara)
    url = reverse("staff:appearance")
    assert client.post(url, {"theme": "dark"}, headers={"x-requested-with": "fetch"}).status_code == 204
    assert client.post(url, {"density": "compact"}).status_code == 302
    back = client.post(url, {"theme": "dark"}, headers={"referer": "http://testserver/board/"})
    assert back.headers["Location"] == "http://testserver/board/"
    away = client.post(url, {"theme": "dark"}, headers={"referer": "https://evil.example/"})
    assert away.headers["Location"] == reverse("staff:profile")
    assert client.post(url, {"theme": "pink"}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.get(url).status_code == 405
    amara.refresh_from_db()
    assert (amara.theme, amara.density) == ("dark", "compact")


def test_strangers_choose_nothing(client, amara):
    assert client.post(reverse("staff:appearance"), {"theme": "dark"}).status_code == 302
    amara.refresh_from_db()
    assert amara.theme == "auto"


def test_the_profile_costs_few_statements(client, amara, django_assert_max_num_queries):
    client.force_login(amara)
    with django_assert_max_num_queries(6):
        client.get(reverse("staff:profile"))
