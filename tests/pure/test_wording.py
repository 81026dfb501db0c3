"""What files say, and what hostile ones do to the child that reads them."""

import random

import pytest

from files.wording import EMPTY, MOST_CHARS, READ, UNREADABLE, words_of
from lib.contained import Child, Stopped
from tests.pure import made_files


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Serial 4711\n\n  of   the router ", "Serial 4711\nof the router"),
        ("Õige järjekord".encode(), "Õige järjekord"),
        ("﻿Заказ не пришёл".encode(), "Заказ не пришёл"),
        ("Kraków".encode("utf-16"), "Kraków"),
        (made_files.pdf("Invoice 2026-17", "Total 120 EUR"), "Invoice 2026-17\nTotal 120 EUR"),
        (made_files.pdf("Packed away", packed=True), "Packed away"),
        (made_files.docx("Leping number 12", "Umowa o pracę"), "Leping number 12\nUmowa o pracę"),
    ],
)
def test_what_files_say(data, text):
    assert words_of(data) == {"state": READ, "text": text}


def test_older_letters_are_guessed():
    said = words_of(("Дорогие коллеги, прошу вернуть деньги за заказ. " * 5).encode("cp1251"))
    assert said["state"] == READ
    assert "прошу вернуть деньги" in said["text"]


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (b"", EMPTY), (b" \n\t", EMPTY), (made_files.pdf(), EMPTY), (made_files.docx(), EMPTY),
        (b"%PDF-1.4 and nothing else", UNREADABLE), (b"PK\x03\x04 broken", UNREADABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00", UNREADABLE), (made_files.docx("x")[:-40], UNREADABLE),
        (made_files.docx_of("<not closed"), UNREADABLE),
    ],
)  # fmt: skip
def test_what_says_nothing_says_why(data, state):
    assert words_of(data) == {"state": state, "text": ""}


def test_no_more_is_kept_than_search_reads():
    assert len(words_of(b"word " * MOST_CHARS)["text"]) <= MOST_CHARS


def test_broken_files_are_answered():
    draw = random.Random("files")
    whole = [made_files.pdf("One", "Two", packed=True), made_files.docx("Three"), "Neli".encode("utf-16")]
    for _ in range(300):
        data = bytearray(draw.choice(whole))
        for _ in range(draw.randrange(1, 20)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        said = words_of(bytes(data[: draw.randrange(len(data)) or None]))
        assert said["state"] in {READ, EMPTY, UNREADABLE}
        assert "\x00" not in said["text"]


@pytest.mark.parametrize("hostile", ["bomb", "laughing", "swollen_pdf"])
def test_hostile_files_cost_the_child_seconds_and_memory_and_the_next_is_read(hostile):
    with Child("files.wording:words_of", seconds=5, memory=600_000_000) as child:
        try:
            said = child.ask(getattr(made_files, hostile)())
        except Stopped:
            said = {"state": "stopped", "text": ""}
        assert said["state"] in {"stopped", UNREADABLE, EMPTY}
        assert said["text"] == ""
        assert child.ask(b"after it") == {"state": READ, "text": "after it"}
