"""Letters made to break a parser, random ones, and every letter of the open set."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.parser import ParsedMail, parse
from mail.quoting import visible
from mail.verdicts import verdict

OPEN_SET = Path(__file__).parents[3] / "shared" / "data" / "mail" / "open"
HEAD = "From: a@example.com\nTo: b@example.com\nSubject: x\nMessage-ID: <1@example.com>\nMIME-Version: 1.0\n"


def letter(rest: str) -> ParsedMail:
    return parse(HEAD.encode() + rest.encode())


def nest(depth: int) -> str:
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return (
        opened
        + "Content-Type: text/plain\n\ndeep\n"
        + "".join(f"\n--b{n}--\n" for n in reversed(range(depth)))
    )


PART = "--b\nContent-Type: text/plain\n\nx\n"
BOMBS = {
    "nested 5000 deep": (nest(5000), "nesting_cut"),
    "letters in letters, 3000 deep": ("Content-Type: message/rfc822\n\n" * 3000 + "\ndeep\n", ""),
    "20,000 parts": (
        "Content-Type: multipart/mixed; boundary=b\n\n" + PART * 20_000 + "--b--\n",
        "parts_cut",
    ),
    "50,000 headers": ("".join(f"X-H{n}: v\n" for n in range(50_000)) + "\nbody", "headers_cut"),
    "a header of 10 MB": ("X-Big: " + "a" * 10_000_000 + "\n\nbody", "header_cut"),
    "a line of 20 MB": ("\n" + "a" * 20_000_000, "text_cut"),
    "a million empty lines": ("\n" + "\n" * 1_000_000 + "body", "size_cut"),
    "30,000 recipients": (
        "Cc: " + ",\n ".join(f"u{n}@example.com" for n in range(30_000)) + "\n\nbody",
        "header_cut",
    ),
    "comments in comments": ("Reply-To: " + "(" * 5000 + ")" * 5000 + " c@example.com\n\nbody", ""),
    "quotes": ("Reply-To: " + '"' * 60_000 + "\n\nbody", ""),
    "parameters": (
        "Content-Type: text/plain;\n " + ";\n ".join(f"name*{n}=a" for n in range(5000)) + "\n\nbody",
        "",
    ),
    "quoted semicolons": ('Content-Type: text/plain; name="' + '\\";' * 60_000 + "\n\nbody", ""),
    "base64 garbage": ("Content-Transfer-Encoding: base64\n\n" + "!!!@@@A" * 100_000, "base64_damaged"),
    "nested divs": ("Content-Type: text/html\n\n" + "<div>" * 100_000 + "body", ""),
    "endless begins": ("\n" + "begin 644 x\n" * 100_000, ""),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_letter_cannot_stop_the_desk(name):
    bomb, defect = BOMBS[name]
    began = time.process_time()
    mail = letter(bomb)
    split = visible(mail.text)
    verdict(mail)
    assert time.process_time() - began < 5
    assert mail.from_.address == "a@example.com"
    assert mail.subject == "x"
    assert mail.message_id == "<1@example.com>"
    assert bool(split.new) == bool(mail.text)
    assert mail.text or mail.attachments or {"base64_damaged", "size_cut"} & set(mail.defects)
    assert defect in mail.defects or not defect


def test_a_subject_of_a_megabyte():
    mail = parse(b"From: a@example.com\nSubject: " + b"a " * 500_000 + b"\n\nbody")
    assert len(mail.subject) <= 500
    assert mail.subject.endswith("…")
    assert mail.text == "body"


@pytest.mark.parametrize(
    "raw", [b"", b"\n" * 1000, b"\0", b"hello", b":", b" ", os.urandom(100_000), b"From:\n\n", b"\r"]
)
def test_what_is_no_letter_still_gives_something(raw):
    mail = parse(raw)
    assert mail.from_ is None
    assert "from_missing" in mail.defects
    assert verdict(mail).answerable is False


PIECES = st.sampled_from(
    [
        b"From: a@b.c",
        b"Subject: ",
        b"=?utf-8?B?",
        b"?=",
        b"\n",
        b"\r\n",
        b"\n\n",
        b"--b",
        b"--b--",
        b"<div>",
        b">",
        b"Content-Type: multipart/mixed; boundary=b\n\n",
        b"Content-Type: message/rfc822\n\n",
        b'"',
        b"\\",
        b"(",
        b"<",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: text/html\n",
        b"\xff\xfe",
        b"\0",
        b"begin 644 a\n",
        b"Content-Disposition: attachment; filename*0*=x''%",
        b"Content-Type: message/delivery-status\n\n",
        b"Status: 5",
        b"References: <",
        b"charset=utf-7",
        b"Date: ",
        b"On 1.1.2020 10:00 x@y.z wrote:\n",
        b"From: ",
        b"Sent: 1",
        b"\n--b\n",
        b"Content-Type: application/pkcs7-mime\n\n",
        b"\x30\x80\x24\x80",
        b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22\x01\x00",
        b"\x02\x90\x06\x00",
        b"Content-Type: text/calendar\n\nBEGIN:VEVENT\nSUMMARY:",
        b"-----BEGIN PGP SIGNED MESSAGE-----\n",
        b"-----BEGIN PGP SIGNATURE-----\n",
        b"\x1b$B",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=30))
def test_no_bytes_raise(pieces):
    raw = b"".join(pieces)
    mail = parse(raw)
    assert not [word for word in mail.defects if word.startswith("unreadable")]
    verdict(mail, raw=raw)
    split = visible(mail.text)
    assert bool(split.new.strip()) == bool(mail.text.strip())
    for text in (mail.subject, mail.text, mail.html, *(part.name for part in mail.attachments)):
        text.encode()
        assert "\0" not in text


@pytest.mark.skipif(not OPEN_SET.is_dir(), reason="the open set of letters is not beside this project")
def test_every_letter_of_the_open_set():
    """None raises, is unreadable or is slow; no text is lost in folding."""
    slowest, read = (0.0, ""), 0
    for path in sorted(path for path in OPEN_SET.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        began = time.process_time()
        mail = parse(raw)
        verdict(mail, raw=raw)
        split = visible(mail.text)
        slowest = max(slowest, (time.process_time() - began, path.name))
        assert not [word for word in mail.defects if word.startswith("unreadable")], path
        assert len("".join(mail.text.split())) == len("".join(f"{split.new}{split.folded}".split())), path
        read += 1
    assert read > 3000
    assert slowest[0] < 5, slowest
