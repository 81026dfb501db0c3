"""Programs that work for colleagues."""

import json

import pytest

from api.actions import make_key
from api.choices import Scope
from tests.hiring.conftest import ada, candidate, mona, otto, position, rita  # noqa: F401 their fixtures


@pytest.fixture
def program(client):
    """A way of asking the API with a key of somebody's."""

    def program(user, *scopes):
        _key, secret = make_key(by=user, name="A program", scopes=scopes or Scope.values)
        headers = {"Authorization": f"Bearer {secret}"}

        def ask(method, path, data=None, **query):
            body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
            url = f"/api/v1/{path}" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")
            return getattr(client, method)(url, headers=headers, **body)

        ask.secret = secret
        return ask

    return program
