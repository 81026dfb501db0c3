"""The watch over the processes of benchmarks.mail_fuzz: it calls out only for a mail that truly hangs."""

import time

import pytest

from benchmarks import fuzz_crew, mail_fuzz
from benchmarks.fuzz_crew import Crew
from benchmarks.mail_chain import mail_of
from benchmarks.real_mail import OWN, files


class DoneBetween:
    """The time since which a process is at its mail; it is done with it right after the first look."""

    def __init__(self) -> None:
        self.looks = iter([time.monotonic(), 0.0, 0.0])

    @property
    def value(self) -> float:
        return next(self.looks)


@pytest.fixture
def crew():
    crew = Crew(1, files(OWN))
    yield crew
    crew.end()


def test_a_mail_that_is_done_while_one_looks_does_not_hang(crew):
    crew.since = DoneBetween()
    assert not crew.stuck()


def test_a_mail_that_hangs_is_found_and_the_others_of_its_share_are_looked_at(monkeypatch, capsys):
    monkeypatch.setattr(fuzz_crew, "GIVE_UP", 0.5)
    monkeypatch.setattr(fuzz_crew, "run", hangs_at_the_third)
    found = mail_fuzz.fuzz(1, 5, [], processes=1)
    assert found.hung == [2]
    assert sorted(found.numbers) == [0, 1, 3, 4]
    assert "hangs_at_the_third" in capsys.readouterr().err


def hangs_at_the_third(raw: bytes) -> dict[str, float]:
    if raw == mail_of(1, 2, []):
        time.sleep(60)
    return {}
