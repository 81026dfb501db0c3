"""The first page of the day."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("who", "page"), [("amara", "tickets:inbox"), ("cleo", "tickets:inbox"), ("mona", "reports:now")]
)
def test_each_begins_where_their_work_is(client, request, who, page):
    client.force_login(request.getfixturevalue(who))
    assert client.get("/").url == reverse(page)


def test_strangers_are_asked_who_they_are(client, db):
    assert client.get("/").url.startswith(reverse("staff:sign_in"))
