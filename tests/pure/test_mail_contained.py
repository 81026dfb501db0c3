"""Hostile letters cost the child its life, not the worker's; the head is told all the same."""

import os
import resource

import pytest

from mail.contained import Child, Stopped
from mail.parser import glance, parse
from mail.reading import ordinary, parse_safely, read_apart

HEAD = b"From: Mari <a@example.com>\nSubject: =?utf-8?Q?t=C3=B5rge?=\nMessage-ID: <1@example.com>\n"
HERE = "tests.pure.test_mail_contained"


def spent() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def echo(data: bytes) -> int:
    return len(data)


def endless(data: bytes) -> None:
    while data:
        pass


def greedy(data: bytes) -> int:
    return len(b"x" * 2_000_000_000) if data else 0


def dying(data: bytes) -> None:
    os._exit(len(data))


def talkative(data: bytes) -> str:
    print("this is no answer")
    return data.decode()


def test_one_child_answers_many_questions():
    with Child(f"{HERE}:echo") as child:
        assert [child.ask(b"x" * size) for size in (0, 10, 3_000_000)] == [0, 10, 3_000_000]
    with Child(f"{HERE}:talkative") as child:
        assert [child.ask(b"a"), child.ask(b"b")] == ["a", "b"]


@pytest.mark.parametrize("function", ["endless", "greedy", "dying", "absent"])
def test_a_child_at_its_limits_is_stopped_and_replaced(function):
    began = spent()
    with Child(f"{HERE}:{function}", seconds=1, memory=600_000_000) as child:
        for _ in range(2):
            with pytest.raises(Stopped):
                child.ask(b"x")
    assert spent() - began < 8  # seconds, of both children


def test_a_letter_read_apart_is_the_same_letter():
    raw = (
        HEAD + b"Content-Type: multipart/report; boundary=b\n\n--b\n\ntext\n--b\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nStatus: 5.1.1\n--b--\n"
    )
    assert read_apart(raw) == parse(raw) == parse_safely(raw)


def test_a_letter_over_its_limits_is_told_by_its_head():
    with Child(f"{HERE}:dying") as child:
        mail = read_apart(HEAD + b"\nbody", child=child)
    assert (mail.from_.address, mail.from_.name, mail.subject) == ("a@example.com", "Mari", "tõrge")
    assert (mail.message_id, mail.text) == ("<1@example.com>", "body")
    assert "limits_reached" in mail.defects
    for raw in (b"", b"\xff" * 1000, b"A: " * 100_000, b"\n" * 300_000):
        assert "limits_reached" in glance(raw).defects


def test_ordinary_letters_need_no_child():
    assert ordinary(b"")
    assert ordinary(HEAD + b"\nhello")
    assert ordinary(HEAD.replace(b"\n", b"\r\n") + b"\r\n" + b"QUJD\r\n" * 500_000)
    for strange in (
        b"X: " + b"a" * 200_000 + b"\n\nb",
        HEAD + b"\n" + b"--b\n\nx\n" * 20_000,
        HEAD + b"Content-Type: message/rfc822\n\n" * 500,
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' * 100,
        HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
        HEAD + b"\n" + b"x" * 6_000_000,
    ):
        assert not ordinary(strange)
