"""Hostile letters cost the child its life, not the worker's; the head is told all the same."""

import json
import os
import resource

import pytest

from benchmarks.real_mail import OWN, files
from lib.contained import Child, Stopped
from mail.handover import packed, unpacked
from mail.parser import glance, parse
from mail.reading import ordinary, parse_safely, read_apart

HEAD = b"From: Mari <a@example.com>\nSubject: =?utf-8?Q?t=C3=B5rge?=\nMessage-ID: <1@example.com>\n"
HERE = "tests.pure.test_contained"


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


def unsayable(data: bytes) -> object:
    return object() if data else None


def boastful(data: bytes) -> None:
    """An answer that claims to be longer than any may be, from a child that is not ours any more."""
    os.write(3, (2**62).to_bytes(8, "big"))
    os.write(3, data)


def no_json(data: bytes) -> None:
    os.write(3, (3).to_bytes(8, "big") + b"\x80\x04." + data)


def talkative(data: bytes) -> str:
    print("this is no answer")
    return data.decode()


def test_one_child_answers_many_questions():
    with Child(f"{HERE}:echo") as child:
        assert [child.ask(b"x" * size) for size in (0, 10, 3_000_000)] == [0, 10, 3_000_000]
    with Child(f"{HERE}:talkative") as child:
        assert [child.ask(b"a"), child.ask(b"b")] == ["a", "b"]


@pytest.mark.parametrize(
    "function", ["endless", "greedy", "dying", "absent", "unsayable", "boastful", "no_json"]
)
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


@pytest.mark.parametrize("file", files(OWN), ids=lambda file: file.name)
def test_a_letter_is_the_same_after_it_was_handed_over(file):
    mail = parse(file.read_bytes())
    assert unpacked(json.loads(json.dumps(packed(mail)))) == mail


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "two\r\nBcc: lines"), ("subject", None), ("text", "a\x00b"), ("html", "\ud800"),
        ("to", "x"), ("to", [["only one"]]), ("author", [1, 2]), ("headers", {"a": "no list"}),
        ("headers", []), ("date", "tomorrow"),
        ("attachments", [{"name": "x"}]), ("attachments", [3]), ("report", {}),
        ("references", {"a": 1}), ("date", "0001-01-01T00:00:00+14:00"),
    ],
)  # fmt: skip
def test_what_no_parsed_letter_holds_is_not_taken_from_a_child(name, value):
    said = json.loads(json.dumps(packed(parse(HEAD + b"\nhello"))))
    assert unpacked(said).text == "hello"
    for other in (said | {name: value}, {key: said[key] for key in said if key != name}, [said], None):
        with pytest.raises(ValueError, match="not a letter"):
            unpacked(other)


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
