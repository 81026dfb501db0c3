"""Hiring for programs: only with the scope, only what the owner of the key takes part in, and in the log."""

import pytest

from api.choices import Scope
from hiring.models import Look

pytestmark = pytest.mark.django_db
ALL = "hiring/positions/"
OTHERS = [scope for scope in Scope.values if scope != Scope.HIRING]


def test_whoever_takes_part_reads_it_and_the_log_says_so(program, candidate, mona):
    ask = program(mona, "hiring")
    (one,) = ask("get", ALL).json()["positions"]
    assert one["title"] == "Agent for Billing"
    answer = ask("get", f"{ALL}{one['id']}/candidates/").json()
    assert [row["name"] for row in answer["candidates"]] == ["Kalle Kuusk"]
    assert answer["next"] is None
    assert Look.objects.filter(by_program=True, who=mona).count() == 2


def test_without_the_scope_or_a_place_in_it_there_is_nothing(
    program, candidate, mona, otto, rita, ada, cleo, amara
):  # fmt: skip
    addresses = [ALL, f"{ALL}{candidate.position_id}/candidates/"]
    before = Look.objects.count()
    for address in addresses:
        for method in ("get", "post", "put", "delete"):
            assert program(mona, *OTHERS)(method, address).status_code == 404
    for stranger in (otto, rita, ada, cleo, amara):
        assert program(stranger)("get", addresses[1]).status_code == 404
    for stranger in (rita, ada, cleo, amara):
        assert program(stranger)("get", ALL).status_code == 404
    assert program(otto)("get", ALL).json() == {"positions": []}
    assert Look.objects.count() == before
