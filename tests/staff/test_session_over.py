"""A session that ended while somebody worked."""

import pytest


@pytest.mark.parametrize("path", ["write", "draft", "take", "move/solve", "tags"])
def test_a_part_of_a_page_is_never_the_sign_in_page(client, ticket, path):
    address = f"/tickets/{ticket.number}/{path}/"
    answer = client.post(address, {"text": "Hello"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert client.post(address, {"text": "Hello"}).status_code == 302


def test_a_pulse_stops_there_too(client, db):
    assert client.get("/inbox/pulse/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/inbox/", headers={"HX-Request": "true"}).status_code == 401
